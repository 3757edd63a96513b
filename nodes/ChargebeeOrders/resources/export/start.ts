import { leaveOutEmptyFilters } from '../../description/filterInputs';
import { optionsProperty } from '../../description/options';
import { requestContextProperty } from '../../description/requestContext';
import { contextHeaders, outputOptions } from '../inputs';
import type { Operation } from '../Operation';

import { exportItem } from './exportInputs';
import { exportRequest, exportRequestProperties, startExport } from './exportRequest';

/** `POST /api/v2/exports/{type}`. */
export const start: Operation = {
	resource: 'export',
	value: 'start',
	name: 'Start',
	action: 'Start an export',
	description:
		'Start an export of orders, customers, invoices or other data and give out its ID, without waiting for it. Repeating it starts another export; five can run at once.',
	properties: [
		...exportRequestProperties,
		requestContextProperty('POST', 'v2'),
		optionsProperty('export', [leaveOutEmptyFilters]),
	],
	async run(call) {
		const options = outputOptions(call);
		const headers = contextHeaders(call, 'POST', 'v2');
		return [exportItem(await startExport(call, exportRequest(call), headers), options)];
	},
};

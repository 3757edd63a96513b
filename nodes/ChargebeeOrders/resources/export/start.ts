import { optionsProperty } from '../../description/options';
import { requestContextProperty } from '../../description/requestContext';
import { contextHeaders, outputOptions } from '../inputs';
import type { Operation } from '../Operation';

import { exportFilters, exportItem, startExport } from './exportInputs';

/** `POST /api/v2/exports/orders`. */
export const start: Operation = {
	resource: 'export',
	value: 'start',
	name: 'Start',
	action: 'Start an export',
	description:
		'Start an export of orders and give out its ID, without waiting for it. Repeating it starts another export; five can run at once.',
	properties: [...exportFilters, requestContextProperty('POST', 'v2'), optionsProperty('export')],
	async run(call) {
		const options = outputOptions(call);
		return [exportItem(await startExport(call, contextHeaders(call, 'POST', 'v2')), options)];
	},
};

import { leaveOutEmptyFilters } from '../../description/filterInputs';
import { optionsProperty } from '../../description/options';
import { requestContextProperty } from '../../description/requestContext';
import { withinExportPlace } from '../../transport/limits/exportPlaces';
import { contextHeaders, outputOptions } from '../inputs';
import type { Operation } from '../Operation';
import { validateOnlyOption } from '../validateOnly';

import { exportItem } from './exportInputs';
import { exportRequestProperties, exportStart, startExport } from './exportRequest';

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
		optionsProperty('export', [leaveOutEmptyFilters, validateOnlyOption]),
	],
	writes: true,
	prepare(call) {
		const options = outputOptions(call);
		const start = exportStart(call, contextHeaders(call, 'POST', 'v2'));
		return {
			request: start.request,
			async run() {
				const { patience } = call.transport;
				// It does not see the end of its export, and so keeps no place.
				const started = await withinExportPlace(call, patience, async () => await startExport(call, start, patience));
				return [exportItem(started, options)];
			},
		};
	},
};

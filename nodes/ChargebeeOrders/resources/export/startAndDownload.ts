import { writeHeaders } from '../../api/requestHeaders';
import { leaveOutEmptyFilters } from '../../description/filterInputs';
import { optionsProperty } from '../../description/options';
import { requestContextProperty } from '../../description/requestContext';
import { waitForExport } from '../../exports/waitForExport';
import { withinExportPlace } from '../../transport/limits/exportPlaces';
import { contextHeaders } from '../inputs';
import type { Operation } from '../Operation';
import { validateOnlyOption } from '../validateOnly';

import { waitOptions } from './exportInputs';
import { exportRequestProperties, exportStart, startExport } from './exportRequest';
import { handOut } from './handOut';
import { handOutPlan } from './handOutPlan';
import { handOutProperties, rowOptions } from './handOutProperties';

/** Start, wait and download in one step. */
export const startAndDownload: Operation = {
	resource: 'export',
	value: 'startAndDownload',
	name: 'Start and Download',
	action: 'Start and download an export',
	description:
		'Export orders, customers, invoices or other data, wait until Chargebee is done, download the file and give out its rows or the file itself: what a nightly workflow wants. Repeating it starts another export.',
	properties: [
		...exportRequestProperties,
		...handOutProperties,
		requestContextProperty('POST', 'v2'),
		optionsProperty('rows', [leaveOutEmptyFilters, ...rowOptions, ...waitOptions, validateOnlyOption]),
	],
	writes: true,
	prepare(call) {
		const headers = contextHeaders(call, 'POST', 'v2');
		const start = exportStart(call, headers);
		const plan = handOutPlan(call, start.type.name);
		const forReads = Object.fromEntries(Object.entries(headers).filter(([name]) => !writeHeaders.includes(name)));
		return {
			request: start.request,
			async run() {
				const { longest } = plan.waiting;
				const finished = await withinExportPlace(call, longest, async () => {
					const { id } = await startExport(call, start, longest);
					return await waitForExport(call, id, forReads, plan.waiting);
				});
				return await handOut(call, finished, forReads, plan);
			},
		};
	},
};

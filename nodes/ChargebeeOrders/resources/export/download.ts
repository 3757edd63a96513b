import { optionsProperty } from '../../description/options';
import { requestContextProperty } from '../../description/requestContext';
import { waitForExport } from '../../exports/waitForExport';
import { contextHeaders } from '../inputs';
import type { Operation } from '../Operation';

import { exportId, exportIdProperty, waitOptions } from './exportInputs';
import { handOut } from './handOut';
import { handOutPlan } from './handOutPlan';
import { handOutProperties, rowOptions } from './handOutProperties';

/** Waits for an export that was started before, and hands it out. */
export const download: Operation = {
	resource: 'export',
	value: 'download',
	name: 'Download',
	action: 'Download an export',
	description:
		'Wait for an export that was started before, download it and give out its rows or its file; repeating it is safe. The export ID comes from Start or from details.exportId of an error.',
	properties: [
		exportIdProperty,
		...handOutProperties,
		requestContextProperty('GET', 'v2'),
		optionsProperty('rows', [...rowOptions, ...waitOptions]),
	],
	writes: false,
	prepare(call) {
		const id = exportId(call);
		const headers = contextHeaders(call, 'GET', 'v2');
		const plan = handOutPlan(call);
		return {
			async run() {
				return await handOut(call, await waitForExport(call, id, headers, plan.waiting), headers, plan);
			},
		};
	},
};

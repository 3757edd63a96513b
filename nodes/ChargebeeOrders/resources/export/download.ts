import { optionsProperty } from '../../description/options';
import { requestContextProperty } from '../../description/requestContext';
import { trimmed } from '../../encode/blank';
import { encodeId } from '../../encode/path';
import { contextHeaders } from '../inputs';
import type { Operation } from '../Operation';

import { exportIdProperty, waitOptions } from './exportInputs';
import { handOut, handOutPlan, handOutProperties, rowOptions } from './handOut';

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
	async run(call) {
		const id = call.parameter('exportId', '');
		encodeId(id, 'Export ID', 50);
		return await handOut(call, trimmed(String(id)), contextHeaders(call, 'GET', 'v2'), handOutPlan(call));
	},
};

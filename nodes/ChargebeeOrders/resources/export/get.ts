import { optionsProperty } from '../../description/options';
import { requestContextProperty } from '../../description/requestContext';
import { readExport } from '../../exports/waitForExport';
import { contextHeaders, outputOptions } from '../inputs';
import type { Operation } from '../Operation';

import { exportId, exportIdProperty, exportItem } from './exportInputs';

/** `GET /api/v2/exports/{id}`. */
export const get: Operation = {
	resource: 'export',
	value: 'get',
	name: 'Get Status',
	action: 'Get the status of an export',
	description:
		'Read the status of an export (in_process, completed, failed) and, when it is completed, its download address, which anyone can use for four hours. The export ID comes from Start.',
	properties: [exportIdProperty, requestContextProperty('GET', 'v2'), optionsProperty('export')],
	writes: false,
	prepare(call) {
		const options = outputOptions(call);
		const id = exportId(call);
		const headers = contextHeaders(call, 'GET', 'v2');
		return {
			async run() {
				return [exportItem(await readExport(call, id, headers), options)];
			},
		};
	},
};

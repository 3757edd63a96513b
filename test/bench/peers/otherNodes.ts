import type { INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from '../../engine/harness/runWorkflow';

import { httpRequest, measured, type Link } from './workflows';

function node(name: string, type: string, typeVersion: number, parameters: INodeParameters): Link {
	return { name, type: `n8n-nodes-base.${type}`, typeVersion, parameters };
}

/** An export without this package: start it, wait and look until it is done, then fetch and unpack it. */
export function chainOfNodes(url: string, output: 'rows' | 'file'): WorkflowFile {
	const start = httpRequest({ method: 'POST', url: `${url}/api/v2/exports/orders` }, { name: 'Start' });
	const wait = node('Wait', 'wait', 1.1, { amount: 0.5 });
	const look = httpRequest({ url: `=${url}/api/v2/exports/{{ $('Start').item.json.export.id }}` }, { name: 'Look' });
	const isDone = node('Is It Done?', 'if', 2.3, {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 3 },
			conditions: [
				{
					id: 'done',
					leftValue: '={{ $json.export.status }}',
					rightValue: 'completed',
					operator: { type: 'string', operation: 'equals' },
				},
			],
			combinator: 'and',
		},
		options: {},
	});
	const fetch: Link = {
		name: 'Fetch',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.5,
		parameters: {
			url: '={{ $json.export.download.download_url }}',
			options: { response: { response: { responseFormat: 'file' } } },
		},
	};
	const describe = node('Describe', 'set', 3.4, {
		assignments: {
			assignments: [{ id: 'id', name: 'export_id', type: 'string', value: "={{ $('Start').item.json.export.id }}" }],
		},
		includeOtherFields: false,
		options: {},
	});
	// An export of orders has two CSV files: the orders, and their lines.
	const rows = [
		node('Unpack', 'compression', 1.1, {}),
		node('Read Orders', 'extractFromFile', 1.1, { binaryPropertyName: 'file_0', options: {} }),
		node('All Rows', 'merge', 3.2, {}),
	];
	const links = [start, wait, look, isDone, fetch, ...(output === 'file' ? [describe] : rows)];
	const counted = output === 'file' ? ['export_id'] : ['Order Id', 'order_line_items.id'];
	const workflow = measured(`Export to ${output}, without the package`, links, counted);
	// "No" goes back to Wait.
	workflow.connections[isDone.name]?.main?.push([{ node: wait.name, type: 'main', index: 0 }]);
	if (output === 'rows') {
		const lines = node('Read Lines', 'extractFromFile', 1.1, { binaryPropertyName: 'file_1', options: {} });
		workflow.nodes.push({ ...lines, id: '00000000-0000-4000-8000-0000000000ff', position: [1320, 200] });
		workflow.connections.Unpack?.main?.[0]?.push({ node: lines.name, type: 'main', index: 0 });
		workflow.connections[lines.name] = { main: [[{ node: 'All Rows', type: 'main', index: 1 }]] };
	}
	return workflow;
}

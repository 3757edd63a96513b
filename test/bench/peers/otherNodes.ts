import type { WorkflowFile } from '../../engine/harness/runWorkflow';

import { builtIn, chain } from '../../support/workflowChain';
import { count, httpRequest, measured } from './workflows';

/** An export without this package: start it, wait and look until it is done, then fetch and unpack it. */
export function chainOfNodes(url: string, output: 'rows' | 'file'): WorkflowFile {
	const start = httpRequest({ method: 'POST', url: `${url}/api/v2/exports/orders` }, { name: 'Start' });
	const wait = builtIn('Wait', 'wait', 1.1, { amount: 0.5 });
	const look = httpRequest({ url: `=${url}/api/v2/exports/{{ $('Start').item.json.export.id }}` }, { name: 'Look' });
	const isDone = builtIn('Is It Done?', 'if', 2.3, {
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
	const fetch = builtIn('Fetch', 'httpRequest', 4.5, {
		url: '={{ $json.export.download.download_url }}',
		options: { response: { response: { responseFormat: 'file' } } },
	});
	const describe = builtIn('Describe', 'set', 3.4, {
		assignments: {
			assignments: [{ id: 'id', name: 'export_id', type: 'string', value: "={{ $('Start').item.json.export.id }}" }],
		},
		includeOtherFields: false,
		options: {},
	});
	// An export of orders has two CSV files: the orders, and their lines. The Merge node cannot take that many rows ("Maximum
	// call stack size exceeded"), so each file has a branch of its own, and their counts are merged.
	const rows = [
		builtIn('Unpack', 'compression', 1.1, {}),
		builtIn('Read Orders', 'extractFromFile', 1.1, { binaryPropertyName: 'file_0', options: { enableBOM: true } }),
	];
	const links = [start, wait, look, isDone, fetch, ...(output === 'file' ? [describe] : rows)];
	const field = output === 'file' ? 'export_id' : 'Order Id';
	const workflow = measured(`Export to ${output}, without the package`, links, field);
	// "No" goes back to Wait.
	workflow.connections[isDone.name]?.main?.push([{ node: wait.name, type: 'main', index: 0 }]);
	if (output === 'rows') {
		const lines = [
			builtIn('Read Lines', 'extractFromFile', 1.1, { binaryPropertyName: 'file_1', options: {} }),
			...count('order_line_items.id', ' Lines'),
			builtIn('Both Counts', 'merge', 3.2, { mode: 'combine', combineBy: 'combineByPosition', options: {} }),
		];
		const branch = chain('Lines', lines);
		workflow.nodes.push(
			...branch.nodes.map((node, index) => ({
				...node,
				id: `${node.id.slice(0, -2)}f${index}`,
				position: [1320 + index * 220, 200] as [number, number],
			})),
		);
		Object.assign(workflow.connections, branch.connections, {
			Count: { main: [[{ node: 'Both Counts', type: 'main', index: 1 }]] },
		});
		workflow.connections.Unpack?.main?.[0]?.push({ node: 'Read Lines', type: 'main', index: 0 });
	}
	return workflow;
}

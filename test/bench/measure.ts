/** One measurement a process: `tsx measure.ts NAME` prints its figures as one line of JSON. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

import type { IExecuteFunctions, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';

import { readRows } from '../../nodes/ChargebeeOrders/exports/exportRows';
import type { NodeRun, NodeRunOptions } from '../engine/harness';

import { updateParameters } from './workloads';

const credential = { url: process.env.BENCH_URL ?? '', apiKey: process.env.BENCH_KEY ?? '' };
const items = (count: number): INodeExecutionData[] =>
	Array.from({ length: count }, () => ({ json: { number: 1, empty: '' } }));

async function runOf(options: Omit<NodeRunOptions, 'credential'>): Promise<NodeRun> {
	const { runNode } = await import('../engine/harness');
	const result = await runNode({ ...options, credential });
	const { status, error } = result;
	if (status !== 'success') throw new Error(`${error?.message} ${error?.description ?? ''}`);
	return result;
}

async function run(options: Omit<NodeRunOptions, 'credential'>): Promise<INodeExecutionData[]> {
	return (await runOf(options)).output[0] ?? [];
}

function cpuMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** An execution that the sandbox has not seen yet, so that nothing is answered as done before. */
function id(name: string): string {
	return `${name}-${process.pid}-${Date.now()}`;
}

/** The same node, whose operation only reads the collection: what n8n itself takes to evaluate it. */
async function readingNode(): Promise<INodeType> {
	const { ChargebeeOrders } = await import('../../nodes/ChargebeeOrders/ChargebeeOrders.node.js');
	const node: INodeType = new ChargebeeOrders();
	node.customOperations = {
		order: {
			async update(this: IExecuteFunctions) {
				return [
					this.getInputData().map((_, item) => ({
						json: { read: Object.keys(this.getNodeParameter('fields', item) as object).length },
						pairedItem: { item },
					})),
				];
			},
		},
	};
	return node;
}

/** Milliseconds of CPU an item. */
async function cpuPerItem(parameters: INodeParameters, nodeType?: INodeType): Promise<number> {
	const COUNT = 400;
	const options = { parameters, ...(nodeType === undefined ? {} : { nodeType }) };
	await run({ ...options, items: items(100), executionId: id('warm-up') });
	const before = cpuMs();
	await run({ ...options, items: items(COUNT), executionId: id('measured') });
	return (cpuMs() - before) / COUNT;
}

async function exportFile(): Promise<Record<string, number>> {
	const parameters = (outputAs: string, id: string): INodeParameters => ({
		resource: 'export',
		operation: 'startAndDownload',
		outputAs,
		filters: id === '' ? {} : { order__id: [{ operator: 'is', value: id }] },
		options: { pollInterval: 0.1, maxWait: 5 },
	});
	// The idle engine, everything loaded: one order exported.
	await run({ parameters: parameters('file', 'order_1'), executionId: id('warm-up') });
	const idle = process.resourceUsage().maxRSS;
	const began = performance.now();
	const [item] = await run({ parameters: parameters('file', ''), executionId: id('measured') });
	return {
		growthMb: (process.resourceUsage().maxRSS - idle) / 1024,
		zipMb: Number(item?.json.bytes) / 1e6,
		seconds: (performance.now() - began) / 1000,
	};
}

/** Reading rows, on the export of the sandbox. */
async function exportRows(): Promise<Record<string, number>> {
	const { getBinary } = await import('./storedFile');
	const zip = await getBinary(credential);
	const began = performance.now();
	let rows = 0;
	const delay = monitorEventLoopDelay({ resolution: 5 });
	delay.enable();
	const reader = readRows(zip, { columnNames: 'asSent' });
	for (;;) {
		const next = await reader.next();
		if (next.done === true) {
			const seconds = (performance.now() - began) / 1000;
			delay.disable();
			return {
				rows,
				rowsPerSecond: rows / seconds,
				csvMb: next.value.files.reduce((sum, file) => sum + file.bytes, 0) / 1e6,
				longestStretchMs: delay.max / 1e6,
			};
		}
		rows += next.value.length;
	}
}

async function stretch(): Promise<Record<string, number>> {
	const parameters: INodeParameters = {
		resource: 'order',
		operation: 'update',
		orderId: { __rl: true, mode: 'id', value: 'order_1' },
		fields: { note: '={{ $json.number + " items" }}' },
		options: { output: 'simplified' },
	};
	await run({ parameters, items: items(100), executionId: id('warm-up') });
	const delay = monitorEventLoopDelay({ resolution: 5 });
	const began = performance.now();
	delay.enable();
	await run({ parameters, items: items(10_000), executionId: id('measured') });
	delay.disable();
	return { longestStretchMs: delay.max / 1e6, seconds: (performance.now() - began) / 1000 };
}

/** Return All of Get Many with so many pages at once. */
async function list(parallelPages: number): Promise<Record<string, number>> {
	const all: INodeParameters = { resource: 'order', operation: 'getAll', returnAll: true };
	// All of it loaded and compiled, as in a server that runs for days.
	await run({ parameters: { ...all, options: { parallelPages: 8 } }, executionId: id('warm-up') });
	const began = performance.now();
	const { hints } = await runOf({ parameters: { ...all, options: { parallelPages } }, executionId: id('measured') });
	const seconds = (performance.now() - began) / 1000;
	// Page by page there is nothing to say.
	const [, requests] = /(\d+) requests/.exec(hints[0]?.message ?? '') ?? [];
	return { seconds, ...(requests === undefined ? {} : { requests: Number(requests) }) };
}

const measurements: Readonly<Record<string, () => Promise<Record<string, number>> | Record<string, number>>> = {
	'update-static': async () => ({ ms: await cpuPerItem(updateParameters('static')) }),
	'update-expressions': async () => ({ ms: await cpuPerItem(updateParameters('expressions')) }),
	'read-expressions': async () => ({ ms: await cpuPerItem(updateParameters('expressions'), await readingNode()) }),
	stretch,
	'export-file': exportFile,
	'export-rows': exportRows,
	...Object.fromEntries([1, 2, 4, 8].map((pages) => [`list-${pages}`, async () => await list(pages)])),
};

async function main(): Promise<void> {
	const measurement = measurements[process.argv[2] ?? ''];
	if (measurement === undefined) throw new Error(`Choose one of ${Object.keys(measurements).join(', ')}`);
	process.stdout.write(`${JSON.stringify(await measurement())}\n`);
	process.exit(0);
}

void main();

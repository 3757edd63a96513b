/**
 * Runs an example workflow inside n8n's engine against the sandbox, and shows what happens: `npm run demo`, or
 * `npm run demo -- my-workflow.json` for a workflow of your own that needs no other nodes.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

// Before n8n-core: the harness sets what that reads from the environment.
import { runWorkflow, type WorkflowFile } from '../test/engine/harness';
import { startSandbox, type Sandbox } from '../test/sandbox';

import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';

import { paintFor } from './demo/colours';
import { rowTable } from './demo/rowTable';
import { errorOf, itemsOf, stepPrinter } from './demo/steps';
import { wrap } from './demo/wrap';

const ORDERS = 1_000;
/** Long enough to see the node wait. */
const EXPORT_MS = 1_500;
const ROWS_SHOWN = 10;
/** Where the downloaded files stay after the demo. */
const folder = resolve(__dirname, '..', '.tmp', 'demo');

const paint = paintFor(process.stdout);
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const fact = (name: string, text: string): void => print(wrap(text, name.padEnd(10)).replace(name, paint.bold(name)));

function itemsOfRun(run: IRun): INodeExecutionData[] {
	return Object.values(run.data.resultData.runData).flatMap((results) => results.flatMap(itemsOf));
}

/** The rows of exports by the file that they come from. */
function rowsByFile(items: readonly INodeExecutionData[]): Map<string, IDataObject[]> {
	const files = new Map<string, IDataObject[]>();
	for (const { json } of items) {
		if (typeof json.source_file !== 'string') continue;
		const rows = files.get(json.source_file) ?? [];
		rows.push(json);
		files.set(json.source_file, rows);
	}
	return files;
}

/** Copies what the run stored as binary data, which ends with this process, to the folder of the demo. */
async function saveFiles(items: readonly INodeExecutionData[]): Promise<string[]> {
	const paths: string[] = [];
	for (const data of items.flatMap(({ binary }) => Object.values(binary ?? {}))) {
		const path = join(folder, (data.fileName ?? 'file').replace(/[^\w.-]/g, '_'));
		mkdirSync(folder, { recursive: true });
		writeFileSync(path, await Container.get(BinaryDataService).getAsBuffer(data));
		paths.push(path);
	}
	return paths;
}

function requestsLine({ ledger }: Sandbox): string {
	const downloads = ledger.filter(({ server }) => server === 'download').length;
	const writes = ledger.filter(({ method }) => method === 'POST').length;
	const broken = ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations]);
	const verdict =
		broken.length === 0 ? 'all by the rules of the API' : `against the rules of the API: ${broken.join('; ')}`;
	return `${ledger.length} to the sandbox (${writes} writes, ${downloads} downloads of files), ${verdict}`;
}

/** What failed, in the words of the node: message and description of the error, with the name of the node. */
function failureOf(run: IRun): string | undefined {
	const { error, lastNodeExecuted } = run.data.resultData;
	if (error === undefined)
		return itemsOfRun(run)
			.map(errorOf)
			.find((text) => text !== undefined);
	const headline = lastNodeExecuted === undefined ? error.message : `${lastNodeExecuted}: ${error.message}`;
	return [headline, error.description ?? ''].filter((text) => text !== '').join('\n');
}

async function show(run: IRun, sandbox: Sandbox): Promise<void> {
	const items = itemsOfRun(run);
	const files = [...rowsByFile(items)];
	const [first, ...others] = files;
	if (first !== undefined) {
		print(`\n${paint.bold(`The rows of ${first[0]}`)}`);
		print(rowTable(first[1], ROWS_SHOWN, paint.bold));
		for (const [name, rows] of others)
			print(`and ${rows.length.toLocaleString('en')} rows of ${name}, with columns of their own`);
	}
	const paths = await saveFiles(items);
	print('');
	// Not wrapped: a path may have spaces, and is there to be copied.
	for (const path of paths) print(`${paint.bold('File')}      ${path}`);
	fact('Requests', requestsLine(sandbox));
}

function readWorkflow(path: string): WorkflowFile {
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as WorkflowFile;
	} catch (error) {
		throw new Error(`${path} cannot be read as a workflow\n${error instanceof Error ? error.message : String(error)}`, {
			cause: error,
		});
	}
}

async function main(): Promise<void> {
	const path = process.argv[2] ?? join(__dirname, 'nightly-export.json');
	const shortPath = relative(process.cwd(), path);
	const workflow = readWorkflow(path);
	const sandbox = await startSandbox({ orders: ORDERS, exportMs: EXPORT_MS, now: Math.floor(Date.now() / 1000) });
	try {
		fact('Sandbox', `${sandbox.url}, ${ORDERS.toLocaleString('en')} orders; it answers like Chargebee`);
		fact('Workflow', `${shortPath}, run by n8n's own engine`);
		const run = await runWorkflow(workflow, {
			credentials: { chargebeeSiteApi: { url: sandbox.url, apiKey: sandbox.apiKey } },
			...stepPrinter(print, paint),
		});
		await show(run, sandbox);
		const failure = failureOf(run);
		if (failure !== undefined) throw new Error(failure);
		fact('Next', `npm run sandbox: keeps such a sandbox running for your own n8n, where you can import ${shortPath}`);
		fact('', 'README.md: how to install the node there, and what it can do');
	} finally {
		await sandbox.close();
	}
}

main().catch((error: unknown) => {
	const [headline = '', ...rest] = (error instanceof Error ? error.message : String(error)).split('\n');
	const { red } = paintFor(process.stderr);
	process.stderr.write(`\n${red(wrap(headline, '✗ '))}\n`);
	for (const line of rest) process.stderr.write(`${wrap(line, '  ')}\n`);
	process.exitCode = 1;
});

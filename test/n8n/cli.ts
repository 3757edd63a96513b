/**
 * A real n8n to try the package in, with a sandbox, a credential and the example workflows: `npm run n8n`. With `--dev`
 * a change of the sources is built into it: `npm run dev`.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Table from 'cli-table3';
import { Command } from 'commander';
import { Listr } from 'listr2';

import { wholeNumber } from '../support/wholeNumber';
import type { WorkflowFile } from '../engine/harness/runWorkflow';
import { packPackage } from '../package/installedPackage';
import { startSandbox, type Sandbox } from '../sandbox';

import { credentialFor } from './server/credential';
import { installN8n, type Progress } from './server/installN8n';
import { rebuildOnChange } from './server/rebuildOnChange';
import { owner } from './server/restClient';
import { reloading, startN8n, type N8nServer } from './server/startN8n';

interface CliOptions {
	port: number;
	orders: number;
	dev: boolean;
}

const examples = join(__dirname, '..', '..', 'examples');

const program = new Command('n8n')
	.description('Starts a real n8n with this package, a sandbox of Chargebee, a credential and the example workflows.')
	.option('--port <number>', 'port of n8n on 127.0.0.1', wholeNumber, 5678)
	.option('--orders <number>', 'how many orders the sandbox has', wholeNumber, 1000)
	.option('--dev', 'build every change of the sources into the running n8n', false);

/** Everything made for this run, removed when it ends. */
const folder = mkdtempSync(join(tmpdir(), 'chargebee-orders-n8n-'));
process.env.CHARGEBEE_ORDERS_SCRATCH = folder;
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** What is to be ended, in the order in which it was started. */
const running: Array<() => Promise<void>> = [];

/** Shows a step while it is done, with the latest line of its progress below. */
async function step<T>(title: string, work: (progress: Progress) => T | Promise<T>): Promise<T> {
	const results: T[] = [];
	await new Listr([
		{ title, task: async (_, task) => void results.push(await work((line) => (task.output = line))) },
	]).run();
	return results[0] as T;
}

async function importExamples({ rest }: N8nServer, sandbox: Sandbox): Promise<void> {
	const { type, data } = credentialFor(sandbox);
	const credential = await rest.createCredential(type, 'Chargebee Sandbox', data);
	for (const file of readdirSync(examples).filter((name) => name.endsWith('.json'))) {
		const workflow = JSON.parse(readFileSync(join(examples, file), 'utf8')) as WorkflowFile;
		await rest.importWorkflow(workflow, { [type]: credential });
	}
}

async function start({ port, orders, dev }: CliOptions): Promise<string> {
	const n8n = await step('n8n with its Node.js: 3 GB, kept for the next time', (progress) =>
		installN8n('current', progress),
	);
	const tarball = await step('This package, packed as it is published', () => packPackage(folder));
	const sandbox = await step('A sandbox that answers like Chargebee', () =>
		startSandbox({ orders, now: Math.floor(Date.now() / 1000) }),
	);
	running.push(sandbox.close);
	const server = await step(`n8n ${n8n.version}, new, with the package`, () =>
		startN8n(n8n, tarball, { port, settings: dev ? reloading : {} }),
	);
	running.push(server.stop);
	if (dev) {
		const stop = rebuildOnChange(server.package, (line) => void process.stdout.write(`${line}\n`));
		running.push(async () => stop());
	}
	await step('Owner, credential and example workflows', () => importExamples(server, sandbox));

	const table = new Table({ style: { head: [], border: [] } });
	table.push(
		['Open', server.url],
		['Email', owner.email],
		['Password', owner.password],
		['Sandbox', `${sandbox.url}, ${orders.toLocaleString('en')} orders; its credential is "Chargebee Sandbox"`],
		['API key', sandbox.apiKey],
	);
	return table.toString();
}

async function end(): Promise<void> {
	for (const stop of running.splice(0).reverse()) await stop();
}

async function main(): Promise<void> {
	const options = program.parse().opts<CliOptions>();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			process.stdout.write('\nEnding n8n and the sandbox\n');
			void end().finally(() => process.exit());
		});
	}
	process.stdout.write(`${await start(options)}\n\nCtrl-C ends all of it, and nothing of it stays.\n`);
}

main().catch(async (error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	await end();
	process.exitCode = 1;
});

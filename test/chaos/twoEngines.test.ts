import { fork } from 'node:child_process';
import { join } from 'node:path';

import { startSandbox, type Sandbox } from '../sandbox';
import { complaints } from '../support/exportRuns';
import { refusals } from '../support/limitedSites';

import type { EngineResult, EngineTask } from './engineProcess';

const ITEMS = 300;

let sandbox: Sandbox;

beforeAll(async () => {
	// An engine does not know of the pauses that the other one was asked for.
	const rateLimit = { concurrent: 10, retryAfter: '5', allowanceMs: Number.POSITIVE_INFINITY };
	sandbox = await startSandbox({ orders: 2 * ITEMS, rateLimit });
	sandbox.script.latency(15);
});

afterAll(async () => {
	await sandbox.close();
});

/** Runs an engine in a process of its own. */
async function engine(task: EngineTask): Promise<EngineResult> {
	const child = fork(join(__dirname, 'engineProcess.ts'), [JSON.stringify(task)], { execArgv: ['--import', 'tsx'] });
	return await new Promise((resolve, reject) => {
		child.once('message', (message) => resolve(message as EngineResult));
		child.once('exit', (code) => reject(new Error(`The engine ended with code ${code}`)));
	});
}

it('two engines with eight requests each at a site that bears ten: every item of both succeeds, once', async () => {
	const { url, apiKey, store } = sandbox;
	const all = [...store.orders.all()].map(({ attributes }) => attributes.id);
	const tasks = [all.slice(0, ITEMS), all.slice(ITEMS)].map((ids, number) => ({
		url,
		apiKey,
		executionId: `engine ${number}`,
		ids,
		simultaneousRequests: 8,
		hurry: 50,
	}));
	// Both are at work at once, however long one of them takes to start.
	sandbox.script.gather(12);
	const results = await Promise.all(tasks.map(engine));
	expect(results.map(({ error }) => error)).toEqual([undefined, undefined]);
	expect(results.map(({ ids }) => ids)).toEqual(tasks.map(({ ids }) => ids));
	const done = sandbox.effects().map(({ orderId }) => orderId);
	expect([...done].sort()).toEqual([...all].sort());
	for (const { executionId, ids } of tasks) {
		for (const id of ids) expect(store.orders.get(id)?.attributes.note).toBe(`${executionId} ${id}`);
	}
	expect(refusals(sandbox).length).toBeGreaterThan(0);
	expect(complaints(sandbox)).toEqual([]);
	process.stdout.write(
		`Two engines: ${sandbox.ledger.length} requests, ${refusals(sandbox).length} refused; ${results.map(({ hint }) => hint).join(' ')}\n`,
	);
}, 120_000);

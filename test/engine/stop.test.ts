import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { startSandbox, type Sandbox } from '../sandbox';
import { complaints, runExport } from '../support/exportRuns';
import { offer, stalled, startFileHost } from '../support/fileHost';
import { runOrders, type OrderRunOptions } from '../support/limitedSites';

import { runNode, type NodeRun } from './harness';
import { paths } from './orderSandbox';

// The clock is the real one: what a stopped run waits for would take a minute or more, and the tests end long before.
const LONG = { maxRateLimitWait: 30 };

let sandbox: Sandbox;
/** How many waits of the node are going on. n8n ends a run without asking whether its node has ended. */
let waits: number;

beforeEach(async () => {
	waits = 0;
	const sleep = clock.sleep.bind(clock);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms, signal) => {
		waits += 1;
		await sleep(ms, signal);
		waits -= 1;
	});
	sandbox = await startSandbox({ orders: 500 });
});

afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

/** n8n's Stop button, pressed when something has come to pass. */
function stopWhen(passed: () => boolean): { onStart: (cancel: () => void) => void } {
	return {
		onStart: (cancel) => {
			void until(passed).then(arrived).then(cancel);
		},
	};
}

/** What was sent before Stop has come in. */
async function arrived(): Promise<void> {
	for (let turns = 0, seen = 0; turns < 50; turns += 1) {
		await turnOfTheLoop();
		if (sandbox.ledger.length === seen) continue;
		seen = sandbox.ledger.length;
		turns = 0;
	}
}

async function until(passed: () => boolean): Promise<void> {
	while (!passed()) await turnOfTheLoop();
}

/** The run is canceled, handed on no result, and has nothing left that it waits for, neither a connection nor a time. */
async function expectStopped(run: NodeRun, requests: number): Promise<void> {
	expect(run.status).toBe('canceled');
	expect(run.output).toEqual([]);
	expect(sandbox.ledger).toHaveLength(requests);
	// As long as a connection is open its request is in progress.
	await until(() => {
		const earlier = sandbox.ledger.splice(0);
		sandbox.resetLedger();
		sandbox.ledger.push(...earlier);
		return sandbox.maxInFlight === 0 && waits === 0;
	});
	expect(sandbox.ledger).toHaveLength(requests);
	expect(complaints(sandbox)).toEqual([]);
}

/** Another node is served at once, the other way through n8n too. */
async function expectServed(): Promise<void> {
	const before = sandbox.ledger.length;
	for (const path of paths) {
		const run = await runOrders(sandbox, 'get', { ...path, executionId: `after ${path.path}` });
		expect(run.error).toBeUndefined();
		expect(run.status).toBe('success');
	}
	expect(sandbox.ledger).toHaveLength(before + paths.length);
}

/** A run that gets orders, with n8n's Stop button. */
function stoppable(options: OrderRunOptions): { run: Promise<NodeRun>; stop: () => void } {
	let stop = (): void => undefined;
	const run = runOrders(sandbox, 'get', { ...options, onStart: (cancel) => (stop = cancel) });
	return { run, stop: () => stop() };
}

const answered = (count: number, status: number) => () =>
	sandbox.ledger.filter((entry) => entry.status === status).length >= count;

describe.each(paths)('Stop ($path)', (how) => {
	it('while pages come in: the connection closes, no further page is asked for', async () => {
		sandbox.script.faultOnce({ method: 'GET', path: /orders/ }, 'slow');
		sandbox.script.faultOnce({ method: 'GET', path: /orders/ }, 'stall');
		const run = await runNode({
			...how,
			credential: { url: sandbox.url, apiKey: sandbox.apiKey },
			parameters: { resource: 'order', operation: 'getAll', limit: 200, options: LONG },
			...stopWhen(() => sandbox.ledger[1]?.worked === true),
		});
		await expectStopped(run, 2);
		await expectServed();
	});

	it.each([
		['is said', '90'],
		['is not said', 'none'],
	])('in the pause of a rate limit whose length %s', async (_what, retryAfter) => {
		sandbox.script.rateLimit({ perMinute: 20, retryAfter });
		const run = await runOrders(sandbox, 'update', {
			...how,
			items: 100,
			parameters: { options: LONG },
			...stopWhen(answered(1, 429)),
		});
		const sent = sandbox.ledger.length;
		expect(sent).toBeLessThan(30);
		await expectStopped(run, sent);
	});

	it('in the wait before a repeat', async () => {
		const answer = { status: 503, headers: { 'retry-after': '20' }, body: {} };
		sandbox.script.respondOnce({ method: 'POST', path: /./ }, answer);
		const run = await runOrders(sandbox, 'update', {
			...how,
			parameters: { options: LONG },
			...stopWhen(answered(1, 503)),
		});
		await expectStopped(run, 1);
		await expectServed();
	});

	it('while it waits for an export, a minute between two looks', async () => {
		sandbox.script.nextExport({ outcome: 'never' });
		const run = await runExport(sandbox, 'startAndDownload', {
			...how,
			options: { ...LONG, pollInterval: 60 },
			...stopWhen(answered(2, 200)),
		});
		await expectStopped(run, 2);
		await expectServed();
	});

	it('in the queue of the gate: who waits leaves it, and others get the place', async () => {
		// So many requests are in flight at a site that has answered none yet.
		const holders = Array.from({ length: 8 }, (_, index) => {
			sandbox.script.faultOnce({ method: 'GET', path: /./ }, 'stall');
			return stoppable({ ...how, executionId: `holder ${index}`, parameters: { options: LONG } });
		});
		await until(() => sandbox.ledger.filter(({ worked }) => worked === true).length === 8);
		const waiting = stoppable({ ...how, executionId: 'waiting', items: 20, parameters: { options: LONG } });
		const third = runOrders(sandbox, 'get', { ...how, executionId: 'third', parameters: { options: LONG } });
		await arrived();
		waiting.stop();
		expect(await waiting.run).toMatchObject({ status: 'canceled', output: [] });
		expect(sandbox.ledger).toHaveLength(8);
		for (const { stop } of holders) stop();
		for (const { run } of holders) expect((await run).status).toBe('canceled');
		expect((await third).status).toBe('success');
		expect(sandbox.ledger).toHaveLength(9);
		await expectServed();
	});

	it('in the queue of the node: its other items leave it', async () => {
		sandbox.script.faultOnce({ method: 'GET', path: /./ }, 'stall');
		const options = { ...LONG, simultaneousRequests: 1 };
		const { run, stop } = stoppable({ ...how, items: 20, parameters: { options } });
		await until(() => sandbox.ledger[0]?.worked === true);
		stop();
		await expectStopped(await run, 1);
		await expectServed();
	});

	it('with many items under way, some in flight and the others in the queue', async () => {
		for (let index = 0; index < 8; index += 1) sandbox.script.faultOnce({ method: 'POST', path: /./ }, 'stall');
		const run = await runOrders(sandbox, 'update', {
			...how,
			items: 200,
			...stopWhen(() => sandbox.ledger.filter(({ worked }) => worked === true).length === 8),
		});
		await expectStopped(run, 8);
		await expectServed();
	});

	it('of a node that goes on after errors: a stopped item is no error to go on after', async () => {
		sandbox.script.rateLimit({ perMinute: 20, retryAfter: '90' });
		const run = await runOrders(sandbox, 'update', {
			...how,
			items: 100,
			parameters: { options: LONG },
			settings: { ...how.settings, onError: 'continueRegularOutput' },
			...stopWhen(answered(1, 429)),
		});
		// What n8n itself then puts in the place of results goes nowhere: the execution is over.
		expect(run.status).toBe('canceled');
		const sent = sandbox.ledger.length;
		expect(sent).toBeLessThan(30);
		await until(() => waits === 0);
		expect(sandbox.ledger).toHaveLength(sent);
		expect(complaints(sandbox)).toEqual([]);
	});

	it.each(['rows', 'file'])('in a download of %s that stalls', async (outputAs) => {
		const host = await startFileHost();
		let begun = false;
		let close = (): void => undefined;
		const closed = new Promise<void>((resolve) => (close = resolve));
		host.answers((response) => {
			response.on('close', close);
			stalled(Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100_000)]))(response);
			begun = true;
		});
		offer(sandbox, host.url, host.url);
		const run = await runExport(sandbox, 'download', {
			...how,
			parameters: { exportId: 'exp_1', outputAs },
			...stopWhen(() => begun),
		});
		await expectStopped(run, 1);
		await closed;
		expect(host.asked).toHaveLength(1);
		await host.close();
		await expectServed();
	});
});

it("Stop between two batches of n8n's Batching option", async () => {
	const batching = { batch: { batchSize: 2, batchInterval: 90_000 } };
	const run = await runOrders(sandbox, 'update', {
		items: 10,
		parameters: { requestOptions: { batching } },
		...stopWhen(answered(2, 200)),
	});
	await expectStopped(run, 2);
	await expectServed();
});

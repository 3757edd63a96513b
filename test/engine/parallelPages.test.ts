import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

import type { INodeParameters } from 'n8n-workflow';

import { storage } from '../../nodes/ChargebeeOrders/output/storedSize';
import { startSandbox, type LedgerEntry, type Sandbox } from '../sandbox';
import { detailsOf, hintOf } from '../support/exportRuns';
import { ParallelTally, runParallelSeed } from '../support/parallelReads';
import { SkippedTime } from '../support/skippedTime';

import type { NodeRun, NodeRunOptions } from './harness';
import { json, OrderSandbox, paths } from './orderSandbox';

// Lists of thousands of orders take their time on a busy machine.
const ORDERS = 3_000;
const use = new OrderSandbox({ orders: ORDERS });

afterEach(() => {
	jest.restoreAllMocks();
	use.sandbox.script.latency(0);
});

/** Reads all orders with so many pages at once. */
async function readAll(
	parallelPages: unknown,
	parameters: INodeParameters = {},
	options: Partial<NodeRunOptions> = {},
): Promise<NodeRun> {
	const collection = { parallelPages, ...(parameters.options as INodeParameters | undefined) } as INodeParameters;
	return await use.run('getAll', { returnAll: true, ...parameters, options: collection }, options);
}

const ids = (run: NodeRun): unknown[] => json(run).map(({ id }) => id);

/** The requests that began a window of its own. */
function windows(ledger: readonly LedgerEntry[] = use.ledger): LedgerEntry[] {
	const names = ({ query }: LedgerEntry): string[] => query.map(([name]) => name);
	return ledger.filter((entry) => names(entry).includes('created_at[after]') && !names(entry).includes('offset'));
}

async function until(passed: () => boolean): Promise<void> {
	while (!passed()) await turnOfTheLoop();
}

/** All that was sent has come in and was answered, and nothing follows; gives the number of requests. */
async function settled(): Promise<number> {
	for (let turns = 0, seen = 0; turns < 50; turns += 1) {
		await turnOfTheLoop();
		if (seen === use.ledger.length && use.ledger.every(({ status }) => status !== 0)) continue;
		seen = use.ledger.length;
		turns = 0;
	}
	return use.ledger.length;
}

describe('a long list', () => {
	it.each<[string, INodeParameters]>([
		['without sorting', {}],
		[
			'with deleted orders, the newest first',
			{ sort: { by: { field: 'created_at', direction: 'desc' } }, options: { include_deleted: true } },
		],
		[
			'by status, since a day and until another',
			{
				filters: {
					status: [{ operator: 'is_not', value: 'returned' }],
					created_at: [
						{ operator: 'after', value: '2024-10-30T08:00:00' },
						{ operator: 'before', value: '2025-11-10T08:00:00' },
					],
				},
			},
		],
		[
			'in a period',
			{ filters: { created_at: [{ operator: 'between', from: '2024-10-30T00:00:00', to: '2025-11-10T00:00:00' }] } },
		],
	])('%s comes as it does page by page: the same orders, in the same order', async (_what, parameters) => {
		const expected = json(await readAll(1, parameters));
		use.sandbox.resetLedger();
		const run = await readAll(8, parameters);
		expect(ids(run)).toEqual(expected.map(({ id }) => id));
		// As one text: of thousands of orders the difference would take minutes to show.
		expect(JSON.stringify(json(run)) === JSON.stringify(expected)).toBe(true);
		expect(expected.length).toBeGreaterThan(2_000);
		expect(windows().length).toBeGreaterThanOrEqual(7);
		expect(hintOf(run)).toBe(`Read by ${use.ledger.length} requests, up to 8 at once.`);
	});

	it('comes in less than a fifth of the time with eight pages at once', async () => {
		const time = new SkippedTime();
		time.install();
		const sandbox = await startSandbox({ orders: 10_000, clock: time });
		sandbox.script.latency(80);
		const took: number[] = [];
		for (const parallelPages of [1, 8]) {
			const began = time.now();
			const run = await readAll(parallelPages, {}, { credential: { url: sandbox.url, apiKey: sandbox.apiKey } });
			took.push(time.now() - began);
			expect(json(run)).toHaveLength(
				[...sandbox.store.orders.all()].filter((order) => !order.attributes.deleted).length,
			);
		}
		const requests = sandbox.ledger.length;
		await sandbox.close();
		const [sequential = NaN, parallel = NaN] = took;
		expect(sequential).toBe(100 * 80);
		expect(parallel).toBeLessThan(sequential / 5);
		expect(requests - 100).toBeLessThan(115);
	});

	it.each([
		[{ parallelPages: 8 }, 8],
		[{ parallelPages: 20 }, 8],
		[{ parallelPages: 3 }, 3],
		[{ parallelPages: 8, simultaneousRequests: 2 }, 2],
	])('has as many requests in flight as the options %j allow, and no more', async (options, most) => {
		use.sandbox.script.latency(5);
		// Held back from the third request on: the two before come alone.
		const run = readAll(undefined, { options });
		await until(() => use.ledger.length >= 2);
		use.sandbox.script.gather(most);
		expect(json(await run)).toHaveLength(use.sandbox.store.orders.count - deleted(use.sandbox));
		expect(use.sandbox.maxInFlight).toBe(most);
	});

	it('of several items stays within the limit of requests at once too', async () => {
		const items = [{ json: {} }, { json: {} }, { json: {} }];
		const run = await readAll(8, { options: { simultaneousRequests: 4 } }, { items });
		expect(json(run)).toHaveLength(3 * (use.sandbox.store.orders.count - deleted(use.sandbox)));
		expect(use.sandbox.maxInFlight).toBeLessThanOrEqual(4);
	});
});

function deleted({ store }: Sandbox): number {
	return [...store.orders.all()].filter((order) => order.attributes.deleted).length;
}

describe('page by page, one request after the other, comes', () => {
	const all = { returnAll: true, options: { parallelPages: 8 } };

	it.each<[string, INodeParameters, Partial<NodeRunOptions>]>([
		['a list by default', { ...all, options: {} }, {}],
		['a list where the option is left empty', { ...all, options: { parallelPages: '' } }, {}],
		['a part of a list', { ...all, returnAll: false, limit: 2_500 }, {}],
		['a list sorted by its updates', { ...all, sort: { by: { field: 'updated_at', direction: 'asc' } } }, {}],
		['a list of version 1', { ...all, apiVersion: 'v1' }, {}],
		[
			'a list of half of twenty pages',
			{ ...all, filters: { id: [{ operator: 'starts_with', value: 'order_1' }] } },
			{},
		],
		['a list of one page', { ...all, filters: { id: [{ operator: 'starts_with', value: 'order_10' }] } }, {}],
		['what an agent asks for', all, { ...paths[1] }],
	])('%s', async (_what, parameters, options) => {
		use.sandbox.script.latency(1);
		const run = await use.run('getAll', parameters, options);
		expect(run.error).toBeUndefined();
		expect(json(run).length).toBeGreaterThan(0);
		expect(windows()).toEqual([]);
		expect(use.sandbox.maxInFlight).toBe(1);
	});
});

describe('what goes wrong in one window', () => {
	it('ends all of them with its error, and nothing more is sent', async () => {
		use.sandbox.script.latency(20);
		const running = readAll(8);
		await until(() => use.ledger.length >= 10);
		use.sandbox.script.respondOnce({ method: 'GET', path: /orders$/ }, { status: 403, body: { message: 'Not now' } });
		const run = await running;
		expect([run.status, run.output]).toEqual(['error', []]);
		expect(run.error?.message).toContain('Not now');
		const refused = use.ledger.findIndex(({ status }) => status === 403);
		// While it was refused each of the others may have ended one page and begun the next.
		expect((await settled()) - refused).toBeLessThanOrEqual(15);
	});

	it('is repeated where it passes', async () => {
		const running = readAll(8, { options: { maxRateLimitWait: 1 } });
		await until(() => use.ledger.length >= 10);
		use.sandbox.script.faultOnce({ method: 'GET', path: /orders$/ }, 'cutMidBody');
		const run = await running;
		expect(json(run)).toHaveLength(use.sandbox.store.orders.count - deleted(use.sandbox));
		expect(hintOf(run)).toMatch(/^Read by \d+ requests, up to \d at once\. 1 request was repeated\.$/);
	});

	it.each([
		['without created_at', [{ id: 'a' }]],
		[
			'that are not sorted by created_at',
			[
				{ id: 'a', created_at: 1_700_000_001 },
				{ id: 'b', created_at: 1_700_000_000 },
			],
		],
	])('is said: orders %s', async (how, orders) => {
		const body = { list: orders.map((order) => ({ order })), next_offset: '["1","2"]' };
		use.sandbox.script.respondOnce({ method: 'GET', path: /orders$/ }, { status: 200, body });
		const run = await readAll(8);
		expect(run.error?.message).toContain(`orders ${how}, so pages cannot be read in parallel`);
		expect(detailsOf(run)).toMatchObject({ hint: 'Set Parallel Pages to 1.', retryable: false });
	});

	it('may be that there is more than n8n can store: the reading ends there', async () => {
		jest.replaceProperty(storage, 'mostCharacters', 2_000_000);
		const run = await readAll(8);
		expect([run.status, run.output]).toEqual(['error', []]);
		expect(run.error?.message).toContain('The orders are more than n8n can store');
		expect(await settled()).toBeLessThan(20);
		const few = { options: { output: 'selected', outputFields: ['id'] } };
		expect((await readAll(8, few)).status).toBe('success');
	});

	it.each([0, -1, 1.5, 'many'])('may be the option itself: %p is refused before anything is sent', async (wrong) => {
		const run = await readAll(wrong);
		expect(run.error?.message).toContain('Parallel Pages');
		expect(use.ledger).toEqual([]);
	});
});

it('Stop ends all windows at once, and nothing more is sent', async () => {
	use.sandbox.script.latency(50);
	const run = await readAll(8, {}, { onStart: (cancel) => void until(() => use.ledger.length >= 12).then(cancel) });
	expect([run.status, run.output]).toEqual(['canceled', []]);
	expect(await settled()).toBeLessThanOrEqual(12 + 7);
});

describe('with somebody writing', () => {
	const total = new ParallelTally();
	const only = process.env.CHARGEBEE_ORDERS_SEED;
	const seeds = only === undefined ? Array.from({ length: 40 }, (_, seed) => seed) : [Number(only)];

	it('every order that is there throughout comes exactly once, any other at most once', async () => {
		const wrong: string[] = [];
		for (const seed of seeds) {
			const judged = await runParallelSeed(seed, { orders: 3_500, inOneSecond: 2_600 });
			total.add(judged.tally);
			wrong.push(...judged.wrong);
		}
		expect(wrong).toEqual([]);
		// What was read page by page throughout would show nothing.
		if (only === undefined) expect(total.parallel).toBeGreaterThan(10);
	});
});

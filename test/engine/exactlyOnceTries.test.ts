import fc from 'fast-check';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { detailsOf, hintOf } from '../support/exportRuns';
import { hurryTime } from '../support/hurriedTime';

import { runNode, type NodeRun, type NodeRunOptions } from './harness';
import { byId, items, json, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 0, exportMs: 10 });
const MINUTE = 60_000;

afterEach(() => jest.restoreAllMocks());

const update: INodeParameters = { orderId: byId('={{ $json.id }}'), fields: { note: 'x' } };
const keys = (): string[] => use.ledger.map(({ headers }) => headers['chargebee-idempotency-key'] ?? '');

/** The site answers again, and the node has noticed: after an outage it asks every ten seconds. */
async function recovered(): Promise<void> {
	use.sandbox.script.faults();
	const { id } = use.addOrder().attributes;
	for (let asked = await get(id); asked.status !== 'success'; asked = await get(id)) await clock.sleep(1_000);
}

async function get(id: string): Promise<NodeRun> {
	return await use.run('get', { orderId: byId(id) });
}

describe.each(paths)('a refusal is sent once ($path path)', (on) => {
	it.each([400, 401, 403, 404, 405, 409, 422])('%i, whatever its Retry-After says', async (status) => {
		const { id } = use.addOrder().attributes;
		for (const retryAfter of [undefined, '0', '1', 'Sun, 06 Nov 1994 08:49:37 GMT']) {
			use.sandbox.resetLedger();
			const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
			const body = { message: 'No', api_error_code: 'refused' };
			for (const path of [/./, /./])
				use.sandbox.script.respondOnce({ method: 'POST', path }, { status, headers, body });
			const run = await use.run('update', update, { items: items({ id }), ...on });
			expect(detailsOf(run)).toMatchObject({ status, retryable: false });
			expect(detailsOf(run)).not.toHaveProperty('outcomeUnknown');
			expect(use.ledger).toHaveLength(1);
			// The second answer was not asked for.
			await use.run('update', update, { items: items({ id }), ...on });
		}
	});
});

describe('a success that is none of Chargebee', () => {
	const kinds = ['html200', 'half200', 'other200', 'empty200'] as const;

	it.each(kinds)('%s is not taken for one: the write is sent again, and done once', async (kind) => {
		hurryTime(200);
		const { id } = use.addOrder().attributes;
		use.sandbox.script.faultOnce({ method: 'POST', path: /./ }, kind, 'before');
		use.sandbox.script.faultOnce({ method: 'POST', path: /./ }, kind, 'after');
		const run = await use.run('update', update, { items: items({ id }) });
		expect(json(run)).toMatchObject([{ id, note: 'x' }]);
		expect([keys().length, new Set(keys()).size]).toEqual([3, 1]);
		expect(use.sandbox.effects().map(({ replayed }) => replayed)).toEqual([false, true]);
	});

	it.each(kinds)('%s each time: it is not known whether it was done', async (kind) => {
		hurryTime(200);
		use.sandbox.script.faults({ seed: 1, rate: 1, kinds: [kind] });
		for (const [operation, parameters] of [
			['update', update],
			['start', { resource: 'export' }],
		] as const) {
			use.sandbox.resetLedger();
			const { id } = use.addOrder().attributes;
			const run = await use.run(operation, parameters, { items: items({ id }) });
			expect(detailsOf(run)).toMatchObject({ status: 200, outcomeUnknown: true });
			expect(run.error?.message).toContain('No usable answer from Chargebee');
			expect([keys().length > 1, new Set(keys()).size]).toEqual([true, 1]);
			await recovered();
			use.sandbox.script.faults({ seed: 1, rate: 1, kinds: [kind] });
		}
		use.sandbox.script.faults();
	});
});

describe('what to do about an unknown outcome', () => {
	const failing = async (
		operation: string,
		parameters: INodeParameters,
		on: Partial<NodeRunOptions> = {},
	): Promise<NodeRun> => {
		hurryTime(200);
		use.sandbox.script.faults({ seed: 1, rate: 1, kinds: ['cutAfter'] });
		const { id } = use.addOrder().attributes;
		const run = await use.run(operation, parameters, { items: items({ id }), ...on });
		await recovered();
		expect(detailsOf(run)).toMatchObject({ outcomeUnknown: true });
		return run;
	};

	it('depends on whose key it is, and whether a repeat has the same', async () => {
		const safe = 'Retry On Fail repeats it safely within 30 minutes';
		const unsafe = 'Sent again, it may be done twice: look in Chargebee first';
		const own = { ...update, requestContext: { idempotency_key: 'own' } };
		expect((await failing('update', update)).error?.description).toContain(safe);
		expect((await failing('update', update, { executionId: undefined })).error?.description).toContain(unsafe);
		expect((await failing('update', update, paths[1])).error?.message).toContain(unsafe);
		expect((await failing('update', own)).error?.description).toContain('with the same Idempotency Key');
		expect((await failing('start', { resource: 'export' })).error?.description).toContain(unsafe);
	});

	it('is said, too, where the rate limit ends the patience', async () => {
		hurryTime(20);
		const [lost = '', limited = ''] = ['lost', 'limited'].map((id) => use.addOrder({ id }).attributes.id);
		use.sandbox.script.faultOnce({ method: 'POST', path: /lost$/ }, 'cutAfter');
		const answer = { status: 429, headers: { 'retry-after': '3600' }, body: {} };
		use.sandbox.script.respondOnce({ method: 'POST', path: /limited$/ }, answer);
		const settings = { onError: 'continueErrorOutput' as const };
		const run = await use.run('update', update, { items: items({ id: lost }, { id: limited }), settings });
		expect(json(run, 1)).toMatchObject([
			{ id: lost, details: { outcomeUnknown: true, hint: expect.stringContaining('not known') as string } },
			{ id: limited, details: { status: 429 } },
		]);
		expect(json(run, 1)[1]?.details).not.toHaveProperty('outcomeUnknown');
		expect(use.ledger).toHaveLength(2);
	});
});

describe('half an hour', () => {
	interface Step {
		status: number;
		retryAfter?: number;
		/** Minutes that the answer takes. */
		takes?: number;
	}
	let server: Server | undefined;
	let now = Date.UTC(2026, 10, 22, 8, 30);

	/** A server whose answers take time, and a clock on which waiting takes none. Gives minutes and id of every request. */
	const serve = async (answer: (id: string, ordinal: number) => Step): Promise<Array<{ at: number; id: string }>> => {
		const began = now;
		const sent: Array<{ at: number; id: string }> = [];
		jest.spyOn(clock, 'now').mockImplementation(() => now);
		jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
			now += Math.max(0, ms);
			await new Promise(setImmediate);
		});
		server = createServer((request, response) => {
			const id = request.url?.split('/')[4] ?? '';
			sent.push({ at: (now - began) / MINUTE, id });
			const { status, retryAfter, takes = 0 } = answer(id, sent.length);
			now += takes * MINUTE;
			const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
			response.writeHead(status, { 'content-type': 'application/json', ...headers });
			request.resume().on('end', () => response.end(JSON.stringify({ order: { id } })));
		});
		await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
		return sent;
	};
	const run = async (ids: string[], settings: NodeRunOptions['settings'] = {}): Promise<NodeRun> => {
		const { port } = server?.address() as AddressInfo;
		// An expression keeps its limit at the gate alone: the items wait there.
		const options = { maxRateLimitWait: 60, simultaneousRequests: '={{ 1 }}' };
		return await runNode({
			credential: { url: `http://127.0.0.1:${port}`, apiKey: 'key' },
			items: items(...ids.map((id) => ({ id }))),
			parameters: { resource: 'order', operation: 'update', ...update, options },
			settings,
		});
	};
	const close = (): void => {
		server?.closeAllConnections();
		server?.close();
	};
	afterEach(close);

	it('a limit that never ends is borne for 25 minutes, though the person would wait an hour', async () => {
		const sent = await serve(() => ({ status: 429, retryAfter: 60 }));
		const { error } = await run(['a']);
		expect(error).toMatchObject({ httpCode: '429' });
		expect(sent.at(-1)?.at).toBeGreaterThan(23.5);
		expect(sent.at(-1)?.at).toBeLessThanOrEqual(25);
	});

	it.each([
		[1500, 0, 2],
		[1501, 0, 1],
		[890, 10, 2],
		[901, 10, 1],
	])('a pause of %i s after an answer that took %i minutes: %i tries', async (retryAfter, takes, tries) => {
		const sent = await serve((_, ordinal) => (ordinal === 1 ? { status: 429, retryAfter, takes } : { status: 200 }));
		const before = now;
		const { status } = await run(['a']);
		expect([sent.length, status]).toEqual([tries, tries === 2 ? 'success' : 'error']);
		// What would be too late is not waited for.
		if (tries === 1) expect(now - before).toBe(takes * MINUTE);
	});

	it('counts time in the queue, too', async () => {
		const sent = await serve((id) => (id === 'a' ? { status: 503 } : { status: 200, takes: 26 }));
		const { output } = await run(['a', 'b'], { onError: 'continueErrorOutput' });
		expect(sent.map(({ id }) => id)).toEqual(['a', 'b']);
		expect(output[0]).toMatchObject([{ json: { id: 'b' } }]);
		expect(output[1]).toMatchObject([{ json: { id: 'a', details: { status: 503, outcomeUnknown: true } } }]);
		expect(output[1]?.[0]?.json.error).toContain('not sent again 26 minutes after its first try');
	});

	it('is never passed, whatever the answers are', async () => {
		const step = fc.record({
			status: fc.constantFrom(429, 500, 502, 503, 504),
			retryAfter: fc.option(fc.integer({ min: 0, max: 1600 }), { nil: undefined }),
			takes: fc.constantFrom(0, 0, 0, 1, 7),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
				const sent = await serve((_, ordinal) => steps[ordinal - 1] ?? { status: 200 });
				await run(['a']);
				close();
				expect(sent.at(-1)?.at).toBeLessThanOrEqual(25);
			}),
			{ numRuns: 100, seed: 1 },
		);
	});

	it.each([true, false])(
		'Retry On Fail after it sends nothing again that may be done (the first is, the second is not: %s)',
		async (done) => {
			const sent = await serve((id, ordinal) => {
				if (id === 'a') return { status: 200 };
				return ordinal === 2 ? { status: done ? 404 : 500, takes: 31 } : { status: 200 };
			});
			const retried = await run(['a', 'b'], { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 });
			if (done) {
				expect(sent.map(({ id }) => id)).toEqual(['a', 'b', 'b']);
				expect(json(retried)).toMatchObject([{ id: 'a' }, { id: 'b' }]);
				expect(hintOf(retried)).toBe('1 item was already done, and not done twice.');
			} else {
				expect(sent.map(({ id }) => id)).toEqual(['a', 'b']);
				expect(retried.error?.message).toBe('Not sent again 31 minutes after its first try in this execution');
				expect(detailsOf(retried)).toMatchObject({ outcomeUnknown: true, retryable: false });
			}
		},
	);
});

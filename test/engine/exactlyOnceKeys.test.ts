import { Container } from '@n8n/di';
import { InstanceSettings } from 'n8n-core';
import type { INodeParameters } from 'n8n-workflow';

import type { LedgerEntry } from '../sandbox';
import { exportIds, hintOf, runExport, starts } from '../support/exportRuns';
import { hurryTime } from '../support/hurriedTime';
import type { NodeRunOptions } from './harness';
import { byId, items, json, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 0, exportMs: 10 });

beforeEach(() => hurryTime(200));
afterEach(() => jest.restoreAllMocks());

const keyOf = ({ headers }: LedgerEntry): string => headers['chargebee-idempotency-key'] ?? '';
const keys = (): string[] => use.ledger.map(keyOf);
const done = (): string[] =>
	use.sandbox
		.effects()
		.filter(({ replayed }) => !replayed)
		.map(({ orderId }) => String(orderId));
const retried = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

/** Orders that are there, and the parameters of an update of each item's order. */
function addOrders(prefix: string, count: number): string[] {
	return Array.from({ length: count }, (_, number) => use.addOrder({ id: `${prefix} ${number}` }).attributes.id);
}
const update = (note = 'x'): INodeParameters => ({ orderId: byId('={{ $json.id }}'), fields: { note } });
const inputs = (ids: readonly string[]): NodeRunOptions['items'] => items(...ids.map((id) => ({ id })));

describe('Retry On Fail of fifty items, one of them bad', () => {
	it('repeats none of the forty-nine', async () => {
		const ids = addOrders('good', 49);
		const run = await use.run('update', update(), { items: inputs([...ids, 'nope']), settings: retried });
		expect(run.error).toMatchObject({ message: 'nope not found', httpCode: '404' });
		expect(run.error?.description).toContain('49 of 50 items were done');
		expect(use.ledger).toHaveLength(150);
		expect(done().sort()).toEqual([...ids].sort());
	});

	it('hands out all fifty once the bad one is good, and says what was recognised', async () => {
		const ids = addOrders('mended', 50);
		use.sandbox.script.respondOnce({ method: 'POST', path: /mended%2049$/ }, { status: 404, body: {} });
		const run = await use.run('update', update(), { items: inputs(ids), settings: retried });
		expect(run.error).toBeUndefined();
		expect(json(run).map(({ id }) => id)).toEqual(ids);
		expect(done().sort()).toEqual([...ids].sort());
		expect(use.ledger).toHaveLength(100);
		expect(hintOf(run)).toBe('49 items were already done, and not done twice.');
	});

	it('with an error output, too', async () => {
		const ids = addOrders('beside', 49);
		const settings = { ...retried, onError: 'continueErrorOutput' as const };
		const run = await use.run('update', update(), { items: inputs(['nope', ...ids]), settings });
		expect([json(run).length, json(run, 1).length, run.status]).toEqual([49, 1, 'success']);
		expect(use.ledger).toHaveLength(150);
		expect(done().sort()).toEqual([...ids].sort());
		expect(hintOf(run)).toBe('1 of 50 items failed.\n49 items were already done, and not done twice.');
	});

	it('makes one order each where Chargebee gives the IDs', async () => {
		const { id } = use.sandbox.store.addInvoice().attributes;
		const notes = Array.from({ length: 50 }, (_, number) => ({ note: `made ${number}` }));
		use.sandbox.script.respondOnce({ method: 'POST', path: /v1\/orders$/ }, { status: 400, body: {} });
		const run = await use.run(
			'create',
			{ invoice_id: byId(id), fields: { note: '={{ $json.note }}' } },
			{ items: items(...notes), settings: retried },
		);
		expect(json(run).map(({ note }) => note)).toEqual(notes.map(({ note }) => note));
		const made = [...use.sandbox.store.orders.all()].filter(({ attributes }) => attributes.invoice_id === id);
		expect(made.map(({ attributes }) => attributes.note).sort()).toEqual(notes.map(({ note }) => note).sort());
	});
});

describe('a key', () => {
	it('is another for each item and each round of a loop, and the same in a repeat of the round', async () => {
		const ids = addOrders('round', 3);
		for (const runIndex of [0, 1, 2, 1]) {
			const run = await use.run('update', update(), { items: inputs(ids), runIndex, executionId: 'loop' });
			const isRepeat = runIndex === 1 && keys().length > 9;
			expect(hintOf(run)).toBe(isRepeat ? '3 items were already done, and not done twice.' : '');
		}
		const sent = keys();
		expect(new Set(sent).size).toBe(9);
		expect(sent.slice(9).sort()).toEqual(sent.slice(3, 6).sort());
		expect(done()).toHaveLength(9);
		for (const key of sent) expect(key).toMatch(/^[0-9a-f]{64}$/);
	});

	it('is another for each execution, each node, also of one id, and each instance of n8n, and where a new database counts from 1', async () => {
		const [id = ''] = addOrders('shared', 1);
		const one = { items: inputs([id]), executionId: 'e 1', settings: { id: 'n 1' } };
		const runs: Array<Partial<NodeRunOptions>> = [
			one,
			{ ...one, executionId: 'e 2' },
			{ ...one, settings: { id: 'n 2' } },
			one,
			{ ...one, executionToken: 'of another database' },
			{ ...one, settings: { id: 'n 1', name: 'Copy' } },
		];
		for (const run of runs) await use.run('update', update(), run);
		jest.replaceProperty(Container.get(InstanceSettings), 'instanceId', 'another');
		await use.run('update', update(), one);
		const [first, , , fourth] = keys();
		expect(fourth).toBe(first);
		expect(new Set(keys()).size).toBe(6);
		expect(done()).toHaveLength(6);
	});

	it.each([
		['behind the MCP trigger', { path: 'routing', executionId: undefined }],
		["as an older agent's tool", { ...paths[1], executionId: 'one' }],
		["in n8n's engine without an execution", { path: 'custom', executionId: undefined }],
	] as const)('is another for each call %s, and the same for its own retries', async (_, on) => {
		const [id = ''] = addOrders(_.slice(0, 20), 1);
		for (let call = 0; call < 2; call += 1) {
			use.sandbox.script.faultOnce({ method: 'POST', path: /./ }, 'cutAfter');
			expect((await use.run('update', update(), { items: inputs([id]), ...on })).error).toBeUndefined();
		}
		const [first, again, second, ...rest] = keys();
		expect([again, rest]).toEqual([first, [second]]);
		expect(second).not.toBe(first);
		expect(done()).toEqual([id, id]);
	});
});

describe('a replayed answer', () => {
	it('is recognised within a run', async () => {
		const ids = addOrders('lost', 3);
		use.sandbox.script.faultOnce({ method: 'POST', path: /lost%201$/ }, 'cutMidBody');
		const run = await use.run('update', update(), { items: inputs(ids) });
		expect(hintOf(run)).toBe('1 request was repeated. 1 item was already done, and not done twice.');
	});

	it('is not claimed where nothing was replayed', async () => {
		const ids = addOrders('first', 2);
		use.sandbox.script.faultOnce({ method: 'POST', path: /./ }, 'json503', 'before');
		expect(hintOf(await use.run('update', update(), { items: inputs(ids) }))).toBe('1 request was repeated.');
	});
});

describe('422', () => {
	it('on a key of our own explains itself: the item was sent before with other values', async () => {
		const ids = addOrders('changing', 2);
		const note = '={{ $now.toMillis() }} {{ Math.random() }}';
		const settings = { ...retried, maxTries: 2, onError: 'continueErrorOutput' as const };
		const run = await use.run('update', update(note), { items: inputs(['', ...ids]), settings });
		expect(json(run, 1)).toMatchObject([
			{ id: '', details: { parameter: 'Order' } },
			...ids.map((id) => ({
				id,
				error: 'The idempotency key was used before with another request.',
				details: {
					status: 422,
					code: 'unable_to_process_request',
					retryable: false,
					outcomeUnknown: true,
					hint: expect.stringContaining('sent before in this execution with other values') as string,
				},
			})),
		]);
		expect(json(run, 1)[0]?.details).not.toHaveProperty('outcomeUnknown');
		expect(done().sort()).toEqual(ids);
	});

	it.each(paths)("on the person's own key says something else ($path path)", async (on) => {
		const ids = addOrders(`own ${on.path}`, 2);
		const own = {
			...update(),
			requestContext: { idempotency_key: `mine ${on.path}` },
			options: { simultaneousRequests: 1 },
		};
		await use.run('update', own, { items: inputs(ids.slice(0, 1)), ...on });
		const run = await use.run('update', own, { items: inputs(ids.slice(1)), ...on });
		expect(run.error?.description).toContain('give every item a key of its own');
		expect(run.error?.description).not.toContain('in this execution');
		expect(run.error?.context.details).not.toHaveProperty('outcomeUnknown');
		expect(keys()).toEqual([`mine ${on.path}`, `mine ${on.path}`]);
		expect(done()).toEqual(ids.slice(0, 1));
	});
});

describe('an export', () => {
	it.each([{}, { settings: retried }])('that failed can be started again at once (%j)', async (on) => {
		const before = exportIds(use.sandbox).length;
		const executionId = `failed ${before}`;
		use.sandbox.script.nextExport({ outcome: 'failed', durationMs: 0 });
		const first = await runExport(use.sandbox, 'startAndDownload', { executionId, ...on });
		const second =
			on.settings === undefined ? await runExport(use.sandbox, 'startAndDownload', { executionId }) : first;
		expect([first.status, second.status]).toEqual([on.settings === undefined ? 'error' : 'success', 'success']);
		expect(exportIds(use.sandbox).length - before).toBe(2);
		expect(new Set(starts(use.sandbox).map(keyOf)).size).toBe(2);
	});

	it.each(['cutAfter', 'cutMidBody', 'html502', 'other200'] as const)('is one after %s at its start', async (kind) => {
		const before = exportIds(use.sandbox).length;
		use.sandbox.script.faultOnce({ method: 'POST', path: /exports/ }, kind);
		const run = await runExport(use.sandbox, 'startAndDownload');
		expect(run.status).toBe('success');
		const sent = starts(use.sandbox).map(keyOf);
		expect([sent.length, new Set(sent).size, exportIds(use.sandbox).length - before]).toEqual([2, 1, 1]);
		expect(hintOf(run)).toContain('1 item was already done, and not done twice.');
	});
});

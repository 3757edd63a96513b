import type { FaultKind, LedgerEntry, Sandbox, SandboxFaults } from './index';
import { startSandbox } from './index';
import { faultKinds } from './faults/faultKinds';
import { FaultPlan } from './faults/faultPlan';
import { RawClient } from './rawClient';

let sandbox: Sandbox;
let client: RawClient;

async function open(faults?: SandboxFaults): Promise<void> {
	sandbox = await startSandbox({ orders: 20, faults });
	client = new RawClient(sandbox);
}
afterEach(() => sandbox?.close());

const path = '/api/v2/orders/order_1';
const mendable: readonly FaultKind[] = faultKinds.filter((kind) => !/^stall|^redirect|200$/.test(kind));
const facts = ({ fault, worked, status, effect }: LedgerEntry): unknown[] => [fault, worked, status, effect];

/** The kinds that hit the first requests of a plan. */
function kindsOf(options: SandboxFaults, requests = 400): Array<FaultKind | undefined> {
	const plan = new FaultPlan(options);
	return Array.from({ length: requests }, (_, number) => plan.next({ method: 'GET', path, key: String(number) })?.kind);
}

describe('the draw', () => {
	it('hits the share of requests that was asked for, with every kind', () => {
		const kinds = kindsOf({ seed: 7, rate: 0.25 }, 4000);
		const hit = kinds.filter((kind) => kind !== undefined);
		expect(hit.length / 4000).toBeGreaterThan(0.22);
		expect(hit.length / 4000).toBeLessThan(0.28);
		expect(new Set(hit)).toEqual(new Set(faultKinds));
		expect(kindsOf({ seed: 7, rate: 0 })).toEqual(Array(400).fill(undefined));
		expect(kindsOf({ seed: 7, rate: 1 })).not.toContain(undefined);
	});

	it('is the same for the same seed, another for another', () => {
		const options = { seed: 3, rate: 0.5, kinds: mendable };
		expect(kindsOf(options)).toEqual(kindsOf(options));
		expect(kindsOf({ ...options, seed: 4 })).not.toEqual(kindsOf(options));
	});

	it('puts 5xx before and after the work', () => {
		const plan = new FaultPlan({ seed: 1, rate: 1, kinds: ['json500'] });
		const moments = Array.from({ length: 20 }, () => plan.next({ method: 'GET', path, key: '' })?.moment);
		expect(new Set(moments)).toEqual(new Set(['before', 'after']));
	});

	it('hits a key so many times at most', () => {
		const plan = new FaultPlan({ seed: 1, rate: 1, maxPerKey: 2 });
		const hit = (key: string): boolean => plan.next({ method: 'POST', path, key }) !== undefined;
		expect(['a', 'a', 'b', 'a', 'b', 'b'].map(hit)).toEqual([true, true, true, false, true, false]);
	});
});

it('hits reads or writes alone, and counts nothing else', async () => {
	await open({ seed: 1, rate: 1, kinds: ['json500'], only: 'writes' });
	expect((await client.get(path)).status).toBe(200);
	expect((await client.post(path, { note: 'x' })).status).toBe(500);
	sandbox.script.faults({ seed: 1, rate: 1, kinds: ['json500'], only: 'reads' });
	expect((await client.get(path)).status).toBe(500);
	expect((await client.post(path, { note: 'x' })).status).toBe(200);
	sandbox.script.faults();
	expect((await client.get(path)).status).toBe(200);
});

it('replays a run by its seed', async () => {
	const runs: unknown[] = [];
	for (let run = 0; run < 2; run += 1) {
		await open({ seed: 11, rate: 0.6, kinds: mendable });
		for (let number = 1; number <= 12; number += 1) {
			await client.overSocket('POST', `/api/v2/orders/order_${number}`, { note: 'x' });
			await client.overSocket('GET', `/api/v2/orders/order_${number}`);
		}
		runs.push(sandbox.ledger.map(facts));
		await sandbox.close();
	}
	expect(runs[0]).toEqual(runs[1]);
});

it('lets a client that repeats with its key do everything once', async () => {
	await open({ seed: 5, rate: 0.5, kinds: mendable, only: 'writes' });
	const done: string[] = [];
	for (let number = 1; number <= 15; number += 1) {
		const headers = { 'chargebee-idempotency-key': `item ${number}` };
		let status = 0;
		while (status !== 200) {
			const answer = await client.post(`/api/v2/orders/order_${number}`, { note: 'x' }, headers).catch(() => undefined);
			status = answer?.status ?? 0;
		}
		done.push(`item ${number}`);
	}
	const effects = sandbox.effects();
	expect(effects.filter(({ replayed }) => !replayed).map(({ key }) => key)).toEqual(done);
	expect(effects.some(({ replayed }) => replayed)).toBe(true);
	expect(sandbox.ledger.some(({ worked }) => worked === false)).toBe(true);
});

it.each([false, true])('names the order of every effect, keys or none: %s', async (keyed) => {
	await open();
	sandbox.store.addOrder({ id: 'a b', status: 'shipped' }, { imported: true });
	sandbox.store.addOrder({ id: 'c', status: 'shipped', total: 500, refundable_credits: 500 });
	const headers = (key: string): Record<string, string> => (keyed ? { 'chargebee-idempotency-key': key } : {});
	const credit = { 'credit_note[total]': '100', 'credit_note[reason_code]': 'other' };
	const times = { created_at: '1700000000', order_date: '1700000000', shipping_date: '1700000000' };
	for (const [url, form] of [
		['/api/v1/orders', { invoice_id: 'INV-1', id: 'made' }],
		['/api/v2/orders/import_order', { invoice_id: 'IMP-without-orders', id: 'old one', status: 'shipped', ...times }],
		['/api/v2/orders/made', { note: 'x' }],
		['/api/v2/orders/made/assign_order_number', {}],
		['/api/v2/orders/c/create_refundable_credit_note', credit],
		['/api/v2/orders/c/cancel', { cancellation_reason: 'fraudulent_transaction' }],
		['/api/v2/orders/c/reopen', {}],
		['/api/v2/orders/c/resend', {}],
		['/api/v2/orders/a%20b/delete', {}],
		['/api/v2/exports/orders', {}],
	] as Array<[string, Record<string, string>]>) {
		expect((await client.post(url, form, headers(url))).status).toBe(200);
	}
	expect(sandbox.effects().map(({ orderId }) => orderId)).toEqual([
		'made',
		'old one',
		'made',
		'made',
		'c',
		'c',
		'c',
		'c',
		'a b',
		undefined,
	]);
});

it('leaves nothing behind when it closes amid stalled, sliced and slow answers', async () => {
	await open();
	const stopped = ['stall', 'stallBody', 'sliced', 'slow'] as const;
	for (const kind of stopped) sandbox.script.faultOnce({ method: 'GET', path: /./ }, kind);
	const asked = stopped.map(() => client.get('/api/v2/orders', { limit: '20' }).catch(() => 'broken'));
	while (sandbox.ledger.filter(({ fault }) => fault !== undefined).length < 4) await new Promise(setImmediate);
	await sandbox.close();
	expect((await Promise.all(asked)).slice(0, 2)).toEqual(['broken', 'broken']);
	await expect(fetch(sandbox.url)).rejects.toThrow();
	const held = process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap');
	expect(held).toEqual([]);
});

import { faultKinds } from './faults/faultKinds';
import type { FaultKind, FaultMoment, Sandbox } from './index';
import { startSandbox } from './index';
import type { SocketAnswer } from './rawClient';
import { orderIn, RawClient } from './rawClient';

let sandbox: Sandbox;
let client: RawClient;

beforeEach(async () => {
	sandbox = await startSandbox({ orders: 20 });
	client = new RawClient(sandbox);
});
afterEach(() => sandbox.close());

const path = '/api/v2/orders/order_1';
const idempotencyKey = (value: string): Record<string, string> => ({ 'chargebee-idempotency-key': value });

/** Hits an update with a fault. */
async function update(kind: FaultKind, moment?: FaultMoment, headers?: Record<string, string>): Promise<SocketAnswer> {
	sandbox.script.faultOnce({ method: 'POST', path: /order_1$/ }, kind, moment);
	return await client.overSocket('POST', path, { note: 'grün' }, headers);
}

const statusOf = ({ head }: SocketAnswer): string | undefined => /^HTTP\/1\.1 (\d+)/.exec(head)?.[1];
const lengthIn = ({ head }: SocketAnswer): number => Number(/^content-length: (\d+)/im.exec(head)?.[1]);
const noteNow = (): unknown => sandbox.store.orders.get('order_1')?.attributes.note;

describe('a connection', () => {
	it('is cut before the work', async () => {
		const answer = await update('cutBefore');
		expect(answer.pieces).toEqual([]);
		expect(['closed', 'reset']).toContain(answer.ended);
		expect(sandbox.ledger[0]).toMatchObject({ fault: 'cutBefore', worked: false, status: 0 });
		expect(sandbox.effects()).toEqual([]);
		expect(noteNow()).not.toBe('grün');
	});

	it('is cut after the work, before any byte of the answer', async () => {
		const answer = await update('cutAfter');
		expect(answer.pieces).toEqual([]);
		expect(sandbox.ledger[0]).toMatchObject({ fault: 'cutAfter', worked: true, status: 0, effect: 'update order_1' });
		expect(noteNow()).toBe('grün');
	});

	it('is closed or reset, as the seed says', async () => {
		sandbox.script.faults({ seed: 1, rate: 1, kinds: ['cutBefore', 'cutAfter'] });
		const ends = new Set<string>();
		for (let number = 0; number < 12; number += 1) ends.add((await client.overSocket('GET', path)).ended);
		expect(ends).toEqual(new Set(['closed', 'reset']));
	});

	it('is cut amid the body', async () => {
		const answer = await update('cutMidBody');
		expect([statusOf(answer), answer.ended]).toEqual(['200', 'closed']);
		expect(answer.body.length).toBe(Math.floor(lengthIn(answer) / 2));
		expect(sandbox.ledger[0]).toMatchObject({ fault: 'cutMidBody', worked: true, status: 200 });
	});

	it('that the client ends before a failure comes in place of the work does no work', async () => {
		sandbox.script.latency(2_000);
		expect((await update('json503', 'before')).ended).toBe('silent');
		await client.get(path);
		expect(sandbox.ledger.flatMap(({ violations }) => violations)).toEqual([]);
		expect(noteNow()).not.toBe('grün');
	});

	it('falls silent amid the body', async () => {
		const answer = await update('stallBody');
		expect([statusOf(answer), answer.ended]).toEqual(['200', 'silent']);
		expect(answer.body.length).toBe(Math.floor(lengthIn(answer) / 2));
		expect(sandbox.ledger[0]).toMatchObject({ fault: 'stallBody', worked: true, status: 200 });
	});

	it('stays silent after the work', async () => {
		const answer = await update('stall');
		expect([answer.pieces.length, answer.ended]).toEqual([0, 'silent']);
		expect(sandbox.ledger[0]).toMatchObject({ fault: 'stall', worked: true, status: 0, effect: 'update order_1' });
	});

	it('hides a refusal, too, which is no work', async () => {
		sandbox.script.faultOnce({ method: 'POST', path: /nope$/ }, 'cutAfter');
		await client.overSocket('POST', '/api/v2/orders/nope', { note: 'x' });
		expect(sandbox.ledger[0]).toMatchObject({ fault: 'cutAfter', worked: false });
	});
});

describe.each(['before', 'after'] as const)('%s the work', (moment) => {
	it.each([
		['json500', '500', 'application/json;charset=utf-8', '"internal_error"'],
		['json502', '502', 'application/json;charset=utf-8', '"internal_temporary_error"'],
		['json503', '503', 'application/json;charset=utf-8', '"internal_temporary_error"'],
		['json504', '504', 'application/json;charset=utf-8', '"internal_temporary_error"'],
		['html500', '500', 'text/html', '<h1>500 Internal Server Error</h1>'],
		['html502', '502', 'text/html', '<h1>502 Bad Gateway</h1>'],
		['html503', '503', 'text/html', '<h1>503 Service Unavailable</h1>'],
		['html504', '504', 'text/html', '<h1>504 Gateway Timeout</h1>'],
		['empty500', '500', undefined, ''],
		['empty502', '502', undefined, ''],
		['empty503', '503', undefined, ''],
		['empty504', '504', undefined, ''],
		['html200', '200', 'text/html', '<h1>200 Welcome</h1>'],
		['half200', '200', 'application/json;charset=utf-8', '{"order":{"id":"ord'],
		['other200', '200', 'application/json;charset=utf-8', '{"status":"ok"}'],
		['empty200', '200', undefined, ''],
	] as const)('%s', async (kind, status, type, content) => {
		const answer = await update(kind, moment);
		expect([statusOf(answer), answer.ended, lengthIn(answer)]).toEqual([status, 'closed', answer.body.length]);
		expect(/^content-type: (.+?)\r?$/im.exec(answer.head)?.[1]).toBe(type);
		expect(answer.body.toString()).toContain(content);
		expect(answer.body.length > 0).toBe(content !== '');
		const worked = moment === 'after';
		expect(sandbox.ledger[0]).toMatchObject({ fault: kind, worked, status: Number(status), violations: [] });
		expect(sandbox.effects()).toHaveLength(worked ? 1 : 0);
	});
});

describe('a whole answer', () => {
	it('comes later', async () => {
		const answer = await update('slow');
		expect((JSON.parse(answer.body.toString()) as { order: { note: string } }).order.note).toBe('grün');
		expect(sandbox.ledger[0]?.fault).toBe('slow');
		expect(sandbox.ledger[0]).not.toHaveProperty('worked');
	});

	it('comes in slices that cut characters', async () => {
		const answer = await update('sliced');
		expect(answer.pieces.length).toBeGreaterThan(10);
		expect(answer.body.length).toBe(lengthIn(answer));
		expect((JSON.parse(answer.body.toString()) as { order: { note: string } }).order.note).toBe('grün');
	});
});

describe('a redirect', () => {
	it.each([
		['redirect302', 302],
		['redirect307', 307],
	] as const)('%s leads to the download server, which records what arrives', async (kind, status) => {
		const answer = await update(kind);
		const location = /^location: (.+?)\r?$/im.exec(answer.head)?.[1] ?? '';
		expect([Number(statusOf(answer)), location]).toEqual([status, sandbox.downloadUrl + path]);
		await fetch(location, { headers: { authorization: 'Basic x' } });
		expect(sandbox.ledger).toMatchObject([
			{ fault: kind, worked: false, status },
			{ server: 'download', path, violations: ['Authorization at the download server'] },
		]);
	});

	it('leads where the test says', async () => {
		for (const [redirectTo, expected] of [
			['https://elsewhere.example', `https://elsewhere.example${path}?x=1`],
			['https://elsewhere.example/login', 'https://elsewhere.example/login'],
		] as const) {
			sandbox.script.faults({ seed: 1, rate: 1, kinds: ['redirect302'], redirectTo });
			const { head } = await client.overSocket('GET', `${path}?x=1`);
			expect(head).toContain(`location: ${expected}\r\n`);
		}
	});
});

describe('an idempotency key', () => {
	it.each<[FaultKind, FaultMoment]>([
		['cutBefore', 'before'],
		['json500', 'before'],
		['html502', 'before'],
	])('is as new after %s %s the work', async (kind, moment) => {
		await update(kind, moment, idempotencyKey('k'));
		const answer = await client.post(path, { note: 'other' }, idempotencyKey('k'));
		expect([answer.status, answer.headers.get('chargebee-idempotency-replayed')]).toEqual([200, null]);
		expect(sandbox.effects()).toEqual([{ key: 'k', effect: 'update order_1', orderId: 'order_1', replayed: false }]);
	});

	it.each<[FaultKind, FaultMoment]>([
		['cutAfter', 'after'],
		['cutMidBody', 'after'],
		['stall', 'after'],
		['stallBody', 'after'],
		['json503', 'after'],
		['empty504', 'after'],
	])('stands for the successful answer after %s %s the work', async (kind, moment) => {
		await update(kind, moment, idempotencyKey('k'));
		let answer = await client.post(path, { note: 'grün' }, idempotencyKey('k'));
		while (answer.status === 429) answer = await client.post(path, { note: 'grün' }, idempotencyKey('k'));
		expect([answer.status, answer.headers.get('chargebee-idempotency-replayed')]).toEqual([200, 'true']);
		expect(orderIn(answer).note).toBe('grün');
		expect((await client.post(path, { note: 'other' }, idempotencyKey('k'))).status).toBe(422);
		expect(sandbox.effects()).toEqual(
			[false, true].map((replayed) => ({ key: 'k', effect: 'update order_1', orderId: 'order_1', replayed })),
		);
	});

	it('is locked while its first request is in progress', async () => {
		const givesUp = new AbortController();
		const form = { 'content-type': 'application/x-www-form-urlencoded' };
		sandbox.script.faultOnce({ method: 'POST', path: /./ }, 'stall');
		const first = client.send('POST', path, 'note=x', { ...form, ...idempotencyKey('k') }, givesUp.signal);
		while (sandbox.effects().length === 0) await new Promise(setImmediate);
		const second = await client.post(path, { note: 'x' }, idempotencyKey('k'));
		expect([second.status, second.headers.get('retry-after')]).toEqual([429, null]);
		expect(second.body).toMatchObject({ api_error_code: 'lock_timeout', type: 'operation_failed' });
		givesUp.abort();
		await expect(first).rejects.toThrow();
		let third = second;
		while (third.status === 429) third = await client.post(path, { note: 'x' }, idempotencyKey('k'));
		expect(third.headers.get('chargebee-idempotency-replayed')).toBe('true');
		expect(sandbox.effects().filter(({ replayed }) => !replayed)).toHaveLength(1);
	});
});

it('knows every kind by a test of its own', () => {
	expect(faultKinds).toHaveLength(25);
});

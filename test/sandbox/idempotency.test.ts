import { MovableClock } from '../support/movableClock';
import type { Sandbox } from './index';
import { startSandbox } from './index';
import { orderIn, RawClient } from './rawClient';
import { IdempotencyKeys } from './requests/idempotency';

let sandbox: Sandbox;
let client: RawClient;
const clock = new MovableClock();

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 20, clock });
	client = new RawClient(sandbox);
});
afterAll(() => sandbox.close());

const key = (value: string): Record<string, string> => ({ 'chargebee-idempotency-key': value });

it('does the work once and repeats the answer', async () => {
	const before = sandbox.store.orders.count;
	const first = await client.post('/api/v1/orders', { invoice_id: 'INV-1' }, key('once'));
	const second = await client.post('/api/v1/orders', { invoice_id: 'INV-1' }, key('once'));
	expect(orderIn(second)).toEqual(orderIn(first));
	expect([first, second].map(({ headers }) => headers.get('chargebee-idempotency-replayed'))).toEqual([null, 'true']);
	expect(sandbox.store.orders.count).toBe(before + 1);
	expect(sandbox.ledger.map(({ effect, replayed }) => [effect === undefined, replayed])).toEqual([
		[false, undefined],
		[true, true],
	]);
});

it('repeats the answer of then, not of now', async () => {
	const first = await client.post('/api/v2/orders/order_1', { note: 'first' }, key('then'));
	await client.post('/api/v2/orders/order_1', { note: 'second' });
	expect((await client.post('/api/v2/orders/order_1', { note: 'first' }, key('then'))).body).toEqual(first.body);
	expect(orderIn(await client.get('/api/v2/orders/order_1')).note).toBe('second');
});

it('repeats a refusal, too', async () => {
	const refused = await client.post('/api/v1/orders', { invoice_id: 'later' }, key('refused'));
	sandbox.store.addInvoice({ id: 'later' });
	const again = await client.post('/api/v1/orders', { invoice_id: 'later' }, key('refused'));
	expect([refused.status, again.status, again.headers.get('chargebee-idempotency-replayed')]).toEqual([
		404,
		404,
		'true',
	]);
});

it.each([
	['another body', '/api/v1/orders', { invoice_id: 'INV-2' }],
	['another path', '/api/v2/orders/order_1', { invoice_id: 'INV-1' }],
])('refuses a key with %s', async (what, path, form) => {
	await client.post('/api/v1/orders', { invoice_id: 'INV-1' }, key(what));
	const answer = await client.post(path, form, key(what));
	expect(answer.status).toBe(422);
	expect(answer.body).toMatchObject({ api_error_code: 'unable_to_process_request' });
});

it('does not keep the refusal of a sixth export', async () => {
	for (let started = 0; started < 5; started += 1) sandbox.script.nextExport({ durationMs: 60_000, outcome: 'failed' });
	for (let started = 0; started < 5; started += 1) await client.post('/api/v2/exports/orders');
	expect((await client.post('/api/v2/exports/orders', {}, key('sixth'))).status).toBe(429);
	clock.pass(60_000);
	expect((await client.post('/api/v2/exports/orders', {}, key('sixth'))).status).toBe(200);
});

it('remembers a key for 30 minutes', () => {
	let now = 0;
	const keys = new IdempotencyKeys(() => now);
	keys.keep('k', 'payload', { status: 200, json: '{}' });
	now = 30 * 60 * 1000 - 1;
	expect(keys.find('k', 'payload')).toEqual({ status: 200, json: '{}' });
	now += 1;
	expect(keys.find('k', 'other')).toBeUndefined();
});

import type { Sandbox } from './index';
import { businessEntities, startSandbox } from './index';
import { orderIn, ordersIn, RawClient } from './rawClient';

let sandbox: Sandbox;
let client: RawClient;

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 120 });
	client = new RawClient(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.resetLedger());

const code = (body: unknown): unknown => (body as { api_error_code: unknown }).api_error_code;

describe('keys', () => {
	it.each([
		['no header', undefined, 'basic_authentication_failed'],
		['another scheme', 'Bearer sandbox_full_access_key', 'basic_authentication_failed'],
		['a wrong key', `Basic ${btoa('nope:')}`, 'api_authentication_failed'],
		['a password', `Basic ${btoa('sandbox_full_access_key:secret')}`, 'api_authentication_failed'],
		['a key without its colon', `Basic ${btoa('sandbox_full_access_key')}`, 'api_authentication_failed'],
	])('answers 401 to %s', async (_what, authorization, expected) => {
		const response = await fetch(`${sandbox.url}/api/v2/orders`, {
			headers: authorization === undefined ? {} : { authorization },
		});
		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({
			api_error_code: expected,
			type: 'untyped',
			http_status_code: 401,
			message: expect.any(String) as string,
		});
	});

	it('lets the restricted key read an order, but not the configuration and not the lists', async () => {
		const restricted = new RawClient(sandbox, sandbox.restrictedKey);
		for (const path of [
			'/api/v2/configurations',
			'/api/v2/orders',
			'/api/v1/orders',
			'/api/v2/invoices',
			'/api/v1/invoices',
		]) {
			const answer = await restricted.get(path);
			expect([answer.status, code(answer.body)]).toEqual([403, 'api_authorization_failed']);
		}
		expect((await restricted.get('/api/v2/orders/order_1')).status).toBe(200);
	});

	it('lets the read-only key read and export, but not write', async () => {
		const reader = new RawClient(sandbox, sandbox.readOnlyKey);
		expect((await reader.get('/api/v2/orders')).status).toBe(200);
		expect((await reader.post('/api/v2/exports/orders')).status).toBe(200);
		expect((await reader.post('/api/v2/orders/order_1', { note: 'x' })).status).toBe(403);
		expect((await reader.post('/api/v1/orders', { invoice_id: 'INV-1' })).status).toBe(403);
	});

	it('never keeps a key in the ledger', async () => {
		await client.get('/api/v2/orders');
		expect(sandbox.ledger[0]?.headers.authorization).toBe('present');
		expect(JSON.stringify(sandbox.ledger)).not.toContain(btoa(`${sandbox.apiKey}:`));
	});
});

describe('paths', () => {
	it('answers 404 to unknown paths and 405 to wrong methods', async () => {
		for (const path of [
			'/',
			'/api/v2/nothing',
			'/api/v1/configurations',
			'/api/v1/exports/orders',
			'/api/v2/orders/order_1/delete/x',
		]) {
			expect((await client.get(path)).status).toBe(404);
		}
		const answer = await client.send('DELETE', '/api/v2/orders/order_1');
		expect([answer.status, code(answer.body)]).toEqual([405, 'http_method_not_supported']);
		expect((await client.get('/api/v2/orders/order_1/cancel')).status).toBe(405);
	});

	it('decodes an id from exactly one segment', async () => {
		expect(orderIn(await client.get(`/api/v2/orders/${encodeURIComponent('order/97 é')}`)).id).toBe('order/97 é');
		expect((await client.get('/api/v2/orders/order/97%20%C3%A9')).status).toBe(404);
		expect((await client.get('/api/v2/orders/order%252F97')).status).toBe(404);
		expect((await client.get('/api/v2/orders/%zz')).status).toBe(400);
		expect(sandbox.ledger.map(({ status }) => status)).toEqual([200, 404, 404, 400]);
	});

	it('keeps a request as it came: path, pairs in order, body', async () => {
		await client.post('/api/v2/orders/order%5F1?x=1', [
			['note', 'a b&c'],
			['nope', 'é'],
		]);
		expect(sandbox.ledger[0]).toMatchObject({
			server: 'api',
			method: 'POST',
			path: '/api/v2/orders/order%5F1',
			rawQuery: 'x=1',
			query: [['x', '1']],
			rawBody: 'note=a+b%26c&nope=%C3%A9',
			form: [
				['note', 'a b&c'],
				['nope', 'é'],
			],
			status: 200,
			unknown: ['x', 'nope'],
			effect: 'update order_1',
		});
	});
});

describe('bodies', () => {
	it('takes forms and nothing else', async () => {
		const answer = await client.send('POST', '/api/v2/orders/order_1', '{"note":"x"}', {
			'content-type': 'application/json',
		});
		expect([answer.status, code(answer.body)]).toEqual([400, 'invalid_request']);
		expect((await client.send('POST', '/api/v2/orders/order_1/assign_order_number')).status).toBe(200);
	});

	it('notes broken percent-encoding', async () => {
		await client.send('POST', '/api/v2/orders/order_1', 'note=100%', {
			'content-type': 'application/x-www-form-urlencoded',
		});
		expect(sandbox.ledger[0]?.violations).toHaveLength(1);
	});
});

describe('headers', () => {
	it.each([
		['chargebee-event-webhook', 'true'],
		['chargebee-event-email', ''],
		['chargebee-request-origin-user', 'nobody'],
		['chargebee-request-origin-user-encoded', 'user@example.com'],
		['chargebee-request-origin-user-encoded', btoa('nobody')],
		['chargebee-request-origin-ip', '300.1.1.1'],
		['chargebee-response-schema-type', 'other'],
		['chargebee-idempotency-key', 'k'.repeat(101)],
	])('refuses %s: %s', async (name, value) => {
		const answer = await client.post('/api/v2/orders/order_1', { note: 'x' }, { [name]: value });
		expect([answer.status, (answer.body as { param: string }).param]).toEqual([400, name]);
	});

	it('takes right ones', async () => {
		const headers = {
			'chargebee-event-webhook': 'all-disabled',
			'chargebee-request-origin-user': 'user@example.com',
			'chargebee-request-origin-user-encoded': 'dXNlci7QutCy0ZbRgtC+0YfQutCwQGV4YW1wbGUuY29t',
			'chargebee-request-origin-ip': '2001:db8::1',
			'chargebee-request-origin-device': 'Ubuntu',
		};
		expect((await client.post('/api/v2/orders/order_1', { note: 'x' }, headers)).status).toBe(200);
		expect(sandbox.ledger[0]).toMatchObject({ violations: [], unknown: [] });
	});

	it('notes headers that mean nothing where they were sent', async () => {
		await client.get(
			'/api/v2/orders',
			{},
			{ 'chargebee-idempotency-key': 'k', 'chargebee-event-email': 'all-disabled', 'chargebee-nope': '1' },
		);
		await client.get('/api/v1/orders', {}, { 'chargebee-business-entity-id': businessEntities[0] });
		expect(sandbox.ledger.map(({ violations, unknown }) => [violations.length, unknown])).toEqual([
			[2, ['chargebee-nope']],
			[1, []],
		]);
	});
});

describe('business entities', () => {
	const [first, second] = businessEntities;
	const of = (id: string): Record<string, string> => ({ 'chargebee-business-entity-id': id });

	it('hides what belongs to another entity', async () => {
		expect((await client.get('/api/v2/orders/order_1', {}, of(first))).status).toBe(200);
		const answer = await client.get('/api/v2/orders/order_1', {}, of(second));
		expect([answer.status, code(answer.body)]).toEqual([404, 'resource_not_found']);
		expect((await client.post('/api/v2/orders/order_1', { note: 'x' }, of(second))).status).toBe(404);
		expect((await client.get('/api/v2/orders', {}, of('nope'))).status).toBe(404);
		expect((await client.post('/api/v2/orders/import_order', importOf('IMP-without-orders'), of(second))).status).toBe(
			404,
		);
	});

	it('restricts lists', async () => {
		const mine = ordersIn(await client.get('/api/v2/orders', { limit: '100' }, of(second)));
		expect(mine.length).toBeGreaterThan(10);
		expect(new Set(mine.map((order) => order.business_entity_id))).toEqual(new Set([second]));
	});
});

function importOf(invoiceId: string): Record<string, string> {
	return {
		invoice_id: invoiceId,
		status: 'shipped',
		created_at: '1700000000',
		order_date: '1700000000',
		shipping_date: '1700000000',
	};
}

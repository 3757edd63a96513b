import type { Sandbox } from './index';
import { startSandbox } from './index';
import { orderIn, RawClient } from './rawClient';

let sandbox: Sandbox;
let client: RawClient;

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 60 });
	client = new RawClient(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.resetLedger());

const imported = {
	invoice_id: 'IMP-without-orders',
	status: 'shipped',
	created_at: '1700000000',
	order_date: '1700000000',
	shipping_date: '1700086400',
};

describe('values that are refused', () => {
	const update = '/api/v2/orders/order_1';
	it.each([
		[update, { shipped_at: '1700000000000' }, 'shipped_at'],
		[update, { shipped_at: '2023-11-14' }, 'shipped_at'],
		[update, { note: 'n'.repeat(601) }, 'note'],
		[update, { status: 'sent' }, 'status'],
		[update, { status: '' }, 'status'],
		[update, { 'shipping_address[zip]': 'z'.repeat(21) }, 'shipping_address[zip]'],
		[update, { 'shipping_address[email]': 'nobody' }, 'shipping_address[email]'],
		[update, { 'shipping_address[validation_status]': 'maybe' }, 'shipping_address[validation_status]'],
		[
			update,
			{ 'order_line_items[id][0]': 'o_li_1_1', 'order_line_items[status][0]': 'new' },
			'order_line_items[status][0]',
		],
		[update, { 'order_line_items[id][3]': 'stranger' }, 'order_line_items[id][3]'],
		[update, { 'order_line_items[sku][1]': 'S' }, 'order_line_items[id][1]'],
		['/api/v1/orders/order_1', { status: 'shipped' }, 'status'],
		['/api/v1/orders', {}, 'invoice_id'],
		['/api/v1/orders', { invoice_id: '' }, 'invoice_id'],
		['/api/v1/orders', { invoice_id: 'INV-1', id: 'i'.repeat(41) }, 'id'],
		['/api/v2/orders/import_order', { ...imported, status: 'new' }, 'status'],
		['/api/v2/orders/import_order', { ...imported, created_at: '' }, 'created_at'],
		['/api/v2/orders/import_order', { ...imported, refundable_credits_issued: '-1' }, 'refundable_credits_issued'],
		['/api/v2/orders/import_order', { ...imported, refundable_credits_issued: '1.5' }, 'refundable_credits_issued'],
		['/api/v2/orders/import_order', { ...imported, document_number: '100000' }, 'document_number'],
		['/api/v2/orders/import_order', { ...imported, status: 'queued', reference_id: 'r' }, 'reference_id'],
		[`${update}/cancel`, {}, 'cancellation_reason'],
		[`${update}/cancel`, { cancellation_reason: 'other' }, 'cancellation_reason'],
		[`${update}/create_refundable_credit_note`, { 'credit_note[total]': '1' }, 'credit_note[reason_code]'],
		[
			`${update}/create_refundable_credit_note`,
			{ 'credit_note[total]': '99999999', 'credit_note[reason_code]': 'other' },
			'credit_note[total]',
		],
		[`${update}/reopen`, { void_cancellation_credit_notes: '1' }, 'void_cancellation_credit_notes'],
		[`${update}/resend`, { resend_reason: 'lost' }, 'resend_reason'],
		[
			`${update}/resend`,
			{ 'order_line_items[id][0]': 'o_li_1_1', 'order_line_items[fulfillment_quantity][0]': '-1' },
			'order_line_items[fulfillment_quantity][0]',
		],
	])('%s %j', async (path, form, parameter) => {
		const answer = await client.post(path, form);
		expect(answer.status).toBe(400);
		expect(answer.body).toMatchObject({
			type: 'invalid_request',
			api_error_code: 'param_wrong_value',
			param: parameter,
			http_status_code: 400,
		});
		expect(sandbox.ledger[0]?.effect).toBeUndefined();
	});

	it('are ignored and noted where their names are unknown, wrongly nested or of another version', async () => {
		const before = orderIn(await client.get('/api/v2/orders/order_2'));
		const strange = [
			'nope',
			'note[x]',
			'shipping_address',
			'order_line_items[0][id]',
			'order_line_items[id]',
			'chargebee-idempotency-key',
		];
		const answer = await client.post('/api/v2/orders/order_2', Object.fromEntries(strange.map((name) => [name, 'x'])));
		expect(orderIn(answer)).toEqual(before);
		expect(sandbox.ledger[1]).toMatchObject({ unknown: strange });
		await client.post('/api/v1/orders/order_2', {
			tracking_url: 'https://t.example',
			'shipping_address[validation_status]': 'valid',
		});
		expect(sandbox.ledger[2]?.unknown).toHaveLength(2);
	});

	it('notes a field that was sent twice', async () => {
		await client.post('/api/v2/orders/order_2', [
			['note', 'a'],
			['note', 'b'],
		]);
		expect(sandbox.ledger[0]?.violations).toEqual(['note was sent twice']);
	});
});

describe('version 1', () => {
	it('creates an order for an invoice, once for an id', async () => {
		const answer = await client.post('/api/v1/orders', {
			id: 'mine',
			invoice_id: 'INV-without-orders',
			note: 'Grüße',
			cf_color: 'blue',
		});
		expect(answer.status).toBe(200);
		const order = orderIn(answer);
		expect(order).toMatchObject({
			id: 'mine',
			status: 'new',
			note: 'Grüße',
			invoice_id: 'INV-without-orders',
			object: 'order',
		});
		expect(order).not.toHaveProperty('cf_color');
		expect(sandbox.ledger[0]?.effect).toBe('create mine');
		expect(orderIn(await client.get('/api/v2/orders/mine'))).toMatchObject({
			order_type: 'manual',
			deleted: false,
			cf_color: 'blue',
		});
		expect((await client.post('/api/v1/orders', { id: 'mine', invoice_id: 'INV-1' })).body).toMatchObject({
			api_error_code: 'duplicate_entry',
			param: 'id',
		});
		expect((await client.post('/api/v1/orders', { invoice_id: 'nope' })).status).toBe(404);
	});

	it('knows twelve attributes', async () => {
		const { order_line_items, updated_at } = orderIn(await client.get('/api/v1/orders/order_1'));
		expect([order_line_items, updated_at]).toEqual([undefined, undefined]);
	});

	it('updates', async () => {
		const answer = await client.post('/api/v1/orders/order_3', {
			status: 'complete',
			'shipping_address[city]': 'Köln',
		});
		expect(orderIn(answer).status).toBe('complete');
		expect(orderIn(await client.get('/api/v2/orders/order_3')).shipping_address).toMatchObject({
			city: 'Köln',
			object: 'shipping_address',
		});
	});
});

describe('updates', () => {
	it('move updated_at and resource_version, and status_update_at with the status', async () => {
		sandbox.store.addOrder({ id: 'fresh', status: 'queued' });
		const first = orderIn(await client.get('/api/v2/orders/fresh'));
		expect(first).not.toHaveProperty('updated_at');
		const noted = orderIn(await client.post('/api/v2/orders/fresh', { note: 'x' }));
		expect(noted.updated_at).toBeGreaterThan(1_763_812_800);
		expect(noted).not.toHaveProperty('status_update_at');
		const moved = orderIn(await client.post('/api/v2/orders/fresh', { status: 'shipped' }));
		expect(moved.status_update_at).toBe(moved.updated_at);
		expect(Number(moved.resource_version)).toBeGreaterThan(Number(noted.resource_version));
	});

	it('clear a field that is sent empty, and keep custom fields', async () => {
		await client.post('/api/v2/orders/order_4', { note: 'x', cf_size: 'L', 'shipping_address[line2]': 'Flat 2' });
		const order = orderIn(await client.post('/api/v2/orders/order_4', { note: '', 'shipping_address[line2]': '' }));
		expect(order).not.toHaveProperty('note');
		expect(order.shipping_address).not.toHaveProperty('line2');
		expect(order.cf_size).toBe('L');
	});

	it('change line items by their id, whatever their index', async () => {
		const { order_line_items } = orderIn(await client.get('/api/v2/orders/order_1')) as unknown as {
			order_line_items: Array<{ id: string }>;
		};
		const id = order_line_items[0]?.id ?? '';
		const answer = await client.post('/api/v2/orders/order_1', {
			'order_line_items[status][7]': 'returned',
			'order_line_items[id][7]': id,
		});
		expect(orderIn(answer).order_line_items).toContainEqual(expect.objectContaining({ id, status: 'returned' }));
	});

	it('change nothing when nothing is sent', async () => {
		const before = orderIn(await client.get('/api/v2/orders/order_5'));
		expect(orderIn(await client.post('/api/v2/orders/order_5'))).toEqual(before);
	});
});

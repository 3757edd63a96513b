import type { Sandbox } from './index';
import { startSandbox } from './index';
import type { RawAnswer } from './rawClient';
import { orderIn, RawClient } from './rawClient';

let sandbox: Sandbox;
let client: RawClient;

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 0 });
	client = new RawClient(sandbox);
});
afterAll(() => sandbox.close());

const lineItem = (id: string, quantity: number): { id: string; fulfillment_quantity: number } => ({
	id,
	fulfillment_quantity: quantity,
});
const refusal = ({ status, body }: RawAnswer): unknown[] => [
	status,
	(body as { api_error_code: string }).api_error_code,
];

it('version 2 creates no orders', async () => {
	expect(refusal(await client.post('/api/v2/orders', { invoice_id: 'INV-without-orders' }))).toEqual([
		400,
		'configuration_incompatible',
	]);
});

it('imports orders for imported invoices, and deletes only those', async () => {
	const form = {
		status: 'delivered',
		created_at: '1600000000',
		order_date: '1600000000',
		shipping_date: '1600000000',
		document_number: 'OLD-7',
		cf_origin: 'shop',
	};
	expect((await client.post('/api/v2/orders/import_order', { ...form, invoice_id: 'INV-without-orders' })).status).toBe(
		400,
	);
	const imported = await client.post('/api/v2/orders/import_order', {
		...form,
		id: 'old',
		invoice_id: 'IMP-without-orders',
		'billing_address[city]': 'Köln',
	});
	expect(orderIn(imported)).toMatchObject({
		id: 'old',
		created_at: 1_600_000_000,
		cf_origin: 'shop',
		billing_address: { city: 'Köln' },
	});
	expect(
		refusal(await client.post('/api/v2/orders/import_order', { ...form, id: 'old', invoice_id: 'IMP-without-orders' })),
	).toEqual([400, 'duplicate_entry']);
	expect(orderIn(await client.post('/api/v2/orders/old/delete')).deleted).toBe(true);
	expect(refusal(await client.get('/api/v2/orders/old'))).toEqual([404, 'resource_not_found']);

	sandbox.store.addOrder({ id: 'generated' });
	expect(refusal(await client.post('/api/v2/orders/generated/delete'))).toEqual([409, 'invalid_state_for_request']);
});

it('does not delete an imported order that was refunded, but one whose refund is due', async () => {
	const note = { id: 'CN', type: 'refundable', amount: 100, amount_refunded: 0, status: 'refund_due' };
	sandbox.store.addOrder({ id: 'due' }, { imported: true, details: { linked_credit_notes: [note] } });
	sandbox.store.addOrder(
		{ id: 'refunded' },
		{ imported: true, details: { linked_credit_notes: [{ ...note, status: 'refunded', amount_refunded: 100 }] } },
	);
	expect((await client.post('/api/v2/orders/due/delete')).status).toBe(200);
	expect((await client.post('/api/v2/orders/refunded/delete')).status).toBe(409);
});

it('assigns an order number once', async () => {
	sandbox.store.addOrder({ id: 'unnumbered' });
	const number = orderIn(await client.post('/api/v2/orders/unnumbered/assign_order_number')).document_number;
	expect(number).toMatch(/^\d+$/);
	expect(orderIn(await client.post('/api/v2/orders/unnumbered/assign_order_number')).document_number).toBe(number);
});

it('cancels with a credit note and reopens', async () => {
	sandbox.store.addOrder({ id: 'c', total: 5000, amount_paid: 5000, refundable_credits: 5000 });
	expect(refusal(await client.post('/api/v2/orders/c/reopen'))).toEqual([409, 'invalid_state_for_request']);
	const form = {
		cancellation_reason: 'fraudulent_transaction',
		'credit_note[total]': '2000',
		cancelled_at: '1763000000',
	};
	expect(orderIn(await client.post('/api/v2/orders/c/cancel', form))).toMatchObject({
		status: 'cancelled',
		cancellation_reason: 'fraudulent_transaction',
		cancelled_at: 1_763_000_000,
		refundable_credits: 3000,
		refundable_credits_issued: 2000,
		linked_credit_notes: [{ type: 'refundable', status: 'refund_due', amount: 2000 }],
	});
	expect((await client.post('/api/v2/orders/c/cancel', form)).status).toBe(409);
	const reopened = orderIn(await client.post('/api/v2/orders/c/reopen', { void_cancellation_credit_notes: 'true' }));
	expect(reopened).toMatchObject({
		status: 'queued',
		refundable_credits: 5000,
		refundable_credits_issued: 0,
		linked_credit_notes: [{ status: 'voided' }],
	});
	expect(reopened).not.toHaveProperty('cancelled_at');
});

it('creates refundable credit notes up to what was paid', async () => {
	sandbox.store.addOrder({ id: 'r', total: 900, amount_paid: 900, refundable_credits: 900 });
	const credit = (total: number): Promise<RawAnswer> =>
		client.post('/api/v2/orders/r/create_refundable_credit_note', {
			'credit_note[reason_code]': 'waiver',
			'credit_note[total]': String(total),
		});
	expect(orderIn(await credit(600))).toMatchObject({
		refundable_credits: 300,
		linked_credit_notes: [{ amount: 600 }],
	});
	expect(refusal(await credit(301))).toEqual([400, 'param_wrong_value']);
	expect((await credit(300)).status).toBe(200);
});

it('resends a whole order, and then the original is cancelled', async () => {
	sandbox.store.addOrder({ id: 'w', status: 'shipped' }, { details: { order_line_items: [lineItem('a', 2)] } });
	const resent = orderIn(
		await client.post('/api/v2/orders/w/resend', { resend_reason: 'Lost', shipping_date: '1763000000' }),
	);
	expect(resent).toMatchObject({
		is_resent: true,
		original_order_id: 'w',
		shipping_date: 1_763_000_000,
		status: 'queued',
		resend_reason: 'Lost',
	});
	expect(orderIn(await client.get('/api/v2/orders/w'))).toMatchObject({
		status: 'cancelled',
		cancellation_reason: 'order_resent',
		resent_status: 'fully_resent',
		resent_orders: [{ order_id: resent.id, reason: 'Lost' }],
	});
	expect((await client.post('/api/v2/orders/w/resend')).status).toBe(409);
});

it('resends parts of an order five times at most', async () => {
	sandbox.store.addOrder(
		{ id: 'p', status: 'delivered' },
		{ details: { order_line_items: [lineItem('a', 2), lineItem('b', 1)] } },
	);
	const part = {
		'order_line_items[id][0]': 'a',
		'order_line_items[fulfillment_quantity][0]': '1',
		'order_line_items[id][1]': 'b',
		'order_line_items[fulfillment_quantity][1]': '0',
	};
	for (let time = 0; time < 5; time += 1) {
		expect(orderIn(await client.post('/api/v2/orders/p/resend', part)).order_line_items).toEqual([
			expect.objectContaining({ id: 'a', fulfillment_quantity: 1 }),
		]);
	}
	expect(refusal(await client.post('/api/v2/orders/p/resend', part))).toEqual([400, 'resource_limit_exceeded']);
	expect(orderIn(await client.get('/api/v2/orders/p'))).toMatchObject({
		status: 'delivered',
		resent_status: 'partially_resent',
	});
	const tooMany = { 'order_line_items[id][0]': 'b', 'order_line_items[fulfillment_quantity][0]': '2' };
	expect((await client.post('/api/v2/orders/p/resend', tooMany)).status).toBe(400);
});

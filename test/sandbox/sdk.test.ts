import type Chargebee from 'chargebee';
import type { Sandbox } from './index';
import { startSandbox } from './index';
import { officialClient } from './officialClient';

/** The official SDK is the nearest thing to the real client side: what it can do with orders and exports, the sandbox answers. */
let sandbox: Sandbox;
let chargebee: Chargebee;

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 120, exportMs: 50 });
	chargebee = officialClient(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.resetLedger());
afterEach(() => {
	expect(sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations])).toEqual([]);
});

it('retrieves, updates and clears', async () => {
	const { order } = await chargebee.order.retrieve('order_1');
	expect(order).toMatchObject({ id: 'order_1', object: 'order' });
	const line = order.order_line_items?.[0]?.id ?? '';
	const updated = await chargebee.order.update('order_1', {
		status: 'shipped',
		note: 'Grüße & "Küsse"',
		shipped_at: 1_763_000_000,
		shipping_address: { city: 'São Paulo', line2: '' },
		order_line_items: [{ id: line, sku: 'S 1' }],
	});
	expect(updated.order).toMatchObject({
		status: 'shipped',
		note: 'Grüße & "Küsse"',
		shipping_address: { city: 'São Paulo' },
	});
	expect(updated.order.order_line_items?.[0]?.sku).toBe('S 1');
	expect((await chargebee.order.update('order_1', { note: '' })).order).not.toHaveProperty('note');
	expect(updated.isIdempotencyReplayed).toBeFalsy();
});

it('imports, numbers, cancels, reopens, credits, resends and deletes', async () => {
	const { order } = await chargebee.order.importOrder({
		id: 'sdk/1',
		invoice_id: 'IMP-without-orders',
		status: 'shipped',
		created_at: 1_700_000_000,
		order_date: 1_700_000_000,
		shipping_date: 1_700_000_000,
		billing_address: { first_name: 'Zoë', email: 'zoe@example.com' },
	});
	expect(order.billing_address).toMatchObject({ first_name: 'Zoë' });
	sandbox.store.addOrder(
		{ id: 'sdk', refundable_credits: 1000 },
		{ details: { order_line_items: [{ id: 'a', fulfillment_quantity: 2 }] } },
	);
	expect((await chargebee.order.assignOrderNumber('sdk')).order.document_number).toBeDefined();
	expect(
		(await chargebee.order.createRefundableCreditNote('sdk', { credit_note: { reason_code: 'waiver', total: 100 } }))
			.order.refundable_credits,
	).toBe(900);
	expect(
		(await chargebee.order.cancel('sdk', { cancellation_reason: 'others', credit_note: { total: 200 } })).order.status,
	).toBe('cancelled');
	expect((await chargebee.order.reopen('sdk', { void_cancellation_credit_notes: true })).order.status).toBe('queued');
	const resent = await chargebee.order.resend('sdk', {
		resend_reason: 'Lost',
		order_line_items: [{ id: 'a', fulfillment_quantity: 1 }],
	});
	expect(resent.order).toMatchObject({ is_resent: true, original_order_id: 'sdk' });
	sandbox.store.addOrder({ id: 'sdk-imported' }, { imported: true });
	expect((await chargebee.order.delete('sdk-imported')).order.deleted).toBe(true);
});

it('reports errors as the API does', async () => {
	await expect(chargebee.order.retrieve('nope')).rejects.toMatchObject({
		api_error_code: 'resource_not_found',
		http_status_code: 404,
	});
	await expect(chargebee.order.reopen('order_1')).rejects.toMatchObject({
		api_error_code: 'invalid_state_for_request',
	});
	await expect(chargebee.order.create({ invoice_id: 'INV-1' })).rejects.toMatchObject({
		api_error_code: 'configuration_incompatible',
	});
	await expect(chargebee.order.cancel('order_1', { cancellation_reason: 'nope' as 'others' })).rejects.toMatchObject({
		param: 'cancellation_reason',
	});
});

it('lists with filters, order and offset', async () => {
	const seen: string[] = [];
	let offset: string | undefined;
	do {
		const page = await chargebee.order.list({
			limit: 20,
			offset,
			'sort_by[desc]': 'created_at',
			status: { in: ['queued', 'shipped'] },
			is_resent: { is: false },
			created_at: { between: [1_700_000_000, 1_999_999_999] },
		} as Parameters<typeof chargebee.order.list>[0]);
		seen.push(...page.list.map(({ order }) => `${order.id} ${order.status}`));
		offset = page.next_offset;
	} while (offset !== undefined);
	const expected = [...sandbox.store.orders.all()].filter(
		({ attributes }) =>
			['queued', 'shipped'].includes(attributes.status) && !attributes.is_resent && !attributes.deleted,
	);
	expect(new Set(seen)).toEqual(new Set(expected.map(({ attributes }) => `${attributes.id} ${attributes.status}`)));
	expect((await chargebee.order.ordersForInvoice('INV-31', { limit: 5 })).list).toHaveLength(5);
	expect((await chargebee.invoice.list({ limit: 2, id: { starts_with: 'INV' } })).list).toHaveLength(2);
});

it('exports: starts, waits, downloads', async () => {
	const started = await chargebee.export.orders({
		order: { status: { in: ['queued'] }, updated_at: { after: 1_000_000_000 } },
		total: { gt: 1 },
	});
	let job = started.export;
	while (job.status === 'in_process') job = (await chargebee.export.retrieve(job.id)).export;
	const response = await fetch(job.download?.download_url ?? '');
	expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
	expect(new TextDecoder().decode((await response.arrayBuffer()).slice(0, 2))).toBe('PK');
});

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { asSent, byId, json, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 100 });

const seconds = 1_763_769_600;
const iso = '2025-11-22T00:00:00Z';

/** Gets an order with these options. */
async function output(id: string, options: INodeParameters, on = paths[0]): Promise<IDataObject> {
	const run = await use.run('get', { orderId: byId(id), options }, on);
	if (run.error !== undefined) throw run.error;
	const [order = {}, ...more] = json(run);
	expect(more).toEqual([]);
	return order;
}

/** An order in a currency, with amounts at every depth. */
function orderIn(currency_code: string): string {
	const line = {
		id: 'li',
		fulfillment_quantity: 1,
		unit_price: 1999,
		amount: 5,
		fulfillment_amount: 0,
		tax_amount: 100,
	};
	const order = use.addOrder(
		{
			currency_code,
			total: 1_234_567,
			tax: -5,
			amount_paid: 0,
			refundable_credits: 7,
			created_at: seconds,
			paid_on: seconds,
		},
		{
			details: {
				order_line_items: [{ ...line, object: 'order_line_item' }],
				linked_credit_notes: [
					{ id: 'CN', type: 'refundable', status: 'refund_due', amount: 9_007_199_254_740_991, amount_refunded: 0 },
				],
				line_item_taxes: [
					{ tax_amount: 10, tax_amount_in_local_currency: 1234, local_currency_code: 'JPY', date_from: seconds },
				],
			},
		},
	);
	return order.attributes.id;
}

describe.each(paths)('output options ($path path)', (on) => {
	it('everything is exactly what Chargebee sent, attributes that nobody knows included', async () => {
		const sent = { id: 'open', cf_color: null, brand_new: { deep: [1, '2', { amount: 3 }] }, total: 1e21, note: '' };
		use.addOrder({ id: `raw ${on.path}` });
		use.sandbox.script.respondOnce(
			{ method: 'GET', path: /raw/ },
			{ status: 200, body: { order: sent, customer: {} } },
		);
		expect(await output(`raw ${on.path}`, { output: 'raw' }, on)).toEqual(sent);
	});

	it('simplified has ten fields at most, of those that Chargebee sent', async () => {
		for (const id of ['order_1', 'order_13', 'order_40', orderIn('USD')]) {
			const order = await output(id, { output: 'simplified' }, on);
			expect(Object.keys(order).length).toBeLessThanOrEqual(10);
			expect(order).toMatchObject({ id, status: expect.any(String), invoice_id: expect.any(String) });
			expect(asSent(use.sandbox.store.orders.get(id))).toMatchObject(order);
		}
	});

	it('selected fields are those, custom fields by an expression', async () => {
		const id = orderIn('USD');
		const chosen = { output: 'selected', outputFields: ['total', 'status', 'delivered_at'] };
		expect(await output(id, chosen, on)).toEqual({ total: 1_234_567, status: 'queued' });
		for (const outputFields of ["={{ ['cf_color', 'id'] }}", 'cf_color, id', '={{ \'["cf_color","id"]\' }}']) {
			expect(await output(id, { output: 'selected', outputFields }, on)).toEqual({ cf_color: 'rot', id });
		}
		const undocumented = { output: 'selected', outputFields: "={{ ['amount_refundable', 'object'] }}" };
		expect(await output(id, undocumented, on)).toMatchObject({ object: 'order' });
	});

	it('timestamps as ISO 8601, at every depth, and nothing else', async () => {
		const id = orderIn('USD');
		const raw = asSent(use.sandbox.store.orders.get(id));
		const order = await output(id, { output: 'raw', timestamps: 'iso' }, on);
		expect(order).toEqual({
			...raw,
			created_at: iso,
			paid_on: iso,
			line_item_taxes: [
				{ tax_amount: 10, tax_amount_in_local_currency: 1234, local_currency_code: 'JPY', date_from: iso },
			],
		});
	});

	it.each([
		['JPY', '1234567', '-5', '0', '1999', '9007199254740991', '10'],
		['EUR', '12345.67', '-0.05', '0.00', '19.99', '90071992547409.91', '0.10'],
		['KWD', '12345.67', '-0.05', '0.00', '19.99', '90071992547409.91', '0.10'],
	])('amounts as decimal text of %s', async (currency, total, tax, amount_paid, unit_price, greatest, tax_amount) => {
		const id = orderIn(currency);
		const order = await output(id, { output: 'raw', amounts: 'decimal' }, on);
		expect(order).toMatchObject({
			total,
			tax,
			amount_paid,
			created_at: seconds,
			order_line_items: [{ unit_price, fulfillment_quantity: 1 }],
			linked_credit_notes: [{ amount: greatest }],
			// The local currency beside it is the one that counts.
			line_item_taxes: [{ tax_amount, tax_amount_in_local_currency: '1234' }],
		});
		// Nothing is lost or added by it.
		expect(Object.keys(order)).toEqual(Object.keys(asSent(use.sandbox.store.orders.get(id))));
	});

	it('all of them together, selected before they are converted', async () => {
		const options = {
			output: 'selected',
			outputFields: ['total', 'created_at'],
			timestamps: 'iso',
			amounts: 'decimal',
		};
		expect(await output(orderIn('KWD'), options, on)).toEqual({ total: '12345.67', created_at: iso });
	});

	it('hold for lists and writes too', async () => {
		const options = { output: 'selected', outputFields: ['id', 'created_at'], timestamps: 'iso' };
		const listed = await use.run('getAll', { limit: 3, options }, on);
		expect(json(listed)).toHaveLength(3);
		const written = await use.run('update', { orderId: byId(orderIn('USD')), fields: { note: 'x' }, options }, on);
		for (const order of [...json(listed), ...json(written)]) {
			expect(order).toEqual({
				id: expect.any(String),
				created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
			});
		}
	});
});

it('an answer without an order is an error, not an empty item', async () => {
	for (const body of [{}, { order: null }, { orders: [] }]) {
		use.sandbox.script.respondOnce({ method: 'GET', path: /order_1$/ }, { status: 200, body });
		const { error } = await use.run('get', { orderId: byId('order_1') });
		expect(error?.message).toBe('Chargebee answered without an order');
	}
	expect(use.ledger).toHaveLength(3);
});

it.each([
	['Output', { output: "={{ 'everything' }}" }],
	['Output Fields', { output: 'selected', outputFields: [] }],
	['Timestamps', { timestamps: "={{ 'julian' }}" }],
	['Amounts', { amounts: "={{ 'euro' }}" }],
	['Output Fields', { output: 'selected', outputFields: "={{ ['id', 'cf color'] }}" }],
])('%s that means nothing is refused, before anything is written', async (name, options) => {
	const { error } = await use.run('update', { orderId: byId('order_1'), fields: { note: 'x' }, options });
	expect(error?.message).toContain(name);
	expect(error?.description).toMatch(/choose|did you mean/i);
	expect(use.ledger).toEqual([]);
});

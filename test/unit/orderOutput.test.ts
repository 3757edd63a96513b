import { orderOutput, type OutputOptions } from '../../nodes/ChargebeeOrders/output/orderOutput';

const raw: OutputOptions = { shape: 'raw', fields: [], timestamps: 'unix', amounts: 'minor' };
const order = {
	id: 'o1',
	status: 'queued',
	created_at: 1_700_000_000,
	resource_version: 1_700_000_000_123,
	total: 1999,
	rounding_adjustement: -1,
	currency_code: 'EUR',
	cf_color: 'blue',
	order_line_items: [{ id: 'li', unit_price: 1000, fulfillment_quantity: 2, object: 'order_line_item' }],
	line_item_taxes: [
		{
			tax_rate: 10.5,
			tax_amount: 5,
			date_from: 1_700_000_000,
			tax_amount_in_local_currency: 1234,
			local_currency_code: 'KWD',
		},
	],
};

test('raw is exactly what Chargebee sent', () => {
	expect(orderOutput(order, raw)).toEqual(order);
});

test('simplified has at most ten fields, selected those that were chosen', () => {
	const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`cf_${index}`, index]));
	expect(Object.keys(orderOutput({ ...order, ...many }, { ...raw, shape: 'simplified' }))).toEqual([
		'id',
		'status',
		'total',
		'currency_code',
		'created_at',
	]);
	expect(orderOutput(order, { ...raw, shape: 'selected', fields: ['cf_color', 'id', 'nothing', 'toString'] })).toEqual({
		cf_color: 'blue',
		id: 'o1',
	});
});

test('timestamps become ISO 8601, versions and numbers do not', () => {
	const { created_at, resource_version, order_line_items, line_item_taxes } = orderOutput(order, {
		...raw,
		timestamps: 'iso',
	});
	expect(created_at).toBe('2023-11-14T22:13:20Z');
	expect(resource_version).toBe(1_700_000_000_123);
	expect(order_line_items).toEqual(order.order_line_items);
	expect(line_item_taxes).toEqual([{ ...order.line_item_taxes[0], date_from: '2023-11-14T22:13:20Z' }]);
});

test.each([
	['EUR', '19.99', '-0.01', '10.00'],
	['JPY', '1999', '-1', '1000'],
	['KWD', '19.99', '-0.01', '10.00'],
])('amounts of %s become decimal text', (currency_code, total, rounding, unitPrice) => {
	const output = orderOutput({ ...order, currency_code }, { ...raw, amounts: 'decimal' });
	expect(output).toMatchObject({
		total,
		rounding_adjustement: rounding,
		order_line_items: [{ unit_price: unitPrice, fulfillment_quantity: 2 }],
		line_item_taxes: [{ tax_rate: 10.5, tax_amount_in_local_currency: '12.34' }],
	});
});

test('the currency is known even when it is not handed out, and amounts without one stay as they are', () => {
	expect(orderOutput(order, { ...raw, amounts: 'decimal', shape: 'selected', fields: ['total'] })).toEqual({
		total: '19.99',
	});
	expect(orderOutput({ total: 1999 }, { ...raw, amounts: 'decimal' })).toEqual({ total: 1999 });
});

import { createV1, importV2, updateV1, updateV2 } from '../../nodes/ChargebeeOrders/api/orderParameters';
import type { Parameter } from '../../nodes/ChargebeeOrders/api/parameter';
import { title } from '../../nodes/ChargebeeOrders/api/titles';
import { ColumnNames, fieldsFromColumns, type MappedFields } from '../../nodes/ChargebeeOrders/read/columns';
import { refusal } from '../support/refusal';

function map(
	row: Record<string, unknown>,
	parameters: readonly Parameter[] = importV2,
	known: readonly string[] = [],
): MappedFields {
	return fieldsFromColumns(Object.entries(row), new ColumnNames({ parameters, customFields: true }, known));
}

const fieldsOf = (...given: Parameters<typeof map>): unknown => map(...given).fields;

describe('a column finds its field', () => {
	it.each([
		['shipping_date', { shipping_date: 1 }],
		['Shipping Date', { shipping_date: 1 }],
		['SHIPPING DATE', { shipping_date: 1 }],
		[' shipping-date ', { shipping_date: 1 }],
		['shippingDate', { shipping_date: 1 }],
		['Ship Date', { shipping_date: 1 }],
		['ship_date', { shipping_date: 1 }],
		['Invoice ID', { invoice_id: 1 }],
		['Invoice Id', { invoice_id: 1 }],
		['id', { id: 1 }],
		['Order Id', { id: 1 }],
		['Order Number', { document_number: 1 }],
		['Tracking URL', { tracking_url: 1 }],
		['shipping_address[city]', { shipping_address: { city: 1 } }],
		['shipping_address.city', { shipping_address: { city: 1 } }],
		['shipping_address_city', { shipping_address: { city: 1 } }],
		['shipping_address__city', { shipping_address: { city: 1 } }],
		['Shipping Address City', { shipping_address: { city: 1 } }],
		['Shipping Address, Line 1', { shipping_address: { line1: 1 } }],
		['Billing Address: ZIP', { billing_address: { zip: 1 } }],
	])('%j', (column, fields) => {
		expect(map({ [column]: 1 })).toMatchObject({ fields, ignored: [] });
	});

	it.each([
		['Create', createV1],
		['Update of version 1', updateV1],
		['Update', updateV2],
		['Import', importV2],
	])('by the name and the title of each that %s has', (_name, parameters) => {
		for (const parameter of parameters) {
			if (parameter.kind === 'object' || parameter.kind === 'list') continue;
			for (const column of [parameter.name, title(parameter.name)])
				expect([column, fieldsOf({ [column]: 1 }, parameters)]).toEqual([column, { [parameter.name]: 1 }]);
		}
		const titles = parameters.map(({ name }) => name);
		expect(new Set(titles).size).toBe(titles.length);
	});

	it.each(['cf_gift', 'cf_Gift Wrap', 'cf_größe', 'cf_a.b'])(
		'%j, a custom field that nothing is known of',
		(column) => {
			expect(fieldsOf({ [column]: 'x' })).toEqual({ [column]: 'x' });
		},
	);

	it('a custom field of the site by its title too', () => {
		const known = ['cf_gift_wrap', 'cf_Größe'];
		for (const column of ['Gift Wrap', 'gift-wrap', 'CF Gift Wrap', 'CF_GIFT_WRAP'])
			expect(fieldsOf({ [column]: 'x' }, importV2, known)).toEqual({ cf_gift_wrap: 'x' });
		expect(fieldsOf({ größe: 'x' }, importV2, known)).toEqual({ cf_Größe: 'x' });
	});

	it('a field of the API before a custom field of the same title', () => {
		expect(fieldsOf({ Status: 'x', cf_status: 'y' }, importV2, ['cf_status'])).toEqual({ status: 'x', cf_status: 'y' });
	});
});

it.each(['City', 'Total', 'Shipping', 'shipping_address.street', '__proto__', 'constructor', 'toString', ''])(
	'the column %j fits nothing, and is named',
	(column) => {
		const { fields, ignored } = map(JSON.parse(`{ ${JSON.stringify(column)}: 1 }`) as Record<string, unknown>);
		expect([fields, ignored]).toEqual([{}, [column]]);
	},
);

it('custom fields fit nothing where an operation takes none', () => {
	const names = new ColumnNames({ parameters: importV2, customFields: false }, ['cf_gift']);
	expect(
		fieldsFromColumns(
			[
				['cf_gift', 1],
				['Gift', 2],
			],
			names,
		),
	).toMatchObject({ fields: {}, ignored: ['cf_gift', 'Gift'] });
});

describe('a group', () => {
	it.each<[string, unknown]>([
		['an object', { city: 'Köln', line2: '', 'Post Code': '5', zip: '50667', object: 'shipping_address' }],
		['its text', '{ "city": "Köln", "line2": null, "Post Code": "5", "zip": "50667", "object": "shipping_address" }'],
	])('may be one column that holds %s', (_how, shipping_address) => {
		expect(map({ shipping_address })).toMatchObject({
			fields: { shipping_address: { city: 'Köln', zip: '50667' } },
			ignored: ['shipping_address.Post Code', 'shipping_address.object'],
		});
	});

	it('may be a column a member, beside an object with others', () => {
		const row = { 'Shipping Address City': 'Köln', shipping_address: { zip: '5', city: '' }, Note: 'n' };
		expect(fieldsOf(row)).toEqual({ shipping_address: { city: 'Köln', zip: '5' }, note: 'n' });
	});

	it.each(['Main St 1, Köln', 7, ['Köln'], '["Köln"]'])('is not what is written as %j', (given) => {
		const row = { 'Shipping Address': given, 'Shipping Address City': 'Köln' };
		expect(map(row)).toMatchObject({ fields: { shipping_address: { city: 'Köln' } }, ignored: ['Shipping Address'] });
	});
});

describe('a list', () => {
	const line = { id: 'li_1', status: 'shipped', amount: 100, object: 'order_line_item' };

	it.each<[unknown]>([[[line]], [JSON.stringify([line])], [line]])('is one column: %j', (given) => {
		const order_line_items = [{ id: 'li_1', status: 'shipped' }];
		expect(fieldsOf({ 'Order Line Items': given }, updateV2)).toEqual({ order_line_items });
	});

	it('is refused where it is none', () => {
		expect(refusal(() => map({ order_line_items: 'tea' }, updateV2)).message).toMatch(
			/^Order Line Items \(order_line_items\) is not a JSON list but "tea"/,
		);
	});
});

it.each<[Record<string, unknown>, string, string]>([
	[
		{ 'Ship Date': 1, shipping_date: 2 },
		'Shipping Date (shipping_date)',
		'The columns "Ship Date" and "shipping_date"',
	],
	[
		{ shipping_address: { city: 'a' }, 'Shipping Address City': 'b' },
		'Shipping Address, City (shipping_address[city])',
		'The columns "shipping_address.city" and "Shipping Address City"',
	],
	[{ cf_gift_wrap: 1, 'Gift Wrap': 2 }, 'cf_gift_wrap', 'The columns "cf_gift_wrap" and "Gift Wrap"'],
])('two columns for one field are refused: %j', (row, field, columns) => {
	expect(refusal(() => map(row, importV2, ['cf_gift_wrap'])).message).toBe(`${columns} are both for ${field}`);
});

it('columns without end are looked up, and not all of them remembered', () => {
	const names = new ColumnNames({ parameters: importV2, customFields: true });
	for (let number = 0; number < 3000; number += 1) expect(names.targetOf(`column ${number}`)).toBeUndefined();
	expect(names.targetOf('Note')).toMatchObject({ name: 'note' });
	const { found } = names as unknown as { found: Map<string, unknown> };
	expect(found.size).toBeLessThanOrEqual(1000);
});

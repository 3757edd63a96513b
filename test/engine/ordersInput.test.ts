import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { byId, items, json, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 10 });

type Refusal = [what: string, parameters: INodeParameters, names: string, advice: RegExp, input?: IDataObject];

const update = (fields: INodeParameters): INodeParameters => ({ orderId: byId('order_1'), fields });
const updateJson = (fieldsJson: string): INodeParameters => ({
	orderId: byId('order_1'),
	specifyFields: 'json',
	fieldsJson,
});
const context = (requestContext: INodeParameters): INodeParameters => ({ ...update({ note: 'x' }), requestContext });
const filters = (given: INodeParameters): INodeParameters => ({ filters: given });
const filtersJson = (given: string): INodeParameters => ({ specifyFilters: 'json', filtersJson: given });
const credit = (total: string | number): INodeParameters => ({
	orderId: byId('order_1'),
	credit_note__reason_code: 'waiver',
	credit_note__total: total,
});

/** By operation: what is wrong, the parameters, the name that the message gives it, the advice, and the input item. */
const refusals: Readonly<Record<string, readonly Refusal[]>> = {
	update: [
		['an empty id', { ...update({ note: 'x' }), orderId: byId("={{ '' }}") }, 'Order', /give an ID/i],
		['an id of spaces', { ...update({ note: 'x' }), orderId: byId('={{ "  " }}') }, 'Order', /ID/],
		[
			'nothing but empty values',
			update({ note: '', batch_id: '={{ undefined }}' }),
			'nothing to update',
			/Fields to Change/,
		],
		['nothing', update({}), 'nothing to update', /under Fields to Change, or choose one under Fields to Clear/],
		['an over-long field', update({ note: 'x'.repeat(601) }), 'note', /600/],
		['a header outside Latin-1', context({ device: '山田' }), 'device', /Latin-1/],
		[
			'an over-long member',
			update({ shipping_address: { values: { zip: '1'.repeat(21) } } }),
			'shipping_address[zip]',
			/20/,
		],
		['half an emoji in a field', update({ note: '={{ $json.half }}' }), 'note', /emoji/, { half: 'a\udf81b' }],
		[
			'half an emoji in a custom field',
			update({ customFields: { values: [{ name: 'cf_a', value: '={{ $json.half }}' }] } }),
			'cf_a',
			/emoji/,
			{ half: '\ud83c' },
		],
		['a list for text', update({ note: "={{ ['a'] }}" }), 'note', /one text or number/i],
		['a status that does not exist', update({ status: "={{ 'shiped' }}" }), 'status', /Did you mean "shipped"/],
		[
			'a status of a line item that does not exist',
			update({ order_line_items: { values: [{ id: 'li_1', status: "={{ 'lost' }}" }] } }),
			'order_line_items[status][0]',
			/returned/,
		],
		[
			'a custom field without its prefix',
			update({ customFields: { values: [{ name: 'color', value: 'x' }] } }),
			'color',
			/cf_/,
		],
		[
			'a field cleared that is not one',
			{ ...update({}), fieldsToClear: "={{ ['stauts'] }}" },
			'stauts',
			/Did you mean/,
		],
		['a field both set and cleared', { ...update({ note: 'x' }), fieldsToClear: ['note'] }, 'note', /Fields to Clear/],
		['a date that is none', update({ order_date: 'next Tuesday' }), 'order_date', /such as 2026-11-22T08:30:00/],
		['a day that does not exist', update({ order_date: '2026-02-30T00:00:00' }), 'order_date', /such as/],
		['an invalid Date', update({ order_date: "={{ new Date('x') }}" }), 'order_date', /such as/],
		['milliseconds for seconds', update({ order_date: '={{ 1772355600123 }}' }), 'order_date', /1772355600\.$/],
		['an unknown field in JSON', updateJson('{ "trackingid": "x" }'), 'trackingid', /Did you mean tracking_id/],
		[
			'an unknown member in JSON',
			updateJson('{ "shipping_address": { "town": "x" } }'),
			'shipping_address[town]',
			/Valid names are/,
		],
		[
			'a list in the form of an object',
			updateJson('{ "order_line_items": { "id": "x" } }'),
			'order_line_items',
			/list of objects/,
		],
		['JSON that is none', updateJson("={{ '{ note: 1, }' }}"), 'position 2, before note: 1', /double quotes/],
		[
			'JSON of an expression without a value',
			updateJson('={{ $json.nope }}'),
			'Fields (JSON) has no value',
			/give \{\}/,
		],
		[
			'JSON with an object put into its text',
			updateJson('={ "shipping_address": {{ $json.address }} }'),
			'[object Object]',
			/JSON\.stringify/,
			{ address: { city: 'x' } },
		],
		['nothing in JSON', updateJson('{ "note": "" }'), 'nothing to update', /in Fields \(JSON\)/],
		['JSON that nobody typed', updateJson(''), 'Fields (JSON) has no value', /give \{\}/],
		[
			'a list of line items that is none',
			update({ order_line_items_json: '={{ $json.all }}' }),
			'Order Line Items (JSON) is not a JSON list but "li_1"',
			/list of objects/,
			{ all: 'li_1' },
		],
		[
			'line items that an expression did not give',
			update({ note: 'x', order_line_items: { values: [{ id: '={{ $json.nope }}', sku: '={{ $json.nope }}' }] } }),
			'Order Line Items, row 1 (order_line_items) has no value',
			/goes into Order Line Items \(JSON\)/,
		],
		...['customFields', 'shipping_address', 'order_line_items'].flatMap((name): Refusal[] => [
			[
				`${name} as a whole by an expression`,
				update({ note: 'x', [name]: '={{ $json.all }}' }),
				name === 'customFields' ? 'Custom Fields' : name,
				name === 'order_line_items' ? /Order Line Items \(JSON\)/ : /Using JSON/,
				{ all: [{ name: 'cf_a', value: 'x' }] },
			],
		]),
		...['customFields', 'order_line_items'].map((name): Refusal => [
			`the rows of ${name} by an expression`,
			update({ note: 'x', [name]: { values: '={{ $json.all }}' } }),
			name === 'customFields' ? 'Custom Field 1 has no API name' : 'row 1 (order_line_items) has no value',
			name === 'order_line_items' ? /Order Line Items \(JSON\)/ : /Using JSON/,
			{ all: [{ name: 'cf_a', value: 'x' }] },
		]),
		[
			'a custom field that nobody picked',
			update({ note: 'x', customFields: { values: [{ name: { __rl: true, mode: 'list', value: '' }, value: 'x' }] } }),
			'Custom Field 1 has no API name',
			/cf_/,
		],
		[
			'a line item that nobody picked',
			update({ order_line_items: { values: [{ id: { __rl: true, mode: 'list', value: '' }, sku: '', status: '' }] } }),
			'Order Line Items, row 1 (order_line_items) has no value',
			/Order Line Items \(JSON\)/,
		],
		[
			'a custom field without a name',
			update({ note: 'x', customFields: { values: [{ name: '={{ $json.nope }}', value: 'x' }] } }),
			'Custom Field 1 has no API name',
			/cf_/,
		],
		['a note of a calculation without its field', update({ note: '={{ $json.a * 2 }}' }), 'is not a number', /missing/],
		[
			'an output that no order has',
			{ ...update({ note: 'x' }), options: { output: 'selected', outputFields: "={{ ['totall'] }}" } },
			'Output Fields names "totall"',
			/Did you mean total\?/,
		],
		['a line break in a header', context({ device: '={{ "till\\r\\nx: y" }}' }), 'device', /one header line/],
		['a business entity that is too long', context({ business_entity_id: 'x'.repeat(51) }), 'business_entity_id', /50/],
		['an idempotency key over 100 characters', context({ idempotency_key: 'k'.repeat(101) }), 'idempotency_key', /100/],
		[
			'events that do not exist',
			context({ suppress_events: "={{ ['mail'] }}" }),
			'suppress_events',
			/Did you mean "email"/,
		],
		[
			'half an emoji in an e-mail address',
			context({ user_email: '={{ $json.half }}' }),
			'user_email',
			/emoji/,
			{ half: '\ud83c@example.com' },
		],
	],
	get: [
		[
			'an id of an expression that gives undefined',
			{ orderId: byId('={{ $json.missing }}') },
			'Order',
			/check the expression/i,
		],
		['an id that is a list', { orderId: byId("={{ ['a'] }}") }, 'Order', /one text or number/i],
		['the id "."', { orderId: byId('.') }, 'Order', /ID as Chargebee shows it/],
		['an over-long id', { orderId: byId('x'.repeat(41)) }, 'Order', /40 characters/],
		['half an emoji in an id', { orderId: byId('={{ $json.half }}') }, 'Order', /emoji/, { half: 'a\ud83c' }],
	],
	delete: [
		['an id of an expression that gives null', { orderId: byId('={{ null }}') }, 'Order', /check the expression/i],
		['the id ".."', { orderId: byId('..') }, 'Order', /ID as Chargebee shows it/],
	],
	getAllForInvoice: [
		['the invoice ".."', { invoiceId: byId('..') }, 'Invoice', /ID as Chargebee shows it/],
		['an over-long invoice', { invoiceId: byId('x'.repeat(51)) }, 'Invoice', /50 characters/],
	],
	import: [
		[
			'a status of another operation',
			{
				invoice_id: byId('IMP-without-orders'),
				status: '={{ "new" }}',
				created_at: 1_763_000_000,
				order_date: 1_763_000_000,
				shipping_date: 1_763_000_000,
			},
			'status',
			/queued/,
		],
	],
	cancel: [
		...['={{ $json.nope }}', '={{ null }}'].map((credit_note__total): Refusal => [
			`a credit note whose total is ${credit_note__total}`,
			{ orderId: byId('order_1'), cancellation_reason: 'others', fields: { credit_note__total } },
			'Credit Note, Total (credit_note[total]) has no value',
			/remove the field/,
		]),
		[
			'a reason that does not exist',
			{ orderId: byId('order_1'), cancellation_reason: "={{ 'other' }}" },
			'cancellation_reason',
			/Did you mean "others"/,
		],
	],
	createRefundableCreditNote: [
		['a fraction of a cent', credit(19.99), 'credit_note[total]', /minor units/],
		['a fraction as text', credit("={{ '19,99' }}"), 'credit_note[total]', /minor units/],
		['an amount below zero', credit('={{ -1 }}'), 'credit_note[total]', /0 or more/],
		['an amount beyond exact numbers', credit('={{ 2 ** 60 }}'), 'credit_note[total]', /whole number/],
	],
	resend: [
		...[
			{ values: [{ id: '={{ $json.nope }}', fulfillment_quantity: '={{ $json.nope }}' }] },
			{ values: [] },
			{},
			'={{ $json.nope }}',
		].map((order_line_items): Refusal => [
			`line items that are ${JSON.stringify(order_line_items)}`,
			{ orderId: byId('order_1'), fields: { order_line_items } },
			'the whole order is resent',
			/goes into Order Line Items \(JSON\)/,
		]),
		...['[]', '$json.nope', 'null', '[{}]'].map((rows): Refusal => [
			`line items in JSON that are ${rows}`,
			{ orderId: byId('order_1'), specifyFields: 'json', fieldsJson: `={{ { order_line_items: ${rows} } }}` },
			'the whole order is resent',
			/stop the workflow/,
		]),
		[
			'a quantity that an expression did not give',
			{
				orderId: byId('order_1'),
				fields: { order_line_items: { values: [{ id: 'li_1', fulfillment_quantity: '={{ $json.nope }}' }] } },
			},
			'Order Line Items, row 1, Fulfillment Quantity (order_line_items[fulfillment_quantity][0]) has no value',
			/remove the field/,
		],
		[
			'half a unit',
			{
				orderId: byId('order_1'),
				fields: { order_line_items: { values: [{ id: 'li_1', fulfillment_quantity: 0.5 }] } },
			},
			'order_line_items[fulfillment_quantity][0]',
			/whole number/,
		],
	],
	getAll: [
		[
			'a period that ends before it starts',
			filters({ paid_on: [{ operator: 'between', from: '2026-03-02T00:00:00', to: '2026-03-01T00:00:00' }] }),
			'paid_on[between]',
			/swap/i,
		],
		[
			'a period with one end',
			filters({ paid_on: [{ operator: 'between', from: '2026-03-02T00:00:00' }] }),
			'paid_on[between]',
			/start and an end/,
		],
		[
			'a filter value that does not exist',
			filters({ status: [{ operator: 'in', values: "={{ ['queued', 'sent'] }}" }] }),
			'status[in]',
			/Choose one of new, processing/,
		],
		[
			'one comparison given twice',
			filters({
				id: [
					{ operator: 'is', value: 'a' },
					{ operator: 'is', value: 'b' },
				],
			}),
			'id[is]',
			/is one of/i,
		],
		['an unknown filter', filtersJson('{ "state": { "is": "queued" } }'), 'state', /Did you mean status/],
		['a filter of the export', filtersJson('{ "customer_id": { "is": "c" } }'), 'customer_id', /Valid names are/],
		[
			'an operator that the filter lacks',
			filtersJson('{ "status": { "starts_with": "q" } }'),
			'status[starts_with]',
			/It has is, is_not, in, not_in/,
		],
		['a filter without an operator', filtersJson('{ "status": "queued" }'), 'status', /operator/],
		[
			'a date for a filter without an operator',
			filtersJson('={{ { created_at: new Date() } }}'),
			'created_at',
			/operator/,
		],
		['filters that are no object', filtersJson('={{ [1] }}'), 'Filters (JSON)', /double quotes/],
		['a limit of nothing', { limit: '={{ 0 }}' }, 'Limit', /1 or more/],
	],
};

describe.each(paths)('refused before anything is sent ($path path)', (on) => {
	const cases = Object.entries(refusals).flatMap(([operation, rows]) =>
		rows.map((row) => ({ operation, what: row[0], row })),
	);

	it.each(cases)('$what ($operation)', async ({ operation, row }) => {
		const [, parameters, names, advice, input = {}] = row;
		const { status, error } = await use.run(operation, parameters, { ...on, items: items(input) });
		expect(status).toBe('error');
		expect(error?.message).toContain(names);
		expect(error?.description).toMatch(advice);
		expect(use.ledger).toEqual([]);
	});
});

describe('what looks wrong and is right', () => {
	it.each([
		['600 emojis in a note of 600', { note: '🎁'.repeat(600) }],
		['a custom field of any length', { customFields: { values: [{ name: 'cf_long', value: 'x'.repeat(5000) }] } }],
	])('%s', async (_what, fields) => {
		// The sandbox counts otherwise, and the real service's count is not known: it has the last word.
		use.sandbox.script.respondOnce(
			{ method: 'POST', path: /order_1$/ },
			{ status: 200, body: { order: { id: 'order_1' } } },
		);
		const run = await use.run('update', update(fields));
		expect(json(run)).toEqual([{ id: 'order_1' }]);
	});

	it.each([
		'../invoices/x',
		'a/b',
		'a?b=c',
		'a#b',
		'é',
		'%2e%2e',
		'%2E',
		'..%2f',
		'🎁',
		'a b',
		'a\\b',
		'...',
		"'()*!~",
		'={{ 4711 }}',
		'@host',
		'//host/x',
	])('the id %s is one segment of the path of one order', async (value) => {
		const id = value.startsWith('=') ? '4711' : value;
		if (use.sandbox.store.orders.get(id) === undefined) use.addOrder({ id }, { imported: true });
		for (const on of paths) {
			use.sandbox.resetLedger();
			expect(json(await use.run('get', { orderId: byId(value) }, on))).toMatchObject([{ id }]);
			expect(use.request.path).toBe(`/api/v2/orders/${encodeURIComponent(id)}`);
		}
		use.sandbox.resetLedger();
		await use.run('delete', { orderId: byId(value) });
		expect(use.request.path).toBe(`/api/v2/orders/${encodeURIComponent(id)}/delete`);
		expect(use.request.effect).toBe(`delete ${id}`);
	});

	it('the same for invoices', async () => {
		const { id } = use.sandbox.store.addInvoice({ id: 'INV/../x?é' }).attributes;
		const { error } = await use.run('getAllForInvoice', { invoiceId: byId(id) });
		expect(error).toBeUndefined();
		expect(use.request.path).toBe(`/api/v2/invoices/${encodeURIComponent(id)}/orders`);
	});
});

it('one wrong item does not stop the others from being refused or sent by themselves', async () => {
	const run = await use.run(
		'update',
		{ orderId: byId('={{ $json.id }}'), fields: { note: 'x' } },
		{
			items: items({ id: '..' }, { id: 'order_2' }),
			settings: { onError: 'continueRegularOutput' },
		},
	);
	expect(json(run)).toMatchObject([
		{ id: '..', error: expect.stringContaining('Order'), details: { parameter: 'Order', retryable: false } },
		{ id: 'order_2' },
	]);
	expect(use.request.path).toBe('/api/v2/orders/order_2');
});

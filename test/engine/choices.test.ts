import type { INodeParameters } from 'n8n-workflow';

import { byId, items, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 10 });

const note = { orderId: byId('order_1'), fields: { note: 'x' } };
const imported = {
	invoice_id: byId('IMP-without-orders'),
	status: 'queued',
	...{ created_at: 1_763_000_000, order_date: 1_763_000_000, shipping_date: 1_763_000_000 },
};

describe.each(paths)('a choice that was added and not made ($path path)', (on) => {
	it.each<[operation: string, parameters: INodeParameters, names: string]>([
		['update', { ...note, fields: { note: 'x', status: '' } }, 'Status (status)'],
		['import', { ...imported, fields: { cancellation_reason: '' } }, 'Cancellation Reason (cancellation_reason)'],
		['update', { ...note, requestContext: { response_schema_type: '' } }, 'Response Schema (response_schema_type)'],
		['update', { ...note, requestContext: { suppress_events: [] } }, 'Suppress Events (suppress_events)'],
		[
			'update',
			{ ...note, requestContext: { business_entity_id: { __rl: true, mode: 'list', value: '' } } },
			'Business Entity ID (business_entity_id)',
		],
		['get', { orderId: byId('order_1'), requestContext: { response_schema_type: '' } }, 'Response Schema'],
	])('is refused: %s %j', async (operation, parameters, names) => {
		const { status, error } = await use.run(operation, parameters, on);
		expect([status, error?.message]).toEqual(['error', expect.stringContaining(names)]);
		expect(error?.message).toContain('was added, and nothing is chosen there');
		expect(use.ledger).toEqual([]);
	});

	it('is refused of an export', async () => {
		const parameters = { resource: 'export', exportType: 'customers', fields: { export_type: '' } };
		const { error } = await use.run('start', parameters, on);
		expect(error?.message).toContain('Export Type (export_type) was added, and nothing is chosen there');
		expect(use.ledger).toEqual([]);
	});

	it('is an empty value like any other where an expression gives nothing', async () => {
		const fields = { note: 'x', status: '={{ $json.status }}', cancellation_reason: '={{ $json.nope }}' };
		const requestContext = {
			response_schema_type: '={{ $json.status }}',
			suppress_events: '={{ [] }}',
			business_entity_id: byId('={{ $json.status }}'),
		};
		expect(await use.formOf(fields, { requestContext }, { ...on, items: items({ status: '' }) })).toEqual([
			['note', 'x'],
		]);
		expect(use.request.headers).not.toHaveProperty('chargebee-response-schema-type');
		expect(use.request.headers).not.toHaveProperty('chargebee-business-entity-id');
	});
});

it("a filter whose value nobody chose is refused: the first one is nobody's choice", async () => {
	for (const stored of [{ operator: 'is' }, { operator: 'is', value: '' }, {}]) {
		const { error } = await use.run('getAll', { filters: { status: [stored] } });
		expect(error?.message).toContain('Status (status[is]) has no value, and without it');
	}
	expect(use.ledger).toEqual([]);
});

describe.each(paths)('a choice in the words of the editor ($path path)', (on) => {
	it('is taken in fields and their lists', async () => {
		const fields = {
			status: '={{ "Partially Delivered" }}',
			cancellation_reason: '={{ "product-not-available" }}',
			order_line_items: { values: [{ id: 'li_1', status: '={{ "On Hold" }}' }] },
			shipping_date: '={{ "28-Oct-2025 20:09" }}',
			shipped_at: '={{ "28-Oct-2025" }}',
		};
		const requestContext = { suppress_events: '={{ ["Emails"] }}' };
		const sent = await use.formOf(fields, { requestContext }, { ...on, timezone: 'Europe/Berlin' });
		expect(Object.fromEntries(sent)).toEqual({
			status: 'partially_delivered',
			cancellation_reason: 'product_not_available',
			'order_line_items[id][0]': 'li_1',
			'order_line_items[status][0]': 'on_hold',
			shipping_date: String(Date.UTC(2025, 9, 28, 19, 9) / 1000),
			shipped_at: String(Date.UTC(2025, 9, 27, 23) / 1000),
		});
		expect(use.request.headers).toHaveProperty('chargebee-event-email');
	});

	it('is taken in JSON', async () => {
		const fieldsJson = '{ "status": "Shipped", "order_line_items": [{ "id": "li_1", "status": "SHIPPED" }] }';
		expect(await use.formOf({}, { specifyFields: 'json', fieldsJson }, on)).toEqual([
			['status', 'shipped'],
			['order_line_items[id][0]', 'li_1'],
			['order_line_items[status][0]', 'shipped'],
		]);
	});

	it('is taken in filters, added or as JSON, and in sorting', async () => {
		const status = { operator: 'in', values: '={{ "On Hold, Shipped" }}' };
		const created = { operator: 'after', date: 'relative', moment: '={{ "24 hours ago" }}' };
		const sort = { by: { field: '={{ "Updated At" }}', direction: '={{ "Newest First" }}' } };
		await use.run('getAll', { filters: { status: [status], created_at: [created] }, sort }, on);
		expect(use.request.query).toEqual(
			expect.arrayContaining([
				['status[in]', '["on_hold","shipped"]'],
				['created_at[after]', expect.stringMatching(/^\d{10}$/)],
				['sort_by[desc]', 'updated_at'],
			]),
		);
		use.sandbox.resetLedger();
		const filtersJson = '{ "status": { "is": "On Hold" }, "created_at": { "on": "28-Oct-2025" } }';
		await use.run('getAll', { specifyFilters: 'json', filtersJson }, on);
		expect(use.request.query).toEqual(
			expect.arrayContaining([
				['status[is]', 'on_hold'],
				['created_at[on]', String(Date.UTC(2025, 9, 28) / 1000)],
			]),
		);
	});
});

it.each([
	['status', 'Lost', 'Status (status) cannot be "Lost"', /Choose one of new, processing/],
	['shipping_date', '28.10.2025', 'Shipping Date (shipping_date) is not a date: "28.10.2025"', /DateTime\.fromFormat/],
	['shipping_date', '04/11/2026', 'Shipping Date (shipping_date) is not a date: "04/11/2026"', /DateTime\.fromFormat/],
])('other words stay refused: %s as %s', async (name, value, message, hint) => {
	const { error } = await use.run('update', { ...note, fields: { [name]: `={{ "${value}" }}` } });
	expect(error?.message).toContain(message);
	expect(error?.description).toMatch(hint);
	expect(use.ledger).toEqual([]);
});

import type { IDataObject, INodeParameters, ResourceMapperField } from 'n8n-workflow';

import { mapFields } from './harness';
import { byId, items, json, OrderSandbox } from './orderSandbox';

const use = new OrderSandbox({ orders: 20 });

const automatic: INodeParameters = { mappingMode: 'autoMapInputData', value: null };
const fromInput = (columns: INodeParameters = automatic): INodeParameters => ({ specifyFields: 'input', columns });

/** Three rows of a sheet with eight columns, two of which are for nobody here. */
const sheet = (...rows: IDataObject[]): IDataObject[] =>
	rows.map((row, at) => ({
		'Order ID': `sheet_${at}`,
		'Invoice ID': 'IMP-without-orders',
		Status: 'Partially Delivered',
		'Created At': '20-Nov-2026 08:30',
		'Order Date': '21-Nov-2026',
		'Ship Date': '22-Nov-2026',
		Warehouse: 'Köln',
		Remarks: 'none',
		...row,
	}));

async function fieldsOf(parameters: INodeParameters, apiKey = use.sandbox.apiKey) {
	const credential = { url: use.sandbox.url, apiKey };
	return await mapFields({ method: 'orderFields', credential, parameters });
}

describe('Map Automatically', () => {
	it('imports the rows of a sheet by its titles, and says which columns it left out', async () => {
		const rows = sheet({}, { Note: 'fragile', cf_colour: 'red' }, { 'Shipping Address City': 'Köln', Note: '' });
		const run = await use.run('import', fromInput(), { items: items(...rows), timezone: 'Europe/Berlin' });
		expect(run.error).toBeUndefined();
		expect(json(run).map(({ id }) => id)).toEqual(['sheet_0', 'sheet_1', 'sheet_2']);
		const forms = use.ledger
			.map(({ form }) => Object.fromEntries(form))
			.sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
		const common = {
			invoice_id: 'IMP-without-orders',
			status: 'partially_delivered',
			created_at: String(Date.UTC(2026, 10, 20, 7, 30) / 1000),
			order_date: String(Date.UTC(2026, 10, 20, 23) / 1000),
			shipping_date: String(Date.UTC(2026, 10, 21, 23) / 1000),
		};
		expect(forms).toEqual([
			{ ...common, id: 'sheet_0' },
			{ ...common, id: 'sheet_1', note: 'fragile', cf_colour: 'red' },
			{ ...common, id: 'sheet_2', 'shipping_address[city]': 'Köln' },
		]);
		expect(run.hints).toEqual([
			expect.objectContaining({ type: 'info', message: 'Left out, since no field fits: Warehouse, Remarks.' }),
		]);
	});

	it('sends nothing where one row is bad', async () => {
		const rows = sheet({}, { Status: 'Lost' }, {});
		const { status, error } = await use.run('import', fromInput(), { items: items(...rows) });
		expect([status, error?.message]).toEqual(['error', expect.stringContaining('Status (status) cannot be "Lost"')]);
		expect(use.ledger).toEqual([]);
	});

	it('misses a column that Chargebee demands', async () => {
		const [row = {}] = sheet({});
		const { Status: State, ...rest } = row;
		const { error } = await use.run('import', fromInput(), { items: items({ ...rest, State: State ?? '' }) });
		expect(error?.message).toContain('Status (status) has no value, and Chargebee demands it');
		expect(error?.description).toContain('No field fits Warehouse, Remarks, State.');
		expect(use.ledger).toEqual([]);
	});

	it('updates with an order as it came from Chargebee', async () => {
		const order = use.addOrder({ note: 'old', status: 'queued' }, { details: { shipping_address: { city: 'Bonn' } } });
		const [came = {}] = json(await use.run('get', { orderId: byId(order.attributes.id), output: 'raw' }));
		use.sandbox.resetLedger();
		const changed = { ...came, note: 'new', status: 'Shipped' };
		const run = await use.run(
			'update',
			{ orderId: byId('={{ $json.id }}'), ...fromInput() },
			{ items: items(changed) },
		);
		expect(run.error).toBeUndefined();
		const form = Object.fromEntries(use.request.form);
		expect(form).toMatchObject({
			...{ note: 'new', status: 'shipped', cf_color: 'rot', 'shipping_address[city]': 'Bonn' },
			...{ 'order_line_items[id][0]': 'li_1', 'order_line_items[status][1]': 'queued' },
		});
		expect(Object.keys(form).filter((name) => /^(id|created_at|total)$/.test(name))).toEqual([]);
		expect(run.hints[0]?.message).toMatch(/^Left out, since no field fits: (\w+, ){4}\w+ and \d+ more\.$/);
	});

	it('has nothing to update where no column fits', async () => {
		const parameters = { orderId: byId('order_1'), ...fromInput() };
		const { error } = await use.run('update', parameters, { items: items({ Colour: 'red' }) });
		expect(error?.message).toContain('There is nothing to update');
		expect(error?.description).toContain('column of the input');
		expect(use.ledger).toEqual([]);
	});

	it('creates in version 1', async () => {
		const invoice = String([...use.sandbox.store.orders.all()][0]?.attributes.invoice_id);
		const run = await use.run('create', fromInput(), {
			items: items({ 'Invoice Id': invoice, Status: 'New', Note: 'n' }),
		});
		expect(json(run)).toMatchObject([{ invoice_id: invoice, status: 'new', note: 'n' }]);
		expect(run.hints).toEqual([]);
	});

	it('reads no value that n8n keeps beside it', async () => {
		const { fields: schema } = await fieldsOf({ operation: 'update' });
		use.sandbox.resetLedger();
		const columns = { ...automatic, value: { note: 'kept', is_gift: false }, schema } as unknown as INodeParameters;
		await use.run('update', { orderId: byId('order_1'), ...fromInput(columns) }, { items: items({ batch_id: 'b' }) });
		expect(use.request.form).toEqual([['batch_id', 'b']]);
	});
});

describe('Map Each Column', () => {
	const byHand = (value: INodeParameters, schema: ResourceMapperField[] = []): INodeParameters =>
		({ mappingMode: 'defineBelow', value, schema, matchingColumns: [] }) as unknown as INodeParameters;

	it('takes expressions in the words of the editor and of exports, and leaves out what nobody touched', async () => {
		const { fields } = await fieldsOf({ operation: 'update' });
		use.sandbox.resetLedger();
		const value = {
			status: '={{ $json.state }}',
			shipping_date: '={{ $json.date }}',
			note: '={{ $json.nope }}',
			batch_id: null,
			tracking_id: '1Z',
			'shipping_address.city': '={{ $json.city }}',
			order_line_items: '={{ $json.lines }}',
			cf_color: 'blau',
		};
		const row = {
			state: 'On Hold',
			date: '28-Oct-2025 20:09',
			city: 'Köln',
			lines: [{ id: 'li_1', status: 'Shipped', amount: 5 }],
		};
		const parameters = { orderId: byId(use.addOrder().attributes.id), ...fromInput(byHand(value, fields)) };
		const run = await use.run('update', parameters, { items: items(row) });
		expect(run.error).toBeUndefined();
		expect(Object.fromEntries(use.request.form)).toEqual({
			status: 'on_hold',
			shipping_date: String(Date.UTC(2025, 9, 28, 20, 9) / 1000),
			tracking_id: '1Z',
			'shipping_address[city]': 'Köln',
			'order_line_items[id][0]': 'li_1',
			'order_line_items[status][0]': 'shipped',
			cf_color: 'blau',
		});
		expect(run.hints).toEqual([]);
	});

	it('has n8n demand what Chargebee demands', async () => {
		const { fields } = await fieldsOf({ operation: 'import' });
		const { error } = await use.run('import', fromInput(byHand({ invoice_id: 'i' }, fields)));
		expect(error?.message).toContain('Field "status" is required');
	});

	it('as a whole by an expression is refused', async () => {
		const parameters = { orderId: byId('order_1'), specifyFields: 'input', columns: '={{ $json }}' };
		const { error } = await use.run('update', parameters, { items: items({ note: 'x' }) });
		expect(error?.message).toContain('From Input Fields has no mapping');
		expect(use.ledger).toEqual([]);
	});
});

describe('the fields of the mapper', () => {
	it.each([
		[{ operation: 'update' }, 'tracking_url', 'document_number'],
		[{ operation: 'update', apiVersion: 'v1' }, 'shipping_address.city', 'tracking_url'],
		[{ operation: 'create' }, 'fulfillment_status', 'tracking_url'],
		[{ operation: 'import', apiVersion: 'v1' }, 'document_number', 'order_line_items'],
	])('are those of the operation and its version: %j', async (parameters, has, lacks) => {
		const ids = (await fieldsOf({ resource: 'order', ...parameters })).fields.map(({ id }) => id);
		expect(ids).toContain(has);
		expect(ids).not.toContain(lacks);
	});

	it('have custom fields of the newest orders after them', async () => {
		const { fields, emptyFieldsNotice } = await fieldsOf({ resource: 'order', operation: 'import' });
		expect(fields.at(-1)).toMatchObject({ id: 'cf_warehouse', displayName: 'cf_warehouse', type: 'string' });
		expect(fields.slice(0, 5).every(({ required }) => required)).toBe(true);
		expect(fields.filter(({ required }) => required)).toHaveLength(5);
		expect(emptyFieldsNotice).toContain('Ship Date');
		expect(use.request.query).toContainEqual(['limit', '100']);
	});

	it('are there where the key may not list orders', async () => {
		const { fields } = await fieldsOf({ resource: 'order', operation: 'import' }, use.sandbox.restrictedKey);
		expect(fields.map(({ id }) => id)).toContain('invoice_id');
		expect(fields.some(({ id }) => id.startsWith('cf_'))).toBe(false);
	});

	it.each([{}, { operation: 'getAll' }, { operation: 'cancel' }, { operation: '={{ $json.x }}' }])(
		'are none where there is nothing to map: %j',
		async (parameters) => {
			expect((await fieldsOf(parameters)).fields).toEqual([]);
			expect(use.ledger).toEqual([]);
		},
	);
});

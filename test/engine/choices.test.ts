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
		const requestContext = { response_schema_type: '={{ $json.status }}', suppress_events: '={{ [] }}' };
		expect(await use.formOf(fields, { requestContext }, { ...on, items: items({ status: '' }) })).toEqual([
			['note', 'x'],
		]);
		expect(use.request.headers).not.toHaveProperty('chargebee-response-schema-type');
	});
});

it("a filter whose value nobody chose is refused: the first one is nobody's choice", async () => {
	for (const stored of [{ operator: 'is' }, { operator: 'is', value: '' }, {}]) {
		const { error } = await use.run('getAll', { filters: { status: [stored] } });
		expect(error?.message).toContain('Status (status[is]) has no value, and without it');
	}
	expect(use.ledger).toEqual([]);
});

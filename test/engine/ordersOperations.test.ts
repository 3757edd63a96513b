import type { INodeParameters } from 'n8n-workflow';

import type { ApiVersion } from '../../nodes/ChargebeeOrders/api/parameter';
import type { Order } from '../sandbox';

import { asSent, byId, items, json, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 250 });

interface Write {
	operation: string;
	version: ApiVersion;
	/** Below the version; `*` stands for the order's id. */
	path: string;
	parameters?: INodeParameters;
	form: Array<[string, string]>;
	/** The order that there is before. */
	order?: Parameters<OrderSandbox['addOrder']>;
}

/** The order of fields within a form means nothing. */
const sorted = (form: Array<[string, string]>): string[] => form.map(([name, value]) => `${name}=${value}`).sort();

const date = 1_763_000_000;

const writes: readonly Write[] = [
	{
		operation: 'update',
		version: 'v2',
		path: '/orders/*',
		parameters: { fields: { note: 'Ring twice', status: 'shipped', shipping_address: { values: { city: 'Köln' } } } },
		form: [
			['note', 'Ring twice'],
			['status', 'shipped'],
			['shipping_address[city]', 'Köln'],
		],
	},
	{
		operation: 'update',
		version: 'v1',
		path: '/orders/*',
		parameters: { apiVersion: 'v1', fields: { tracking_id: 'T 1&2', status: 'complete' } },
		form: [
			['tracking_id', 'T 1&2'],
			['status', 'complete'],
		],
	},
	{
		operation: 'assignOrderNumber',
		version: 'v2',
		path: '/orders/*/assign_order_number',
		form: [],
	},
	{
		operation: 'cancel',
		version: 'v2',
		path: '/orders/*/cancel',
		parameters: { cancellation_reason: 'others', fields: { comment: 'Too late', credit_note__total: 5 } },
		form: [
			['cancellation_reason', 'others'],
			['comment', 'Too late'],
			['credit_note[total]', '5'],
		],
	},
	{
		operation: 'createRefundableCreditNote',
		version: 'v2',
		path: '/orders/*/create_refundable_credit_note',
		parameters: { credit_note__reason_code: 'waiver', credit_note__total: 7, fields: { customer_notes: 'Sorry' } },
		form: [
			['credit_note[reason_code]', 'waiver'],
			['credit_note[total]', '7'],
			['customer_notes', 'Sorry'],
		],
	},
	{
		operation: 'delete',
		version: 'v2',
		path: '/orders/*/delete',
		form: [],
		order: [{}, { imported: true }],
	},
	{
		operation: 'reopen',
		version: 'v2',
		path: '/orders/*/reopen',
		parameters: { fields: { void_cancellation_credit_notes: true } },
		form: [['void_cancellation_credit_notes', 'true']],
		order: [{ status: 'cancelled', cancellation_reason: 'others' }],
	},
	{
		operation: 'resend',
		version: 'v2',
		path: '/orders/*/resend',
		parameters: {
			fields: {
				resend_reason: 'Lost',
				order_line_items: {
					values: [
						{ id: 'li_1', fulfillment_quantity: 1 },
						{ id: 'li_2', fulfillment_quantity: 2 },
					],
				},
			},
		},
		form: [
			['resend_reason', 'Lost'],
			['order_line_items[id][0]', 'li_1'],
			['order_line_items[fulfillment_quantity][0]', '1'],
			['order_line_items[id][1]', 'li_2'],
			['order_line_items[fulfillment_quantity][1]', '2'],
		],
	},
];

describe.each(paths)('on the $path path', (on) => {
	const raw = { options: { output: 'raw' } };

	/** The answer must be the order as it now is, and nothing else. */
	const expectOrder = (found: ReturnType<typeof json>, output: unknown, version: ApiVersion): Order => {
		const order = use.sandbox.store.orders.get(String(found[0]?.id));
		expect(output).toEqual([[{ json: asSent(order, version), pairedItem: { item: 0 } }]]);
		if (order === undefined) throw new Error('the answer is of no order');
		return order;
	};

	it.each(writes)('$operation ($version) posts the form and hands out the order as sent', async (write) => {
		const { id } = use.addOrder(...(write.order ?? [])).attributes;
		const run = await use.run(write.operation, { orderId: byId(id), ...write.parameters, ...raw }, on);
		expect(run.error).toBeUndefined();
		const { method, path, form, headers, status, rawQuery } = use.request;
		expect([method, path, status, rawQuery]).toEqual([
			'POST',
			`/api/${write.version}${write.path.replace('*', id)}`,
			200,
			'',
		]);
		expect(sorted(form)).toEqual(sorted(write.form));
		expect(headers).toMatchObject({
			accept: 'application/json',
			'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
		});
		const order = expectOrder(json(run), run.output, write.version);
		if (write.operation === 'resend')
			expect(order.attributes).toMatchObject({ is_resent: true, original_order_id: id });
		else expect(order.attributes.id).toBe(id);
		if (write.version === 'v2') expect(order.attributes).toMatchObject({ cf_color: 'rot', cf_size: 42 });
	});

	it('create is of version 1', async () => {
		const id = `created ${on.path}`;
		const custom = { values: [{ name: 'cf_gift_wrap', value: 'gold' }] };
		const run = await use.run(
			'create',
			{ invoice_id: byId('INV-without-orders'), fields: { id, status: 'processing', customFields: custom }, ...raw },
			on,
		);
		expect(use.request).toMatchObject({ method: 'POST', path: '/api/v1/orders', status: 200 });
		expect(Object.fromEntries(use.request.form)).toEqual({
			invoice_id: 'INV-without-orders',
			id,
			status: 'processing',
			cf_gift_wrap: 'gold',
		});
		expect(expectOrder(json(run), run.output, 'v1').attributes).toMatchObject({ id, cf_gift_wrap: 'gold' });
	});

	it('import needs its dates', async () => {
		const required = { invoice_id: byId('IMP-without-orders'), status: 'shipped', created_at: date };
		const days = { order_date: '2025-11-01T00:00:00Z', shipping_date: date + 1 };
		const fields = { shipped_at: date + 2, billing_address: { values: { country: 'DE' } } };
		const run = await use.run('import', { ...required, ...days, fields, ...raw }, on);
		expect(use.request).toMatchObject({ method: 'POST', path: '/api/v2/orders/import_order', status: 200 });
		expect(Object.fromEntries(use.request.form)).toEqual({
			invoice_id: 'IMP-without-orders',
			status: 'shipped',
			created_at: String(date),
			order_date: '1761955200',
			shipping_date: String(date + 1),
			shipped_at: String(date + 2),
			'billing_address[country]': 'DE',
		});
		expectOrder(json(run), run.output, 'v2');

		use.sandbox.resetLedger();
		const refused = await use.run('import', { ...required, ...days, order_date: '={{ $json.missing }}', ...raw }, on);
		expect(refused.error).toMatchObject({ message: expect.stringContaining('order_date') });
		expect(use.ledger).toEqual([]);
	});

	it.each(['v2', 'v1'] as const)('get (%s) hands out the order as sent', async (apiVersion) => {
		const { id } = use.addOrder().attributes;
		const run = await use.run('get', { apiVersion, orderId: byId(id), ...raw }, on);
		expect(use.request).toMatchObject({
			method: 'GET',
			path: `/api/${apiVersion}/orders/${id}`,
			rawQuery: '',
			rawBody: '',
		});
		expect(use.request.headers).not.toHaveProperty('content-type');
		expectOrder(json(run), run.output, apiVersion);
	});

	it.each(['v2', 'v1'] as const)('get many (%s) hands out one item an order', async (apiVersion) => {
		const run = await use.run('getAll', { apiVersion, limit: 3, ...raw }, on);
		// Version 1 cannot sort.
		const isV2 = apiVersion === 'v2';
		const query = [['limit', '3'], ...(isV2 ? [['sort_by[desc]', 'created_at']] : [])];
		expect(use.request).toMatchObject({ method: 'GET', path: `/api/${apiVersion}/orders`, query });
		const first = use.sandbox.store.orders.byCreation.page(isV2, undefined, 3, () => true);
		expect(run.output).toEqual([first.map((order) => ({ json: asSent(order, apiVersion), pairedItem: { item: 0 } }))]);
	});

	it.each(['v2', 'v1'] as const)('get many for invoice (%s)', async (apiVersion) => {
		const run = await use.run('getAllForInvoice', { apiVersion, invoiceId: byId('INV-31'), limit: 2, ...raw }, on);
		expect(use.request).toMatchObject({ path: `/api/${apiVersion}/invoices/INV-31/orders`, query: [['limit', '2']] });
		const sent = json(run).map(({ id }) => asSent(use.sandbox.store.orders.get(String(id)), apiVersion));
		expect(sent).toHaveLength(2);
		expect(run.output).toEqual([sent.map((order) => ({ json: order, pairedItem: { item: 0 } }))]);
		if (apiVersion === 'v2') expect(sent).toMatchObject([{ invoice_id: 'INV-31' }, { invoice_id: 'INV-31' }]);
	});

	it('an order picked from the list is the same as one typed', async () => {
		const { id } = use.addOrder().attributes;
		const run = await use.run('get', { orderId: { __rl: true, mode: 'list', value: id, cachedResultName: 'x' } }, on);
		expect(json(run)).toMatchObject([{ id }]);
	});

	it('pairs every result with the item that caused it', async () => {
		const empty = use.sandbox.store.addInvoice().attributes.id;
		const run = await use.run(
			'getAllForInvoice',
			{
				invoiceId: byId('={{ $json.invoice }}'),
				limit: 2,
				options: { output: 'selected', outputFields: ['invoice_id'] },
			},
			{ ...on, items: items({ invoice: 'INV-31' }, { invoice: empty }, { invoice: 'INV-31' }) },
		);
		const result = (item: number) => ({ json: { invoice_id: 'INV-31' }, pairedItem: { item } });
		expect(run.output).toEqual([[result(0), result(0), result(2), result(2)]]);
	});
});

describe("as an agent's tool", () => {
	const [, tool] = paths;

	it.each(paths)(
		'gives 20 simplified orders unless asked for more, and never more than 200 ($path)',
		async ({ path }) => {
			const run = await use.run('getAll', {}, { path, settings: tool?.settings });
			expect(use.request.query).toEqual([
				['limit', '20'],
				['sort_by[desc]', 'created_at'],
			]);
			expect(json(run)).toHaveLength(20);
			for (const order of json(run)) expect(Object.keys(order).length).toBeLessThanOrEqual(10);

			use.sandbox.resetLedger();
			const most = await use.run('getAll', { limit: 1000, returnAll: true }, { path, settings: tool?.settings });
			expect(json(most)).toHaveLength(200);
		},
	);

	it.each(paths)('takes what the agent leaves empty as not given ($path)', async ({ path }) => {
		const empty = "={{ '' }}";
		const period = { operator: 'between', date: 'relative', period: empty };
		const parameters = {
			limit: empty,
			filters: {
				status: [{ operator: 'is', value: empty }],
				created_at: [{ operator: 'after', value: empty }, period],
			},
			sort: { by: { field: empty, direction: empty } },
			requestContext: { user_email: empty, response_schema_type: empty },
			options: { output: empty, timestamps: empty, amounts: empty, include_deleted: empty, maxRateLimitWait: empty },
		};
		const run = await use.run('getAll', parameters, { path, settings: tool?.settings });
		expect(run.error).toBeUndefined();
		expect(use.request.query).toEqual([
			['limit', '20'],
			['sort_by[desc]', 'created_at'],
		]);
		expect(Object.keys(json(run)[0] ?? {}).length).toBeLessThanOrEqual(10);
	});

	it('puts what to do into the message, since an agent sees nothing else', async () => {
		for (const { path } of paths) {
			const { error } = await use.run('get', { orderId: byId('nowhere') }, { path, settings: tool?.settings });
			expect(error?.message).toMatch(/nowhere not found.*check the ID/s);
		}
	});
});

it.each([
	['resource', { resource: '={{ "order" }}', operation: 'delete' }],
	['operation', { resource: 'order', operation: '={{ "delete" }}' }],
	['operation that does not exist', { resource: 'order', operation: '={{ "explode" }}' }],
	['stale operation', { resource: 'order', operation: 'explode' }],
])('an expression or a stale value for the %s is refused, and nothing is sent', async (_what, parameters) => {
	const order = use.addOrder({}, { imported: true });
	for (const on of paths) {
		const { status, error } = await use.run('', { ...parameters, orderId: byId(order.attributes.id) }, on);
		expect(status).toBe('error');
		expect(error?.message).toMatch(/There is no operation ".*" of ".*"/);
	}
	expect(use.ledger).toEqual([]);
	expect(order.attributes.deleted).toBe(false);
});

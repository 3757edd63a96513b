import type { INodeParameters, NodeParameterValueType } from 'n8n-workflow';

import { byId, items, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 10 });

/** The fields of the one form that an update with these fields sends. */
async function sent(...given: Parameters<OrderSandbox['formOf']>): Promise<Record<string, string>> {
	use.sandbox.resetLedger();
	return Object.fromEntries(await use.formOf(...given));
}

describe.each(paths)('what is sent ($path path)', (on) => {
	it('leaves out what is empty, also the members of groups that n8n fills with defaults', async () => {
		const fields = {
			note: '',
			batch_id: '={{ null }}',
			tracking_id: '={{ $json.missing }}',
			reference_id: 'R1',
			shipping_date: '',
			shipping_address: { values: { city: 'Köln', zip: '' } },
			order_line_items: {
				values: [
					{ id: 'li_1', sku: 'S' },
					{ id: 'li_2', status: 'shipped' },
				],
			},
			customFields: {
				values: [
					{ name: 'cf_a', value: '' },
					{ name: 'cf_b', value: 'y' },
				],
			},
		};
		expect(await sent(fields, { requestContext: { user_email: '', device: '' } }, on)).toEqual({
			reference_id: 'R1',
			'shipping_address[city]': 'Köln',
			'order_line_items[id][0]': 'li_1',
			'order_line_items[sku][0]': 'S',
			'order_line_items[id][1]': 'li_2',
			'order_line_items[status][1]': 'shipped',
			cf_b: 'y',
		});
		expect(Object.keys(use.request.headers).filter((name) => name.startsWith('chargebee-'))).toEqual([
			'chargebee-idempotency-key',
		]);
	});

	it('carries any text unchanged, and numbers and booleans of expressions as text', async () => {
		const note = 'a&b=c+d %20 "\'()*!~ [x]\r\n\t\u0000é 山田 🎁 #?/';
		const customFields = {
			values: [
				{ name: 'cf_n', value: '={{ 1.5 }}' },
				{ name: 'cf_b', value: '={{ false }}' },
			],
		};
		const fields = { note: '={{ $json.note }}', tracking_id: '={{ 0 }}', customFields };
		expect(await sent(fields, {}, { ...on, items: items({ note }) })).toEqual({
			note,
			tracking_id: '0',
			cf_n: '1.5',
			cf_b: 'false',
		});
	});

	it.each([
		[
			'text',
			'{ "note": "x", "status": "shipped", "cf_color": "blau", "batch_id": "", "shipping_address": { "city": null, "zip": 1 } }',
		],
		[
			'an expression',
			"={{ { note: 'x', status: 'shipped', cf_color: 'blau', batch_id: '', shipping_address: { city: null, zip: 1 } } }}",
		],
	])('takes the fields as one JSON object, given as %s', async (_how, fieldsJson) => {
		expect(await sent({}, { specifyFields: 'json', fieldsJson }, on)).toEqual({
			note: 'x',
			status: 'shipped',
			cf_color: 'blau',
			'shipping_address[zip]': '1',
		});
	});

	it('takes lists and dates in JSON', async () => {
		const fieldsJson =
			"={{ { order_date: DateTime.fromSeconds(1772355600), shipped_at: new Date(1772355600999), order_line_items: [{ id: 'li_2', sku: 'Z' }] } }}";
		expect(await sent({}, { specifyFields: 'json', fieldsJson }, on)).toEqual({
			order_date: '1772355600',
			shipped_at: '1772355600',
			'order_line_items[id][0]': 'li_2',
			'order_line_items[sku][0]': 'Z',
		});
	});

	it.each(['={{ $json.lines }}', '={{ JSON.stringify($json.lines) }}', '[{ "id": "li_2", "status": "Shipped" }]'])(
		'takes the line items of an order as they come: %s',
		async (order_line_items_json) => {
			const line = { id: 'li_2', status: 'shipped', amount: 100, object: 'order_line_item' };
			expect(await sent({ order_line_items_json }, {}, { ...on, items: items({ lines: [line] }) })).toEqual({
				'order_line_items[id][0]': 'li_2',
				'order_line_items[status][0]': 'shipped',
			});
		},
	);

	it('takes what is picked from a list, or typed beside it', async () => {
		const picked = (value: string, cachedResultName = value): INodeParameters => ({
			...{ __rl: true, mode: 'list' },
			...{ value, cachedResultName },
		});
		const fields = {
			customFields: {
				values: [
					{ name: picked('cf_a'), value: 'x' },
					{ name: { __rl: true, mode: 'name', value: ' cf_b ' }, value: 'y' },
					{ name: { __rl: true, mode: 'name', value: '={{ "cf_" + $json.name }}' }, value: 'z' },
				],
			},
			order_line_items: {
				values: [
					{ id: picked('li_1', 'li_1 · Tea'), status: 'shipped' },
					{ id: byId('={{ $json.line }}'), sku: 'S' },
				],
			},
		};
		const requestContext = { business_entity_id: picked('__sandbox__8at09TEfAyAk2') };
		const given = items({ name: 'c', line: 'li_2' });
		expect(await sent(fields, { requestContext }, { ...on, items: given })).toEqual({
			cf_a: 'x',
			cf_b: 'y',
			cf_c: 'z',
			'order_line_items[id][0]': 'li_1',
			'order_line_items[status][0]': 'shipped',
			'order_line_items[id][1]': 'li_2',
			'order_line_items[sku][1]': 'S',
		});
		expect(use.request.headers).toMatchObject({ 'chargebee-business-entity-id': '__sandbox__8at09TEfAyAk2' });
	});

	it('sets and clears custom fields of every name', async () => {
		const order = use.addOrder();
		const names = ['cf_Subscription Type', 'cf_größe', 'cf_gift__wrap', 'cf_a.b-c'];
		const orderId = byId(order.attributes.id);
		const customFields = { values: names.map((name) => ({ name, value: 'x' })) };
		await use.run('update', { orderId, fields: { customFields } }, on);
		expect(order.attributes).toMatchObject(Object.fromEntries(names.map((name) => [name, 'x'])));
		use.sandbox.resetLedger();
		await use.run('update', { orderId, fieldsToClear: `={{ ${JSON.stringify(names)} }}` }, on);
		expect(use.request.form).toEqual(names.map((name) => [name, '']));
		for (const name of names) expect(order.attributes).toMatchObject({ [name]: undefined });
	});

	it('clears what is chosen to be cleared, custom fields by an expression', async () => {
		const order = use.addOrder(
			{ note: 'old', batch_id: 'b' },
			{ details: { shipping_address: { line2: 'old', city: 'Köln' } } },
		);
		const fieldsToClear = "={{ ['note', 'shipping_address__line2', 'cf_color'] }}";
		await use.run('update', { orderId: byId(order.attributes.id), fieldsToClear, fields: { batch_id: 'c' } }, on);
		expect(Object.fromEntries(use.request.form)).toEqual({
			note: '',
			'shipping_address[line2]': '',
			cf_color: '',
			batch_id: 'c',
		});
		expect(order.attributes).toMatchObject({ note: undefined, cf_color: undefined, cf_size: 42, batch_id: 'c' });
		expect(order.details.shipping_address).toMatchObject({ line2: undefined, city: 'Köln' });
	});

	it.each([
		['a number', 1999, '1999'],
		['text', '={{ "1999" }}', '1999'],
		['nothing at all', '={{ 0 }}', '0'],
	])('sends an amount in minor units, given as %s', async (_how, total, wire) => {
		const order = use.addOrder({ refundable_credits: 5000 });
		const parameters = { credit_note__reason_code: 'waiver', credit_note__total: total };
		const run = await use.run('createRefundableCreditNote', { orderId: byId(order.attributes.id), ...parameters }, on);
		expect(run.error).toBeUndefined();
		expect(use.request.form).toContainEqual(['credit_note[total]', wire]);
	});
});

describe('dates', () => {
	const seconds = Date.UTC(2026, 2, 1, 15) / 1000;

	it.each<[string, NodeParameterValueType, string]>([
		['text without an offset, in winter', '2026-03-01T10:00:00', 'America/New_York'],
		['text with a space', '2026-03-01 10:00:00', 'America/New_York'],
		['a day alone', '2026-03-02', 'Pacific/Honolulu'],
		['text with an offset', '2026-03-01T16:00:00+01:00', 'America/New_York'],
		['text in UTC with a fraction', '2026-03-01T15:00:00.999Z', 'America/New_York'],
		['unix seconds', seconds, 'America/New_York'],
		['unix seconds as text', String(seconds), 'America/New_York'],
		['Luxon', "={{ DateTime.fromISO('2026-03-01T10:00:00', { zone: 'America/New_York' }) }}", 'Asia/Tokyo'],
		["Luxon in the workflow's zone", "={{ DateTime.fromISO('2026-03-02T00:00:00') }}", 'Asia/Tokyo'],
		['a Date', "={{ new Date('2026-03-01T15:00:00Z') }}", 'Asia/Tokyo'],
		['text of an expression', "={{ '2026-03-02T00:00:00' }}", 'Asia/Tokyo'],
	])('%s is %j in %s', async (how, value, timezone) => {
		const expected = how === 'a day alone' ? Date.UTC(2026, 2, 2, 10) / 1000 : seconds;
		for (const on of paths) {
			expect(await sent({ order_date: value }, {}, { ...on, timezone })).toEqual({ order_date: String(expected) });
		}
	});

	it('the clock of summer time counts', async () => {
		const timezone = 'America/New_York';
		const expected = String(Date.UTC(2026, 6, 1, 14) / 1000);
		expect(await sent({ order_date: '2026-07-01T10:00:00' }, {}, { timezone })).toEqual({ order_date: expected });
	});

	it('$now and $today', async () => {
		const before = Math.floor(Date.now() / 1000);
		const form = await sent(
			{ order_date: '={{ $now }}', shipping_date: '={{ $today }}' },
			{},
			{ timezone: 'Asia/Tokyo' },
		);
		expect(Number(form.order_date)).toBeGreaterThanOrEqual(before);
		expect(Number(form.order_date)).toBeLessThanOrEqual(Date.now() / 1000);
		// Midnight in Tokyo is 15:00 in UTC.
		expect(Number(form.shipping_date) % 86_400).toBe(15 * 3600);
	});
});

describe('headers', () => {
	const everything: INodeParameters = {
		user_email: 'nathan@example.com',
		ip: '203.0.113.7',
		device: 'Gerät 7',
		business_entity_id: '__sandbox__8at09TEfAyAk2',
		response_schema_type: 'items',
	};
	const named = {
		'chargebee-request-origin-user': 'nathan@example.com',
		'chargebee-request-origin-ip': '203.0.113.7',
		'chargebee-request-origin-device': 'Gerät 7',
	};
	const ofVersion2 = {
		'chargebee-business-entity-id': '__sandbox__8at09TEfAyAk2',
		'chargebee-response-schema-type': 'items',
	};
	const own = (): Record<string, string> =>
		Object.fromEntries(Object.entries(use.request.headers).filter(([name]) => name.startsWith('chargebee-')));

	it.each(paths)('of a write are all sent ($path path)', async (on) => {
		const events = { suppress_events: ['actions', 'email', 'webhook'], idempotency_key: `my key, ${on.path}` };
		await sent({ note: 'x' }, { requestContext: { ...everything, ...events } }, on);
		expect(own()).toEqual({
			...named,
			...ofVersion2,
			'chargebee-event-actions': 'all-disabled',
			'chargebee-event-email': 'all-disabled',
			'chargebee-event-webhook': 'all-disabled',
			'chargebee-idempotency-key': `my key, ${on.path}`,
		});
	});

	it.each(paths)('of a read are those that apply to reads ($path path)', async (on) => {
		await use.run('get', { orderId: byId(use.addOrder().attributes.id), requestContext: everything }, on);
		expect(own()).toEqual({ ...named, ...ofVersion2 });
	});

	it('of version 1 are those that it knows', async () => {
		const { user_email, ip, device } = everything;
		const more = { apiVersion: 'v1', requestContext: { user_email, ip, device, suppress_events: ['webhook'] } };
		await sent({ note: 'x' }, more);
		expect(own()).toMatchObject({ ...named, 'chargebee-event-webhook': 'all-disabled' });
	});

	it('an e-mail address outside ASCII goes as Base64, and only so', async () => {
		await sent({ note: 'x' }, { requestContext: { user_email: 'Грицько@example.com' } });
		const { 'chargebee-request-origin-user-encoded': encoded = '', ...rest } = own();
		expect(Buffer.from(encoded, 'base64').toString('utf8')).toBe('Грицько@example.com');
		expect(Object.keys(rest)).toEqual(['chargebee-idempotency-key']);
	});

	it('the business entity decides what is found', async () => {
		const orderId = byId(use.addOrder().attributes.id);
		const { error } = await use.run('get', {
			orderId,
			requestContext: { business_entity_id: '__sandbox__AzqXMmTsZx3Lp' },
		});
		expect(error?.description).toContain('Business Entity ID');
		expect(use.request.status).toBe(404);
	});
});

describe('the idempotency key', () => {
	const keys = async (
		options: Parameters<OrderSandbox['run']>[2],
		fields: INodeParameters = { note: 'x' },
	): Promise<string[]> => {
		use.sandbox.resetLedger();
		const orderId = byId('={{ $json.id }}');
		const ids = [1, 2].map((number) => ({ id: `twin_${number}` }));
		await use.run('update', { orderId, fields }, { ...options, items: items(...ids) });
		return use.ledger.map(({ path, headers }) => `${path} ${headers['chargebee-idempotency-key'] ?? ''}`).sort();
	};

	beforeAll(() => {
		for (const id of ['twin_1', 'twin_2']) use.addOrder({ id });
	});

	it('is the same for the same item of an execution, and another for every other', async () => {
		const first = await keys({ executionId: 'e1' });
		expect(await keys({ executionId: 'e1' })).toEqual(first);
		expect(use.ledger.map(({ replayed }) => replayed)).toEqual([true, true]);
		const others = [...(await keys({ executionId: 'e2' })), ...(await keys({ executionId: 'e1', runIndex: 1 }))];
		const settings = { id: 'another-node' };
		const all = [...first, ...others, ...(await keys({ executionId: 'e1', settings }))].map(
			(line) => line.split(' ')[1],
		);
		expect(new Set(all).size).toBe(8);
	});

	it.each(paths)('is another for every call where n8n names no execution ($path path)', async (on) => {
		const first = await keys({ ...on, executionId: undefined });
		const second = await keys({ ...on, executionId: undefined });
		expect(new Set([...first, ...second]).size).toBe(4);
	});
});

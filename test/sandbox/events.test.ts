import type { Sandbox, SandboxClock, SandboxEvent, SandboxOptions } from './index';
import { startSandbox } from './index';
import type { RawAnswer } from './rawClient';
import { allPages, RawClient } from './rawClient';

const path = '/api/v2/events';
const start = Date.UTC(2026, 10, 22, 8, 30);
const second = start / 1000;

let now: number;
let sandbox: Sandbox;
let client: RawClient;

const clock: SandboxClock = { now: () => now, sleep: async () => await Promise.resolve() };

async function begin(options: SandboxOptions = {}): Promise<void> {
	now = start;
	sandbox = await startSandbox({ orders: 5, clock, ...options });
	client = new RawClient(sandbox);
}
beforeEach(() => begin());
afterEach(() => sandbox.close());

interface EventAnswer {
	[attribute: string]: unknown;
	id: string;
	content: { order: Record<string, unknown> };
}

const eventsIn = ({ body }: RawAnswer): EventAnswer[] =>
	(body as { list: Array<{ event: EventAnswer }> }).list.map(({ event }) => event);
const made = (): string[] =>
	sandbox.store.events.all().map(({ event_type, order }) => `${event_type} ${order.attributes.id}`);
const idsOf = async (query: Record<string, string>): Promise<string[]> =>
	(await allPages(client, path, query)).flatMap((page) => eventsIn(page).map(({ id }) => id));

describe('what makes an event', () => {
	it('nothing that was seeded, nothing that is only read, refused or without any field', async () => {
		await client.get('/api/v2/orders');
		await client.post('/api/v2/orders/order_1');
		await client.post('/api/v2/orders/order_1', { status: 'nope' });
		await client.post('/api/v2/orders', { invoice_id: 'INV-1' });
		expect(made()).toEqual([]);
	});

	it('a creation and an import', async () => {
		await client.post('/api/v1/orders', { id: 'made', invoice_id: 'INV-1' });
		const imported = { id: 'imported', invoice_id: 'IMP-without-orders', status: 'shipped' };
		const times = { created_at: '1700000000', order_date: '1700000000', shipping_date: '1700000000' };
		expect((await client.post('/api/v2/orders/import_order', { ...imported, ...times })).status).toBe(200);
		expect(made()).toEqual(['order_created made', 'order_created imported']);
		expect(sandbox.store.events.all().map(({ occurred_at }) => occurred_at)).toEqual([second, second]);
	});

	it.each(['cancelled', 'delivered', 'returned'])(
		'a change, and one of its own when an order is %s',
		async (status) => {
			const { id } = sandbox.store.addOrder({ id: 'mine', status: 'queued' }).attributes;
			const forms: Array<Record<string, string>> = [
				{ note: 'x' },
				{ status: 'shipped' },
				{ status },
				{ status, note: 'y' },
			];
			for (const form of forms) await client.post(`/api/v2/orders/${id}`, form);
			const updated = 'order_updated mine';
			expect(made()).toEqual(['order_created mine', updated, updated, updated, `order_${status} mine`, updated]);
		},
	);

	it('a deletion, which is no update', async () => {
		sandbox.store.addOrder({ id: 'mine' }, { imported: true });
		await client.post('/api/v2/orders/mine/delete');
		expect(made()).toEqual(['order_created mine', 'order_deleted mine']);
		expect(sandbox.store.events.all()[1]?.order.attributes.deleted).toBe(true);
	});

	it('cancelling, reopening, crediting and numbering', async () => {
		sandbox.store.addOrder({ id: 'mine', refundable_credits: 1000 });
		await client.post('/api/v2/orders/mine/cancel', { cancellation_reason: 'others' });
		await client.post('/api/v2/orders/mine/reopen');
		await client.post('/api/v2/orders/mine/create_refundable_credit_note', {
			'credit_note[reason_code]': 'waiver',
			'credit_note[total]': '10',
		});
		await client.post('/api/v2/orders/mine/assign_order_number');
		expect(made().map((event) => event.replace(' mine', ''))).toEqual([
			'order_created',
			'order_updated',
			'order_cancelled',
			'order_updated',
			'order_updated',
			'order_updated',
		]);
	});

	it('resending: of the new order, and of the original', async () => {
		const items = [{ id: 'a', fulfillment_quantity: 2 }];
		sandbox.store.addOrder({ id: 'mine' }, { details: { order_line_items: items } });
		const part = { 'order_line_items[id][0]': 'a', 'order_line_items[fulfillment_quantity][0]': '1' };
		expect((await client.post('/api/v2/orders/mine/resend', part)).status).toBe(200);
		expect((await client.post('/api/v2/orders/mine/resend')).status).toBe(200);
		const [, first, ...rest] = made();
		const newOrder = first?.replace('order_created ', '');
		expect(newOrder).not.toBe('mine');
		expect(rest).toEqual([
			'order_updated mine',
			'order_resent mine',
			expect.stringMatching(/^order_created /) as string,
			'order_updated mine',
			'order_cancelled mine',
			'order_resent mine',
		]);
	});

	it('a write by the store, and what a test adds without one', () => {
		const order = sandbox.store.addOrder({ id: 'mine' });
		sandbox.store.orders.change(order, now + 5000, (attributes) => {
			attributes.status = 'delivered';
		});
		const added = sandbox.store.addEvent({
			event_type: 'order_ready_to_ship',
			orderId: 'mine',
			source: 'scheduled_job',
			occurred_at: 1_700_000_000,
		});
		expect(made()).toEqual(
			['order_created', 'order_updated', 'order_delivered', 'order_ready_to_ship'].map((type) => `${type} mine`),
		);
		expect(added).toMatchObject({ source: 'scheduled_job', user: undefined, occurred_at: 1_700_000_000 });
		expect(
			sandbox.store.events
				.all()
				.map(({ occurred_at }) => occurred_at - second)
				.slice(0, 3),
		).toEqual([0, 5, 5]);
		expect(() => sandbox.store.addEvent({ event_type: 'order_created', orderId: 'nope' })).toThrow('no order nope');
	});
});

describe('an event', () => {
	it('holds the whole order as the write left it, the same in all events of one write', async () => {
		const { attributes } = sandbox.store.orders.get('order_1') ?? sandbox.store.addOrder();
		attributes.status = 'shipped';
		await client.post('/api/v2/orders/order_1', { status: 'delivered', note: 'first' });
		await client.post('/api/v2/orders/order_1', { note: 'second' });
		const [updated, delivered, again] = eventsIn(await client.get(path, { 'sort_by[asc]': 'occurred_at' }));
		expect(delivered?.content).toEqual(updated?.content);
		expect(updated?.content.order).toMatchObject({ note: 'first', object: 'order', resource_version: start });
		expect(again?.content.order).toMatchObject({ note: 'second', resource_version: start + 1 });
		const order = (await client.get('/api/v2/orders/order_1')).body;
		expect(again?.content).toEqual(order);
		expect(updated).toMatchObject({
			id: expect.stringMatching(/^ev_/) as string,
			occurred_at: second,
			source: 'api',
			user: 'full_access_key_v1',
			object: 'event',
			api_version: 'v2',
			event_type: 'order_updated',
			webhook_status: 'not_configured',
			webhooks: [],
		});
		expect((await client.get(`${path}/${updated?.id}`)).body).toEqual({ event: updated });
		expect((await client.get(`${path}/nope`)).status).toBe(404);
	});

	it('has the source of the option, but for what a request writes', async () => {
		await sandbox.close();
		await begin({ source: 'admin_console' });
		sandbox.store.addOrder();
		await client.post('/api/v2/orders/order_1', { note: 'x' });
		sandbox.store.addOrder();
		const found = sandbox.store.events.all().map(({ source, user }) => [source, user]);
		const byHand = ['admin_console', 'admin@sandbox.example'];
		expect(found).toEqual([byHand, ['api', 'full_access_key_v1'], byHand]);
	});

	it('says what it would take to deliver it', async () => {
		const status = async (headers: Record<string, string> = {}): Promise<unknown> => {
			await client.post('/api/v2/orders/order_1', { note: 'x' }, headers);
			return sandbox.store.events.all().at(-1)?.webhook_status;
		};
		expect(await status()).toBe('not_configured');
		const { attributes } = sandbox.store.addEndpoint({ enabled_events: ['order_created'] });
		expect(await status()).toBe('not_applicable');
		attributes.enabled_events = ['order_updated'];
		expect(await status()).toBe('scheduled');
		expect(await status({ 'chargebee-event-webhook': 'all-disabled' })).toBe('skipped');
		expect(await status({ 'chargebee-event-actions': 'all-disabled' })).toBe('skipped');
		expect(await status({ 'chargebee-event-email': 'all-disabled' })).toBe('scheduled');
		sandbox.script.disableEndpoint(attributes.id);
		expect(await status()).toBe('disabled');
	});

	it('has another ID in every sandbox', async () => {
		const id = sandbox.store.addEvent({ event_type: 'order_created', orderId: 'order_1' }).id;
		await sandbox.close();
		await begin();
		expect(sandbox.store.addEvent({ event_type: 'order_created', orderId: 'order_1' }).id).not.toBe(id);
	});
});

describe('the list of events', () => {
	const at = (after: number, more: Partial<Pick<SandboxEvent, 'source' | 'event_type'>> = {}): string =>
		sandbox.store.addEvent({ event_type: 'order_updated', orderId: 'order_1', occurred_at: second + after, ...more })
			.id;

	it('begins with the latest, or is sorted as asked, page by page', async () => {
		const [b, c, a, d] = [at(1), at(1), at(0), at(2)];
		expect(await idsOf({})).toEqual([d, c, b, a]);
		expect(await idsOf({ 'sort_by[desc]': 'occurred_at', limit: '1' })).toEqual([d, c, b, a]);
		expect(await idsOf({ 'sort_by[asc]': 'occurred_at', limit: '1' })).toEqual([a, b, c, d]);
		expect((await client.get(path, { 'sort_by[asc]': 'created_at' })).status).toBe(400);
		expect((await client.get(path, { limit: '101' })).status).toBe(400);
		expect((await client.get(path, { offset: 'nope' })).status).toBe(400);
	});

	it('goes on behind the last event of a page, whatever came meanwhile', async () => {
		const ids = [at(0), at(1), at(2), at(3)];
		const first = await client.get(path, { 'sort_by[asc]': 'occurred_at', limit: '2' });
		const { next_offset } = first.body as { next_offset: string };
		at(0);
		const late = at(1);
		const rest = await client.get(path, { 'sort_by[asc]': 'occurred_at', limit: '2', offset: next_offset });
		expect(eventsIn(rest).map(({ id }) => id)).toEqual([late, ids[2]]);
	});

	it('filters by time, without the second that is named, by type, source, status and ID', async () => {
		const [a, b, c] = [at(0), at(1, { event_type: 'order_created' }), at(2, { source: 'portal' })];
		expect(await idsOf({ 'occurred_at[after]': String(second) })).toEqual([c, b]);
		expect(await idsOf({ 'occurred_at[before]': String(second + 1) })).toEqual([a]);
		expect(await idsOf({ 'occurred_at[between]': `[${second},${second + 1}]` })).toEqual([b, a]);
		expect(await idsOf({ 'event_type[in]': '["order_created","order_deleted"]' })).toEqual([b]);
		expect(await idsOf({ 'event_type[is_not]': 'order_created', 'source[is]': 'api' })).toEqual([a]);
		expect(await idsOf({ 'source[in]': '["portal"]' })).toEqual([c]);
		expect(await idsOf({ 'id[is]': a })).toEqual([a]);
		expect(await idsOf({ 'webhook_status[is]': 'scheduled' })).toEqual([]);
		expect(await idsOf({ 'webhook_status[is]': 'not_configured' })).toEqual([c, b, a]);
		for (const [name, value] of [
			['event_type[is]', 'order_shipped'],
			['event_type[is]', 'plan_created'],
			['source[is]', 'n8n'],
			['occurred_at[after]', String(start)],
			['webhook_status[is]', 'done'],
		] as const)
			expect([name, (await client.get(path, { [name]: value })).status]).toEqual([name, 400]);
		await client.get(path, { 'event_type[in][0]': 'order_created', 'content[is]': 'x' });
		expect(sandbox.ledger.at(-1)).toMatchObject({
			unknown: ['content[is]'],
			violations: ['event_type[in][0] is encoded with an index; the API ignores such filters'],
		});
	});

	it('looks six days back by a status, unless a time is given', async () => {
		const day = 86_400;
		const [, young] = [at(-7 * day), at(-5 * day)];
		expect(await idsOf({ 'webhook_status[is]': 'not_configured' })).toEqual([young]);
		const all = { 'webhook_status[is]': 'not_configured', 'occurred_at[after]': '1000000000' };
		expect(await idsOf(all)).toHaveLength(2);
	});

	it('sees events late, a single retrieve at once', async () => {
		await sandbox.close();
		await begin({ lagMs: 60_000 });
		const id = at(0);
		now += 59_999;
		expect(await idsOf({})).toEqual([]);
		expect((await client.get(`${path}/${id}`)).status).toBe(200);
		now += 1;
		expect(await idsOf({})).toEqual([id]);
		const late = at(-10);
		expect(await idsOf({})).toEqual([id]);
		sandbox.script.lag(0);
		expect(await idsOf({})).toEqual([id, late]);
	});

	it('can be limited to a business entity', async () => {
		const [entity = '', other = ''] = sandbox.store.businessEntities;
		sandbox.store.addOrder({ id: 'one', business_entity_id: entity });
		sandbox.store.addOrder({ id: 'two', business_entity_id: other });
		const of = (id: string): Record<string, string> => ({ 'chargebee-business-entity-id': id });
		const listed = eventsIn(await client.get(path, {}, of(other)));
		expect(listed.map(({ content }) => content.order.id)).toEqual(['two']);
		const [one] = sandbox.store.events.all();
		expect((await client.get(`${path}/${one?.id}`, {}, of(entity))).status).toBe(200);
		expect((await client.get(`${path}/${one?.id}`, {}, of(other))).status).toBe(404);
	});

	it('is for keys that may read lists', async () => {
		const id = at(0);
		for (const [key, status] of [
			[sandbox.readOnlyKey, 200],
			[sandbox.restrictedKey, 403],
		] as const) {
			const other = new RawClient(sandbox, key);
			expect([(await other.get(path)).status, (await other.get(`${path}/${id}`)).status]).toEqual([status, status]);
		}
		expect((await client.get('/api/v1/events')).status).toBe(404);
	});
});

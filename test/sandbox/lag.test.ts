import { setTimeout as delay } from 'node:timers/promises';
import type { Sandbox } from './index';
import { startSandbox } from './index';
import { allPages, orderIn, ordersIn, RawClient } from './rawClient';
import { ListedOrders } from './orders/listedOrders';
import type { Order } from './orders/order';
import { OrderTable } from './orders/orderTable';

let sandbox: Sandbox;
let client: RawClient;

beforeEach(async () => {
	sandbox = await startSandbox({ orders: 40, lagMs: 60_000, exportMs: 0 });
	client = new RawClient(sandbox);
});
afterEach(() => sandbox.close());

const idsIn = async (query: Record<string, string>): Promise<string[]> =>
	(await allPages(client, '/api/v2/orders', query)).flatMap((page) => ordersIn(page).map(({ id }) => id));
const listed = async (id: string): Promise<unknown> =>
	ordersIn(await client.get('/api/v2/orders', { 'id[is]': id }))[0]?.note;

it('hides young writes from lists, not from a single retrieve', async () => {
	sandbox.store.addOrder({ id: 'mine', note: 'old' });
	await client.post('/api/v2/orders/mine', { note: 'new' });
	await client.post('/api/v1/orders', { id: 'made', invoice_id: 'INV-1' });
	expect(await listed('mine')).toBe('old');
	expect(orderIn(await client.get('/api/v2/orders/mine')).note).toBe('new');
	expect(await idsIn({ 'id[in]': '["mine","made"]' })).toEqual(['mine']);
	expect((await client.get('/api/v2/orders/made')).status).toBe(200);
	const ofInvoice = ordersIn(await client.get('/api/v2/invoices/INV-1/orders', { limit: '100' }));
	expect(ofInvoice.map(({ id }) => id)).not.toContain('made');
	sandbox.script.lag(0);
	expect(await listed('mine')).toBe('new');
	expect(await idsIn({ 'id[in]': '["mine","made"]' })).toEqual(['mine', 'made']);
});

it('keeps an order in its old place, and finds it by what it was', async () => {
	const before = await idsIn({ 'sort_by[desc]': 'updated_at', limit: '7' });
	await client.post('/api/v2/orders/order_1', { note: 'x' });
	expect(await idsIn({ 'sort_by[desc]': 'updated_at', limit: '7' })).toEqual(before);
	sandbox.script.lag(0);
	expect((await idsIn({ 'sort_by[desc]': 'updated_at', limit: '7' }))[0]).toBe('order_1');
});

it('hides young writes from exports', async () => {
	const rows = async (): Promise<number> => {
		const started = await client.post('/api/v2/exports/orders', { 'order[id][is]': 'made' });
		let { export: job } = started.body as { export: { id: string; download?: { download_url: string } } };
		while (job.download === undefined) {
			await delay(5);
			({ export: job } = (await client.get(`/api/v2/exports/${job.id}`)).body as { export: typeof job });
		}
		return (await (await fetch(job.download.download_url)).arrayBuffer()).byteLength;
	};
	const none = await rows();
	await client.post('/api/v1/orders', { id: 'made', invoice_id: 'INV-1' });
	expect(await rows()).toBe(none);
	sandbox.script.lag(0);
	expect(await rows()).toBeGreaterThan(none);
});

it('shows what a test adds at once', async () => {
	await client.post('/api/v2/orders/order_1', { note: 'x' });
	sandbox.store.addOrder({ id: 'added' });
	expect(await idsIn({ 'id[is]': 'added' })).toEqual(['added']);
	expect(await listed('order_1')).not.toBe('x');
});

it('shows each write when its time has come', () => {
	let now = 0;
	const orders = new OrderTable();
	const view = new ListedOrders(orders, 100, () => now);
	const note = (): unknown => [...view.table.all()].map((order: Order) => order.attributes.note);
	const attributes = { invoice_id: 'i', status: 'queued', price_type: '', currency_code: 'USD', created_at: 0 };
	const rest = { resource_version: 0, deleted: false, is_resent: false, business_entity_id: '' };
	const order = orders.add({ ...attributes, ...rest, id: 'a', note: 'first' }, false);
	now = 50;
	orders.change(order, now, (changed) => {
		changed.note = 'second';
	});
	expect([note(), ((now = 99), note()), ((now = 100), note()), ((now = 149), note()), ((now = 150), note())]).toEqual([
		[],
		[],
		['first'],
		['first'],
		['second'],
	]);
	expect(view.table).toBe(orders);
});

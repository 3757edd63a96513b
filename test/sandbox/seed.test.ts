import type { Sandbox } from './index';
import { startSandbox } from './index';
import { nextOffsetIn, orderIn, ordersIn, RawClient } from './rawClient';

const open: Sandbox[] = [];
async function sandboxOf(
	options: Parameters<typeof startSandbox>[0],
): Promise<{ sandbox: Sandbox; client: RawClient }> {
	const sandbox = await startSandbox(options);
	open.push(sandbox);
	return { sandbox, client: new RawClient(sandbox) };
}
afterEach(async () => {
	await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

it('gives the same orders for the same seed, and others for another', async () => {
	const [one, same, other] = await Promise.all([
		sandboxOf({ orders: 50 }),
		sandboxOf({ orders: 50 }),
		sandboxOf({ orders: 50, seed: 2 }),
	]);
	const list = async ({ client }: { client: RawClient }): Promise<unknown> =>
		(await client.get('/api/v2/orders', { limit: '50' })).body;
	expect(await list(same)).toEqual(await list(one));
	expect(await list(other)).not.toEqual(await list(one));
});

it('makes orders whose sums are right, in currencies with and without decimals', async () => {
	const { client, sandbox } = await sandboxOf({ orders: 100 });
	const orders = ordersIn(await client.get('/api/v2/orders', { limit: '100' }));
	expect(new Set(orders.map(({ currency_code }) => currency_code))).toEqual(
		new Set(['USD', 'EUR', 'GBP', 'JPY', 'KWD']),
	);
	for (const order of orders) {
		const items = order.order_line_items as Array<{ fulfillment_amount: number; tax_amount: number }>;
		expect(items.reduce((sum, item) => sum + item.fulfillment_amount, 0)).toBe(order.total);
		expect(items.reduce((sum, item) => sum + item.tax_amount, 0)).toBe(order.tax);
		expect(JSON.stringify(order)).not.toContain('null');
		expect(sandbox.store.invoices.get(String(order.invoice_id))).toBeDefined();
	}
	expect(orders.some((order) => order.updated_at === undefined)).toBe(true);
	const resent = orders.filter((order) => order.is_resent);
	for (const order of resent) {
		const original = orders.find(({ id }) => id === order.original_order_id);
		expect(original).toMatchObject({
			total: order.total,
			resent_orders: [{ order_id: order.id }],
			invoice_id: order.invoice_id,
			resent_status: 'fully_resent',
		});
	}
	expect(resent).toHaveLength(2);
});

it('has orders of the last day', async () => {
	const now = 1_800_000_000;
	const { client } = await sandboxOf({ orders: 250, now });
	const recent = ordersIn(
		await client.get('/api/v2/orders', { 'created_at[after]': String(now - 86_400), limit: '100' }),
	);
	expect(recent.length).toBeGreaterThan(0);
	expect(recent.every((order) => order.created_at <= now && (order.updated_at ?? 0) <= now)).toBe(true);
});

it('holds 150,000 orders of which thousands share a second, and serves pages of them quickly', async () => {
	const began = process.cpuUsage();
	const { client, sandbox } = await sandboxOf({ orders: 150_000 });
	expect(sandbox.store.orders.count).toBe(150_000);
	const first = await client.get('/api/v2/orders', { limit: '100' });
	const second = await client.get('/api/v2/orders', { limit: '100', offset: nextOffsetIn(first) ?? '' });
	expect(new Set([...ordersIn(first), ...ordersIn(second)].map(({ id }) => id)).size).toBe(200);
	const seconds = new Map<number, number>();
	for (const { attributes } of sandbox.store.orders.all())
		seconds.set(attributes.created_at, (seconds.get(attributes.created_at) ?? 0) + 1);
	expect(Math.max(...seconds.values())).toBeGreaterThan(2000);
	expect(orderIn(await client.get('/api/v2/orders/order_150000')).id).toBe('order_150000');
	// Of the processor, not by the clock: the machine may be busy. Alone it takes about a second.
	const { user, system } = process.cpuUsage(began);
	expect((user + system) / 1000).toBeLessThan(8000);
});

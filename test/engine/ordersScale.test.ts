import { byId, json, OrderSandbox } from './orderSandbox';

const use = new OrderSandbox({ orders: 150_000 });

it('hands out 150,000 orders of one input item', async () => {
	// Orders of version 1 are short; what counts here is their number.
	const run = await use.run('getAll', { apiVersion: 'v1', returnAll: true });
	expect(run.status).toBe('success');
	const output = run.output[0] ?? [];
	expect(new Set(output.map(({ json: order }) => order.id)).size).toBe(150_000);
	expect(output).toHaveLength(150_000);
	expect(output.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
	expect(use.ledger).toHaveLength(1500);
}, 120_000);

it('works through 10,000 input items, 8 at once, and keeps their order', async () => {
	const ids = Array.from({ length: 10_000 }, (_, index) => `order_${((index * 7919) % 149_000) + 1}`).map((id) =>
		use.sandbox.store.orders.get(id) === undefined ? 'order_1' : id,
	);
	const run = await use.run(
		'update',
		{ orderId: byId('={{ $json.id }}'), fields: { batch_id: '={{ $itemIndex }}' } },
		{ items: ids.map((id) => ({ json: { id } })) },
	);
	expect(run.status).toBe('success');
	expect(json(run).map(({ id }) => id)).toEqual(ids);
	expect(json(run).map(({ batch_id }) => batch_id)).toEqual(ids.map((_, index) => String(index)));
	const indexes = ids.map((_, index) => index);
	expect(run.output[0]?.map(({ pairedItem }) => pairedItem)).toEqual(indexes.map((item) => ({ item })));
	expect(use.ledger).toHaveLength(10_000);
	expect(new Set(use.ledger.map(({ headers }) => headers['chargebee-idempotency-key'])).size).toBe(10_000);
	// Whether eight are reached depends on how fast the sandbox answers; the tests below hold its answers back.
	expect(use.sandbox.maxInFlight).toBeLessThanOrEqual(8);
}, 120_000);

it.each([
	[{}, 8],
	[{ simultaneousRequests: 3 }, 3],
	[{ simultaneousRequests: 1 }, 1],
])('has as many requests in flight as the options %j allow, and no more', async (options, most) => {
	use.sandbox.script.gather(most);
	use.sandbox.script.latency(10);
	const ids = Array.from({ length: 30 }, (_, index) => ({ json: { id: `order_${index + 1}` } }));
	const run = await use.run('get', { orderId: byId('={{ $json.id }}'), options }, { items: ids });
	use.sandbox.script.latency(0);
	expect(json(run).map(({ id }) => id)).toEqual(ids.map((item) => item.json.id));
	expect(use.sandbox.maxInFlight).toBe(most);
});

it('pages of many items at once stay within the same limit, and every list stays whole', async () => {
	use.sandbox.script.gather(8);
	use.sandbox.script.latency(10);
	const items = Array.from({ length: 20 }, () => ({ json: {} }));
	const run = await use.run('getAll', { apiVersion: 'v1', limit: 250 }, { items });
	use.sandbox.script.latency(0);
	expect(use.ledger).toHaveLength(60);
	expect(use.sandbox.maxInFlight).toBe(8);
	for (const [index] of items.entries()) {
		const own = run.output[0]?.filter(
			({ pairedItem }) => JSON.stringify(pairedItem) === JSON.stringify({ item: index }),
		);
		expect(new Set(own?.map(({ json: order }) => order.id)).size).toBe(250);
	}
});

import { byId, json, OrderSandbox } from './orderSandbox';

const use = new OrderSandbox({ orders: 1_000 });

it('works through 100 input items, and keeps their order', async () => {
	const ids = Array.from({ length: 100 }, () => use.addOrder().attributes.id);
	const run = await use.run(
		'update',
		{ orderId: byId('={{ $json.id }}'), fields: { batch_id: '={{ $itemIndex }}' } },
		{ items: ids.map((id) => ({ json: { id } })) },
	);
	expect(run.error).toBeUndefined();
	expect(json(run).map(({ id }) => id)).toEqual(ids);
	expect(json(run).map(({ batch_id }) => batch_id)).toEqual(ids.map((_, index) => String(index)));
	expect(run.output[0]?.map(({ pairedItem }) => pairedItem)).toEqual(ids.map((_, item) => ({ item })));
	expect(new Set(use.ledger.map(({ headers }) => headers['chargebee-idempotency-key'])).size).toBe(100);
});

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

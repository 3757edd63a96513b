import { byId, json, OrderSandbox } from './orderSandbox';

/** Of n8n's work on so many items; on a busy machine it takes several times as long. */
const MINUTES = 20 * 60_000;

const use = new OrderSandbox({ orders: 150_000 });

it(
	'hands out 150,000 orders of one input item',
	async () => {
		// Orders of version 1 are short; what counts here is their number.
		const run = await use.run('getAll', { apiVersion: 'v1', returnAll: true });
		expect(run.status).toBe('success');
		const output = run.output[0] ?? [];
		expect(new Set(output.map(({ json: order }) => order.id)).size).toBe(150_000);
		expect(output).toHaveLength(150_000);
		expect(output.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
		expect(use.ledger).toHaveLength(1500);
	},
	MINUTES,
);

it(
	'works through 10,000 input items, 8 at once, and keeps their order',
	async () => {
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
		expect(use.sandbox.maxInFlight).toBeLessThanOrEqual(8);
	},
	MINUTES,
);

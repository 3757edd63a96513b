import type { INodeParameters } from 'n8n-workflow';

import type { Order } from '../sandbox';

import { json, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 250 });

/** Before every order of the sandbox, and after all of them. */
const FIRST = '2015-01-01T00:00:00';
const NEXT = 4_000_000_000;

const since = (value: unknown, more: INodeParameters = {}): INodeParameters => ({
	returnAll: true,
	changedSince: { since: { value: value as string, overlap: 0 } },
	...more,
});

const changedAt = ({ attributes }: Order): number => attributes.updated_at ?? attributes.created_at;

/** The IDs of the sandbox's orders in the order in which they changed last. */
function idsByChange(holds: (order: Order) => boolean = () => true): string[] {
	return [...use.sandbox.store.orders.all()]
		.filter(holds)
		.sort((a, b) => changedAt(a) - changedAt(b) || (a.attributes.id < b.attributes.id ? -1 : 1))
		.map(({ attributes }) => attributes.id);
}

const ids = (run: Parameters<typeof json>[0]): unknown[] => json(run).map(({ id }) => id);

/** Changes an order as a write of the API does. */
function change(order: Order, at: number, edit: Parameters<typeof use.sandbox.store.orders.change>[2]): void {
	use.sandbox.store.orders.change(order, at * 1000, edit);
}

it('lists whatever was created or updated, orders that were never updated and deleted ones among them', async () => {
	const fresh = use.addOrder({ created_at: NEXT });
	const deleted = use.addOrder({ created_at: 1_600_000_000 }, { imported: true });
	change(deleted, NEXT + 1, (attributes) => {
		attributes.deleted = true;
	});
	const changed = use.addOrder({ created_at: NEXT });
	change(changed, NEXT + 2, (attributes) => {
		attributes.status = 'shipped';
	});
	expect(fresh.attributes).not.toHaveProperty('updated_at');
	const run = await use.run('getAll', since(NEXT));
	expect(run.error).toBeUndefined();
	expect(json(run)).toMatchObject([
		{ id: fresh.attributes.id, deleted: false },
		{ id: deleted.attributes.id, deleted: true },
		{ id: changed.attributes.id, status: 'shipped' },
	]);
	expect(ids(await use.run('getAll', since(NEXT, { options: { include_deleted: false } })))).toEqual([
		fresh.attributes.id,
		changed.attributes.id,
	]);
});

it('reads two lists to their ends, each order once, in the order of its last change', async () => {
	const run = await use.run('getAll', since(FIRST, { options: { parallelPages: 8 } }));
	const all = idsByChange();
	expect(all.length).toBeGreaterThan(200);
	expect(ids(run)).toEqual(all);
	const pages = Math.ceil(all.length / 100);
	const updated = idsByChange(({ attributes }) => attributes.updated_at !== undefined).length;
	expect(use.ledger).toHaveLength(pages + Math.ceil(updated / 100));
	expect(run.hints).toEqual([]);
});

it('has the filters on both lists, and Limit after both', async () => {
	const filters = { status: [{ operator: 'in', values: ['queued', 'shipped'] }] };
	const wanted = idsByChange(({ attributes }) => ['queued', 'shipped'].includes(attributes.status));
	const run = await use.run('getAll', { ...since(FIRST, { filters }), returnAll: false, limit: 7 });
	expect(ids(run)).toEqual(wanted.slice(0, 7));
	expect(run.hints).toEqual([]);
	expect(new Set(use.ledger.map(({ query }) => query.find(([name]) => name === 'status[in]')?.[1]))).toEqual(
		new Set(['["queued","shipped"]']),
	);
});

it('takes dates and expressions on both paths, by default with five minutes of overlap', async () => {
	const first = Date.parse('2026-03-01T05:00:00Z') / 1000 - 301;
	for (const value of ['2026-03-01T00:00:00', `={{ DateTime.fromSeconds(${first + 301}) }}`]) {
		for (const on of paths) {
			use.sandbox.resetLedger();
			const parameters = { returnAll: true, changedSince: { since: { value } } };
			const run = await use.run('getAll', parameters, { ...on, timezone: 'America/New_York' });
			expect(run.error).toBeUndefined();
			const sent = use.ledger.flatMap(({ query }) => query.filter(([name]) => name.endsWith('[after]')));
			expect(sent.slice(0, 1)).toEqual([['updated_at[after]', String(first)]]);
			expect(sent.slice(-1)).toEqual([['created_at[after]', String(first)]]);
		}
	}
});

it('sends nothing where an expression gives no time', async () => {
	const { error } = await use.run('getAll', since('={{ $json.nope }}'));
	expect(error?.message).toBe('Changed Since has no value, and without it the filter would let everything through');
	expect(use.ledger).toEqual([]);
});

import { orderListFilters } from '../../nodes/ChargebeeOrders/api/filters';
import type { Sandbox } from './index';
import { startSandbox } from './index';
import type { OrderAnswer } from './rawClient';
import { allPages, nextOffsetIn, ordersIn, RawClient } from './rawClient';

let sandbox: Sandbox;
let client: RawClient;

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 250 });
	client = new RawClient(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.resetLedger());

const path = '/api/v2/orders';
const everything = async (query: Record<string, string> = {}): Promise<OrderAnswer[]> =>
	(await allPages(client, path, { limit: '100', ...query })).flatMap(ordersIn);

describe('pages', () => {
	it('have ten rows unless told, and go on by an offset that is a JSON array in a string', async () => {
		const answer = await client.get(path);
		expect(ordersIn(answer)).toHaveLength(10);
		expect(JSON.parse(nextOffsetIn(answer) ?? '')).toEqual([
			expect.stringMatching(/^\d+$/),
			expect.stringMatching(/^\d+$/),
		]);
	});

	it('hold every order once, the oldest first, though many share a second', async () => {
		const pages = await allPages(client, path, { limit: '7' });
		const orders = pages.flatMap(ordersIn);
		expect(new Set(orders.map(({ id }) => id)).size).toBe(250);
		expect(orders.map(({ created_at }) => created_at)).toEqual(
			orders.map(({ created_at }) => created_at).sort((one, other) => one - other),
		);
		expect(pages[pages.length - 1]?.body).not.toHaveProperty('next_offset');
	});

	it.each([
		['limit', '0'],
		['limit', '101'],
		['limit', 'ten'],
		['limit', ''],
		['offset', '["1517678686000","123"]'],
		['offset', '2'],
		['offset', ''],
		['include_deleted', '1'],
		['sort_by[asc]', 'total'],
		['status[is]', ''],
		['status[is]', 'sent'],
		['status[in]', '["queued","sent"]'],
		['status[in]', 'queued'],
		['status[in]', '[]'],
		['status[in]', "['queued']"],
		['id[in]', '[]'],
		['is_resent[is]', '1'],
		['created_at[after]', '1700000000000'],
		['created_at[after]', '2023-11-14'],
		['created_at[between]', '[1700000000]'],
		['created_at[between]', '[1700000000, 1700086400]'],
		['created_at[between]', '["1700000000","1700086400"]'],
	])('refuse %s=%s', async (name, value) => {
		const answer = await client.get(path, { [name]: value });
		expect(answer.status).toBe(400);
		expect(answer.body).toMatchObject({ api_error_code: 'param_wrong_value', param: name });
	});

	it('note an offset that is used with other filters', async () => {
		const offset = nextOffsetIn(await client.get(path, { 'order_type[is]': 'system_generated' })) ?? '';
		await client.get(path, { 'order_type[is]': 'system_generated', offset });
		await client.get(path, { offset });
		expect(sandbox.ledger.map(({ violations }) => violations.length)).toEqual([0, 0, 1]);
	});
});

describe('order', () => {
	it.each(['created_at', 'updated_at'])('by %s, both ways', async (field) => {
		const up = await everything({ 'sort_by[asc]': field });
		const down = await everything({ 'sort_by[desc]': field });
		expect(up.map(({ id }) => id)).toEqual(down.map(({ id }) => id).reverse());
		const keys = up.map((order) => Number(order[field] ?? 0));
		expect(keys).toEqual([...keys].sort((one, other) => one - other));
	});

	it('changes with an update', async () => {
		await client.post(`${path}/order_1`, { note: 'newest' });
		expect(ordersIn(await client.get(path, { 'sort_by[desc]': 'updated_at', limit: '1' }))[0]?.id).toBe('order_1');
	});
});

describe('filters', () => {
	const later = 1_750_000_000;
	let all: OrderAnswer[];
	beforeAll(async () => {
		all = await everything();
	});

	it.each<[Record<string, string>, (order: OrderAnswer) => boolean]>([
		[{ 'id[is]': 'order_7' }, (order) => order.id === 'order_7'],
		[{ 'id[is_not]': 'order_7' }, (order) => order.id !== 'order_7'],
		[{ 'id[starts_with]': 'order_1' }, (order) => order.id.startsWith('order_1')],
		[{ 'id[in]': '["order_7","order/97 é"]' }, (order) => order.id === 'order_7' || order.id === 'order/97 é'],
		[{ 'id[in]': '[order_7,order_8]' }, (order) => order.id === 'order_7' || order.id === 'order_8'],
		[{ 'id[in]': "['order_7']" }, () => false],
		[{ 'invoice_id[not_in]': '["INV-31"]' }, (order) => order.invoice_id !== 'INV-31'],
		[{ 'status[in]': '["queued","shipped"]' }, (order) => ['queued', 'shipped'].includes(order.status)],
		[{ 'status[in]': '[queued,shipped]' }, (order) => ['queued', 'shipped'].includes(order.status)],
		[{ 'status[is_not]': 'queued' }, (order) => order.status !== 'queued'],
		[{ 'order_type[is]': 'manual' }, (order) => order.order_type === 'manual'],
		[{ 'is_resent[is]': 'true' }, (order) => order.is_resent === true],
		[{ 'resent_status[is_not]': 'partially_resent' }, (order) => order.resent_status === 'fully_resent'],
		[{ 'created_at[after]': String(later) }, (order) => order.created_at > later],
		[
			{ 'created_at[on]': String(later) },
			(order) => Math.floor(order.created_at / 86400) === Math.floor(later / 86400),
		],
		[{ 'updated_at[before]': '9999999999' }, (order) => order.updated_at !== undefined],
		[{ 'shipped_at[between]': `[${later},9999999999]` }, (order) => Number(order.shipped_at) >= later],
		[
			{ 'updated_at[after]': '1740000000', 'updated_at[before]': String(later) },
			({ updated_at = 0 }) => updated_at > 1_740_000_000 && updated_at < later,
		],
	])('%j', async (query, holds) => {
		expect((await everything(query)).map(({ id }) => id)).toEqual(all.filter(holds).map(({ id }) => id));
		expect(sandbox.ledger.every(({ unknown, violations }) => unknown.length + violations.length === 0)).toBe(true);
	});

	it('exist with every operator of the table, and no other', async () => {
		const values = { string: 'x', enum: '', timestamp: '1700000000', amount: '1', integer: '1', boolean: 'true' };
		for (const filter of orderListFilters) {
			const name = filter.path.join('');
			const value = filter.values?.[0] ?? values[filter.kind];
			for (const operator of filter.operators) {
				const written =
					operator === 'between' ? `[${value},${value}]` : operator.endsWith('in') ? JSON.stringify([value]) : value;
				expect((await client.get(path, { [`${name}[${operator}]`]: written })).status).toBe(200);
			}
		}
		expect(sandbox.ledger.flatMap(({ unknown }) => unknown)).toEqual([]);
		const strange = [
			'id[before]',
			'subscription_id[in]',
			'customer_id[is]',
			'total[gt]',
			'status',
			'updated_at[after][before]',
			'order[status][is]',
		];
		expect(ordersIn(await client.get(path, Object.fromEntries(strange.map((name) => [name, 'x']))))).toHaveLength(10);
		expect(sandbox.ledger.pop()?.unknown).toEqual(strange);
	});

	it('are ignored when they are encoded with an index', async () => {
		expect(ordersIn(await client.get(path, { 'status[in][0]': 'voided', 'status[in][1]': 'new' }))).toHaveLength(10);
		expect(sandbox.ledger[0]).toMatchObject({
			unknown: [],
			violations: [expect.stringContaining('status[in][0]'), expect.stringContaining('status[in][1]')],
		});
	});

	it('do not exist in version 1', async () => {
		await client.get('/api/v1/orders', {
			limit: '5',
			'status[is]': 'new',
			'sort_by[asc]': 'created_at',
			include_deleted: 'true',
		});
		expect(sandbox.ledger[0]?.unknown).toEqual(['status[is]', 'sort_by[asc]', 'include_deleted']);
	});
});

it('leaves out deleted orders unless asked for', async () => {
	sandbox.store.addOrder({ id: 'gone' }, { imported: true });
	await client.post(`${path}/gone/delete`);
	expect((await everything()).some(({ id }) => id === 'gone')).toBe(false);
	expect((await everything({ include_deleted: 'true' })).filter(({ id }) => id === 'gone')).toMatchObject([
		{ deleted: true },
	]);
});

it.each(['v1', 'v2'])('lists the orders of an invoice in %s, the latest first', async (version) => {
	const pages = await allPages(client, `/api/${version}/invoices/INV-31/orders`, { limit: '7' });
	const times = pages.flatMap(ordersIn).map(({ created_at }) => created_at);
	expect(times).toHaveLength(30);
	expect(times).toEqual([...times].sort((one, other) => other - one));
	expect((await client.get(`/api/${version}/invoices/nope/orders`)).status).toBe(404);
});

it('lists invoices for a picker', async () => {
	const answer = await client.get('/api/v2/invoices', { 'id[starts_with]': 'IMP-', limit: '3' });
	expect(answer.body).toMatchObject({
		list: [{ invoice: { object: 'invoice' } }, {}, {}],
		next_offset: expect.any(String) as string,
	});
	expect((await client.get('/api/v1/invoices', { limit: '2' })).body).toMatchObject({ list: [{}, {}] });
	expect(sandbox.ledger.flatMap(({ unknown }) => unknown)).toEqual([]);
});

describe('on demand', () => {
	it.each([1, 2, 3])('page %i is empty and the list goes on', async (pageOfNothingAt) => {
		const strange = await startSandbox({ orders: 30, pageOfNothingAt });
		try {
			const pages = await allPages(new RawClient(strange), path, { limit: '10' });
			expect(pages.map((page) => ordersIn(page).length)).toEqual(
				[1, 2, 3, 4].map((page) => (page === pageOfNothingAt ? 0 : 10)),
			);
			const offsets = pages.map(nextOffsetIn);
			expect(new Set(offsets).size).toBe(offsets.length);
			expect(new Set(pages.flatMap(ordersIn).map(({ id }) => id)).size).toBe(30);
		} finally {
			await strange.close();
		}
	});

	it('an offset is repeated', async () => {
		sandbox.script.repeatOffset(2);
		const first = await client.get(path);
		const offset = nextOffsetIn(first) ?? '';
		expect(nextOffsetIn(await client.get(path, { offset }))).toBe(offset);
		expect(nextOffsetIn(await client.get(path, { offset }))).toBe(offset);
		expect(nextOffsetIn(await client.get(path, { offset }))).not.toBe(offset);
	});
});

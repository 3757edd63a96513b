import type { INodeParameters } from 'n8n-workflow';

import { startSandbox, type LedgerEntry } from '../sandbox';

import { byId, items, json, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 250 });

/** What a page was asked for, beside how much of it and where it begins. */
function criteria({ query }: LedgerEntry): Array<[string, string]> {
	return query.filter(([name]) => name !== 'limit' && name !== 'offset');
}

function pageSizes(): Array<string | undefined> {
	return use.ledger.map(({ query }) => query.find(([name]) => name === 'limit')?.[1]);
}

/** Every order's id once, in the order of a list without sorting. */
function allIds(): string[] {
	return use.sandbox.store.orders.byCreation
		.page(false, undefined, 1000, () => true)
		.map((order) => order.attributes.id);
}

/** What a list is sorted by where Limit cuts and nothing else is chosen. */
const newest = ['sort_by[desc]', 'created_at'];

const ids = (run: Parameters<typeof json>[0]): unknown[] => json(run).map(({ id }) => id);

describe('paging', () => {
	it('reads a list to its end: ceil(N / 100) requests, every order once, in the order of the list', async () => {
		const run = await use.run('getAll', { returnAll: true });
		expect(ids(run)).toEqual(allIds());
		expect(pageSizes()).toEqual(['100', '100', '100']);
		expect(run.hints).toEqual([]);
	});

	it('asks no further where the last page is full', async () => {
		const { id } = use.sandbox.store.addInvoice().attributes;
		for (let number = 0; number < 200; number += 1) use.sandbox.store.addOrder({ invoice_id: id });
		const run = await use.run('getAllForInvoice', { returnAll: true, invoiceId: byId(id) });
		expect(new Set(ids(run)).size).toBe(200);
		expect(pageSizes()).toEqual(['100', '100']);
	});

	it('repeats every filter, flag, sorting and header on every page', async () => {
		const parameters = {
			returnAll: true,
			filters: {
				status: [{ operator: 'not_in', values: ['returned', 'voided'] }],
				created_at: [
					{ operator: 'after', value: '2024-01-01T00:00:00' },
					{ operator: 'before', value: '2030-01-01T00:00:00' },
				],
				id: [{ operator: 'starts_with', value: 'order_' }],
				is_resent: [{ value: false }],
			},
			sort: { by: { field: 'updated_at', direction: 'desc' } },
			requestContext: { device: 'till' },
			options: { include_deleted: true, exclude_deleted_credit_notes: false },
		};
		const run = await use.run('getAll', parameters);
		expect(use.ledger.length).toBeGreaterThanOrEqual(3);
		for (const page of use.ledger) {
			expect(criteria(page)).toEqual([
				['include_deleted', 'true'],
				['exclude_deleted_credit_notes', 'false'],
				['sort_by[desc]', 'updated_at'],
				...criteria(page).slice(3),
			]);
			expect(Object.fromEntries(criteria(page).slice(3))).toEqual({
				'status[not_in]': '["returned","voided"]',
				'created_at[after]': '1704067200',
				'created_at[before]': '1893456000',
				'id[starts_with]': 'order_',
				'is_resent[is]': 'false',
			});
			expect(page.headers['chargebee-request-origin-device']).toBe('till');
		}
		const wanted = [...use.sandbox.store.orders.all()]
			.map(({ attributes }) => attributes)
			.filter(
				({ status, id, is_resent }) =>
					!['returned', 'voided'].includes(status) && id.startsWith('order_') && !is_resent,
			);
		expect(new Set(ids(run))).toEqual(new Set(wanted.map(({ id }) => id)));
		expect(json(run)).toHaveLength(wanted.length);
		const updates = json(run).map(({ updated_at }) => Number(updated_at ?? 0));
		expect(updates).toEqual([...updates].sort((a, b) => b - a));
	});

	it.each([
		[150, ['100', '50']],
		[100, ['100']],
		[1, ['1']],
		[201, ['100', '100', '1']],
	])('stops exactly at the limit of %i', async (limit, sizes) => {
		const run = await use.run('getAll', { limit }, { items: items({}) });
		expect(json(run)).toHaveLength(limit);
		expect(pageSizes()).toEqual(sizes);
	});

	it('has the newest orders where Limit cuts and nothing else is chosen, whatever the filters', async () => {
		const newestFirst = allIds().reverse();
		expect(ids(await use.run('getAll', { limit: 120 }))).toEqual(newestFirst.slice(0, 120));
		const filters = { status: [{ operator: 'is', value: 'shipped' }] };
		const shipped = ids(await use.run('getAll', { limit: 5, filters }));
		const all = ids(await use.run('getAll', { returnAll: true, filters }));
		expect(shipped).toEqual(all.reverse().slice(0, 5));
		const sort = { by: { field: 'created_at', direction: 'asc' } };
		expect(ids(await use.run('getAll', { limit: 5, sort }))).toEqual(allIds().slice(0, 5));
	});

	it.each(['={{ "true" }}', '={{ "TRUE" }}', 'true', '={{ 1 }}', '={{ true }}\n'])(
		'Return All may be %j',
		async (returnAll) => {
			expect(json(await use.run('getAll', { returnAll }))).toHaveLength(allIds().length);
		},
	);

	it.each(['={{ "FALSE" }}', '={{ 0 }}'])('Return All may be %j', async (returnAll) => {
		expect(json(await use.run('getAll', { returnAll, limit: 3 }))).toHaveLength(3);
	});

	it.each(['={{ $json.nope }}', '={{ null }}', '={{ "" }}', '={{ "all" }}', '={{ 2 }}'])(
		'Return All that is %s is refused, and never a part of the list',
		async (returnAll) => {
			const { error } = await use.run('getAll', { returnAll });
			expect(error?.message).toMatch(/^Return All is neither true nor false/);
			expect(use.ledger).toEqual([]);
		},
	);

	it('reads for every input item, and pairs the orders with it', async () => {
		const run = await use.run(
			'getAll',
			{ limit: '={{ $json.limit }}' },
			{ items: items({ limit: 120 }, { limit: 2 }) },
		);
		const pairs = run.output[0]?.map(({ pairedItem }) => JSON.stringify(pairedItem)) ?? [];
		expect(pairs.filter((pair) => pair === '{"item":0}')).toHaveLength(120);
		expect(pairs.slice(120)).toEqual(['{"item":1}', '{"item":1}']);
	});

	it('goes on over an empty page that names a next one', async () => {
		const sandbox = await startSandbox({ orders: 250, pageOfNothingAt: 2 });
		const run = await use.run(
			'getAll',
			{ returnAll: true },
			{ credential: { url: sandbox.url, apiKey: sandbox.apiKey } },
		);
		const requests = sandbox.ledger.map(({ violations, unknown }) => [...violations, ...unknown]);
		await sandbox.close();
		expect(new Set(ids(run)).size).toBe(250);
		expect(requests).toEqual([[], [], [], []]);
	});

	it('ends with an error where the same next page is named again', async () => {
		use.sandbox.script.repeatOffset(1);
		const run = await use.run('getAll', { returnAll: true });
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('same next page twice');
		expect(run.error?.description).toMatch(/try again/i);
		expect(run.output).toEqual([]);
		expect(use.ledger).toHaveLength(2);
	});

	it('an answer that is no list is an error, not an empty list', async () => {
		for (const body of [{ orders: [] }, { list: [{ invoice: {} }] }]) {
			use.sandbox.script.respondOnce({ method: 'GET', path: /orders$/ }, { status: 200, body });
			const { status, error } = await use.run('getAll', { returnAll: true });
			expect([status, error?.message]).toEqual(['error', expect.stringMatching(/Chargebee answered with/)]);
		}
	});
});

describe('filters', () => {
	const cases: ReadonlyArray<[what: string, filters: INodeParameters, query: Record<string, string>]> = [
		['one value', { status: [{ operator: 'is', value: 'queued' }] }, { 'status[is]': 'queued' }],
		['what the editor does not store, being the default', { is_resent: [{}] }, { 'is_resent[is]': 'true' }],
		[
			'several values',
			{ status: [{ operator: 'in', values: ['queued', 'shipped'] }] },
			{ 'status[in]': '["queued","shipped"]' },
		],
		['values separated by commas', { id: [{ operator: 'in', values: 'a, b,,c' }] }, { 'id[in]': '["a","b","c"]' }],
		[
			'a list of an expression',
			{ id: [{ operator: 'not_in', values: "={{ ['a\"b', 7] }}" }] },
			{ 'id[not_in]': '["a\\"b","7"]' },
		],
		['a yes or no', { is_resent: [{ value: true }] }, { 'is_resent[is]': 'true' }],
		[
			'several of one field',
			{
				created_at: [
					{ operator: 'after', value: 1_700_000_000 },
					{ operator: 'before', value: 1_800_000_000 },
				],
			},
			{ 'created_at[after]': '1700000000', 'created_at[before]': '1800000000' },
		],
		[
			"a period in the workflow's time zone",
			{ paid_on: [{ operator: 'between', from: '2026-03-01T00:00:00', to: '2026-03-02T00:00:00' }] },
			{ 'paid_on[between]': '[1772341200,1772427600]' },
		],
		[
			'Luxon',
			{ paid_on: [{ operator: 'on', value: '={{ DateTime.fromSeconds(1772341200) }}' }] },
			{ 'paid_on[on]': '1772341200' },
		],
		[
			'a period of whole days',
			{ paid_on: [{ operator: 'between', from: '2026-03-01', to: '2026-03-01' }] },
			{ 'paid_on[between]': '[1772341200,1772427599]' },
		],
	];

	it.each(cases)('send %s', async (_what, filters, query) => {
		for (const on of paths) {
			use.sandbox.resetLedger();
			const run = await use.run('getAll', { filters }, { ...on, timezone: 'America/New_York' });
			expect(run.error).toBeUndefined();
			expect(criteria(use.request).at(-1)).toEqual(newest);
			expect(Object.fromEntries(criteria(use.request).slice(0, -1))).toEqual(query);
		}
	});

	it.each([
		['text', '{ "status": { "in": ["queued"] }, "created_at": { "between": [1700000000, "2026-03-01T00:00:00Z"] } }'],
		[
			'an expression',
			"={{ { status: { in: ['queued'] }, created_at: { between: [1700000000, DateTime.fromSeconds(1772323200)] } } }}",
		],
	])('can be given as JSON: %s', async (_how, filtersJson) => {
		const run = await use.run('getAll', { specifyFilters: 'json', filtersJson });
		expect(run.error).toBeUndefined();
		expect(Object.fromEntries(criteria(use.request).slice(0, -1))).toEqual({
			'status[in]': '["queued"]',
			'created_at[between]': '[1700000000,1772323200]',
		});
	});

	const json = (filtersJson: string): INodeParameters => ({ specifyFilters: 'json', filtersJson });
	const empty: ReadonlyArray<[string, INodeParameters]> = [
		['text', { filters: { subscription_id: [{ operator: 'is', value: '={{ $json.nope }}' }] } }],
		['nothing typed', { filters: { id: [{ operator: 'is', value: '' }] } }],
		['null', { filters: { invoice_id: [{ operator: 'starts_with', value: '={{ null }}' }] } }],
		['a choice', { filters: { status: [{ operator: 'is', value: '={{ $json.nope }}' }] } }],
		['several choices', { filters: { status: [{ operator: 'in', values: '={{ $json.nope }}' }] } }],
		['no choice', { filters: { status: [{ operator: 'in', values: [] }] } }],
		['a yes or no', { filters: { is_resent: [{ value: '={{ $json.nope }}' }] } }],
		['a list', { filters: { id: [{ operator: 'in', values: '={{ [] }}' }] } }],
		['a joined list', { filters: { id: [{ operator: 'not_in', values: '={{ [undefined, null].join(",") }}' }] } }],
		['a time', { filters: { created_at: [{ operator: 'after', value: '={{ $json.nope }}' }] } }],
		['a period', { filters: { paid_on: [{ operator: 'between', from: '', to: '={{ $json.nope }}' }] } }],
		['a moment', { filters: { paid_on: [{ operator: 'after', date: 'relative', moment: '={{ $json.nope }}' }] } }],
		['a relative period', { filters: { paid_on: [{ operator: 'between', date: 'relative', period: '={{ null }}' }] } }],
		['JSON', json('={{ { subscription_id: { is: $json.nope } } }}')],
		['JSON text', json('{ "subscription_id": { "is": null } }')],
		['JSON without an operator', json('={{ { subscription_id: $json.nope } }}')],
		['JSON as a whole', json('={{ $json.nope }}')],
		['JSON that is null', json('={{ null }}')],
		['JSON that is blank', json(' ')],
	];

	it.each(empty)('without a value (%s) send nothing: left out, everything would come', async (_what, parameters) => {
		const { error } = await use.run('getAll', { returnAll: true, ...parameters });
		expect(error?.message).toMatch(/ has no value, and without it the filter would let everything through/);
		expect(error?.description).toMatch(/remove the filter/);
		expect(use.ledger).toEqual([]);
	});

	it.each(empty)('without a value (%s) are left out where that is wanted, and by agents', async (_what, parameters) => {
		for (const on of [{ options: { leaveOutEmptyFilters: true } }, ...paths.slice(1)]) {
			use.sandbox.resetLedger();
			const { options, ...path } = { options: {}, ...on };
			const run = await use.run('getAll', { limit: 5, ...parameters, options }, path);
			expect(run.error).toBeUndefined();
			expect(criteria(use.request)).toEqual([newest]);
		}
	});

	it('that are half a period are refused on both paths, also where empty ones are left out', async () => {
		const half = { filters: { paid_on: [{ operator: 'between', from: '2026-03-01', to: '={{ $json.nope }}' }] } };
		for (const on of paths) {
			const { error } = await use.run('getAll', { ...half, options: { leaveOutEmptyFilters: true } }, on);
			expect(error?.message).toMatch(/^Paid On \(paid_on\[between\]\) needs two ends/);
		}
		expect(use.ledger).toEqual([]);
	});

	it('that an expression gives as a whole are refused with the way to give them', async () => {
		const { error } = await use.run('getAll', { filters: { status: '={{ $json.filter }}' } });
		expect(error?.message).toMatch(/^Status \(status\[is\]\) is given twice/);
		expect(error?.description).toMatch(/choose Using JSON/);
		expect(use.ledger).toEqual([]);
	});

	it('of too many values for a URL are refused, and an export is named', async () => {
		const values = `={{ Array.from({ length: 1000 }, (_, at) => 'order_' + at) }}`;
		const { error } = await use.run('getAll', { filters: { id: [{ operator: 'in', values }] } });
		expect(error?.message).toMatch(/^The filters are too long for a URL: \d+ characters, most of them of id\[in\]/);
		expect(error?.description).toMatch(/export/);
		expect(use.ledger).toEqual([]);
	});

	it('can be relative to now', async () => {
		const before = Math.floor(Date.now() / 1000);
		const filters = {
			created_at: [{ operator: 'between', date: 'relative', period: 'last24Hours' }],
			updated_at: [{ operator: 'after', date: 'relative', moment: 'oneDayAgo' }],
			order_date: [{ operator: 'between', date: 'relative', period: 'previousMonth' }],
		};
		await use.run('getAll', { filters }, { timezone: 'Asia/Tokyo' });
		const sent = Object.fromEntries(criteria(use.request));
		const [from, to] = JSON.parse(sent['created_at[between]'] ?? '') as [number, number];
		expect(to - from).toBe(86_400);
		expect(to).toBeGreaterThanOrEqual(before);
		expect(sent['updated_at[after]']).toBe(String(from));
		const [first, last] = JSON.parse(sent['order_date[between]'] ?? '') as [number, number];
		// The first second of a month in Tokyo, to the last one.
		expect(new Date((first + 9 * 3600) * 1000).toISOString()).toMatch(/-01T00:00:00/);
		expect(new Date((last + 1 + 9 * 3600) * 1000).toISOString()).toMatch(/-01T00:00:00/);
	});
});

describe('sorting and flags', () => {
	const nope = '={{ $json.nope }}';
	const empty: ReadonlyArray<[string, INodeParameters, RegExp]> = [
		['a field', { sort: { by: { field: nope, direction: 'asc' } } }, /^Sort Field has no value/],
		['a direction', { sort: { by: { field: 'updated_at', direction: nope } } }, /^Sort Direction has no value/],
		['both', { sort: { by: { field: nope, direction: '={{ null }}' } } }, /^Sort Field has no value/],
		['a flag', { options: { include_deleted: nope } }, /^Include Deleted Orders \(include_deleted\) has no value/],
		[
			'the other flag',
			{ options: { exclude_deleted_credit_notes: '={{ "" }}' } },
			/^Exclude Deleted Credit Notes \(exclude_deleted_credit_notes\) has no value/,
		],
	];

	it.each(empty)('without %s are refused for a person', async (_what, parameters, message) => {
		const { error } = await use.run('getAll', parameters);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/remove the input/);
		expect(use.ledger).toEqual([]);
	});

	it('are left out by an agent that gives none', async () => {
		const sent: Array<Array<[string, string]>> = [];
		for (const [, parameters] of empty) {
			use.sandbox.resetLedger();
			expect((await use.run('getAll', parameters, paths[1])).error).toBeUndefined();
			sent.push(criteria(use.request));
		}
		const by = [[['sort_by[asc]', 'created_at']], [['sort_by[desc]', 'updated_at']]];
		expect(sent).toEqual([...by, [newest], [newest], [newest]]);
	});

	it('that were added and left as they are sort by the newest first', async () => {
		await use.run('getAll', { sort: { by: {} } });
		expect(criteria(use.request)).toEqual([['sort_by[desc]', 'created_at']]);
	});
});

import { getAll } from '../../nodes/ChargebeeOrders/resources/order/getAll';
import type { Call } from '../../nodes/ChargebeeOrders/Call';
import type { Resource } from '../../nodes/ChargebeeOrders/transport/paging';
import { RunReport } from '../../nodes/ChargebeeOrders/RunReport';
import * as sending from '../../nodes/ChargebeeOrders/transport/send';

const SINCE = 1_800_000_000;
const NOW = SINCE + 7200;

let send: jest.SpiedFunction<typeof sending.send>;

beforeEach(() => {
	send = jest.spyOn(sending, 'send');
});
afterEach(() => jest.restoreAllMocks());

/** The pages of one of the two lists. */
type Pages = ReadonlyArray<readonly Resource[]>;

/** Answers for the list by `updated_at` and for the one by `created_at`; gives the pairs of each request. */
function serve(updated: Pages, created: Pages): Array<Record<string, string>> {
	const asked: Array<Record<string, string>> = [];
	send.mockImplementation(async (_requester, { pairs }) => {
		const query = Object.fromEntries(pairs);
		asked.push(query);
		const pages = 'updated_at[after]' in query ? updated : created;
		const at = Number(query.offset ?? 0);
		const next = at + 1 < pages.length ? { next_offset: String(at + 1) } : {};
		return await Promise.resolve({ list: (pages[at] ?? []).map((order) => ({ order })), ...next });
	});
	return asked;
}

type Parameters = Readonly<Record<string, unknown>>;

function callWith(parameters: Parameters, asTool = false): Call & { report: RunReport } {
	const given: Parameters = { returnAll: true, changedSince: { since: { value: SINCE } }, ...parameters };
	return {
		asTool,
		report: new RunReport(),
		context: { timezone: 'Europe/Berlin', now: NOW },
		transport: { concurrency: 8 },
		parameter: (name: string, fallback?: unknown) => (name in given ? given[name] : fallback),
		stored: (name: string) => given[name],
	} as unknown as Call & { report: RunReport };
}

async function read(parameters: Parameters = {}, asTool = false): Promise<unknown[]> {
	const items = await getAll.prepare(callWith(parameters, asTool)).run();
	return items.map(({ json }) => json);
}

/** The `after` of both lists. */
async function times(parameters: Parameters): Promise<unknown[]> {
	const asked = serve([[]], [[]]);
	await read(parameters);
	return asked.map((query) => query['updated_at[after]'] ?? query['created_at[after]']);
}

describe('Changed Since', () => {
	it('reads what was updated and then what was created, deleted orders too, five minutes overlapping', async () => {
		const asked = serve([[{ id: 'a' }], [{ id: 'b' }]], [[{ id: 'c' }]]);
		await read({ filters: { status: [{ value: 'shipped' }] } });
		const both = { 'status[is]': 'shipped', include_deleted: 'true', limit: '100' };
		const updated = { ...both, 'updated_at[after]': String(SINCE - 301), 'sort_by[asc]': 'updated_at' };
		expect(asked).toEqual([
			updated,
			{ ...updated, offset: '1' },
			{ ...both, 'created_at[after]': String(SINCE - 301), 'sort_by[asc]': 'created_at' },
		]);
	});

	it('leaves deleted orders out where the option says so', async () => {
		const asked = serve([[]], [[]]);
		await read({ options: { include_deleted: false } });
		expect(asked.map(({ include_deleted }) => include_deleted)).toEqual(['false', 'false']);
	});

	it('takes any overlap up to an hour, and moments relative to now', async () => {
		const since = (entry: Parameters): Parameters => ({ changedSince: { since: entry } });
		expect(await times(since({ value: SINCE, overlap: 0 }))).toEqual([String(SINCE - 1), String(SINCE - 1)]);
		expect(await times(since({ value: SINCE, overlap: 60 }))).toContain(String(SINCE - 3601));
		expect(await times(since({ date: 'relative', moment: 'oneHourAgo' }))).toContain(String(NOW - 3901));
		expect(await times(since({ date: 'relative' }))).toContain(String(NOW - 86_400 - 301));
		expect(await times(since({ value: '2027-01-15T09:00:00' }))).toContain(String(SINCE - 301));
		await expect(times(since({ value: SINCE, overlap: 61 }))).rejects.toThrow(/^Overlap \(Minutes\) is 61/);
	});

	it('asks for no time that Chargebee would refuse for its digits', async () => {
		expect(await times({ changedSince: { since: { value: '1990-01-01' } } })).toEqual(['1000000000', '1000000000']);
	});

	it('gives each order once, in the state of the higher version, whichever list has it', async () => {
		serve(
			[
				[
					{ id: 'a', resource_version: 1, updated_at: 10, created_at: 1 },
					{ id: 'b', resource_version: 5, updated_at: 20, created_at: 2 },
				],
			],
			[
				[
					{ id: 'a', resource_version: 3, updated_at: 30, created_at: 1 },
					{ id: 'b', resource_version: 4, updated_at: 15, created_at: 2 },
					{ id: 'c', resource_version: 1, created_at: 25 },
				],
			],
		);
		expect(await read()).toEqual([
			{ id: 'b', resource_version: 5, updated_at: 20, created_at: 2 },
			{ id: 'c', resource_version: 1, created_at: 25 },
			{ id: 'a', resource_version: 3, updated_at: 30, created_at: 1 },
		]);
	});

	it('takes the state of the first list where there is no version to tell', async () => {
		serve([[{ id: 'a', updated_at: 10, note: 'updated' }]], [[{ id: 'a', updated_at: 10, note: 'created' }]]);
		expect(await read()).toEqual([{ id: 'a', updated_at: 10, note: 'updated' }]);
	});

	it('gives an order that changes while it is read in its later state', async () => {
		serve(
			[
				[
					{ id: 'a', updated_at: 10 },
					{ id: 'b', resource_version: 1, updated_at: 11 },
				],
				[
					{ id: 'a', updated_at: 12 },
					{ id: 'b', resource_version: 2, updated_at: 13 },
				],
			],
			[[]],
		);
		expect(await read()).toEqual([
			{ id: 'a', updated_at: 12 },
			{ id: 'b', resource_version: 2, updated_at: 13 },
		]);
	});

	it('sorts by the change and then by ID, and cuts by Limit after that', async () => {
		const ids = (list: unknown[]): unknown[] => list.map((order) => (order as Resource).id);
		const updated = [
			{ id: 'z', updated_at: 10 },
			{ id: 'y', updated_at: 10 },
			{ id: 'x', updated_at: 30 },
		];
		serve([updated], [[{ id: 'w', created_at: 20 }]]);
		expect(ids(await read())).toEqual(['y', 'z', 'w', 'x']);
		expect(ids(await read({ returnAll: false, limit: 3 }))).toEqual(['y', 'z', 'w']);
	});

	it.each([
		['sorting', { sort: { by: { field: 'created_at', direction: 'desc' } } }],
		['a filter on Updated At', { filters: { updated_at: [{ operator: 'before', value: SINCE }] } }],
		['a filter on Created At as JSON', { specifyFilters: 'json', filtersJson: `{ "created_at": { "on": ${SINCE} } }` }],
	])('is refused beside %s', (_what, parameters) => {
		expect(() => getAll.prepare(callWith(parameters))).toThrow(
			'Changed Since sorts and filters by Updated At and Created At itself',
		);
	});

	const blank = [{}, { value: undefined }, { value: ' ' }, { date: 'relative', moment: null }];

	it.each(blank)(
		'%j has no value: refused for a person, left out by an agent and where that is wanted',
		async (since) => {
			const parameters = { changedSince: { since } };
			expect(() => getAll.prepare(callWith(parameters))).toThrow(
				'Changed Since has no value, and without it the filter would let everything through',
			);
			const asked = serve([[]], [[]]);
			await read(parameters, true);
			await read({ ...parameters, options: { leaveOutEmptyFilters: true } });
			expect(asked.map(Object.keys)).toEqual([['limit', 'sort_by[desc]'], ['limit']]);
		},
	);

	it('that is no time is refused', () => {
		const since = (value: unknown) => () => getAll.prepare(callWith({ changedSince: { since: value } }));
		expect(since('2027-01-15')).toThrow('Changed Since has no time: "2027-01-15"');
		expect(since({ value: 'yesterday' })).toThrow('Changed Since is not a date: "yesterday"');
	});

	it('takes no room of orders that it reads in both lists', async () => {
		const orders = Array.from({ length: 100 }, (_, at) => ({ id: `o${at}`, resource_version: 1, updated_at: at }));
		const characters = async (created: Pages): Promise<number> => {
			serve([orders], created);
			const call = callWith({});
			await getAll.prepare(call).run();
			return call.report.storedCharacters;
		};
		expect(await characters([orders])).toBe(await characters([[]]));
	});
});

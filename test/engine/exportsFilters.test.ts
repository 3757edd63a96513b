import type { INodeParameters } from 'n8n-workflow';

import { orders } from '../../nodes/ChargebeeOrders/api/exports/orders';
import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { startSandbox, type Order, type Sandbox } from '../sandbox';
import { complaints, paths, runExport, starts } from '../support/exportRuns';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 150, exportMs: 20 });
});

afterEach(() => {
	jest.restoreAllMocks();
	sandbox.resetLedger();
});

afterAll(async () => {
	await sandbox.close();
});

/** What the editor stores for one added filter, and what it becomes on the wire. */
type Case = readonly [stored: INodeParameters, operator: string, value: string];

const values: readonly Case[] = [
	[{ operator: 'in', values: 'a,b' }, 'in', '["a","b"]'],
	[{ operator: 'not_in', values: ' a, "b" ' }, 'not_in', '["a","\\"b\\""]'],
];
const text: readonly Case[] = [
	[{ operator: 'is', value: 'Ö & 1' }, 'is', 'Ö & 1'],
	[{ operator: 'is_not', value: 'a' }, 'is_not', 'a'],
	[{ operator: 'starts_with', value: 'a' }, 'starts_with', 'a'],
];
const choice = (one: string, other: string): readonly Case[] => [
	[{ operator: 'is', value: one }, 'is', one],
	[{ operator: 'is_not', value: other }, 'is_not', other],
	[{ operator: 'in', values: [one, other] }, 'in', `["${one}","${other}"]`],
	[{ operator: 'not_in', values: [other] }, 'not_in', `["${other}"]`],
];
const time: readonly Case[] = [
	[{ operator: 'after', date: 'fixed', value: '2025-11-22T08:30:00' }, 'after', '1763800200'],
	[{ operator: 'before', date: 'fixed', value: '2025-11-22T08:30:00+01:00' }, 'before', '1763796600'],
	[{ operator: 'on', date: 'fixed', value: '={{ 1763800200 }}' }, 'on', '1763800200'],
	[
		{ operator: 'between', date: 'fixed', from: '2025-11-22T08:30:00Z', to: '={{ DateTime.fromSeconds(1763800201) }}' },
		'between',
		'[1763800200,1763800201]',
	],
];
const amount: readonly Case[] = [
	[{ operator: 'is', value: 1999 }, 'is', '1999'],
	[{ operator: 'is_not', value: 0 }, 'is_not', '0'],
	[{ operator: 'lt', value: '={{ "1999" }}' }, 'lt', '1999'],
	[{ operator: 'lte', value: 1999 }, 'lte', '1999'],
	[{ operator: 'gt', value: 1999 }, 'gt', '1999'],
	[{ operator: 'gte', value: 1999 }, 'gte', '1999'],
	[{ operator: 'between', from: 0, to: 1999 }, 'between', '[0,1999]'],
];

/** Chargebee's 18 filters of the export of orders, by the names of its documentation. */
const filters: ReadonlyArray<readonly [wire: string, stored: string, cases: readonly Case[]]> = [
	['total', 'total', amount],
	['order[id]', 'order__id', [...text, ...values]],
	[
		'order[subscription_id]',
		'order__subscription_id',
		[...text, ...values, [{ operator: 'is_present', present: false }, 'is_present', 'false']],
	],
	['order[customer_id]', 'order__customer_id', [...text, ...values]],
	['order[status]', 'order__status', choice('queued', 'shipped')],
	['order[price_type]', 'order__price_type', choice('tax_exclusive', 'tax_inclusive')],
	['order[order_date]', 'order__order_date', time],
	['order[shipping_date]', 'order__shipping_date', time],
	['order[shipped_at]', 'order__shipped_at', time],
	['order[delivered_at]', 'order__delivered_at', time],
	['order[cancelled_at]', 'order__cancelled_at', time],
	['order[amount_paid]', 'order__amount_paid', amount],
	['order[refundable_credits]', 'order__refundable_credits', amount],
	['order[refundable_credits_issued]', 'order__refundable_credits_issued', amount],
	['order[updated_at]', 'order__updated_at', time],
	['order[resent_status]', 'order__resent_status', choice('fully_resent', 'partially_resent')],
	['order[is_resent]', 'order__is_resent', [[{ value: true }, 'is', 'true']]],
	['order[original_order_id]', 'order__original_order_id', text],
];

async function sent(parameters: INodeParameters, more = {}): Promise<Array<[string, string]>> {
	sandbox.resetLedger();
	sandbox.script.nextExport({ outcome: 'failed', durationMs: 0 });
	const { error } = await runExport(sandbox, 'start', { parameters, ...more });
	expect(error).toBeUndefined();
	expect(complaints(sandbox)).toEqual([]);
	return starts(sandbox)[0]?.form ?? [];
}

describe.each(paths)('filters %s', (_name, path) => {
	it.each(filters)('%s is sent with every operator it has, as one pair each', async (wire, stored, cases) => {
		for (const [given, operator, value] of cases) {
			expect(await sent({ filters: { [stored]: [given] } }, path)).toEqual([[`${wire}[${operator}]`, value]]);
		}
	});

	it('are all sent when several are given, also several on one field', async () => {
		const given = {
			order__status: [{ operator: 'in', values: ['queued', 'shipped'] }],
			total: [
				{ operator: 'gt', value: 100 },
				{ operator: 'lt', value: 900 },
			],
			order__is_resent: [{ value: false }],
		};
		expect(await sent({ filters: given }, path)).toEqual([
			['order[status][in]', '["queued","shipped"]'],
			['total[gt]', '100'],
			['total[lt]', '900'],
			['order[is_resent][is]', 'false'],
		]);
		expect(sandbox.ledger[0]?.rawBody).toMatch(/^order%5Bstatus%5D%5Bin%5D=%5B%22queued%22%2C%22shipped%22%5D&/i);
	});

	it('count what the editor leaves out because it is the default', async () => {
		const given = { order__is_resent: [{}], order__subscription_id: [{ operator: 'is_present' }] };
		expect(await sent({ filters: given }, path)).toEqual([
			['order[is_resent][is]', 'true'],
			['order[subscription_id][is_present]', 'true'],
		]);
	});

	it('on time count relative dates from now, days in the time zone of the workflow', async () => {
		// A quarter past eight in the evening in New York, where the 22nd began at five in the morning UTC.
		jest.spyOn(clock, 'now').mockReturnValue(Date.UTC(2025, 10, 23, 1, 15));
		const given = {
			order__updated_at: [{ operator: 'after', date: 'relative', moment: 'oneDayAgo' }],
			order__order_date: [{ operator: 'before', date: 'relative', moment: 'startOfToday' }],
			order__shipped_at: [{ operator: 'between', date: 'relative', period: 'previousMonth' }],
			order__delivered_at: [{ operator: 'between', date: 'relative' }],
			order__cancelled_at: [{ operator: 'on', date: 'fixed', value: '2025-11-22T00:00:00' }],
		};
		const at = (...parts: [number, number, number, number?, number?, number?]): number => Date.UTC(...parts) / 1000;
		const now = at(2025, 10, 23, 1, 15);
		expect(await sent({ filters: given }, { ...path, timezone: 'America/New_York' })).toEqual([
			['order[updated_at][after]', String(now - 86_400)],
			['order[order_date][before]', String(at(2025, 10, 22, 5))],
			['order[shipped_at][between]', `[${at(2025, 9, 1, 4)},${at(2025, 10, 1, 4) - 1}]`],
			['order[delivered_at][between]', `[${now - 86_400},${now}]`],
			['order[cancelled_at][on]', String(at(2025, 10, 22, 5))],
		]);
	});

	it('can be one JSON object, as text or by an expression, through the same checks', async () => {
		const json = '{ "order": { "status": { "in": ["queued", "shipped"] } }, "total": { "gt": 1000 } }';
		const expected = [
			['order[status][in]', '["queued","shipped"]'],
			['total[gt]', '1000'],
		];
		expect(await sent({ specifyFilters: 'json', filtersJson: json }, path)).toEqual(expected);
		const flat = '={{ ({ order__status: { in: ["queued", "shipped"] }, total: { gt: 1000 } }) }}';
		expect(await sent({ specifyFilters: 'json', filtersJson: flat }, path)).toEqual(expected);
	});

	it.each([
		['{ "order": { "stauts": { "is": "queued" } } }', /order\.stauts is not a filter here/, /order\.status/],
		['{ "invoice_id": { "is": "x" } }', /invoice_id is not a filter here/, /Valid names are/],
		['{ "order": { "status": { "equals": "queued" } } }', /has no operator "equals"/, /is, is_not, in, not_in/],
		['{ "order": { "status": "queued" } }', /has no operator/, /"is"/],
		['{ "total": { "gt": 10.5 } }', /fraction/, /minor units/],
		['{ "order": { "updated_at": { "after": 1763800200000 } } }', /looks like milliseconds/, /1763800200/],
		['{ "order": { "updated_at": { "between": ["2025-11-22"] } } }', /two ends/, /start and an end/],
		['{ status: 1 }', /not a JSON object/, /double quotes/],
		['[]', /not a JSON object/, /object such as/],
	])('refuse %s before anything is sent', async (filtersJson, message, description) => {
		const run = await runExport(sandbox, 'startAndDownload', {
			...path,
			parameters: { specifyFilters: 'json', filtersJson },
		});
		expect(run.error?.message).toMatch(message);
		expect(run.error?.description).toMatch(description);
		expect(sandbox.ledger).toEqual([]);
	});
});

describe('filters without a value', () => {
	const empty: ReadonlyArray<[string, INodeParameters]> = [
		['undefined', { filters: { order__customer_id: [{ operator: 'is', value: '={{ $json.nope }}' }] } }],
		['null in a list', { filters: { order__customer_id: [{ operator: 'in', values: '={{ [null] }}' }] } }],
		['no number', { filters: { total: [{ operator: 'gt', value: '={{ $json.nope }}' }] } }],
		['no answer', { filters: { order__subscription_id: [{ operator: 'is_present', present: '={{ null }}' }] } }],
		['null in JSON', { specifyFilters: 'json', filtersJson: '{ "order": { "id": { "is": null } } }' }],
		['no group in JSON', { specifyFilters: 'json', filtersJson: '={{ ({ order: $json.nope }) }}' }],
	];

	it.each(empty)('(%s) start no export', async (_what, parameters) => {
		for (const operation of ['start', 'startAndDownload'] as const) {
			const { error } = await runExport(sandbox, operation, { parameters });
			expect(error?.message).toMatch(/ has no value, and without it the filter would let everything through/);
		}
		expect(sandbox.ledger).toEqual([]);
	});

	it.each(empty)('(%s) are left out where that is wanted, and by agents', async (_what, parameters) => {
		expect(await sent(parameters, { options: { leaveOutEmptyFilters: true } })).toEqual([]);
		expect(await sent(parameters, paths[1]?.[1])).toEqual([]);
	});

	it('are left out by Start and Download too', async () => {
		sandbox.script.nextExport({ outcome: 'failed', durationMs: 0 });
		const parameters = { filters: { order__id: [{ operator: 'is', value: '={{ $json.nope }}' }] } };
		await runExport(sandbox, 'startAndDownload', { parameters, options: { leaveOutEmptyFilters: true } });
		expect(starts(sandbox).map(({ form }) => form)).toEqual([[]]);
	});

	it('are no matter of length: an export takes more values than a URL', async () => {
		const values = `={{ Array.from({ length: 1000 }, (_, at) => 'order_' + at) }}`;
		const [[, value] = ['', '']] = await sent({ filters: { order__id: [{ operator: 'in', values }] } });
		expect(JSON.parse(value)).toHaveLength(1000);
	});
});

it('covers every filter and operator of the table', () => {
	const covered = filters.flatMap(([wire, , cases]) => cases.map(([, operator]) => `${wire}[${operator}]`));
	const existing = orders.filters.flatMap(({ path: [first, ...rest], operators }) =>
		operators.map((operator) => `${[first, ...rest.map((part) => `[${part}]`)].join('')}[${operator}]`),
	);
	expect(new Set(covered)).toEqual(new Set(existing));
});

describe('the rows that come out', () => {
	const attribute = (name: string, holds: (value: number) => boolean) => (order: Order) => {
		const value = order.attributes[name];
		return typeof value === 'number' && holds(value);
	};
	const MAY = Date.UTC(2025, 4, 1) / 1000;

	it.each<[string, INodeParameters, (order: Order) => boolean]>([
		[
			'status',
			{ order__status: [{ operator: 'not_in', values: ['queued', 'delivered'] }] },
			({ attributes }) => !['queued', 'delivered'].includes(attributes.status),
		],
		[
			'id',
			{ order__id: [{ operator: 'in', values: '={{ ["order_3", "order/97 é", "nope"] }}' }] },
			({ attributes }) => ['order_3', 'order/97 é'].includes(attributes.id),
		],
		[
			'total',
			{
				total: [
					{ operator: 'gte', value: 3000 },
					{ operator: 'lt', value: 8000 },
				],
			},
			attribute('total', (total) => total >= 3000 && total < 8000),
		],
		[
			'update',
			{ order__updated_at: [{ operator: 'after', date: 'fixed', value: '2025-05-01T00:00:00' }] },
			attribute('updated_at', (at) => at > MAY),
		],
		[
			'period',
			{ order__order_date: [{ operator: 'between', date: 'fixed', from: '2025-05-01', to: '2025-07-31' }] },
			attribute('order_date', (at) => at >= MAY && at < Date.UTC(2025, 7, 1) / 1000),
		],
		[
			'subscription',
			{ order__subscription_id: [{ operator: 'is_present', present: false }] },
			({ attributes }) => attributes.subscription_id === undefined,
		],
		['resending', { order__is_resent: [{ value: true }] }, ({ attributes }) => attributes.is_resent],
	])('are those of the store that the filter by %s holds for', async (_name, given, holds) => {
		const run = await runExport(sandbox, 'startAndDownload', { parameters: { filters: given } });
		const orders = run.json.map((row) => row['Order Id']);
		const expected = [...sandbox.store.orders.all()].filter((order) => !order.attributes.deleted && holds(order));
		expect(orders).toEqual(expected.map(({ attributes }) => attributes.id));
		expect([0, 150]).not.toContain(orders.length);
	});
});

import fc from 'fast-check';

import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { filterName, filterTitle, orderListFilters, type Filter } from '../../nodes/ChargebeeOrders/api/filters';
import type { Call } from '../../nodes/ChargebeeOrders/Call';
import type { Pair } from '../../nodes/ChargebeeOrders/encode/form';
import { InputError } from '../../nodes/ChargebeeOrders/errors/InputError';
import { filterPairs } from '../../nodes/ChargebeeOrders/resources/inputs';
import { operandFor } from '../contract/filterOperands';

/** Every list of filters once: some exports share theirs. */
const tables = [orderListFilters, ...new Set(exportTypes.map(({ filters }) => filters))].map(
	(filters): [string, readonly Filter[]] => {
		const names = exportTypes.filter((type) => type.filters === filters).map(({ name }) => name);
		return [names.length === 0 ? 'the list of orders' : `the export ${names.join(', ')}`, filters];
	},
);

type Parameters = Readonly<Record<string, unknown>>;
interface Caller {
	asTool?: boolean;
	options?: Parameters;
}

/** The pairs of the node's parameters, as the reader of both operations gives them. */
function pairs(
	parameters: Parameters,
	filters: readonly Filter[],
	{ asTool = false, options = {} }: Caller = {},
): Pair[] {
	const given: Parameters = { options, ...parameters };
	const call = {
		asTool,
		context: { timezone: 'Europe/Berlin', now: 1_800_000_000 },
		parameter: (name: string, fallback?: unknown) => (name in given ? given[name] : fallback),
	};
	return filterPairs(call as unknown as Call, filters);
}

const person: Caller = {};
const optional: Caller = { options: { leaveOutEmptyFilters: true } };
const agent: Caller = { asTool: true };
const leavingOut: ReadonlyArray<[string, Caller]> = [
	['by an agent', agent],
	['with Leave Out Empty Filters', optional],
];

function refusal(work: () => unknown): InputError | undefined {
	try {
		work();
	} catch (error) {
		if (error instanceof InputError) return error;
		throw error;
	}
	return undefined;
}

const NO_VALUE = / has no value, and without it the filter would let everything through$/;

const emptyText = fc.constantFrom('', ' ', '\t\n', '\u00a0', '\u200b', ',', ',,', ' , ', [undefined, null].join(','));
const nothing = fc.oneof(
	fc.constantFrom(undefined, null),
	emptyText,
	fc.array(fc.constantFrom(undefined, null, '', ' ')),
);
const emptyList = fc.oneof(nothing, fc.constantFrom('[]', ' [null, ""]', '["", []]'));

/** One operator of one filter. */
interface Comparison {
	readonly filter: Filter;
	readonly operator: Filter['operators'][number];
}

const comparisons = (filters: readonly Filter[]): Comparison[] =>
	filters.flatMap((filter) => filter.operators.map((operator) => ({ filter, operator })));

/** A filter in each form that a person or an agent may give it in. */
function asJson({ filter, operator }: Comparison, value: unknown): Parameters {
	return { specifyFilters: 'json', filtersJson: { [filterName(filter)]: { [operator]: value } } };
}

function stored({ filter, operator }: Comparison, inputs: Parameters): Parameters {
	return { filters: { [filterName(filter)]: [{ operator, ...inputs }] } };
}

/** What the editor holds for a comparison, with nothing in place of every value. */
function emptyInputs({ filter, operator }: Comparison): fc.Arbitrary<Parameters> {
	if (operator === 'in' || operator === 'not_in') return emptyList.map((values) => ({ values }));
	if (operator === 'is_present') return nothing.map((present) => ({ present }));
	const fixed =
		operator === 'between'
			? fc.tuple(nothing, nothing).map(([from, to]) => ({ from, to }))
			: nothing.map((value) => ({ value }));
	if (filter.kind !== 'timestamp') return fixed;
	const relative = nothing.map((none) => ({ date: 'relative', [operator === 'between' ? 'period' : 'moment']: none }));
	return fc.oneof(fixed, relative);
}

function wireName({ filter, operator }: Comparison): string {
	const [first = '', ...rest] = [...filter.path, operator];
	return first + rest.map((part) => `[${part}]`).join('');
}

describe.each(tables)('filters of %s', (_table, filters) => {
	test('that hold nothing are refused by name for a person, and left out for others', () => {
		for (const comparison of comparisons(filters)) {
			const list = ['in', 'not_in', 'between'].includes(comparison.operator);
			const given = fc.oneof(
				(list ? emptyList : nothing).map((value) => asJson(comparison, value)),
				emptyInputs(comparison).map((inputs) => stored(comparison, inputs)),
			);
			fc.assert(
				fc.property(given, (parameters) => {
					const error = refusal(() => pairs(parameters, filters, person));
					expect(error?.parameter).toBe(wireName(comparison));
					expect(error?.message).toMatch(NO_VALUE);
					expect(error?.message).toContain(`${filterTitle(comparison.filter)} (${wireName(comparison)})`);
					for (const [, caller] of leavingOut) expect(pairs(parameters, filters, caller)).toEqual([]);
				}),
				{ numRuns: 8 },
			);
		}
	});

	test('that hold a value are sent whoever asks, beside others that hold none', () => {
		for (const comparison of comparisons(filters)) {
			const operand = operandFor(comparison.filter, comparison.operator);
			const sent = pairs(asJson(comparison, operand), filters, person);
			const [[name, value] = ['', '']] = sent;
			expect([name, sent.length]).toEqual([wireName(comparison), 1]);
			expect(value).not.toBe('');
			const [other] = filters.filter((filter) => filter !== comparison.filter);
			const beside = other === undefined ? {} : { [filterName(other)]: { [other.operators[0] ?? 'is']: null } };
			const filtersJson = { ...(asJson(comparison, operand).filtersJson as object), ...beside };
			for (const [, caller] of leavingOut)
				expect(pairs({ specifyFilters: 'json', filtersJson }, filters, caller)).toEqual(sent);
		}
	});

	test('that are half a period are refused for all', () => {
		for (const comparison of comparisons(filters).filter(({ operator }) => operator === 'between')) {
			const one = 1_700_000_000;
			for (const [from, to] of [
				[one, undefined],
				['', one],
				[null, String(one)],
			])
				for (const parameters of [asJson(comparison, [from, to]), stored(comparison, { from, to })])
					for (const caller of [person, optional, agent]) {
						const error = refusal(() => pairs(parameters, filters, caller));
						expect([error?.parameter, error?.message]).toEqual([
							wireName(comparison),
							expect.stringMatching(/needs two ends, and without both/),
						]);
					}
		}
	});

	test('without an operator, as JSON, are refused for a person, and left out for others', () => {
		const groups = new Set(filters.flatMap(({ path }) => (path.length > 1 ? [path[0] ?? ''] : [])));
		for (const name of [...filters.map(filterName), ...groups])
			for (const value of [{}, null, undefined, '', [], ' ']) {
				const parameters = { specifyFilters: 'json', filtersJson: { [name]: value } };
				expect(refusal(() => pairs(parameters, filters, person))?.message).toMatch(NO_VALUE);
				for (const [, caller] of leavingOut) expect(pairs(parameters, filters, caller)).toEqual([]);
			}
	});

	test('without an entry in the editor are refused for a person, and left out for others', () => {
		for (const name of filters.map(filterName))
			for (const entries of [[], null, undefined, '', [null], [[]]]) {
				const error = refusal(() => pairs({ filters: { [name]: entries } }, filters, person));
				expect(error?.message).toMatch(NO_VALUE);
				for (const [, caller] of leavingOut)
					expect(pairs({ filters: { [name]: entries } }, filters, caller)).toEqual([]);
			}
	});
});

const list = (parameters: Parameters, caller?: Caller): Pair[] => pairs(parameters, orderListFilters, caller);

describe('all filters at once', () => {
	test.each([undefined, null, '', ' \n', []])('that are %j are refused for a person, and none for others', (value) => {
		for (const parameters of [{ specifyFilters: 'json', filtersJson: value }, { filters: value }]) {
			expect(refusal(() => list(parameters))?.message).toMatch(/^Filters.* has no value, and without it/);
			for (const [, caller] of leavingOut) expect(list(parameters, caller)).toEqual([]);
		}
	});

	test.each([{}, '{}', ' { } '])('that are %j are none', (filtersJson) => {
		expect(list({ specifyFilters: 'json', filtersJson })).toEqual([]);
		expect(list({})).toEqual([]);
	});

	test.each([7, 'status', [{ status: { is: 'new' } }], true])('that are %j are refused for all', (value) => {
		for (const caller of [person, optional, agent]) {
			expect(refusal(() => list({ filters: value }, caller))).toBeInstanceOf(InputError);
			expect(refusal(() => list({ specifyFilters: 'json', filtersJson: value }, caller))).toBeInstanceOf(InputError);
		}
	});

	test.each<[object, RegExp]>([
		[{ specifyFilters: 'JSONs' }, /Specify Filters cannot be "JSONs"/],
		[{ filters: { statuss: [{ value: 'new' }] } }, /statuss is not a filter here/],
		[{ filters: { status: ['new'] } }, /Status \(status\) has no operator and value: "new"/],
		[{ filters: { status: [{ operator: null, value: 'new' }] } }, /has no operator "null"/],
		[{ filters: { created_at: [{ date: 'relativ', moment: 'oneDayAgo' }] } }, /created_at Date cannot be "relativ"/],
		[{ filters: { created_at: [{ date: 'relative', moment: 'soon' }] } }, /created_at Moment cannot be "soon"/],
	])('of a wrong form (%j) are refused for all', (parameters, message) => {
		for (const caller of [person, optional, agent])
			expect(refusal(() => list({ ...parameters }, caller))?.message).toMatch(message);
	});

	test('what the editor leaves out because it is the default counts with it, for all', () => {
		const filters = {
			is_resent: [{}],
			created_at: [{ operator: 'after', date: 'relative' }],
			paid_on: [{ operator: 'between', date: 'relative' }],
		};
		for (const caller of [person, optional, agent])
			expect(Object.fromEntries(list({ filters }, caller))).toEqual({
				'is_resent[is]': 'true',
				'created_at[after]': String(1_800_000_000 - 86_400),
				'paid_on[between]': `[${1_800_000_000 - 86_400},1800000000]`,
			});
	});

	test('a status that nobody chose is none', () => {
		expect(refusal(() => list({ filters: { status: [{}] } }))?.message).toMatch(NO_VALUE);
	});

	test('rows that n8n makes of an expression in place of a filter are refused with the way to give it', () => {
		const rows = [...'={{ x }}'].map(() => ({ operator: 'is', value: '' }));
		for (const [name, words] of [
			['status', 'Status (status[is])'],
			['id', 'ID (id[is])'],
		] as const)
			for (const caller of [person, optional, agent])
				expect(refusal(() => list({ filters: { [name]: rows } }, caller))).toMatchObject({
					message: `${words} is given twice, and Chargebee takes one value`,
					hint: expect.stringContaining('choose Using JSON'),
				});
	});
});

describe('Leave Out Empty Filters', () => {
	const filters = { subscription_id: [{ operator: 'is', value: undefined }] };

	test('is off unless it is true', () => {
		expect(list({ filters }, { options: { leaveOutEmptyFilters: 'true' } })).toEqual([]);
		for (const off of [{}, { leaveOutEmptyFilters: false }, { leaveOutEmptyFilters: 'false' }])
			expect(refusal(() => list({ filters }, { options: off }))?.message).toMatch(NO_VALUE);
	});

	test.each([undefined, null, '', 'maybe', []])('given as %j is refused, whatever the filters', (given) => {
		const options = { leaveOutEmptyFilters: given };
		expect(refusal(() => list({}, { options }))?.message).toMatch(/^Leave Out Empty Filters is neither true nor false/);
	});
});

import fc from 'fast-check';

import { exportTypes } from '../../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { filterName, orderListFilters, type Filter } from '../../../nodes/ChargebeeOrders/api/filters';
import { encodeConditions, type EmptyFilters } from '../../../nodes/ChargebeeOrders/encode/filterConditions';
import { conditionsFromJson } from '../../../nodes/ChargebeeOrders/read/jsonFilters';
import { conditionsFromEditor } from '../../../nodes/ChargebeeOrders/read/storedFilters';

import { sent, setField, type Form } from './form';
import { awkwardText, givenFor, type Field, type Given } from './operands';
import { runs } from './runs';

const context = { timezone: 'Europe/Berlin', now: 1_800_000_000 };
const tables: ReadonlyArray<[string, readonly Filter[]]> = [
	['the list of orders', orderListFilters],
	...exportTypes.map(({ name, filters }): [string, readonly Filter[]] => [`the export ${name}`, filters]),
];

/** Blanks at the ends of IDs do not count; those of other text do. */
const OUTER_BLANKS = /^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$/g;

/** A value for a filter: a list of nothing, and text of blanks and commas alone, are nothing. */
function givenForFilter(field: Field & Partial<Pick<Filter, 'path'>>): fc.Arbitrary<Given> {
	const isId = field.kind === 'string' && /(^|_)id$/.test(field.path?.at(-1) ?? '');
	return givenFor(field).map(({ value, meant: text }) => {
		const given = Array.isArray(value) && value.length === 0 ? '' : text;
		const meant = isId ? given?.replace(OUTER_BLANKS, '') : given;
		return { value, meant: meant !== undefined && /^[\s,\u200b-\u200d\u2060\ufeff]*$/.test(meant) ? '' : meant };
	});
}

/** One comparison as it is given, and as it is meant. */
interface Comparison extends Given {
	filter: Filter;
	operator: string;
}

/** A list as JSON text or as values between commas, where it can be one. */
function writtenList(values: readonly unknown[], style: number): unknown {
	const simple = values.every((value) => typeof value === 'string' && /^[a-z_0-9]+$/.test(value));
	if (style === 1 && simple) return values.join(' , ');
	const plain = values.every((value) => typeof value === 'string' || Number.isSafeInteger(value));
	return style === 2 && plain ? JSON.stringify(values) : values;
}

function list(filter: Filter): fc.Arbitrary<Given> {
	return fc.tuple(fc.array(givenForFilter(filter), { maxLength: 5 }), fc.nat(2)).map(([entries, style]) => {
		const left = entries.flatMap(({ meant }) => (meant === '' ? [] : [meant]));
		const meant = left.length === 0 ? '' : left.includes(undefined) ? undefined : JSON.stringify(left);
		const value = writtenList(
			entries.map((entry) => entry.value),
			entries.length === 0 ? 0 : style,
		);
		return { value, meant };
	});
}

function between(filter: Filter): fc.Arbitrary<Given> {
	return fc.tuple(givenForFilter(filter), givenForFilter(filter), fc.nat(2)).map(([from, to, style]) => {
		const value = writtenList([from.value, to.value], style);
		if (from.meant === '' && to.meant === '') return { value, meant: '' };
		if (!from.meant || !to.meant || Number(from.meant) > Number(to.meant)) return { value, meant: undefined };
		return { value, meant: `[${from.meant},${to.meant}]` };
	});
}

function operandOf(filter: Filter, operator: string): fc.Arbitrary<Given> {
	if (operator === 'in' || operator === 'not_in') return list(filter);
	if (operator === 'between') return between(filter);
	return givenForFilter(operator === 'is_present' ? { kind: 'boolean' } : filter);
}

/** Some comparisons of different filters and operators, seldom with an operator that the filter lacks. */
function comparisonsOf(filters: readonly Filter[]): fc.Arbitrary<Comparison[]> {
	const one = fc.constantFrom(...filters).chain((filter) => {
		const lacking = fc.constantFrom('', 'equals', 'IS', 'in ', '__proto__', 'toString').map((operator): Comparison => {
			return { filter, operator, value: '1', meant: undefined };
		});
		const known = fc
			.constantFrom(...filter.operators)
			.chain((operator) => operandOf(filter, operator).map((given): Comparison => ({ filter, operator, ...given })));
		return fc.oneof({ weight: 40, arbitrary: known }, { weight: 1, arbitrary: lacking });
	});
	return fc.uniqueArray(one, {
		maxLength: 6,
		selector: ({ filter, operator }) => `${filterName(filter)} ${operator}`,
	});
}

/** The filters as one JSON object; each by its path or by its name in the editor. */
function asJson(comparisons: readonly Comparison[], named: readonly boolean[]): Record<string, unknown> {
	const json: Record<string, unknown> = {};
	comparisons.forEach(({ filter, operator, value }, index) => {
		const path = named[index] === true ? [filterName(filter)] : filter.path;
		let level = json;
		for (const part of path) {
			const inner = (level[part] ?? {}) as Record<string, unknown>;
			level[part] = inner;
			level = inner;
		}
		// Assigned, a name such as __proto__ would be none.
		Object.defineProperty(level, operator, { value, enumerable: true });
	});
	return json;
}

/** The filters as the editor stores them. */
function asStored(comparisons: readonly Comparison[]): Record<string, unknown> {
	const stored: Record<string, unknown[]> = {};
	for (const { filter, operator, value } of comparisons) {
		const [from, to] = Array.isArray(value) ? (value as unknown[]) : [];
		const entry = { operator, value, values: value, present: value, from, to };
		stored[filterName(filter)] = [...(stored[filterName(filter)] ?? []), entry];
	}
	return stored;
}

const labelOf = ({ filter, operator }: Comparison): string => {
	const [first = '', ...rest] = [...filter.path, operator];
	return first + rest.map((part) => `[${part}]`).join('');
};

/** Refused for a person is what does not fit and what is nothing; the latter is left out for an agent. */
function expectSent(outcome: ReturnType<typeof sent>, comparisons: readonly Comparison[], empty: EmptyFilters): void {
	const refuses = ({ meant }: Comparison): boolean => meant === undefined || (meant === '' && empty === 'refused');
	const unfit = comparisons.filter(refuses).map(labelOf);
	if ('refused' in outcome) {
		expect(unfit).toContain(outcome.refused);
		return;
	}
	expect(unfit).toEqual([]);
	const form: Form = {};
	for (const { filter, operator, meant } of comparisons)
		if (meant !== undefined && meant !== '') setField(form, [...filter.path, operator], meant);
	expect(outcome.form).toEqual(form);
}

const treatments = fc.constantFrom<EmptyFilters[]>('refused', 'leftOut');

describe.each(tables)('the filters of %s', (_name, filters) => {
	it('given as JSON are read back by qs as they were meant, left out, or refused by name', () => {
		const seen = { read: 0, refused: 0 };
		fc.assert(
			fc.property(
				comparisonsOf(filters),
				fc.array(fc.boolean(), { maxLength: 6 }),
				treatments,
				(comparisons, named, empty) => {
					const json = asJson(comparisons, named);
					const outcome = sent(() => encodeConditions(conditionsFromJson(json, filters, empty), context, empty));
					seen['form' in outcome ? 'read' : 'refused'] += 1;
					expectSent(outcome, comparisons, empty);
				},
			),
			runs(400),
		);
		expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
	});

	it('stored by the editor are the same', () => {
		// Only JSON has a period as text.
		const fromEditor = ({ operator, value }: Comparison): boolean => operator !== 'between' || Array.isArray(value);
		fc.assert(
			fc.property(comparisonsOf(filters), treatments, (all, empty) => {
				const comparisons = all.filter(fromEditor);
				const stored = asStored(comparisons);
				expectSent(
					sent(() => encodeConditions(conditionsFromEditor(stored, filters, context, empty), context, empty)),
					comparisons,
					empty,
				);
			}),
			runs(100),
		);
	});

	it('that it does not have are refused by name, whatever their value', () => {
		const known = new Set(filters.flatMap(({ path }) => [path[0], path.join('.'), path.join('__')]));
		fc.assert(
			fc.property(
				awkwardText.filter((name) => !known.has(name)),
				fc.anything(),
				(name, value) => {
					const input = Object.fromEntries([[name, value]]);
					expect(sent(() => encodeConditions(conditionsFromJson(input, filters), context))).toEqual({ refused: name });
					expect(sent(() => encodeConditions(conditionsFromEditor(input, filters, context), context))).toEqual({
						refused: name,
					});
				},
			),
			runs(100),
		);
	});
});

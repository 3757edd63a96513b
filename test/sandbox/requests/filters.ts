import type { Filter, Operator } from '../../../nodes/ChargebeeOrders/api/filters';
import type { LedgerEntry } from '../ledger';
import { wrongValue } from './apiError';
import { readOperand, readRange, readSet } from './filterValues';
import type { Scalar } from './scalar';

/** What a filter compares: nothing, one value, or those of several parts, such as the items of a subscription. */
export type FilteredValue = Scalar | readonly Scalar[] | undefined;

/** What a filter looks at: values by the names of its path, so that `invoice[status]` is `{ invoice: { status } }`. */
export interface FilteredRecord {
	readonly [name: string]: FilteredValue | FilteredRecord;
}

type Condition = (value: FilteredValue) => boolean;

export interface ReadFilters {
	matches(record: FilteredRecord): boolean;
	/** The pairs that are filters, in a fixed order: equal text, equal filters. */
	fingerprint: string;
	/** The pairs that are none. */
	rest: Array<[string, string]>;
}

const SECONDS_PER_DAY = 86_400;

/**
 * Reads the filters among the pairs; all of them must hold. Values that the documented patterns do not allow throw
 * 400. Filters encoded with an index (`status[in][0]=`) are ignored, as on the real service, and noted as a violation.
 */
export function readFilters(
	pairs: Array<[string, string]>,
	filters: readonly Filter[],
	entry: LedgerEntry,
): ReadFilters {
	const conditions: Array<[readonly string[], Condition]> = [];
	const rest: Array<[string, string]> = [];
	const used = new Map<string, string>();
	for (const [name, value] of pairs) {
		if (/\[(in|not_in|between)\]\[\d*\]$/.test(name)) {
			entry.violations.push(`${name} is encoded with an index; the API ignores such filters`);
			continue;
		}
		const found = findFilter(name, filters);
		if (found === undefined) {
			rest.push([name, value]);
			continue;
		}
		if (used.has(name)) entry.violations.push(`${name} was sent twice`);
		if (value === '') throw wrongValue(name, 'cannot be blank');
		used.set(name, value);
		conditions.push([found.filter.path, conditionFor(name, found.filter, found.operator, value)]);
	}
	return {
		matches: (record) => conditions.every(([path, holds]) => holds(valueAt(record, path))),
		fingerprint: JSON.stringify([...used].sort(([one], [other]) => (one < other ? -1 : 1))),
		rest,
	};
}

/** The name of a filter as it is sent, without its operator: `order[status]`. */
export function wireName(filter: Filter): string {
	const [head = '', ...inner] = filter.path;
	return head + inner.map((part) => `[${part}]`).join('');
}

/** The value that a path leads to; a part of the path that is not there has none. */
export function valueAt(record: FilteredRecord, path: readonly string[]): FilteredValue {
	let at: FilteredValue | FilteredRecord = record;
	for (const name of path) {
		if (!isRecord(at)) return undefined;
		at = at[name];
	}
	return isRecord(at) ? undefined : at;
}

function isRecord(value: FilteredValue | FilteredRecord): value is FilteredRecord {
	return typeof value === 'object' && !Array.isArray(value);
}

function findFilter(name: string, filters: readonly Filter[]): { filter: Filter; operator: Operator } | undefined {
	for (const filter of filters) {
		const operator = filter.operators.find((candidate) => name === `${wireName(filter)}[${candidate}]`);
		if (operator !== undefined) return { filter, operator };
	}
	return undefined;
}

function conditionFor(sent: string, filter: Filter, operator: Operator, value: string): Condition {
	if (operator === 'in' || operator === 'not_in') {
		const set = readSet(sent, filter, value);
		return operator === 'in' ? any((actual) => set.has(actual)) : all((actual) => !set.has(actual));
	}
	if (operator === 'between') {
		const [from, to] = readRange(sent, filter, value);
		return any((actual) => Number(actual) >= from && Number(actual) <= to);
	}
	const operand = readOperand(sent, filter, operator, value);
	if (operator === 'is_present') return (actual) => (actual !== undefined) === operand;
	if (operator === 'is_not') return all((actual) => actual !== operand);
	return any(comparison(operator, operand));
}

/** An attribute that is not set matches nothing but `is_present`, not even `is_not`: a database's null compares so. */
function any(holds: (actual: Scalar) => boolean): Condition {
	return (actual) => actual !== undefined && (typeof actual === 'object' ? actual.some(holds) : holds(actual));
}

function all(holds: (actual: Scalar) => boolean): Condition {
	return (actual) => actual !== undefined && (typeof actual === 'object' ? actual.every(holds) : holds(actual));
}

function comparison(
	operator: Exclude<Operator, 'in' | 'not_in' | 'between' | 'is_present' | 'is_not'>,
	operand: Scalar,
): (actual: Scalar) => boolean {
	switch (operator) {
		case 'is':
			return (actual) => actual === operand;
		case 'starts_with':
			return (actual) => String(actual).startsWith(String(operand));
		case 'after':
		case 'gt':
			return (actual) => actual > operand;
		case 'before':
		case 'lt':
			return (actual) => actual < operand;
		case 'gte':
			return (actual) => actual >= operand;
		case 'lte':
			return (actual) => actual <= operand;
		case 'on':
			// The site's time zone is UTC here; whether the real service takes the day or the second is not documented.
			return (actual) => dayOf(actual) === dayOf(operand);
	}
}

function dayOf(seconds: Scalar): number {
	return Math.floor(Number(seconds) / SECONDS_PER_DAY);
}

import { filterName, filterTitle, type Filter, type Operator } from '../api/filters';
import { InputError } from '../errors/InputError';
import { describe, isBlank, trimmed } from '../values';

import { requireWellFormed, type Pair } from './form';
import { entriesOf, toList } from './list';
import { nearest } from './nearest';
import { toBoolean, toChoice, toInteger, toMinorUnits, toText, type EncodeContext } from './scalar';
import { toLastSecond, toUnixSeconds } from './timestamp';

/** One comparison of a filter, before it is checked. `in` and `not_in` take a list, `between` two ends. */
export interface Condition {
	readonly filter: Filter;
	readonly operator: string;
	readonly value: unknown;
}

/** `order[status][in]`: the name of a comparison in a query or form. */
function wireName(path: readonly string[], operator: string): string {
	const [first = '', ...rest] = [...path, operator];
	return first + rest.map((part) => `[${part}]`).join('');
}

/** The name of a comparison for a person: `Status (status[in])`. */
function wordsOf(filter: Filter, wire: string): string {
	return `${filterTitle(filter)} (${wire})`;
}

/**
 * What becomes of filters without a value: for a person they are refused, since an expression that gives nothing would
 * let everything through. Agents leave empty what they do not want to filter by, and *Leave Out Empty Filters* says so.
 */
export type EmptyFilters = 'refused' | 'leftOut';

/**
 * Nothing, where filters without a value are left out.
 * @param named the filter as the editor names it
 * @throws InputError where they are refused
 */
export function withoutValue(named: string, parameter: string, empty: EmptyFilters): [] {
	if (empty === 'leftOut') return [];
	throw new InputError(
		parameter,
		`${named} has no value, and without it the filter would let everything through`,
		'Give a value, or remove the filter; where an expression gives none, stop the workflow before, or add Leave Out Empty Filters in Options.',
	);
}

/** Whether a filter compares an ID: none has blanks at its ends, but a pasted one or a cell of a sheet may. */
function isId({ path }: Filter): boolean {
	return /(?:^|_)id$/.test(path.at(-1) ?? '');
}

function encodeOperand(filter: Filter, value: unknown, label: string, context: EncodeContext): string | number {
	switch (filter.kind) {
		case 'timestamp':
			return toUnixSeconds(value, label, context.timezone);
		case 'amount':
			return toMinorUnits(value, label);
		case 'integer':
			return toInteger(value, label);
		case 'boolean':
			return String(toBoolean(value, label));
		case 'enum':
			return toChoice(value, label, filter.values ?? []);
		case 'string':
			return isId(filter) ? trimmed(toText(value, label)) : toText(value, label);
	}
}

/** An entry of a list. Written as JSON, half of a character would be sent as an escape that no value ever equals. */
function encodeEntry(filter: Filter, value: unknown, label: string, context: EncodeContext): string | number {
	const entry = encodeOperand(filter, value, label, context);
	requireWellFormed(String(entry), label);
	return entry;
}

/** @returns nothing where neither end has a value */
function encodeBetween(filter: Filter, value: unknown, label: string, context: EncodeContext): string | undefined {
	const ends = Array.isArray(value) || typeof value === 'string' ? entriesOf(value, label) : undefined;
	if (ends !== undefined && isBlank(ends)) return undefined;
	if (ends?.length !== 2 || ends.some(isBlank)) {
		throw new InputError(
			label,
			`${wordsOf(filter, label)} needs two ends, and without both the filter would let everything through: ${describe(value)}`,
			'Give a start and an end, or use another operator.',
		);
	}
	const [start, end] = ends;
	const from = Number(encodeOperand(filter, start, label, context));
	const to =
		filter.kind === 'timestamp'
			? toLastSecond(end, label, context.timezone)
			: Number(encodeOperand(filter, end, label, context));
	if (from > to) {
		throw new InputError(label, `${label} starts after it ends: ${from} is more than ${to}`, 'Swap the two ends.');
	}
	return JSON.stringify([from, to]);
}

/** @returns nothing where the list has no value */
function encodeList(filter: Filter, value: unknown, label: string, context: EncodeContext): string | undefined {
	const entries = toList(value, label);
	if (entries.length === 0) return undefined;
	return JSON.stringify(entries.map((entry) => encodeEntry(filter, entry, label, context)));
}

/** @returns nothing where there is no value */
function encodeCondition(
	{ filter, operator, value }: Condition,
	label: string,
	context: EncodeContext,
): string | undefined {
	if (isBlank(value)) return undefined;
	switch (operator) {
		case 'between':
			return encodeBetween(filter, value, label, context);
		case 'in':
		case 'not_in':
			return encodeList(filter, value, label, context);
		case 'is_present':
			return String(toBoolean(value, label));
		default:
			return String(encodeOperand(filter, value, label, context));
	}
}

function requireOperator(filter: Filter, operator: string): asserts operator is Operator {
	const operators: readonly string[] = filter.operators;
	if (operators.includes(operator)) return;
	const name = wireName(filter.path, operator);
	throw new InputError(
		name,
		`${name}: ${filterName(filter)} has no operator "${operator}"`,
		`Did you mean ${nearest(operator, operators) ?? ''}? It has ${operators.join(', ')}.`,
	);
}

/**
 * Turns conditions into pairs; all of them apply at once (AND).
 * Lists and periods are one field with a JSON array, since Chargebee ignores indexed ones: `status[in]=["queued","shipped"]`.
 *
 * @throws InputError for an operator the filter lacks, a value that does not fit, half a period, one operator given
 * twice, and a condition without a value unless it is left out
 */
export function encodeConditions(
	conditions: readonly Condition[],
	context: EncodeContext,
	empty: EmptyFilters = 'refused',
): Pair[] {
	const encoded = conditions.map((condition) => {
		const { filter, operator } = condition;
		requireOperator(filter, operator);
		const label = wireName(filter.path, operator);
		return { label, words: wordsOf(filter, label), value: encodeCondition(condition, label, context) };
	});
	return encoded.flatMap(({ label, words, value }): Pair[] => {
		// Several without a value are one expression for the whole filter: n8n makes a row of each of its characters.
		const alike = encoded.filter((other) => other.label === label && isBlank(other.value) === isBlank(value));
		if (alike.length > 1) {
			throw new InputError(
				label,
				`${words} is given twice, and Chargebee takes one value`,
				'Use "Is One Of" with several values, or remove one of the two. An expression that gives the whole filter belongs into Filters (JSON): choose Using JSON.',
			);
		}
		return value === undefined ? withoutValue(words, label, empty) : [[label, value]];
	});
}

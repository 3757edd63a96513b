import { filterName, filterTitle, type Filter, type Operator } from '../api/filters';
import { title } from '../api/titles';
import { InputError } from '../errors/InputError';

import { isBlank, trimmed } from './blank';
import { isRecord } from './fields';
import { requireWellFormed, type Pair } from './form';
import { entriesOf, toList } from './list';
import { nearest } from './nearest';
import { toBoolean, toChoice, toInteger, toMinorUnits, toText, type EncodeContext } from './scalar';
import { describe, toLastSecond, toUnixSeconds } from './timestamp';

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
	const pairs = new Map<string, string>();
	for (const condition of conditions) {
		const { filter, operator } = condition;
		requireOperator(filter, operator);
		const label = wireName(filter.path, operator);
		const value = encodeCondition(condition, label, context);
		if (value === undefined) {
			withoutValue(wordsOf(filter, label), label, empty);
			continue;
		}
		if (pairs.has(label)) {
			throw new InputError(
				label,
				`${wordsOf(filter, label)} is given twice, and Chargebee takes one value`,
				'Use "Is One Of" with several values, or remove one of the two. An expression that gives the whole filter belongs into Filters (JSON): choose Using JSON.',
			);
		}
		pairs.set(label, value);
	}
	return [...pairs];
}

function unknownFilter(name: string, filters: readonly Filter[], depth: readonly string[]): InputError {
	const names = filters.map((filter) => filter.path.join('.'));
	const given = [...depth, name].join('.');
	return new InputError(
		given,
		`${given} is not a filter here`,
		`Did you mean ${names.find((candidate) => candidate.endsWith(`.${given}`)) ?? nearest(given, names) ?? ''}? Valid filters are ${names.join(', ')}.`,
	);
}

/** The names of filters, and what they hold: operators, or the filters of a group such as `order`. */
function collect(
	input: Record<string, unknown>,
	filters: readonly Filter[],
	empty: EmptyFilters,
	depth: readonly string[],
): Condition[] {
	return Object.entries(input).flatMap(([name, value]): Condition[] => {
		const path = [...depth, ...name.split('__')];
		const filter = filters.find((candidate) => candidate.path.join('.') === path.join('.'));
		const inner = filters.find(
			(candidate) => candidate.path.length > path.length && path.every((part, index) => candidate.path[index] === part),
		);
		if (filter === undefined && inner === undefined) throw unknownFilter(name, filters, depth);
		const given = path.join('.');
		if (isBlank(value) || (isRecord(value) && Object.keys(value).length === 0)) {
			return withoutValue(`${filter === undefined ? title(name) : filterTitle(filter)} (${given})`, given, empty);
		}
		if (!isRecord(value)) {
			const operand = `{ "${(filter ?? inner)?.operators[0] ?? 'is'}": … }`;
			const example = filter === undefined ? `{ "${inner?.path[path.length] ?? ''}": ${operand} }` : operand;
			throw new InputError(
				given,
				`${given} has no operator: ${describe(value)}`,
				`Give an object with an operator: ${example}.`,
			);
		}
		if (filter === undefined) return collect(value, filters, empty, path);
		return Object.entries(value).map(([operator, operand]) => ({ filter, operator, value: operand }));
	});
}

/**
 * Reads filters in the API's own shape: `{ "order": { "status": { "in": ["queued"] } }, "total": { "gt": 1000 } }`.
 * @throws InputError naming an unknown filter and the nearest valid one, or a filter without an operator unless it is
 * left out
 */
export function conditionsFromJson(
	input: Readonly<Record<string, unknown>>,
	filters: readonly Filter[],
	empty: EmptyFilters = 'refused',
): Condition[] {
	return collect({ ...input }, filters, empty, []);
}

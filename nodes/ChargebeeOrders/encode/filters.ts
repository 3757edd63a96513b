import { filterName, type Filter, type Operator } from '../api/filters';
import { InputError } from '../errors/InputError';

import { isRecord } from './fields';
import { requireWellFormed, type Pair } from './form';
import { toList } from './list';
import { nearest } from './nearest';
import { isEmpty, toBoolean, toChoice, toInteger, toMinorUnits, toText, type EncodeContext } from './scalar';
import { describe, toUnixSeconds } from './timestamp';

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
			return toText(value, label);
	}
}

/** An entry of a list. Written as JSON, half of a character would be sent as an escape that no value ever equals. */
function encodeEntry(filter: Filter, value: unknown, label: string, context: EncodeContext): string | number {
	const entry = encodeOperand(filter, value, label, context);
	requireWellFormed(String(entry), label);
	return entry;
}

function encodeBetween(filter: Filter, value: unknown, label: string, context: EncodeContext): string | undefined {
	const ends: unknown[] = typeof value === 'string' ? toList(value, label) : Array.isArray(value) ? value : [];
	if (isEmpty(value) || (ends.length === 2 && ends.every(isEmpty))) return undefined;
	if (ends.length !== 2 || ends.some(isEmpty)) {
		throw new InputError(
			label,
			`${label} needs two ends: ${describe(value)}`,
			'Give a start and an end, or use another operator.',
		);
	}
	const [from, to] = ends.map((end) => Number(encodeOperand(filter, end, label, context)));
	if (from !== undefined && to !== undefined && from > to) {
		throw new InputError(label, `${label} starts after it ends: ${from} is more than ${to}`, 'Swap the two ends.');
	}
	return JSON.stringify([from, to]);
}

/** Left out, it would let everything through, where the expression that gave it meant nothing. */
function emptyList(label: string): InputError {
	return new InputError(
		label,
		`${label} has no values, and without it the filter would let everything through`,
		'Choose at least one value, or remove the filter; where an expression gives the list, stop the workflow when it is empty.',
	);
}

function encodeCondition(
	{ filter, operator, value }: Condition,
	label: string,
	context: EncodeContext,
): string | undefined {
	switch (operator) {
		case 'between':
			return encodeBetween(filter, value, label, context);
		case 'in':
		case 'not_in': {
			if (isEmpty(value)) return undefined;
			const entries = toList(value, label).map((entry) => encodeEntry(filter, entry, label, context));
			if (entries.length === 0) throw emptyList(label);
			return JSON.stringify(entries);
		}
		case 'is_present':
			return isEmpty(value) ? undefined : String(toBoolean(value, label));
		default:
			return isEmpty(value) ? undefined : String(encodeOperand(filter, value, label, context));
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
 * Turns conditions into pairs; all of them apply at once (AND). Conditions without a value are dropped, but a list that is empty is refused.
 * Lists and periods are one field with a JSON array, since Chargebee ignores indexed ones: `status[in]=["queued","shipped"]`.
 *
 * @throws InputError for an operator the filter lacks, a value that does not fit, or one operator given twice
 */
export function encodeConditions(conditions: readonly Condition[], context: EncodeContext): Pair[] {
	const pairs = new Map<string, string>();
	for (const condition of conditions) {
		requireOperator(condition.filter, condition.operator);
		const label = wireName(condition.filter.path, condition.operator);
		const value = encodeCondition(condition, label, context);
		if (value === undefined) continue;
		if (pairs.has(label)) {
			throw new InputError(
				label,
				`${label} is given twice, and Chargebee takes one value`,
				'Use "is one of" with several values, or remove one of the two.',
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

function collect(input: Record<string, unknown>, filters: readonly Filter[], depth: readonly string[]): Condition[] {
	return Object.entries(input).flatMap(([name, value]): Condition[] => {
		const path = [...depth, ...name.split('__')];
		const filter = filters.find((candidate) => candidate.path.join('.') === path.join('.'));
		const inner = filters.find(
			(candidate) => candidate.path.length > path.length && path.every((part, index) => candidate.path[index] === part),
		);
		if (filter === undefined && inner === undefined) throw unknownFilter(name, filters, depth);
		if (!isRecord(value)) {
			const operand = `{ "${(filter ?? inner)?.operators[0] ?? 'is'}": … }`;
			const example = filter === undefined ? `{ "${inner?.path[path.length] ?? ''}": ${operand} }` : operand;
			throw new InputError(
				path.join('.'),
				`${path.join('.')} has no operator: ${describe(value)}`,
				`Give an object with an operator: ${example}.`,
			);
		}
		if (filter === undefined) return collect(value, filters, path);
		return Object.entries(value).map(([operator, operand]) => ({ filter, operator, value: operand }));
	});
}

/**
 * Reads filters in the API's own shape: `{ "order": { "status": { "in": ["queued"] } }, "total": { "gt": 1000 } }`.
 * @throws InputError naming an unknown filter and the nearest valid one
 */
export function conditionsFromJson(input: Readonly<Record<string, unknown>>, filters: readonly Filter[]): Condition[] {
	return collect({ ...input }, filters, []);
}

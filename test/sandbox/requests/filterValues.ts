import type { Filter, Operator } from '../../../nodes/ChargebeeOrders/api/filters';
import { wrongValue } from './apiError';
import type { Scalar } from './scalar';
import { readBoolean, readChoice, readNumber, readTimestamp } from './scalar';

/** Reads the value of an operator that takes one. */
export function readOperand(sent: string, filter: Filter, operator: Operator, value: string): Scalar {
	if (operator === 'is_present') return readBoolean(sent, value);
	switch (filter.kind) {
		case 'timestamp':
			return readTimestamp(sent, value);
		case 'amount':
		case 'integer':
			return readNumber(sent, value);
		case 'boolean':
			return readBoolean(sent, value);
		case 'enum':
			return readChoice(sent, value, filter.values ?? []);
		case 'string':
			return value;
	}
}

/**
 * Reads `in` and `not_in`: one field with a JSON array of strings, or the documented bare form `[a,b]`. In the bare
 * form quotes and spaces are part of the values, so that a half-right array finds nothing.
 */
export function readSet(sent: string, filter: Filter, value: string): Set<Scalar> {
	const inner = /^\[(.*)\]$/s.exec(value)?.[1];
	if (inner === undefined) throw wrongValue(sent, 'should be an array such as ["a","b"]');
	if (inner.trim() === '') throw wrongValue(sent, 'cannot be blank');
	const members = jsonStrings(value) ?? inner.split(',');
	if (members.includes('')) throw wrongValue(sent, 'cannot have a blank value');
	return new Set(members.map((member) => readOperand(sent, filter, 'is', member)));
}

/** Reads `between`: `[1700000000,1700086400]`, as documented without spaces. */
export function readRange(sent: string, filter: Filter, value: string): [number, number] {
	const [, from, to] =
		(filter.kind === 'timestamp' ? /^\[(\d{10}),(\d{10})\]$/ : /^\[(-?\d+),(-?\d+)\]$/).exec(value) ?? [];
	if (from === undefined || to === undefined) throw wrongValue(sent, 'should be an array of two values such as [1,2]');
	return [Number(from), Number(to)];
}

function jsonStrings(text: string): string[] | undefined {
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (!Array.isArray(parsed)) return undefined;
	return parsed.every((member): member is string => typeof member === 'string') ? parsed : undefined;
}

import type { ScalarParameter } from '../../../nodes/ChargebeeOrders/api/parameter';
import { wrongValue } from './apiError';

export type Scalar = string | number | boolean;

const GREATEST_INT32 = 2_147_483_647;
const email = /^[^\s@]+@[^\s@]+$/;

/**
 * Reads one non-empty value as Chargebee's OpenAPI documents describe it: unix seconds of ten digits, amounts as
 * integers in minor units, `true` and `false`. Throws 400 under the name as it was sent.
 */
export function readScalar(sent: string, parameter: ScalarParameter, value: string): Scalar {
	switch (parameter.kind) {
		case 'timestamp':
			return readTimestamp(sent, value);
		case 'boolean':
			return readBoolean(sent, value);
		case 'integer':
			return readNumber(sent, value, parameter.minimum, parameter.maximum ?? GREATEST_INT32);
		case 'amount':
			return readNumber(sent, value, parameter.minimum, parameter.maximum ?? Number.MAX_SAFE_INTEGER);
		case 'enum':
			return readChoice(sent, value, parameter.values ?? []);
		case 'string':
			return readText(sent, value, parameter);
	}
}

/** Unix seconds: exactly ten digits, so that milliseconds are refused. */
export function readTimestamp(sent: string, value: string): number {
	if (!/^\d{10}$/.test(value)) throw wrongValue(sent, 'should be a timestamp in seconds (UTC) of 10 digits');
	return Number(value);
}

/** `true` or `false`. */
export function readBoolean(sent: string, value: string): boolean {
	if (value !== 'true' && value !== 'false') throw wrongValue(sent, 'should be either true or false');
	return value === 'true';
}

/** An integer between two bounds, both included. */
export function readNumber(
	sent: string,
	value: string,
	minimum = -Number.MAX_SAFE_INTEGER,
	maximum = Number.MAX_SAFE_INTEGER,
): number {
	if (!/^-?\d+$/.test(value)) throw wrongValue(sent, 'should be an integer');
	const number = Number(value);
	if (number < minimum) throw wrongValue(sent, `should be at least ${minimum}`);
	if (number > maximum) throw wrongValue(sent, `should not be greater than ${maximum}`);
	return number;
}

/** One of the values of an enumeration; upper and lower case count. */
export function readChoice(sent: string, value: string, values: readonly string[]): string {
	if (!values.includes(value)) throw wrongValue(sent, `invalid value ${value}, valid values are ${values.join(', ')}`);
	return value;
}

function readText(sent: string, value: string, parameter: ScalarParameter): string {
	if (parameter.maxLength !== undefined && value.length > parameter.maxLength) {
		throw wrongValue(sent, `length should not be greater than ${parameter.maxLength}`);
	}
	// The tables name no format; Chargebee's documents have it for every field of this name.
	if (parameter.name === 'email' && !email.test(value)) throw wrongValue(sent, 'should be a valid email address');
	return value;
}

import type { ScalarParameter } from '../api/parameter';
import { InputError } from '../errors/InputError';
import { describe, isEmpty, trimmed } from '../values';

import { requireWellFormed } from './form';
import { nearest } from './nearest';
import { toUnixSeconds } from './timestamp';
import { wordKey } from './word';

/** Where the clock of text without an offset stands. */
export interface EncodeContext {
	/** IANA time zone of the workflow. */
	readonly timezone: string;
	/** Unix seconds, for relative dates. */
	readonly now: number;
}

/** Refuses NaN and infinity, which a calculation gives where a field that it reads is missing. */
function requireNumber(number: number, parameter: string): void {
	if (Number.isFinite(number)) return;
	throw new InputError(
		parameter,
		`${parameter} is not a number: ${number}`,
		'Check the calculation that gives it: a field that it reads may be missing on this item, or be text.',
	);
}

/** Refuses numbers beyond 2^53: JSON rounds them, and the rounded ID or tracking number may be that of another. NaN and infinity too. */
export function requireExact(number: number, parameter: string): void {
	requireNumber(number, parameter);
	if (Number.isSafeInteger(Math.trunc(number))) return;
	throw new InputError(
		parameter,
		`${parameter} is a number that cannot be exact: ${number}`,
		'Have it as text: as a number beyond 2^53 it was rounded on its way here, and would be that of another.',
	);
}

/** Text as it is; numbers and booleans of expressions become text, everything else is refused. */
export function toText(value: unknown, parameter: string): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') requireExact(value, parameter);
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	throw new InputError(
		parameter,
		`${parameter} is not text: ${describe(value)}`,
		'Give one text or number, not a list or an object.',
	);
}

/** A whole number; fractions are refused and never rounded. */
export function toInteger(value: unknown, parameter: string, minimum = -Infinity, maximum = Infinity): number {
	const number = typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
	if (typeof number === 'number') requireNumber(number, parameter);
	if (typeof number !== 'number' || !Number.isSafeInteger(number)) {
		throw new InputError(
			parameter,
			`${parameter} is not a whole number: ${describe(value)}`,
			'Give a whole number such as 3.',
		);
	}
	if (number < minimum) {
		throw new InputError(
			parameter,
			`${parameter} is ${number}, and the least it can be is ${minimum}`,
			`Give ${minimum} or more.`,
		);
	}
	if (number > maximum) {
		throw new InputError(
			parameter,
			`${parameter} is ${number}, and the most it can be is ${maximum}`,
			`Give ${maximum} or less.`,
		);
	}
	return number;
}

/**
 * A number of the node's own options, fractions included; the preset where the option is left empty.
 * @param label the option as the editor names it
 * @throws InputError for what is no number, or less than `least`
 */
export function numberOption(
	value: unknown,
	label: string,
	{ preset, least }: { preset: number; least: number },
): number {
	const number = isEmpty(value) ? preset : Number(value);
	if (Number.isFinite(number) && number >= least) return number;
	throw new InputError(
		label,
		`${label} is not a number of at least ${least}: ${String(value)}`,
		`Give a number, ${least} or more.`,
	);
}

/** An amount in minor units (cents of USD, whole JPY); a fraction is refused and never rounded. */
export function toMinorUnits(value: unknown, parameter: string, minimum?: number): number {
	const fraction =
		typeof value === 'string' ? /^\s*-?\d*[.,]\d+\s*$/.test(value) : Number.isFinite(value) && !Number.isInteger(value);
	if (fraction) {
		throw new InputError(
			parameter,
			`${parameter} has a fraction of the smallest unit: ${describe(value)}`,
			'Amounts are whole numbers in minor units: 1999 for 19.99 USD, 1999 for 1999 JPY.',
		);
	}
	return toInteger(value, parameter, minimum);
}

/** `true` or `false`, also as text in upper or lower case and as 1 or 0. */
export function toBoolean(value: unknown, parameter: string): boolean {
	const given = typeof value === 'string' ? trimmed(value).toLowerCase() : value;
	if (given === true || given === 'true' || given === 1) return true;
	if (given === false || given === 'false' || given === 0) return false;
	throw new InputError(
		parameter,
		`${parameter} is neither true nor false: ${describe(value)}`,
		'Give true or false; 1 and 0 count too.',
	);
}

/**
 * One of the values that there are, also in the words of the editor: `Shipped`, `On Hold` and `partially-delivered` as
 * much as `shipped`.
 * @param names what the editor calls them where that is not their title
 */
export function toChoice<Value extends string>(
	value: unknown,
	parameter: string,
	values: readonly Value[],
	names?: Readonly<Record<Value, string>>,
): Value {
	const text = toText(value, parameter);
	const key = wordKey(text);
	const found =
		values.find((candidate) => candidate === text) ??
		values.find((candidate) => [candidate, names?.[candidate] ?? candidate].some((word) => wordKey(word) === key));
	if (found !== undefined) return found;
	throw new InputError(
		parameter,
		`${parameter} cannot be "${text}"`,
		`Did you mean "${nearest(text, values) ?? ''}"? Choose one of ${values.join(', ')}.`,
	);
}

/** Characters are counted as code points: the most lenient count, since Chargebee does not document its own. */
export function requireLength(text: string, parameter: string, maxLength = Infinity): void {
	if (text.length <= maxLength) return;
	const length = [...text].length;
	if (length > maxLength) {
		throw new InputError(
			parameter,
			`${parameter} is ${length} characters long, and Chargebee takes at most ${maxLength}`,
			`Shorten the text to ${maxLength} characters.`,
		);
	}
}

/**
 * The value of a request field as Chargebee reads it: timestamps in unix seconds, amounts in minor units.
 * @param label the field's full name for errors: `shipping_address[city]`
 * @throws InputError where the value does not fit the field
 */
export function encodeScalar(
	parameter: ScalarParameter,
	value: unknown,
	label: string,
	context: EncodeContext,
): string {
	switch (parameter.kind) {
		case 'integer':
			return String(toInteger(value, label, parameter.minimum, parameter.maximum));
		case 'amount':
			return String(toMinorUnits(value, label, parameter.minimum));
		case 'timestamp':
			return String(toUnixSeconds(value, label, context.timezone));
		case 'boolean':
			return String(toBoolean(value, label));
		case 'enum':
			return toChoice(value, label, parameter.values ?? []);
		case 'string': {
			const text = toText(value, label);
			requireWellFormed(text, label);
			requireLength(text, label, parameter.maxLength);
			return text;
		}
	}
}

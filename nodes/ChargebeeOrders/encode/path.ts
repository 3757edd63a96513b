import { InputError } from '../errors/InputError';
import { describe, trimmed } from '../values';

import { requireWellFormed } from './form';
import { requireExact, requireLength } from './scalar';

/**
 * One segment of a path: whatever the id contains, the request goes to exactly that resource or is refused.
 *
 * Everything but letters, digits and `-_.!~*'()` is percent-encoded, slashes too (the official SDK leaves them).
 * `.` and `..` survive any encoding, since URL parsers resolve them, and are refused.
 * So are numbers beyond 2^53. White space at the ends, as a pasted ID has it, is left out.
 *
 * @param maxLength characters that Chargebee takes: 40 for orders, 50 for invoices and exports
 */
export function encodeId(value: unknown, parameter: string, maxLength: number): string {
	if (value === undefined || value === null || value === '') {
		throw new InputError(
			parameter,
			`${parameter} is empty`,
			'Give an ID, or check the expression: the field it reads may not exist on this item.',
		);
	}
	if (typeof value !== 'string' && typeof value !== 'number') {
		throw new InputError(parameter, `${parameter} is not an ID: ${describe(value)}`, 'Give one text or number.');
	}
	if (typeof value === 'number') requireExact(value, parameter);
	const id = trimmed(String(value));
	if (id === '' || id === '.' || id === '..') {
		throw new InputError(
			parameter,
			`${parameter} is not an ID: ${describe(value)}`,
			'Give the ID as Chargebee shows it.',
		);
	}
	requireWellFormed(id, parameter);
	requireLength(id, parameter, maxLength);
	return encodeURIComponent(id);
}

import { InputError } from '../errors/InputError';

import { parseJson } from './json';
import { isEmpty } from './scalar';
import { describe } from './timestamp';

function entriesOf(value: unknown): unknown {
	if (typeof value !== 'string') return typeof value === 'object' ? value : [value];
	const text = value.trim();
	return text.startsWith('[') ? parseJson(text) : text.split(',').map((entry) => entry.trim());
}

/**
 * The entries of a list: an array, the text of a JSON array, or values separated by commas. Empty
 * entries are none, and an empty value is a list without any.
 * @throws InputError for an object, and for text that begins like JSON and is none
 */
export function toList(value: unknown, label: string): unknown[] {
	if (isEmpty(value)) return [];
	const entries = entriesOf(value);
	if (Array.isArray(entries)) return entries.filter((entry) => !isEmpty(entry));
	throw new InputError(
		label,
		`${label} is not a list: ${describe(value)}`,
		'Give values separated by commas, or a JSON list with double quotes: ["a","b"].',
	);
}

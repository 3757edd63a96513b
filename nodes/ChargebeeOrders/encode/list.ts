import { InputError } from '../errors/InputError';
import { describe, isBlank, parseJson } from '../values';

/**
 * The entries of a list, the blank ones too: an array, the text of a JSON array, or values separated by commas. One
 * value is a list of it, and no value a list without any.
 * @throws InputError for an object, and for text that begins like JSON and is none
 */
export function entriesOf(value: unknown, label: string): readonly unknown[] {
	if (isBlank(value) && !Array.isArray(value)) return [];
	if (Array.isArray(value)) return value;
	const text = typeof value === 'string' ? value.trim() : undefined;
	if (text === undefined && typeof value !== 'object') return [value];
	const entries = text?.startsWith('[') === true ? parseJson(text) : text?.split(',').map((entry) => entry.trim());
	if (Array.isArray(entries)) return entries;
	throw new InputError(
		label,
		`${label} is not a list: ${describe(value)}`,
		'Give values separated by commas, or a JSON list with double quotes: ["a","b"].',
	);
}

/**
 * The entries of a list that hold a value.
 * @throws InputError as `entriesOf` does
 */
export function toList(value: unknown, label: string): unknown[] {
	return entriesOf(value, label).filter((entry) => !isBlank(entry));
}

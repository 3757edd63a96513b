/** White space, no-break and zero-width characters included: what a person sees as nothing. */
const INVISIBLE = '[\\s\\u200B-\\u200D\\u2060\\uFEFF]';
const ONLY_INVISIBLE = new RegExp(`^${INVISIBLE}*$`, 'u');
/** The white space that `trimmed` takes away; an expression of n8n needs its source. */
export const AT_THE_ENDS = new RegExp(`^${INVISIBLE}+|${INVISIBLE}+$`, 'gu');

/**
 * Whether a value holds nothing: undefined, null, text without a visible character, a list without a value in it
 * (`[]`, `[null, '']`, `[undefined, undefined].join(',')`). An expression whose field is missing gives one of them.
 * Objects are values: an object without keys is for the caller to judge.
 */
export function isBlank(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return ONLY_INVISIBLE.test(value.replaceAll(',', ''));
	return Array.isArray(value) && value.every(isBlank);
}

/** Text without the white space at its ends, no-break and zero-width characters included, as a pasted ID or key has it. */
export function trimmed(text: string): string {
	return text.replace(AT_THE_ENDS, '');
}

/** Nothing to send: agents and empty fields of the editor hand over `''`, expressions `null` or `undefined`. */
export function isEmpty(value: unknown): value is '' | null | undefined {
	return value === undefined || value === null || value === '';
}

/** Tells plain objects from lists, null and dates: a Date has no entries, and taken for an object it would be dropped as empty. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The value of a JSON text, `undefined` where it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Objects of expressions may hold themselves, or numbers that JSON has not. */
function jsonOf(value: object | null): string {
	try {
		return String(JSON.stringify(value));
	} catch {
		return 'an object';
	}
}

/** A short rendering of a refused value for an error text. */
export function describe(value: unknown): string {
	const text = typeof value === 'object' ? jsonOf(value) : `"${String(value)}"`;
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

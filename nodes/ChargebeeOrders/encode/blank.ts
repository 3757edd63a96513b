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

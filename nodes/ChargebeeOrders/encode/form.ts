import { InputError } from '../errors/InputError';

/** One field of a form or a query: the decoded name and value, in the order of sending. */
export type Pair = readonly [name: string, value: string];

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Refuses text that cannot be written as UTF-8 (half of an emoji, for instance). */
export function requireWellFormed(text: string, parameter: string): void {
	if (LONE_SURROGATE.test(text)) {
		throw new InputError(
			parameter,
			`${parameter} contains half of a character (a lone surrogate), which cannot be sent`,
			'Check the expression that cuts the text: it splits an emoji or another long character in two.',
		);
	}
}

function encodePart(text: string): string {
	return encodeURIComponent(text).replace(/%20/g, '+');
}

/**
 * Writes pairs as `application/x-www-form-urlencoded`, byte for byte as Chargebee's official SDK does:
 * everything percent-encoded (brackets too), a space as `+`, `' ( ) ! * ~` as they are.
 */
export function encodePairs(pairs: readonly Pair[]): string {
	return pairs
		.map(([name, value]) => {
			requireWellFormed(value, name);
			requireWellFormed(name, name);
			return `${encodePart(name)}=${encodePart(value)}`;
		})
		.join('&');
}

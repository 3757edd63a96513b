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

/**
 * The longest query of a list, in characters as they are sent. Proxies take 8,192 for the whole line of a request (the
 * default of nginx and Apache), Node 16,384 for all headers. The rest is left for the address, the page and the headers.
 */
const LONGEST_QUERY = 7000;

/**
 * Refuses what is too long for a URL. An export has its filters in the body, where there is room for them.
 * @throws InputError naming the longest part
 */
export function requireFitsUrl(pairs: readonly Pair[]): void {
	const { length } = encodePairs(pairs);
	if (length <= LONGEST_QUERY) return;
	const [longest = ''] = [...pairs].sort(([, one], [, other]) => other.length - one.length).map(([name]) => name);
	throw new InputError(
		longest,
		`The filters are too long for a URL: ${length} characters, most of them of ${longest}, and ${LONGEST_QUERY} is the most`,
		'Give fewer values at once, in several items, or use an export with this filter: it takes them all.',
	);
}

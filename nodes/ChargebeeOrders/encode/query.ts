import { InputError } from '../errors/InputError';

import { encodePairs, type Pair } from './form';

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

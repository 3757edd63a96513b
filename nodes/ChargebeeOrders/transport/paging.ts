import type { Requester } from '../Call';
import type { Pair } from '../encode/form';
import { ApiError } from '../errors/ApiError';
import { isRecord } from '../values';

import type { ApiRequest } from './outcome';
import { send } from './send';

/** The most entries that Chargebee returns in a page. */
export const PAGE_SIZE = 100;

/** Pages in a row without a new entry after which the reading ends with an error. */
const MOST_EMPTY_PAGES = 1_000;

export type Resource = Record<string, unknown>;

export interface Page {
	readonly entries: readonly Resource[];
	/** Opaque; passed back as it came. Absent on the last page. */
	readonly nextOffset?: string;
}

/** The error of an answer that is no page of a list, as when a proxy puts another in its place. */
function noPage(message: string): ApiError {
	return new ApiError(message, {
		status: 200,
		retryable: true,
		hint: 'Try again; if it stays so, a proxy may change the answers.',
	});
}

/**
 * Reads one page of a list: `{ "list": [{ "order": {…} }], "next_offset": "…" }`.
 *
 * A `next_offset` that is absent, null or empty is the end: Chargebee leaves it out there, and other writers of JSON have
 * one of these for nothing. Whatever else is no text is an error: taken for the end it would lose the rest of the list.
 *
 * @param resource the name under which each entry stands: `order`, `invoice`, `event`, `webhook_endpoint`
 * @throws ApiError where the answer is no list, or names its next page by something other than text
 */
export async function readPage(
	requester: Requester,
	request: ApiRequest,
	resource: string,
	page: readonly Pair[],
): Promise<Page> {
	const body = await send(requester, { ...request, pairs: [...page, ...request.pairs] });
	if (!Array.isArray(body.list)) throw noPage('Chargebee answered without a list');
	const entries = body.list.map((entry: unknown): Resource => {
		const found = isRecord(entry) ? entry[resource] : undefined;
		if (!isRecord(found)) throw noPage(`Chargebee answered with a list that holds no ${resource}`);
		return found;
	});
	const next: unknown = body.next_offset;
	if (next === undefined || next === null || next === '') return { entries };
	if (typeof next === 'string') return { entries, nextOffset: next };
	throw noPage(`Chargebee answered with a list whose next_offset is no text: ${JSON.stringify(next).slice(0, 50)}`);
}

/**
 * Returns a function that gives those of some entries that it was not given before, in their order.
 * @param keyOf what an entry is known by: its `id` unless said otherwise; without a text as key it counts as new
 */
export function createRepeatFilter(
	keyOf: (entry: Resource) => unknown = ({ id }) => id,
): (entries: readonly Resource[]) => Resource[] {
	const known = new Set<string>();
	return (entries) =>
		entries.filter((entry) => {
			const key = keyOf(entry);
			if (typeof key !== 'string') return true;
			const isNew = !known.has(key);
			known.add(key);
			return isNew;
		});
}

/** The entries of a page as far as they are wanted, and whether the list has more after them. */
export interface ListPart {
	readonly entries: readonly Resource[];
	readonly more: boolean;
}

/** The error of a list whose remaining pages cannot be read. */
function unreadable(why: string): ApiError {
	return new ApiError(`${why}, so the rest of the list cannot be read`, {
		retryable: true,
		hint: 'Try again; with filters on time the list can be read in parts.',
	});
}

/**
 * Pages through a list to its end or to `limit` entries, every parameter on every page. An entry comes once: where a list
 * changes while it is read, Chargebee may have one on two pages. What comes again does not count towards the limit.
 * A caller that wants the later states too brings a filter of its own.
 *
 * Asks ceil(N / 100) times for N entries. Goes on over a page without new entries that names a next one.
 *
 * @throws ApiError where an offset comes back that was asked for before, or 1,000 pages in a row have no new entry: going
 * on might never end, and stopping would lose the rest
 */
export async function* readPages(
	requester: Requester,
	request: ApiRequest,
	resource: string,
	limit: number,
	withoutRepeats = createRepeatFilter(),
): AsyncGenerator<ListPart> {
	const offsets = new Set<string>();
	let offset: string | undefined;
	let left = limit;
	let emptyPages = 0;
	while (left > 0) {
		const size: Pair = ['limit', String(Math.min(PAGE_SIZE, left))];
		const page = await readPage(
			requester,
			request,
			resource,
			offset === undefined ? [size] : [size, ['offset', offset]],
		);
		const fresh = withoutRepeats(page.entries);
		const entries = fresh.slice(0, left);
		left -= entries.length;
		yield { entries, more: page.nextOffset !== undefined || entries.length < fresh.length };
		if (page.nextOffset === undefined) return;
		if (offsets.has(page.nextOffset)) throw unreadable('Chargebee named the same next page twice');
		emptyPages = entries.length === 0 ? emptyPages + 1 : 0;
		if (emptyPages >= MOST_EMPTY_PAGES) {
			throw unreadable('Chargebee sent 1,000 empty pages in a row, or pages of what it had sent before');
		}
		offsets.add(page.nextOffset);
		offset = page.nextOffset;
	}
}

import type { Pair } from '../encode/form';
import { isRecord } from '../encode/fields';
import { ApiError } from '../errors/ApiError';

import type { Requester } from './Call';
import type { ApiRequest } from './outcome';
import { send } from './send';

/** The most entries of a page that Chargebee hands out. */
export const PAGE_SIZE = 100;

/** Pages of nothing in a row after which a list is given up: each names another, none has an entry. */
const MOST_EMPTY_PAGES = 1_000;

export type Resource = Record<string, unknown>;

export interface Page {
	readonly entries: readonly Resource[];
	/** Opaque; passed back as it came. Absent on the last page. */
	readonly nextOffset?: string;
}

/**
 * Reads one page of a list: `{ "list": [{ "order": {…} }], "next_offset": "…" }`.
 * @param resource the name under which each entry stands: `order`, `invoice`
 * @throws ApiError where the answer is no list
 */
export async function readPage(
	requester: Requester,
	request: ApiRequest,
	resource: string,
	page: readonly Pair[],
): Promise<Page> {
	const body = await send(requester, { ...request, pairs: [...page, ...request.pairs] });
	if (!Array.isArray(body.list)) {
		throw new ApiError('Chargebee answered without a list', {
			status: 200,
			retryable: true,
			hint: 'Try again; if it stays so, a proxy may change the answers.',
		});
	}
	const entries = body.list.map((entry: unknown): Resource => {
		const found = isRecord(entry) ? entry[resource] : undefined;
		if (!isRecord(found))
			throw new ApiError(`Chargebee answered with a list that holds no ${resource}`, { status: 200, retryable: false });
		return found;
	});
	const next = body.next_offset;
	return typeof next === 'string' && next !== '' ? { entries, nextOffset: next } : { entries };
}

/** The entries of a page as far as they are wanted, and whether the list has more after them. */
export interface ListPart {
	readonly entries: readonly Resource[];
	readonly more: boolean;
}

/**
 * Pages through a list to its end or to `limit` entries, every parameter on every page.
 *
 * Asks ceil(N / 100) times for N entries. Goes on over an empty page that names a next one, and ends with an
 * error where an offset comes back that was asked for before: going on would repeat pages for ever, stopping would lose the rest.
 */
export async function* readPages(
	requester: Requester,
	request: ApiRequest,
	resource: string,
	limit: number,
): AsyncGenerator<ListPart> {
	const seen = new Set<string>();
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
		const entries = page.entries.slice(0, left);
		left -= entries.length;
		yield { entries, more: page.nextOffset !== undefined || entries.length < page.entries.length };
		emptyPages = entries.length === 0 ? emptyPages + 1 : 0;
		if (page.nextOffset === undefined) return;
		if (seen.has(page.nextOffset) || emptyPages > MOST_EMPTY_PAGES) {
			throw new ApiError('Chargebee named the same next page twice, so the rest of the list cannot be read', {
				retryable: true,
				hint: 'Try again; with filters on time the list can be read in parts.',
			});
		}
		seen.add(page.nextOffset);
		offset = page.nextOffset;
	}
}

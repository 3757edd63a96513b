import type { Pair } from '../../encode/form';
import type { Requester } from '../../Call';
import type { ApiRequest } from '../../transport/outcome';
import { PAGE_SIZE, readPage, readPages, type ListPart, type Resource } from '../../transport/paging';

/** Chargebee takes times of ten digits. */
const FIRST_TIME = 1_000_000_000;

function request(types: readonly string[], pairs: readonly Pair[]): ApiRequest {
	const chosen: Pair = ['event_type[in]', JSON.stringify(types)];
	return { method: 'GET', version: 'v2', path: '/events', pairs: [chosen, ...pairs], headers: {} };
}

const newestFirst: Pair = ['sort_by[desc]', 'occurred_at'];

/**
 * The events of these types from a second on, the oldest first.
 * @param from unix seconds; asks for what comes after the second before, since it is not documented whether `after`
 * includes its own
 */
export function eventsFrom(requester: Requester, types: readonly string[], from: number): AsyncGenerator<ListPart> {
	const after: Pair = ['occurred_at[after]', String(Math.max(FIRST_TIME, from - 1))];
	const list = request(types, [after, ['sort_by[asc]', 'occurred_at']]);
	return readPages(requester, list, 'event', Number.POSITIVE_INFINITY);
}

/** All events of these types, the newest first. */
export function eventsBackwards(requester: Requester, types: readonly string[]): AsyncGenerator<ListPart> {
	return readPages(requester, request(types, [newestFirst]), 'event', Number.POSITIVE_INFINITY);
}

/** The newest events of these types, 100 at most. */
export async function newestEvents(requester: Requester, types: readonly string[]): Promise<readonly Resource[]> {
	const list = request(types, [newestFirst]);
	return (await readPage(requester, list, 'event', [['limit', String(PAGE_SIZE)]])).entries;
}

import type { ScalarParameter } from '../../../nodes/ChargebeeOrders/api/parameter';
import type { LedgerEntry } from '../ledger';
import { wrongValue } from './apiError';
import type { Offsets } from './offsets';
import type { Scalar } from './scalar';
import { readChoice, readScalar } from './scalar';
import type { SortedIndex } from './sortedIndex';

const limit: ScalarParameter = {
	name: 'limit',
	kind: 'integer',
	minimum: 1,
	maximum: 100,
	description: 'Rows of a page',
};
const offset: ScalarParameter = {
	name: 'offset',
	kind: 'string',
	maxLength: 1000,
	description: 'Where the page begins',
};
const DEFAULT_LIMIT = 10;

export interface PageRequest {
	limit: number;
	offset: string | undefined;
	sortBy: { field: string; descending: boolean } | undefined;
	/** The flags of this list that were sent, e.g. `include_deleted`. */
	flags: Record<string, Scalar>;
}

/** Reads what a list takes beside its filters; the names of none of it are noted as unknown. */
export function readPageRequest(
	pairs: Array<[string, string]>,
	sortFields: readonly string[],
	flags: readonly ScalarParameter[],
	entry: LedgerEntry,
): PageRequest {
	const request: PageRequest = { limit: DEFAULT_LIMIT, offset: undefined, sortBy: undefined, flags: {} };
	for (const [name, value] of pairs) {
		const order = /^sort_by\[(asc|desc)\]$/.exec(name)?.[1];
		const flag = flags.find((candidate) => candidate.name === name);
		const known =
			name === 'limit' || name === 'offset' || flag !== undefined || (order !== undefined && sortFields.length > 0);
		if (!known) {
			entry.unknown.push(name);
			continue;
		}
		if (value === '') throw wrongValue(name, 'cannot be blank');
		if (name === 'limit') request.limit = Number(readScalar(name, limit, value));
		else if (name === 'offset') request.offset = String(readScalar(name, offset, value));
		else if (flag !== undefined) request.flags[name] = readScalar(name, flag, value);
		else request.sortBy = sortOf(name, value, sortFields, request);
	}
	return request;
}

function sortOf(name: string, value: string, fields: readonly string[], request: PageRequest): PageRequest['sortBy'] {
	if (request.sortBy !== undefined) throw wrongValue(name, 'only one sort order can be given');
	return { field: readChoice(name, value, fields), descending: name === 'sort_by[desc]' };
}

export interface ListSource<Row extends { readonly sequence: number }> {
	index: SortedIndex<Row>;
	descending: boolean;
	accepts(row: Row): boolean;
	/** Names the list with its filters and order: an offset is good for one such name. */
	name: string;
}

/** One page: its rows, and the offset of the next page unless it is the last. */
export function readPage<Row extends { readonly sequence: number }>(
	source: ListSource<Row>,
	request: PageRequest,
	offsets: Offsets,
	entry: LedgerEntry,
): { rows: Row[]; nextOffset: string | undefined } {
	const { index, descending, accepts, name } = source;
	const place =
		request.offset === undefined ? { cursor: undefined, page: 1 } : offsets.read(request.offset, name, entry);
	const page = place.page + 1;
	if (offsets.isPageOfNothing(place.page)) {
		return { rows: [], nextOffset: offsets.write({ cursor: place.cursor, page }, name, request.offset) };
	}
	const found = index.page(descending, place.cursor, request.limit + 1, accepts);
	const rows = found.slice(0, request.limit);
	const last = rows[rows.length - 1];
	const next = found.length > rows.length && last !== undefined ? { cursor: index.cursorOf(last), page } : undefined;
	return { rows, nextOffset: offsets.write(next, name, request.offset) };
}

/** The body of a list; `next_offset` is left out on the last page. */
export function listBody(list: unknown[], nextOffset: string | undefined): { list: unknown[]; next_offset?: string } {
	return nextOffset === undefined ? { list } : { list, next_offset: nextOffset };
}

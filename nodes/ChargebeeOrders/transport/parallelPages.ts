import { ownSignal } from '../async/ownSignal';
import type { Requester } from '../Call';
import type { Pair } from '../encode/form';
import type { RunReport } from '../RunReport';

import type { ApiRequest } from './outcome';
import { createRepeatFilter, readPages, type ListPart, type Resource } from './paging';
import { endsOf, TimeWindow } from './timeWindow';

/** The least pages of a list for which windows are worth their extra requests. */
const LEAST_PAGES = 20;

/**
 * Each page that had orders allows a quarter of a further window. Where most orders are of a few seconds, most windows
 * are empty, and each costs a request.
 */
const WINDOWS_PER_PAGE = 0.25;

const CREATED_AFTER = 'created_at[after]';
const SORT = /^sort_by\[/;

/** How a list is read with several pages at once. */
export interface ParallelReading<Item> {
	/** Pages under way at once, at most. */
	readonly atOnce: number;
	/** Turns the orders of a page into results as soon as they are there; what it throws ends the reading. */
	readonly results: (orders: readonly Resource[]) => Item[];
}

/**
 * The list sorted by creation, from a second on. Of the filters on that time only `after` is changed, to a later time:
 * the second before, which gives all of the window whether `after` includes its own second or not. Should one of several
 * filters on one field not count, more comes than belongs to the window, never less.
 */
function sorted(request: ApiRequest, direction: 'asc' | 'desc', from?: number): ApiRequest {
	const sort: Pair = [`sort_by[${direction}]`, 'created_at'];
	const pairs = request.pairs.filter(([name]) => !SORT.test(name));
	if (from === undefined) return { ...request, pairs: [...pairs, sort] };
	const after: Pair = [CREATED_AFTER, String(from - 1)];
	const others = pairs.some(([name]) => name === CREATED_AFTER) ? [] : [after];
	return { ...request, pairs: [...pairs.map((pair) => (pair[0] === CREATED_AFTER ? after : pair)), ...others, sort] };
}

/** The next page that has entries, or what the list ends with. */
async function nextEntries(pages: AsyncGenerator<ListPart>): Promise<ListPart> {
	for (;;) {
		const next = await pages.next();
		if (next.done === true) return { entries: [], more: false };
		if (next.value.entries.length > 0) return next.value;
	}
}

/** The windows of one list, read at once. */
class Windows<Item> {
	private readonly results = new Map<TimeWindow, Item[]>();
	private readonly underWay = new Set<TimeWindow>();
	/** An order that is deleted and made anew while it is read may be in two windows. */
	private readonly withoutRepeats = createRepeatFilter();
	/** Pages that had orders of their window. */
	private pages = 0;
	private opened = 0;
	private isLong = false;

	constructor(
		private readonly reading: ParallelReading<Item>,
		private readonly pagesFrom: (from: number) => AsyncGenerator<ListPart>,
		private readonly end: AbortController,
		private readonly report: RunReport,
	) {}

	/** Takes a page of a window. */
	take(window: TimeWindow, entries: readonly Resource[]): void {
		const orders = window.take(entries);
		if (orders.length > 0) this.pages += 1;
		const items = this.reading.results(this.withoutRepeats(orders));
		const earlier = this.results.get(window);
		if (earlier === undefined) this.results.set(window, items);
		else for (const item of items) earlier.push(item);
	}

	/** Reads a window to its end, with others beside it where they are worth a request. The first failure ends all of them. */
	async readToEnd(first: TimeWindow, pages: AsyncGenerator<ListPart>): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			const start = (window: TimeWindow, ofWindow: AsyncGenerator<ListPart>): void => {
				this.opened += 1;
				this.underWay.add(window);
				this.report.pagesAtOnce = Math.max(this.report.pagesAtOnce, this.underWay.size);
				this.read(window, ofWindow, spread).then(
					() => {
						this.underWay.delete(window);
						spread();
						if (this.underWay.size === 0) resolve();
					},
					(reason: unknown) => {
						this.end.abort();
						reject(reason);
					},
				);
			};
			const spread = (): void => {
				for (let later = this.split(); later !== undefined; later = this.split()) {
					start(later, this.pagesFrom(later.from));
				}
			};
			start(first, pages);
			spread();
		});
	}

	/** All results, those of the oldest orders first. */
	inOrder(): Item[] {
		const all: Item[] = [];
		for (const [, items] of [...this.results].sort(([a], [b]) => a.from - b.from)) {
			for (const item of items) all.push(item);
		}
		return all;
	}

	private async read(window: TimeWindow, pages: AsyncGenerator<ListPart>, spread: () => void): Promise<void> {
		for await (const { entries } of pages) {
			if (this.end.signal.aborted) return;
			this.take(window, entries);
			if (window.isOver) return;
			spread();
		}
	}

	/** The later half of the window with most pages left, where another may be read at once. */
	private split(): TimeWindow | undefined {
		if (this.underWay.size >= this.reading.atOnce || this.end.signal.aborted) return undefined;
		if (this.opened >= this.reading.atOnce + this.pages * WINDOWS_PER_PAGE) return undefined;
		const open = [...this.underWay].sort((a, b) => b.pagesLeft - a.pagesLeft);
		this.isLong ||= open.reduce((sum, { pagesLeft }) => sum + pagesLeft, this.pages) >= LEAST_PAGES;
		return this.isLong ? open[0]?.split() : undefined;
	}
}

/**
 * Reads a whole list of orders, several pages at once, each in a window of creation times: that time never changes, so
 * every order that is there throughout comes exactly once, and any other at most once. The first page and the newest
 * one, which count, show how long the list is; a short one is read page by page. Orders that are created after the
 * newest page was read are not part of the list.
 *
 * @param request a list that is sorted by creation, the oldest first unless it says otherwise
 * @throws ApiError as one page after the other would, and where orders have no created_at or come in another order
 */
export async function readParallelPages<Item>(
	requester: Requester,
	request: ApiRequest,
	reading: ParallelReading<Item>,
): Promise<Item[]> {
	const { own, signal } = ownSignal(requester.signal);
	const pagesOf = (list: ApiRequest): AsyncGenerator<ListPart> =>
		readPages({ ...requester, signal }, list, 'order', Number.POSITIVE_INFINITY);
	const windows = new Windows(reading, (from) => pagesOf(sorted(request, 'asc', from)), own, requester.report);
	const pages = pagesOf(sorted(request, 'asc'));
	const oldest = await nextEntries(pages);
	const newestFirst = oldest.more ? (await nextEntries(pagesOf(sorted(request, 'desc')))).entries : [];
	const { from, to, newest, pace } = endsOf(oldest.entries, newestFirst);
	const first = new TimeWindow(from, to, pace);
	windows.take(first, oldest.entries);
	windows.take(new TimeWindow(to + 1, Number.POSITIVE_INFINITY, pace), newest);
	if (oldest.more && !first.isOver) await windows.readToEnd(first, pages);
	const items = windows.inOrder();
	return request.pairs.some(([name]) => name === 'sort_by[desc]') ? items.reverse() : items;
}

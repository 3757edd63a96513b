import { ApiError } from '../errors/ApiError';

import type { Resource } from './paging';

/** A window with fewer pages left is not split: its own reader is done sooner. */
const LEAST_TO_SPLIT = 3;

/** Chargebee takes times of ten digits, and a window asks for what comes after the second before it. */
const FIRST_SPLIT = 1_000_000_001;

/**
 * When an order was created, in unix seconds. It never changes.
 * @throws ApiError where the order does not say
 */
function createdAt(order: Resource): number {
	const { created_at } = order;
	if (typeof created_at === 'number' && Number.isSafeInteger(created_at)) return created_at;
	throw notInOrder('without created_at');
}

function notInOrder(how: string): ApiError {
	return new ApiError(`Chargebee answered with orders ${how}, so pages cannot be read in parallel`, {
		status: 200,
		retryable: false,
		hint: 'Set Parallel Pages to 1.',
	});
}

/**
 * The two ends of a list, each as its page from the oldest and from the newest order on shows it. The next page may have
 * more orders of the second in which a page ends.
 */
export interface Ends {
	/** When the oldest order was created. */
	readonly from: number;
	/** The last second that the newest page does not have, at least in part; without end where that page is empty. */
	readonly to: number;
	/** The orders that were created after it, the oldest first: there are no others. */
	readonly newest: readonly Resource[];
	/** How many pages there are a second, by the two that are known. */
	readonly pace: number;
}

/**
 * What two pages say of the list that they are the ends of.
 * @param newestFirst the page with the newest orders, the newest first
 */
export function endsOf(oldest: readonly Resource[], newestFirst: readonly Resource[]): Ends {
	const first = oldest.map(createdAt);
	const last = newestFirst.map(createdAt);
	const from = first[0] ?? 0;
	const to = last[last.length - 1] ?? Number.POSITIVE_INFINITY;
	const spans = (first[first.length - 1] ?? from) - from + (last[0] ?? to) - to;
	return {
		from,
		to,
		newest: newestFirst.filter((_, index) => (last[index] ?? 0) > to).reverse(),
		pace: 2 / Math.max(1, spans),
	};
}

/**
 * A part of a list by the time of creation, in whole seconds, both ends included. It is read from the oldest order on
 * and ends here, not at Chargebee: whether `before` and `between` include their ends is not documented. So it can end
 * sooner at any time without touching the cursor that reads it, and what it leaves is read with a cursor of its own.
 */
export class TimeWindow {
	private read = Number.NEGATIVE_INFINITY;
	/** When the first order of each page was created. */
	private readonly pageStarts: number[] = [];

	/**
	 * @param from the first second; orders from before it belong to another window
	 * @param to the last second
	 * @param pace pages a second to expect as long as nothing is read
	 */
	constructor(
		readonly from: number,
		private to: number,
		private readonly pace: number,
	) {}

	/**
	 * The orders of the next page that belong to the window.
	 * @throws ApiError where they do not come in the order of their creation
	 */
	take(entries: readonly Resource[]): Resource[] {
		const times = entries.map(createdAt);
		for (const time of times) {
			if (time < this.read) throw notInOrder('that are not sorted by created_at');
			this.read = time;
		}
		if (times[0] !== undefined) this.pageStarts.push(times[0]);
		return entries.filter((_, index) => {
			const time = times[index] ?? Number.NaN;
			return time >= this.from && time <= this.to;
		});
	}

	/** Whether the list has gone on to what was created later. */
	get isOver(): boolean {
		return this.read > this.to;
	}

	/**
	 * The pages left to read, the one under way included: as many as came in the time behind that is as long as the time
	 * ahead. A second with thousands of orders thus counts once, and a crowded hour is seen as soon as some of it is read.
	 */
	get pagesLeft(): number {
		const left = this.to - this.reached;
		if (left <= 0) return 0;
		const since = this.pageStarts.findIndex((start) => start >= this.reached - left);
		const behind = since < 0 ? 0 : this.pageStarts.length - since;
		const known = this.reached - this.from;
		const pace = (1 + this.pageStarts.length) / (1 / this.pace + known);
		return behind + pace * Math.max(0, left - known);
	}

	/** Ends in the middle of the time ahead and returns the later half; nothing where that is not worth it. One second is never split. */
	split(): TimeWindow | undefined {
		const left = this.to - this.reached;
		const middle = Math.max(this.reached + Math.ceil(left / 2), FIRST_SPLIT);
		if (this.pagesLeft < LEAST_TO_SPLIT || !Number.isFinite(middle) || middle > this.to) return undefined;
		const later = new TimeWindow(middle, this.to, this.pagesLeft / left);
		this.to = middle - 1;
		return later;
	}

	/** The second up to which all is read, itself perhaps in part. */
	private get reached(): number {
		return Math.max(this.read, this.from);
	}
}

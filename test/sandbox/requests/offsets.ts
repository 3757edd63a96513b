import type { LedgerEntry } from '../ledger';
import { wrongValue } from './apiError';
import type { Cursor } from './sortedIndex';

/** Where a list goes on. Without a cursor it goes on at its beginning (an empty first page came before). */
export interface Place {
	cursor: Cursor | undefined;
	/** The number of the page that begins here, counted from 1. */
	page: number;
}

/** The offsets that were given out: opaque text to clients, and good only for the list that they came from. */
export class Offsets {
	/** By offset, then by list: the same place can be reached in lists with different filters. */
	private readonly issued = new Map<string, Map<string, Place>>();
	private repeats = 0;

	constructor(private readonly pageOfNothingAt: number | undefined) {}

	/** The next answers that follow an offset name the same offset again. */
	repeat(times: number): void {
		this.repeats += times;
	}

	/** Whether this page of a list is to be empty though the list goes on. */
	isPageOfNothing(page: number): boolean {
		return page === this.pageOfNothingAt;
	}

	/** Reads an offset; `list` names the list with its filters and its order. An offset that was never given out is 400. */
	read(offset: string, list: string, entry: LedgerEntry): Place {
		const places = this.issued.get(offset);
		if (places === undefined) throw wrongValue('offset', 'invalid offset');
		const place = places.get(list);
		if (place !== undefined) return place;
		entry.violations.push('the offset belongs to a list with other filters or another order');
		const [first] = places.values();
		if (first === undefined) throw wrongValue('offset', 'invalid offset');
		return first;
	}

	/** Writes the offset of a place; `received` is the offset that the present page was asked for with. */
	write(place: Place | undefined, list: string, received: string | undefined): string | undefined {
		if (received !== undefined && this.repeats > 0) {
			this.repeats -= 1;
			return received;
		}
		if (place === undefined) return undefined;
		const { key, sequence } = place.cursor ?? { key: 0, sequence: 0 };
		const parts = [String(key * 1000), String(sequence)];
		// After an empty page the place is still the same; the text must not be, or clients would see a loop.
		if (this.isPageOfNothing(place.page - 1)) parts.push(String(place.page));
		const offset = JSON.stringify(parts);
		const places = this.issued.get(offset) ?? new Map<string, Place>();
		this.issued.set(offset, places.set(list, place));
		return offset;
	}
}

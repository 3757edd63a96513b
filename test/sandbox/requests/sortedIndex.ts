/** Where a page begins: after the row with this key and sequence. */
export interface Cursor {
	key: number;
	sequence: number;
}

interface Numbered {
	readonly sequence: number;
}

/**
 * Rows in ascending order of a key, equal keys in the order of their making. A page costs a binary search and the rows
 * it looks at; sorting happens again only after a write.
 */
export class SortedIndex<Row extends Numbered> {
	private readonly rows: Row[] = [];
	private dirty = false;

	constructor(private readonly keyOf: (row: Row) => number) {}

	add(row: Row): void {
		this.rows.push(row);
		this.dirty = true;
	}

	/** Puts another row in the place of one. */
	replace(row: Row, by: Row): void {
		this.rows[this.rows.indexOf(row)] = by;
		this.dirty = true;
	}

	/** Says that keys may have changed. */
	touch(): void {
		this.dirty = true;
	}

	cursorOf(row: Row): Cursor {
		return { key: this.keyOf(row), sequence: row.sequence };
	}

	/** At most `limit` accepted rows after the cursor; without a cursor, from the beginning. */
	page(descending: boolean, after: Cursor | undefined, limit: number, accepts: (row: Row) => boolean): Row[] {
		this.sort();
		const found: Row[] = [];
		const step = descending ? -1 : 1;
		for (let at = this.start(descending, after); at >= 0 && at < this.rows.length && found.length < limit; at += step) {
			const row = this.rows[at];
			if (row !== undefined && accepts(row)) found.push(row);
		}
		return found;
	}

	private start(descending: boolean, after: Cursor | undefined): number {
		if (after === undefined) return descending ? this.rows.length - 1 : 0;
		let low = 0;
		let high = this.rows.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const row = this.rows[middle];
			if (row !== undefined && this.isBefore(row, after, descending)) low = middle + 1;
			else high = middle;
		}
		return descending ? low - 1 : low;
	}

	/** Descending, the row of the cursor itself is not before it; ascending it is. */
	private isBefore(row: Row, cursor: Cursor, strictly: boolean): boolean {
		const key = this.keyOf(row);
		if (key !== cursor.key) return key < cursor.key;
		return strictly ? row.sequence < cursor.sequence : row.sequence <= cursor.sequence;
	}

	private sort(): void {
		if (!this.dirty) return;
		this.rows.sort((one, other) => this.keyOf(one) - this.keyOf(other) || one.sequence - other.sequence);
		this.dirty = false;
	}
}

import type { Order } from './order';
import type { OrderTable } from './orderTable';

/**
 * The orders as lists and exports see them: without the writes of the last milliseconds, which a single retrieve does
 * see. As long as no write is too young, that is the table of the site itself; from a young write on it is a copy that
 * follows behind. What a test changes by hand in the table while a copy is in use does not reach the copy.
 */
export class ListedOrders {
	private copy: OrderTable | undefined;
	/** The orders as writes left them that the copy does not have yet, the oldest first. */
	private readonly young: Array<{ at: number; order: Order }> = [];

	/** `clock` is the unix time in milliseconds. */
	constructor(
		private readonly current: OrderTable,
		private lagMs: number,
		private readonly clock: () => number,
	) {
		current.watch({ before: () => this.beforeWrite(), after: (order) => this.afterWrite(order) });
	}

	setLag(ms: number): void {
		this.lagMs = ms;
	}

	/** The table to look at now. */
	get table(): OrderTable {
		this.catchUp();
		return this.copy ?? this.current;
	}

	/** Names what `table` holds now. */
	get revision(): string {
		this.catchUp();
		return `${this.current.revision}-${this.young.length}`;
	}

	/** Lets lists see the last write at once. */
	reveal(order: Order): void {
		const last = this.young[this.young.length - 1];
		if (last?.order.sequence !== order.sequence) return;
		this.young.pop();
		this.copy?.put(last.order);
	}

	private beforeWrite(): void {
		this.catchUp();
		if (this.lagMs > 0) this.copy ??= this.current.copy();
	}

	private afterWrite(order: Order): void {
		if (this.copy !== undefined) this.young.push({ at: this.clock(), order: order.snapshot() });
	}

	private catchUp(): void {
		const seenUntil = this.clock() - this.lagMs;
		for (let [first] = this.young; first !== undefined && first.at <= seenUntil; [first] = this.young) {
			this.copy?.put(first.order);
			this.young.shift();
		}
		if (this.young.length === 0) this.copy = undefined;
	}
}

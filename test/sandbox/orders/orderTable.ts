import { SortedIndex } from '../requests/sortedIndex';
import type { OrderAttributes, OrderDetails } from './order';
import { noDetails, Order } from './order';

/** What tells one kind of write from another. */
export interface OrderState {
	status: string;
	deleted: boolean;
	/** How often the order was resent. */
	resends: number;
}

/** Hears of every write to a table. */
export interface WriteWatcher {
	before(): void;
	/** `before` is the state of an order that was changed; one that was added has none. */
	after(order: Order, before: OrderState | undefined): void;
}

/** The orders of the site, with the indexes that lists walk along. */
export class OrderTable {
	readonly byCreation = new SortedIndex<Order>((order) => order.attributes.created_at);
	/** Orders that were never updated come first. */
	readonly byUpdate = new SortedIndex<Order>((order) => order.attributes.updated_at ?? 0);
	private readonly orders = new Map<string, Order>();
	private readonly ordersByInvoice = new Map<string, Order[]>();
	private nextSequence = 0;
	private nextNumber = 1;
	private changes = 0;
	private readonly watchers: WriteWatcher[] = [];

	/** Rises with every change; what was computed from the orders is good as long as it stays the same. */
	get revision(): number {
		return this.changes;
	}

	get count(): number {
		return this.orders.size;
	}

	/** All orders, deleted ones too, in the order of their making. */
	all(): IterableIterator<Order> {
		return this.orders.values();
	}

	get(id: string): Order | undefined {
		return this.orders.get(id);
	}

	watch(watcher: WriteWatcher): void {
		this.watchers.push(watcher);
	}

	/** The table as it is now; later writes do not reach it. */
	copy(): OrderTable {
		const copy = new OrderTable();
		for (const order of this.all()) copy.put(order.snapshot());
		return copy;
	}

	/** Puts an order in the place of the one with its id; without such a one it is added. */
	put(order: Order): void {
		const { id, invoice_id } = order.attributes;
		const previous = this.orders.get(id);
		this.orders.set(id, order);
		this.changes += 1;
		const siblings = this.ordersByInvoice.get(invoice_id) ?? [];
		this.ordersByInvoice.set(invoice_id, siblings);
		if (previous === undefined) {
			siblings.push(order);
			this.byCreation.add(order);
			this.byUpdate.add(order);
		} else {
			siblings[siblings.indexOf(previous)] = order;
			this.byCreation.replace(previous, order);
			this.byUpdate.replace(previous, order);
		}
	}

	ofInvoice(invoiceId: string): readonly Order[] {
		return this.ordersByInvoice.get(invoiceId) ?? [];
	}

	/** Adds an order; its id must be free. */
	add(attributes: OrderAttributes, imported: boolean, describe: (order: Order) => OrderDetails = noDetails): Order {
		for (const watcher of this.watchers) watcher.before();
		const order = new Order(attributes, this.nextSequence, imported, describe);
		this.nextSequence += 1;
		this.changes += 1;
		this.orders.set(attributes.id, order);
		const siblings = this.ordersByInvoice.get(attributes.invoice_id);
		if (siblings === undefined) this.ordersByInvoice.set(attributes.invoice_id, [order]);
		else siblings.push(order);
		this.byCreation.add(order);
		this.byUpdate.add(order);
		for (const watcher of this.watchers) watcher.after(order, undefined);
		return order;
	}

	/**
	 * Changes an order the way every write of the API does: `updated_at` and `resource_version` move on, and
	 * `status_update_at` when the status is another one. `now` is in milliseconds.
	 */
	change(order: Order, now: number, edit: (attributes: OrderAttributes, details: OrderDetails) => void): void {
		for (const watcher of this.watchers) watcher.before();
		const { attributes } = order;
		const details = order.changeableDetails();
		const before = stateOf(order);
		edit(attributes, details);
		attributes.updated_at = Math.floor(now / 1000);
		attributes.resource_version = Math.max(now, attributes.resource_version + 1);
		if (attributes.status !== before.status) attributes.status_update_at = attributes.updated_at;
		this.changes += 1;
		this.byCreation.touch();
		this.byUpdate.touch();
		for (const watcher of this.watchers) watcher.after(order, before);
	}

	/** An id that no order has. */
	freeId(): string {
		let number = this.orders.size + 1;
		while (this.orders.has(`order_${number}`)) number += 1;
		return `order_${number}`;
	}

	/** The next number of the site's series of order numbers. */
	takeNumber(): string {
		const number = String(this.nextNumber);
		this.nextNumber += 1;
		return number;
	}

	/** The number that the series will give out next. */
	get seriesPosition(): number {
		return this.nextNumber;
	}
}

/** The present state of an order. */
export function stateOf({ attributes, details }: Order): OrderState {
	return { status: attributes.status, deleted: attributes.deleted, resends: details.resent_orders.length };
}

import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

import type { Order, Sandbox } from '../sandbox';
import type { Draws } from '../sandbox/seed/random';

/** Writes to the orders of a site while somebody reads them: some for every request that comes in. */
export class SiteWriter {
	/** Orders that were made, deleted, or brought to another status since. */
	readonly disturbed = new Set<string>();
	writes = 0;
	private readonly orders: Order[];
	private over = false;

	/** `perRequest` writes follow on each request; `now` is the time of the site. */
	constructor(
		private readonly sandbox: Sandbox,
		private readonly draws: Draws,
		private readonly perRequest: number,
		private readonly now: () => number,
	) {
		this.orders = [...sandbox.store.orders.all()];
	}

	/** Writes until the work is done. */
	async writeDuring<Result>(work: Promise<Result>): Promise<Result> {
		const done = work.finally(() => {
			this.over = true;
		});
		await Promise.race([done, this.write()]);
		return await done;
	}

	private async write(): Promise<void> {
		for (let served = 0; !this.over; await turnOfTheLoop()) {
			for (; served < this.sandbox.ledger.length; served += 1) {
				for (let number = 0; number < this.perRequest; number += 1) this.writeOne();
			}
		}
	}

	private writeOne(): void {
		this.writes += 1;
		const order = this.orders[this.draws.below(this.orders.length)];
		const kind = this.draws.below(8);
		if (order === undefined || kind < 2) return this.create(order);
		if (kind >= 4) return this.change(order, (attributes) => (attributes.note = `touched ${this.writes}`));
		this.disturbed.add(order.attributes.id);
		if (kind === 2) return this.change(order, (attributes) => (attributes.deleted = true));
		return this.change(order, (attributes) => (attributes.status = this.draws.pick(['queued', 'shipped'])));
	}

	/** An order of now, as most are, or of the second of another one, as imported ones may be. */
	private create(beside: Order | undefined): void {
		const now = Math.floor(this.now() / 1000);
		const created_at = this.draws.below(2) === 0 ? now : (beside?.attributes.created_at ?? now);
		const id = `written ${this.writes}`;
		this.disturbed.add(id);
		this.sandbox.store.addOrder({ id, created_at, invoice_id: 'INV' });
	}

	private change(order: Order, edit: (attributes: Order['attributes']) => void): void {
		this.sandbox.store.orders.change(order, this.now(), edit);
	}
}

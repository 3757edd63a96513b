import type { InvoiceTable } from '../invoices/invoiceTable';
import type { ResolvedOptions } from '../options';
import type { ListedOrders } from '../orders/listedOrders';
import { customerCount } from '../seed/seedSite';
import type { Shop } from './shop';
import { shopOf } from './shop';

/** The shop as exports see it: made when the first one asks, and anew after a write. */
export class CurrentShop {
	private made: { revision: string; shop: Shop } | undefined;

	constructor(
		private readonly options: ResolvedOptions,
		private readonly orders: ListedOrders,
		private readonly invoices: InvoiceTable,
	) {}

	/** Names what `shop` holds now. */
	get revision(): string {
		return `${this.orders.revision} ${this.invoices.count}`;
	}

	get shop(): Shop {
		const { revision } = this;
		if (this.made?.revision !== revision) {
			const { seed, now, orders } = this.options;
			const source = {
				seed,
				now,
				customers: customerCount(orders),
				orders: this.orders.table,
				invoices: this.invoices,
			};
			this.made = { revision, shop: shopOf(source) };
		}
		return this.made.shop;
	}
}

import { SortedIndex } from '../requests/sortedIndex';
import type { Scalar } from '../requests/scalar';

/** The attributes of an invoice that a picker shows or an order takes over; times in unix seconds, amounts in minor units. */
export interface InvoiceAttributes {
	id: string;
	customer_id: string;
	subscription_id?: string;
	status: string;
	price_type: string;
	date: number;
	total: number;
	currency_code: string;
	business_entity_id: string;
	[attribute: string]: Scalar | undefined;
}

export interface Invoice {
	readonly attributes: InvoiceAttributes;
	readonly sequence: number;
	/** Whether it came from another system: only such an invoice takes imported orders. */
	readonly imported: boolean;
}

/** The invoices of the site. */
export class InvoiceTable {
	readonly byDate = new SortedIndex<Invoice>((invoice) => invoice.attributes.date);
	private readonly invoices = new Map<string, Invoice>();

	get count(): number {
		return this.invoices.size;
	}

	all(): IterableIterator<Invoice> {
		return this.invoices.values();
	}

	get(id: string): Invoice | undefined {
		return this.invoices.get(id);
	}

	add(attributes: InvoiceAttributes, imported = false): Invoice {
		const invoice = { attributes, imported, sequence: this.invoices.size };
		this.invoices.set(attributes.id, invoice);
		this.byDate.add(invoice);
		return invoice;
	}
}

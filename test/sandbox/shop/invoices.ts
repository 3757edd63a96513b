import type { Invoice } from '../invoices/invoiceTable';
import type { LineItem, Order, SubResource } from '../orders/order';
import { Draws } from '../seed/random';
import { DAY, monthsLater } from '../seed/time';
import type { Catalog } from './catalog';

export interface InvoiceLine extends SubResource {
	id: string;
	invoice_id: string;
	entity_type: string;
	entity_id?: string;
	item_id?: string;
	quantity: number;
	/** Minor units, as the two below: before the discount, and before the tax where prices are without. */
	amount: number;
	discount_amount: number;
	tax_amount: number;
	/** What the line adds to the invoice's total. */
	total: number;
	/** The time that it pays for; of a charge it is a moment. */
	date_from: number;
	date_to: number;
}

export interface ShopInvoice {
	attributes: SubResource & {
		id: string;
		customer_id: string;
		subscription_id?: string;
		status: string;
		price_type: string;
		currency_code: string;
		business_entity_id: string;
		date: number;
		total: number;
		amount_paid: number;
		amount_adjusted: number;
		credits_applied: number;
		amount_due: number;
	};
	lines: InvoiceLine[];
	/** Counted from 0. */
	number: number;
}

/** An invoice with all that an export shows of it. Its lines are those of its orders and sum up to its total. */
export function shopInvoice(
	seed: number,
	now: number,
	invoice: Invoice,
	orders: readonly Order[],
	catalog: Catalog,
	channel: string,
): ShopInvoice {
	const { attributes, sequence: number } = invoice;
	const { id, customer_id, subscription_id, status, price_type, currency_code, business_entity_id, date, total } =
		attributes;
	const draw = new Draws(seed, 'invoice of the shop', number);
	const amountPaid =
		typeof attributes.amount_paid === 'number' ? attributes.amount_paid : status === 'paid' ? total : 0;
	const open = status === 'voided' ? 0 : total - amountPaid;
	const share = draw.below(4);
	const adjusted = share === 0 ? Math.floor(open / 2) : 0;
	const credits = share === 1 ? Math.floor(open / 5) : 0;
	const paidAt = status === 'paid' ? Math.min(Math.max(now, date), date + draw.below(9) * DAY) : undefined;
	const lines = linesOf(invoice, orders, catalog);
	const sum = (name: 'discount_amount' | 'tax_amount'): number => lines.reduce((all, line) => all + line[name], 0);
	return {
		attributes: {
			id,
			customer_id,
			subscription_id,
			status,
			price_type,
			currency_code,
			business_entity_id,
			date,
			total,
			recurring: subscription_id !== undefined,
			due_date: date + (status === 'paid' ? 0 : 30 * DAY),
			paid_at: paidAt,
			discount: sum('discount_amount'),
			tax: sum('tax_amount'),
			amount_paid: amountPaid,
			amount_adjusted: adjusted,
			credits_applied: credits,
			amount_due: open - adjusted - credits,
			dunning_status: dunningOf(status, draw),
			channel,
			updated_at: Math.max(paidAt ?? date, Math.min(now, date + draw.below(20 * DAY))),
		},
		lines,
		number,
	};
}

function dunningOf(status: string, draw: Draws): string | undefined {
	if (status === 'payment_due') return 'in_progress';
	if (status === 'not_paid') return draw.pick(['exhausted', 'stopped']);
	return status === 'paid' && draw.below(6) === 0 ? 'success' : undefined;
}

/** The lines of the orders; a resent order was paid for with its original. What is left of the total is a line of its own. */
function linesOf({ attributes }: Invoice, orders: readonly Order[], catalog: Catalog): InvoiceLine[] {
	const lines = orders
		.filter((order) => !order.attributes.is_resent)
		.flatMap((order) => order.details.order_line_items)
		.filter((item) => item.invoice_line_item_id !== undefined)
		.map((item) => lineOf(item, attributes, catalog));
	const rest = attributes.total - lines.reduce((sum, line) => sum + line.total, 0);
	if (rest === 0) return lines;
	const moment = { date_from: attributes.date, date_to: attributes.date };
	const amounts = { unit_amount: rest, amount: rest, discount_amount: 0, tax_amount: 0, total: rest };
	return [
		...lines,
		{
			id: `li_${attributes.id}`,
			invoice_id: attributes.id,
			entity_type: 'adhoc',
			description: 'By agreement',
			quantity: 1,
			...amounts,
			...moment,
		},
	];
}

function lineOf(item: LineItem, invoice: Invoice['attributes'], catalog: Catalog): InvoiceLine {
	const entityId = String(item.entity_id);
	const price = catalog.itemPrices.get(entityId);
	const isRecurring = price?.period !== undefined;
	return {
		id: String(item.invoice_line_item_id),
		invoice_id: invoice.id,
		subscription_id: invoice.subscription_id,
		entity_type: String(item.entity_type),
		entity_id: entityId,
		item_id: price?.item_id,
		description: item.description,
		quantity: item.fulfillment_quantity,
		unit_amount: item.unit_price,
		amount: Number(item.amount),
		discount_amount: Number(item.discount_amount),
		tax_amount: Number(item.tax_amount),
		total: Number(item.fulfillment_amount),
		date_from: invoice.date,
		date_to: isRecurring ? monthsLater(invoice.date, 1) : invoice.date,
	};
}

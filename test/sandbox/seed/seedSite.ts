import type { Invoice, InvoiceTable } from '../invoices/invoiceTable';
import type { ResolvedOptions } from '../options';
import type { OrderAttributes } from '../orders/order';
import type { OrderTable } from '../orders/orderTable';
import { customer } from './customers';
import { seededAttributes } from './orderAttributes';
import { seededDetails } from './orderDetails';
import { Draws } from './random';

const unpaidStatuses = ['payment_due', 'payment_due', 'not_paid', 'posted', 'pending', 'voided'] as const;

/** How many customers share so many orders. */
export function customerCount(orders: number): number {
	return Math.max(7, Math.ceil(orders / 4));
}

/** One invoice in ten came from another system, and with it its orders. */
const isImported = (invoiceNumber: number): boolean => invoiceNumber % 10 === 3;

/** A resent order, the last of every fifty, is of the same invoice as its original. Two orders in three share an invoice; the orders 30 to 59 are all of one, so that its list has several pages. */
function invoiceNumberOf(orderNumber: number): number {
	if (orderNumber >= 30 && orderNumber < 60) return 30;
	if (orderNumber % 50 === 49) return invoiceNumberOf(orderNumber - 1);
	return orderNumber % 3 === 2 ? orderNumber - 1 : orderNumber;
}

/** Fills an empty site with orders and the invoices they belong to. */
export function seedSite(options: ResolvedOptions, orders: OrderTable, invoices: InvoiceTable): void {
	const { seed, now, orders: count } = options;
	const customers = customerCount(count);
	const customerNumberOf = (orderNumber: number): number => invoiceNumberOf(orderNumber) % customers;
	const describe = seededDetails(seed, options.productCatalog, customerNumberOf);
	for (let number = 0; number < count; number += 1) {
		const invoiceNumber = invoiceNumberOf(number);
		const imported = isImported(invoiceNumber);
		const invoiceId = imported ? `IMP-${invoiceNumber + 1}` : `INV-${invoiceNumber + 1}`;
		const buyer = customer(customerNumberOf(number));
		const attributes = seededAttributes(seed, { number, of: count, now, invoiceId, customer: buyer, imported });
		orders.add(attributes, imported, describe);
		orders.takeNumber();
		const invoice =
			invoices.get(invoiceId) ??
			invoices.add(
				{
					id: invoiceId,
					customer_id: buyer.id,
					subscription_id: attributes.subscription_id,
					status: 'paid',
					price_type: attributes.price_type,
					date: attributes.created_at,
					total: 0,
					amount_paid: 0,
					currency_code: buyer.currency,
					business_entity_id: buyer.businessEntity,
					deleted: false,
				},
				imported,
			);
		if (!attributes.is_resent) charge(invoice, attributes, new Draws(seed, 'invoice', invoiceNumber));
	}
	addInvoicesWithoutOrders(options, invoices);
}

/** Puts an order on an invoice; a resent one was paid for with its original. */
function charge({ attributes }: Invoice, order: OrderAttributes, draw: Draws): void {
	const paid = Number(attributes.amount_paid) + (order.amount_paid ?? 0);
	attributes.total += order.total ?? 0;
	attributes.amount_paid = paid;
	if (paid >= attributes.total) attributes.status = 'paid';
	else attributes.status = draw.pick(paid > 0 ? ['payment_due', 'not_paid', 'posted'] : unpaidStatuses);
}

/** Two invoices that have no order yet, one of them imported; they are there in an otherwise empty site too. */
function addInvoicesWithoutOrders({ now }: ResolvedOptions, invoices: InvoiceTable): void {
	const { id, currency, businessEntity } = customer(0);
	for (const [invoiceId, imported] of [
		['INV-without-orders', false],
		['IMP-without-orders', true],
	] as const) {
		const money = { total: 2490, amount_paid: 2490, currency_code: currency, price_type: 'tax_exclusive' };
		invoices.add(
			{
				id: invoiceId,
				customer_id: id,
				status: 'paid',
				date: now,
				business_entity_id: businessEntity,
				deleted: false,
				...money,
			},
			imported,
		);
	}
}

import type { InvoiceTable } from '../invoices/invoiceTable';
import type { ResolvedOptions } from '../options';
import type { OrderTable } from '../orders/orderTable';
import { customer } from './customers';
import { seededAttributes } from './orderAttributes';
import { seededDetails } from './orderDetails';

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
	const customers = Math.max(7, Math.ceil(count / 4));
	const customerNumberOf = (orderNumber: number): number => invoiceNumberOf(orderNumber) % customers;
	const describe = seededDetails(seed, customerNumberOf);
	for (let number = 0; number < count; number += 1) {
		const invoiceNumber = invoiceNumberOf(number);
		const imported = isImported(invoiceNumber);
		const invoiceId = imported ? `IMP-${invoiceNumber + 1}` : `INV-${invoiceNumber + 1}`;
		const buyer = customer(customerNumberOf(number));
		const attributes = seededAttributes(seed, { number, of: count, now, invoiceId, customer: buyer, imported });
		orders.add(attributes, imported, describe);
		orders.takeNumber();
		if (invoices.get(invoiceId) !== undefined) continue;
		invoices.add(
			{
				id: invoiceId,
				customer_id: buyer.id,
				subscription_id: attributes.subscription_id,
				status: attributes.payment_status === 'paid' ? 'paid' : 'payment_due',
				price_type: attributes.price_type,
				date: attributes.created_at,
				total: attributes.total ?? 0,
				amount_paid: attributes.amount_paid,
				currency_code: buyer.currency,
				business_entity_id: buyer.businessEntity,
				deleted: false,
			},
			imported,
		);
	}
	addInvoicesWithoutOrders(options, invoices);
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

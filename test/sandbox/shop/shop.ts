import type { InvoiceTable } from '../invoices/invoiceTable';
import type { Order, SubResource } from '../orders/order';
import type { OrderTable } from '../orders/orderTable';
import { customer as customerOfSeed } from '../seed/customers';
import type { Catalog } from './catalog';
import { catalogOf } from './catalog';
import type { ShopCreditNote } from './creditNotes';
import { creditNotesOf } from './creditNotes';
import type { ShopCustomer } from './customers';
import { shopCustomer, unknownCustomer } from './customers';
import type { ShopInvoice } from './invoices';
import { shopInvoice } from './invoices';
import { rampsOf } from './ramps';
import type { ShopSubscription } from './subscriptions';
import { otherSubscription, runningSubscription } from './subscriptions';
import type { ShopTransaction } from './transactions';
import { authorizationOf, refundOf, transactionsOfInvoice } from './transactions';

/** Everything that the site's orders are part of, by id where others refer to it. */
export interface Shop {
	catalog: Catalog;
	customers: Map<string, ShopCustomer>;
	subscriptions: Map<string, ShopSubscription>;
	invoices: ShopInvoice[];
	creditNotes: ShopCreditNote[];
	transactions: ShopTransaction[];
	ramps: SubResource[];
}

export interface ShopSource {
	seed: number;
	/** The present in unix seconds. */
	now: number;
	/** How many customers the seed has. */
	customers: number;
	orders: OrderTable;
	invoices: InvoiceTable;
}

/** Makes the shop around the orders and invoices that there are: what they name exists, and what they sum up to adds up. */
export function shopOf(source: ShopSource): Shop {
	const { seed, now } = source;
	const catalog = catalogOf(seed, now);
	const customers = customersOf(source);
	const customerOf = ({ customer_id: id }: { customer_id: string }): ShopCustomer => {
		const found = customers.get(id);
		if (found === undefined) throw new Error(`the shop has no customer ${id}`);
		return found;
	};
	const ordersOf = (invoice: { attributes: { id: string } }): readonly Order[] =>
		source.orders.ofInvoice(invoice.attributes.id);
	const invoices = [...source.invoices.all()].map((invoice) =>
		shopInvoice(seed, now, invoice, ordersOf(invoice), catalog, customerOf(invoice.attributes).attributes.channel),
	);
	const subscriptions = subscriptionsOf(source, catalog, [...customers.values()], invoices);
	const creditNotes = invoices.flatMap((invoice) => creditNotesOf(seed, invoice, ordersOf(invoice)));
	return {
		catalog,
		customers,
		subscriptions: new Map(subscriptions.map((subscription) => [subscription.attributes.id, subscription])),
		invoices,
		creditNotes,
		transactions: [
			...invoices.flatMap((invoice) => transactionsOfInvoice(seed, invoice, customerOf(invoice.attributes))),
			...creditNotes.flatMap((note) => refundOf(seed, note, customerOf(note))),
			...subscriptions.flatMap((one) => authorizationOf(seed, one, customerOf(one.attributes))),
		],
		ramps: subscriptions.flatMap((subscription) => rampsOf(seed, now, subscription)),
	};
}

/** The customers of the seed, and whoever else an invoice names. */
function customersOf({ seed, now, customers: count, invoices }: ShopSource): Map<string, ShopCustomer> {
	const firstPurchases = new Map<string, number>();
	for (const { attributes } of invoices.all()) {
		const { customer_id, date } = attributes;
		firstPurchases.set(customer_id, Math.min(date, firstPurchases.get(customer_id) ?? date));
	}
	const customers = new Map<string, ShopCustomer>();
	for (let number = 0; number < count; number += 1) {
		const { id } = customerOfSeed(number);
		customers.set(id, shopCustomer(seed, now, number, firstPurchases.get(id)));
	}
	for (const { attributes } of invoices.all()) {
		const { customer_id: id, currency_code, business_entity_id } = attributes;
		if (customers.has(id)) continue;
		const since = firstPurchases.get(id) ?? now;
		customers.set(id, unknownCustomer(id, since, currency_code, business_entity_id));
	}
	return customers;
}

/** Every customer of the seed has a subscription, and one in four a second one. */
function subscriptionsOf(
	{ seed, now, customers: count }: ShopSource,
	catalog: Catalog,
	customers: readonly ShopCustomer[],
	invoices: readonly ShopInvoice[],
): ShopSubscription[] {
	const invoicesById = new Map<string | undefined, ShopInvoice[]>();
	for (const invoice of invoices) {
		const id = invoice.attributes.subscription_id;
		const others = invoicesById.get(id);
		if (others === undefined) invoicesById.set(id, [invoice]);
		else others.push(invoice);
	}
	return customers.flatMap((customer, number) => {
		const { subscriptionId: id } = customer;
		if (id === undefined) return [];
		const running = runningSubscription({ seed, now, number, customer, catalog }, id, invoicesById.get(id) ?? []);
		if (number % 4 !== 2) return [running];
		const second = count + Math.floor(number / 4);
		return [running, otherSubscription({ seed, now, number: second, customer, catalog }, `sub_${second + 1}`)];
	});
}

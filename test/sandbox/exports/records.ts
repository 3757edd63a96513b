import type { SubResource } from '../orders/order';
import type { FilteredRecord } from '../requests/filters';
import type { Scalar } from '../requests/scalar';
import type { ShopCustomer } from '../shop/customers';
import { addonsOf, plansOf } from '../shop/plansAndAddons';
import type { Shop } from '../shop/shop';
import type { ShopSubscription } from '../shop/subscriptions';
import type { ProductCatalog } from '../siteSettings';

/** What an export hands out: what its filters look at and its main file shows, and the rows of its second file. */
export interface ExportedResource {
	record: FilteredRecord;
	parts?: readonly FilteredRecord[];
}

/** A reader of everything that an export has, before filters. The names in a record are those of the filters. */
type Records = (shop: Shop, catalog: ProductCatalog) => ExportedResource[];

/** By the export's name in the API. */
export const exportRecords: Readonly<Record<string, Records>> = {
	customers: ({ customers }) =>
		[...customers.values()].map((customer) => ({
			record: { ...customerRecord(customer), billing_address: customer.billingAddress },
		})),
	subscriptions: (shop, catalog) =>
		[...shop.subscriptions.values()].map((subscription) => {
			const customer = shop.customers.get(subscription.attributes.customer_id);
			return {
				record: { ...subscriptionRecord(subscription, catalog), ...customerRecord(customer) },
				parts: subscription.prices.map(({ id, item_id, item_type, price }) => ({
					subscription: subscription.attributes,
					subscription_item: { item_id, item_price_id: id, item_type, quantity: 1, unit_price: price },
				})),
			};
		}),
	invoices: ({ invoices, customers }) =>
		invoices.map(({ attributes, lines }) => {
			const customer = customers.get(attributes.customer_id);
			return {
				record: { ...customerRecord(customer), invoice: attributes, payment_owner: payerOf(customer) },
				parts: lines.map((line) => ({ invoice: attributes, line_item: line })),
			};
		}),
	credit_notes: ({ creditNotes }) => resources('credit_note', creditNotes),
	transactions: ({ transactions, customers }) =>
		transactions.map((transaction) => {
			const { invoice_id, credit_note_id, amount, customer_id } = transaction;
			const link = { transaction, link: { invoice_id, credit_note_id, amount } };
			return {
				record: { ...customerRecord(customers.get(customer_id)), transaction },
				parts: invoice_id === undefined && credit_note_id === undefined ? [] : [link],
			};
		}),
	coupons: ({ catalog }) =>
		catalog.coupons.map(({ attributes, itemPriceIds }) => ({
			record: {
				coupon: attributes,
				currency_code: attributes.currency_code,
				applicable_item_price_ids: listed(itemPriceIds),
			},
		})),
	plans: ({ catalog }) => resources('plan', plansOf(catalog), 'currency_code'),
	addons: ({ catalog }) => resources('addon', addonsOf(catalog), 'currency_code'),
	item_families: ({ catalog }) => resources('item_family', catalog.families),
	items: ({ catalog }) => resources('item', catalog.items.values()),
	item_prices: ({ catalog }) =>
		resources('item_price', catalog.itemPrices.values(), 'item_family_id', 'item_type', 'currency_code'),
	attached_items: ({ catalog }) => resources('attached_item', catalog.attachedItems, 'item_type'),
	differential_prices: ({ catalog }) => resources('differential_price', catalog.differentialPrices, 'item_id'),
	price_variants: ({ catalog }) => resources('price_variant', catalog.priceVariants),
	ramps: ({ ramps }) => resources('ramp', ramps),
};

/** A customer as filters know it, with the business entity that it and all of its documents belong to. */
export function customerRecord(customer: ShopCustomer | undefined): FilteredRecord {
	return {
		customer: customer?.attributes,
		relationship: customer?.relationship,
		business_entity_id: customer?.businessEntity,
	};
}

/** Who pays for a customer: itself, unless another one does. */
export function payerOf(customer: ShopCustomer | undefined): Scalar | undefined {
	return customer?.relationship.payment_owner_id ?? customer?.attributes.id;
}

/** A subscription as filters know it: of a plan with product catalog 1, of items with 2. */
export function subscriptionRecord(
	subscription: ShopSubscription | undefined,
	catalog: ProductCatalog,
): FilteredRecord {
	if (subscription === undefined) return {};
	const { attributes, prices, cancelReasonCode: cancel_reason_code } = subscription;
	if (catalog === '1.0') return { subscription: { ...attributes, plan_id: prices[0]?.id }, cancel_reason_code };
	return {
		subscription: attributes,
		cancel_reason_code,
		item_id: listed(prices.map(({ item_id }) => item_id)),
		item_price_id: listed(prices.map(({ id }) => id)),
	};
}

/** Resources without parts; what a filter finds beside the resource is among the attributes that are named. */
function resources(name: string, rows: Iterable<SubResource>, ...beside: string[]): ExportedResource[] {
	return [...rows].map((row) => ({
		record: {
			[name]: row,
			...Object.fromEntries(['business_entity_id', ...beside].map((attribute) => [attribute, row[attribute]])),
		},
	}));
}

function listed(ids: readonly string[]): readonly string[] | undefined {
	return ids.length === 0 ? undefined : ids;
}

import type { SubResource } from '../orders/order';
import type { Catalog, ItemPrice } from './catalog';

/** The plans of product catalog 1: where a site with catalog 2 has the price of a plan item, it has a plan of the same id. */
export function plansOf(catalog: Catalog): SubResource[] {
	return pricesOf(catalog, ['plan']).map((price) => {
		const item = catalog.items.get(price.item_id);
		return {
			...termsOf(price),
			trial_period: price.trial_period,
			trial_period_unit: price.trial_period_unit,
			addon_applicability: item?.item_applicability,
			giftable: item?.is_giftable,
		};
	});
}

/** The addons of product catalog 1, which has no charges: they are addons that do not recur. */
export function addonsOf(catalog: Catalog): SubResource[] {
	return pricesOf(catalog, ['addon', 'charge']).map((price) => ({
		...termsOf(price),
		charge_type: price.item_type === 'charge' ? 'non_recurring' : 'recurring',
		period_unit: price.period_unit ?? 'not_applicable',
	}));
}

function pricesOf(catalog: Catalog, types: readonly string[]): ItemPrice[] {
	return [...catalog.itemPrices.values()].filter(
		(price) => types.includes(price.item_type) && price.price_variant_id === undefined,
	);
}

function termsOf(price: ItemPrice): SubResource {
	const { id, name, status, pricing_model, currency_code, period, period_unit, channel, updated_at } = price;
	return {
		id,
		name,
		price: price.price,
		currency_code,
		period,
		period_unit,
		pricing_model,
		status,
		channel,
		updated_at,
		business_entity_id: price.business_entity_id,
	};
}

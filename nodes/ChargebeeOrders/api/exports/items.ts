import { choice, count, exactText, flag, text, time, type Filter } from '../filters';

import { applicabilities, attachedItemTypes, catalogStatuses, channels, chargeEvents, itemTypes, periodUnits, priceVariantStatuses, pricingModels, trialPeriodUnits, usageCalculations } from './exportEnumerations';
import type { ExportType } from './ExportType';

/** Where a site has several business entities. */
const entityFilters: readonly Filter[] = [
	text('business_entity_id', {
		operators: ['is', 'is_present'],
		description: 'Has a Value, switched off, leaves what belongs to the site as a whole',
	}),
	flag('include_site_level_resources', {
		description: 'Beside those of the business entity, those of the site as a whole',
	}),
];

export const itemFamilies: ExportType = {
	value: 'item_families',
	name: 'Item Families',
	about: 'Groups of items, by name',
	catalog: '2.0',
	parameters: [],
	filters: [
		exactText('item_family.name'),
		text('item_family.id'),
		time('item_family.updated_at'),
		...entityFilters,
	],
};

export const items: ExportType = {
	value: 'items',
	name: 'Items',
	about: 'Plans, addons and charges, by status, type, name or family',
	catalog: '2.0',
	parameters: [],
	filters: [
		choice('item.status', catalogStatuses),
		choice('item.type', itemTypes),
		exactText('item.name'),
		text('item.id'),
		text('item.item_family_id'),
		time('item.updated_at'),
		choice('item.item_applicability', applicabilities),
		flag('item.enabled_for_checkout'),
		flag('item.enabled_in_portal'),
		flag('item.is_giftable'),
		flag('item.metered'),
		choice('item.usage_calculation', usageCalculations),
		choice('item.channel', channels),
		...entityFilters,
	],
};

export const itemPrices: ExportType = {
	value: 'item_prices',
	name: 'Item Prices',
	about: 'What plans, addons and charges cost, by status, item, currency or billing period',
	catalog: '2.0',
	parameters: [],
	filters: [
		choice('item_price.status', catalogStatuses),
		choice('item_type', itemTypes),
		text('item_price.item_id'),
		text('item_family_id'),
		text('item_price.name'),
		text('item_price.id'),
		text('currency_code'),
		count('item_price.period'),
		choice('item_price.period_unit', periodUnits),
		choice('item_price.pricing_model', pricingModels),
		time('item_price.updated_at'),
		count('item_price.trial_period'),
		choice('item_price.trial_period_unit', trialPeriodUnits),
		text('item_price.price_variant_id'),
		choice('item_price.channel', channels),
		...entityFilters,
	],
};

export const attachedItems: ExportType = {
	value: 'attached_items',
	name: 'Attached Items',
	about: 'Addons and charges that go with a plan, by plan, type or event',
	catalog: '2.0',
	parameters: [],
	filters: [
		text('attached_item.parent_item_id', { description: 'The plan' }),
		text('attached_item.item_id', { description: 'The addon or charge that goes with the plan' }),
		choice('attached_item.type', attachedItemTypes),
		choice('item_type', itemTypes),
		choice('attached_item.charge_on_event', chargeEvents),
		time('attached_item.updated_at'),
		text('attached_item.id'),
	],
};

export const differentialPrices: ExportType = {
	value: 'differential_prices',
	name: 'Differential Prices',
	about: 'Prices of addons and charges that differ from plan to plan',
	catalog: '2.0',
	parameters: [],
	filters: [
		text('differential_price.parent_item_id', { description: 'The plan' }),
		text('item_id', { description: 'The addon or charge' }),
		text('differential_price.item_price_id'),
		text('differential_price.id'),
	],
};

export const priceVariants: ExportType = {
	value: 'price_variants',
	name: 'Price Variants',
	about: 'Variants of prices, such as by region, by status, name or dates',
	catalog: '2.0',
	parameters: [],
	filters: [
		choice('price_variant.status', priceVariantStatuses),
		text('price_variant.name'),
		text('price_variant.id'),
		time('price_variant.created_at'),
		time('price_variant.updated_at'),
		...entityFilters,
	],
};

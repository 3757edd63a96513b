import type { SubResource } from '../orders/order';
import { currencies, minorUnits } from '../seed/currencies';
import { Draws } from '../seed/random';
import { DAY } from '../seed/time';
import type { CouponFacts, ItemFacts } from './catalogFacts';
import {
	attachmentFacts,
	couponFacts,
	differentialFacts,
	familyFacts,
	itemFacts,
	priceVariantFacts,
} from './catalogFacts';

export interface Item extends SubResource {
	id: string;
	item_family_id: string;
	type: string;
}

export interface ItemPrice extends SubResource {
	id: string;
	name: string;
	item_id: string;
	item_type: string;
	item_family_id: string;
	currency_code: string;
	/** Minor units. */
	price: number;
}

export interface Coupon {
	attributes: SubResource;
	/** The item prices that it is for; none where it is for all. */
	itemPriceIds: string[];
}

/** What the shop sells, in the shape of product catalog 2. */
export interface Catalog {
	families: SubResource[];
	items: Map<string, Item>;
	itemPrices: Map<string, ItemPrice>;
	priceVariants: SubResource[];
	attachedItems: SubResource[];
	differentialPrices: SubResource[];
	coupons: Coupon[];
}

/** Draws the catalog; `now` is the present in unix seconds. */
export function catalogOf(seed: number, now: number): Catalog {
	const times = (topic: string, at: number): { created_at: number; updated_at: number } => {
		const draw = new Draws(seed, topic, at);
		const created = now - (500 + draw.below(300)) * DAY;
		return { created_at: created, updated_at: created + draw.below(now - created) };
	};
	const items = itemFacts.map((facts, at) => ({ ...itemOf(facts), ...times('item', at) }));
	const prices = itemFacts.flatMap((facts) => itemPricesOf(facts));
	const itemPrices = prices.map((price, at): ItemPrice => ({ ...price, ...times('item price', at) }));
	return {
		families: familyFacts.map(({ id, name, entity }, at) => ({
			id,
			name,
			status: 'active',
			business_entity_id: entity,
			...times('family', at),
		})),
		items: new Map(items.map((item) => [item.id, item])),
		itemPrices: new Map(itemPrices.map((price) => [price.id, price])),
		priceVariants: priceVariantFacts.map(({ id, name, status, entity }, at) => ({
			id,
			name,
			status,
			business_entity_id: entity,
			...times('variant', at),
		})),
		attachedItems: attachmentFacts.map(([plan, item, type, event], at) => ({
			id: `ai_${plan}_${item}`,
			parent_item_id: plan,
			item_id: item,
			item_type: factsOf(item)?.type,
			type,
			status: 'active',
			quantity: 1,
			charge_on_event: event,
			charge_once: event === undefined ? undefined : true,
			business_entity_id: entityOf(plan),
			...times('attached item', at),
		})),
		differentialPrices: differentialPrices(itemPrices).map((price, at) => ({ ...price, ...times('differential', at) })),
		coupons: couponFacts.map((facts, at) => ({
			attributes: { ...couponOf(facts), ...times('coupon', at) },
			itemPriceIds: itemPrices
				.filter(
					({ item_id, currency_code }) =>
						facts.items?.includes(item_id) === true && (facts.currency ?? currency_code) === currency_code,
				)
				.map(({ id }) => id),
		})),
	};
}

function factsOf(itemId: string): ItemFacts | undefined {
	return itemFacts.find(({ id }) => id === itemId);
}

/** An item belongs to the business entity of its family. */
function entityOf(itemId: string): string | undefined {
	const family = factsOf(itemId)?.familyId;
	return familyFacts.find(({ id }) => id === family)?.entity;
}

function itemOf(facts: ItemFacts): Item {
	const isPlan = facts.type === 'plan';
	return {
		id: facts.id,
		name: facts.name,
		item_family_id: facts.familyId,
		type: facts.type,
		status: facts.status ?? 'active',
		item_applicability: isPlan ? (facts.isRestricted === true ? 'restricted' : 'all') : undefined,
		is_giftable: facts.isGiftable ?? false,
		is_shippable: facts.sku !== undefined,
		enabled_for_checkout: facts.isHidden !== true,
		enabled_in_portal: facts.isHidden !== true && facts.type !== 'charge',
		metered: facts.usage !== undefined,
		usage_calculation: facts.usage,
		channel: facts.channel ?? 'web',
		business_entity_id: entityOf(facts.id),
	};
}

/** One price a currency, and for the plans that orders contain one a variant beside it. */
function itemPricesOf(facts: ItemFacts): ItemPrice[] {
	const variants = facts.type === 'plan' && facts.sku !== undefined ? priceVariantFacts : [];
	return currencies.flatMap((currency) => [
		itemPrice(facts, currency, 100),
		...variants.map(({ id, percent }) => itemPrice(facts, currency, percent, id)),
	]);
}

function itemPrice(facts: ItemFacts, currency: string, percent: number, variant?: string): ItemPrice {
	const [period, unit] = facts.period ?? [1, 'month'];
	const isRecurring = facts.type !== 'charge';
	const [trial, trialUnit] = facts.trial ?? [];
	const suffix = variant === undefined ? currency : `${currency}-${variant}`;
	return {
		id: `${facts.priceName}-${suffix}`,
		name: `${facts.name} ${suffix}`,
		item_id: facts.id,
		item_type: facts.type,
		item_family_id: facts.familyId,
		price_variant_id: variant,
		status: facts.status ?? 'active',
		pricing_model: facts.pricingModel ?? 'flat_fee',
		price: Math.floor((minorUnits(facts.price, currency) * percent) / 100),
		currency_code: currency,
		period: isRecurring ? period : undefined,
		period_unit: isRecurring ? unit : undefined,
		trial_period: trial,
		trial_period_unit: trialUnit,
		channel: facts.channel ?? 'web',
		business_entity_id: entityOf(facts.id),
	};
}

function differentialPrices(itemPrices: readonly ItemPrice[]): SubResource[] {
	return differentialFacts.flatMap(([item, plan, percent]) =>
		itemPrices
			.filter(({ item_id }) => item_id === item)
			.map(({ id, price, currency_code }) => ({
				id: `dp_${plan}_${id}`,
				item_id: item,
				item_price_id: id,
				parent_item_id: plan,
				price: Math.floor((price * percent) / 100),
				currency_code,
				status: 'active',
				business_entity_id: entityOf(item),
			})),
	);
}

function couponOf(facts: CouponFacts): SubResource {
	const { currency, amount, offered } = facts;
	return {
		id: facts.id,
		name: facts.name,
		discount_type: offered !== undefined ? 'offer_quantity' : amount !== undefined ? 'fixed_amount' : 'percentage',
		discount_percentage: facts.percent,
		discount_amount: amount === undefined || currency === undefined ? undefined : minorUnits(amount, currency),
		discount_quantity: offered,
		currency_code: currency,
		duration_type: facts.duration,
		apply_on: facts.applyOn,
		status: facts.status,
	};
}

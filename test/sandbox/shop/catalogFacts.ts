import { products } from '../seed/products';
import { businessEntities } from '../siteSettings';

/*
 * What the shop sells and on which terms: enough of each kind that every filter of the exports of a catalog finds some
 * and leaves some out. Prices are in the size of cents; see `minorUnits`.
 */

export type ItemType = 'plan' | 'addon' | 'charge';

export interface ItemFacts {
	id: string;
	/** The ids of its prices begin so. */
	priceName: string;
	familyId: string;
	type: ItemType;
	name: string;
	price: number;
	sku?: string;
	pricingModel?: 'flat_fee' | 'per_unit' | 'tiered' | 'volume' | 'stairstep';
	/** Of plans and addons; a month where nothing is said. */
	period?: readonly [number, 'day' | 'week' | 'month' | 'year'];
	trial?: readonly [number, 'day' | 'month'];
	status?: 'archived' | 'deleted';
	channel?: 'app_store' | 'play_store';
	isGiftable?: boolean;
	/** Which addons and charges go with the plan: only the attached ones. */
	isRestricted?: boolean;
	/** How the usage of a metered item is counted. */
	usage?: 'sum_of_usages' | 'last_usage' | 'max_usage';
	/** Neither in checkout nor in the portal. */
	isHidden?: boolean;
}

/** Families without an entity belong to the site as a whole. */
export const familyFacts: ReadonlyArray<{ id: string; name: string; entity?: string }> = [
	{ id: 'coffee', name: 'Coffee' },
	{ id: 'tea', name: 'Tea & Infusions' },
	{ id: 'equipment', name: 'Brewing equipment', entity: businessEntities[0] },
	{ id: 'gifts', name: 'Geschenke, "Gifts"', entity: businessEntities[1] },
];

const sold: readonly ItemFacts[] = products.map((product) => ({
	id: product.itemId,
	priceName: product.entityId,
	familyId: product.familyId,
	type: typeOf(product.entityType),
	name: product.description,
	price: product.price,
	sku: product.sku,
	pricingModel: 'per_unit',
}));

const others: readonly ItemFacts[] = [
	{
		id: 'office-coffee',
		priceName: 'office-coffee-yearly',
		familyId: 'coffee',
		type: 'plan',
		name: 'Office coffee, yearly',
		price: 24_900,
		pricingModel: 'tiered',
		period: [1, 'year'],
		trial: [14, 'day'],
		isRestricted: true,
	},
	{
		id: 'gift-box',
		priceName: 'gift-box-quarterly',
		familyId: 'gifts',
		type: 'plan',
		name: 'Gift box, three months',
		price: 6900,
		period: [3, 'month'],
		trial: [1, 'month'],
		isGiftable: true,
	},
	{
		id: 'coffee-app',
		priceName: 'coffee-app-weekly',
		familyId: 'coffee',
		type: 'plan',
		name: 'Coffee club in the app',
		price: 490,
		period: [1, 'week'],
		channel: 'app_store',
	},
	{
		id: 'tea-app',
		priceName: 'tea-app-daily',
		familyId: 'tea',
		type: 'plan',
		name: 'Tea of the day',
		price: 90,
		period: [1, 'day'],
		channel: 'play_store',
	},
	{
		id: 'sampler',
		priceName: 'sampler-monthly',
		familyId: 'tea',
		type: 'plan',
		name: 'Sampler (no longer sold)',
		price: 990,
		status: 'deleted',
		isHidden: true,
	},
	{
		id: 'water',
		priceName: 'water-litres',
		familyId: 'equipment',
		type: 'addon',
		name: 'Water by the litre',
		price: 20,
		pricingModel: 'volume',
		usage: 'sum_of_usages',
	},
	{
		id: 'machine-hours',
		priceName: 'machine-hours',
		familyId: 'equipment',
		type: 'addon',
		name: 'Machine hours',
		price: 300,
		pricingModel: 'stairstep',
		usage: 'max_usage',
		period: [1, 'week'],
	},
	{
		id: 'club-points',
		priceName: 'club-points',
		familyId: 'gifts',
		type: 'addon',
		name: 'Club points',
		price: 10,
		usage: 'last_usage',
		channel: 'app_store',
	},
	{
		id: 'cups',
		priceName: 'cups',
		familyId: 'equipment',
		type: 'charge',
		name: 'Two cups, 東京 edition',
		price: 3900,
		status: 'archived',
		isHidden: true,
	},
	{
		id: 'gift-card',
		priceName: 'gift-card',
		familyId: 'gifts',
		type: 'charge',
		name: 'Gift card',
		price: 5000,
		channel: 'play_store',
	},
];

/** Everything that was ever sold, what orders contain first. */
export const itemFacts: readonly ItemFacts[] = [...sold, ...others];

/** A share of the price, in percent, that the buyers of a variant pay. */
export const priceVariantFacts: ReadonlyArray<{
	id: string;
	name: string;
	percent: number;
	status: 'active' | 'archived';
	entity?: string;
}> = [
	{ id: 'student', name: 'Students', percent: 80, status: 'active' },
	{ id: 'loyal', name: 'Five years & more', percent: 90, status: 'active', entity: businessEntities[0] },
	{ id: 'launch', name: 'Launch, 2024', percent: 70, status: 'archived', entity: businessEntities[1] },
];

/** What goes with a plan: the plan, the other item, how, and for charges when. */
export const attachmentFacts: ReadonlyArray<
	readonly [string, string, 'recommended' | 'mandatory' | 'optional', string?]
> = [
	['coffee-box', 'beans', 'recommended'],
	['coffee-box', 'creme', 'optional'],
	['coffee-box', 'hand-grinder', 'optional', 'on_demand'],
	['tea-box', 'creme', 'optional'],
	['tea-box', 'gift-card', 'recommended', 'subscription_activation'],
	['office-coffee', 'beans', 'mandatory'],
	['office-coffee', 'water', 'mandatory'],
	['office-coffee', 'machine-hours', 'recommended'],
	['office-coffee', 'hand-grinder', 'mandatory', 'subscription_creation'],
	['gift-box', 'gift-card', 'optional', 'plan_activation'],
	['gift-box', 'hand-grinder', 'optional', 'contract_termination'],
];

/** What an addon or charge costs together with a plan, in percent of its price. */
export const differentialFacts: ReadonlyArray<readonly [item: string, plan: string, percent: number]> = [
	['beans', 'coffee-box', 90],
	['beans', 'office-coffee', 75],
	['creme', 'tea-box', 95],
	['hand-grinder', 'office-coffee', 50],
];

export interface CouponFacts {
	id: string;
	name: string;
	percent?: number;
	amount?: number;
	currency?: string;
	/** Units that are free of charge. */
	offered?: number;
	duration: 'one_time' | 'forever' | 'limited_period';
	applyOn: 'invoice_amount' | 'specified_items_total' | 'each_specified_item' | 'each_unit_of_specified_items';
	status: 'active' | 'expired' | 'archived' | 'deleted' | 'future';
	/** The items that it is for; every one where there are none. */
	items?: readonly string[];
}

export const couponFacts: readonly CouponFacts[] = [
	{
		id: 'WELCOME10',
		name: 'Welcome, 10 %',
		percent: 10,
		duration: 'one_time',
		applyOn: 'each_specified_item',
		status: 'active',
		items: ['coffee-box', 'tea-box', 'hand-grinder', 'beans', 'creme'],
	},
	{
		id: 'TEA5',
		name: 'Fünf Euro für Tee',
		amount: 500,
		currency: 'EUR',
		duration: 'limited_period',
		applyOn: 'specified_items_total',
		status: 'expired',
		items: ['tea-box', 'tea-app'],
	},
	{ id: 'LOYAL', name: 'Loyal', percent: 5, duration: 'forever', applyOn: 'invoice_amount', status: 'active' },
	{
		id: 'ONEMORE',
		name: 'One more bag',
		offered: 1,
		duration: 'one_time',
		applyOn: 'each_unit_of_specified_items',
		status: 'future',
		items: ['beans'],
	},
	{
		id: 'OFFICE25',
		name: 'Office launch',
		amount: 2500,
		currency: 'USD',
		duration: 'one_time',
		applyOn: 'invoice_amount',
		status: 'archived',
	},
	{ id: 'TEST', name: 'test', percent: 99, duration: 'forever', applyOn: 'invoice_amount', status: 'deleted' },
];

function typeOf(entityType: string): ItemType {
	if (entityType === 'plan_item_price') return 'plan';
	return entityType === 'addon_item_price' ? 'addon' : 'charge';
}

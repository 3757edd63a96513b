import type { SubResource } from '../orders/order';
import { Draws } from '../seed/random';
import { DAY, monthsLater, wholeMonths } from '../seed/time';
import type { Catalog, ItemPrice } from './catalog';
import type { ShopCustomer } from './customers';
import type { ShopInvoice } from './invoices';

export interface ShopSubscription {
	attributes: SubResource & {
		id: string;
		customer_id: string;
		status: string;
		currency_code: string;
		channel: string;
		has_scheduled_changes: boolean;
		created_at: number;
	};
	/** Why it ended, where a person said so. */
	cancelReasonCode: string | undefined;
	/** The plan's price first, then those of the addons. */
	prices: ItemPrice[];
	/** Counted from 0. */
	number: number;
}

export interface SubscriptionPlace {
	seed: number;
	/** The present in unix seconds. */
	now: number;
	number: number;
	customer: ShopCustomer;
	catalog: Catalog;
}

const runningStatuses = [
	'active',
	'active',
	'active',
	'active',
	'active',
	'non_renewing',
	'cancelled',
	'cancelled',
	'paused',
] as const;
const otherStatuses = ['future', 'in_trial', 'transferred'] as const;
const cancelReasons = ['not_paid', 'no_card', 'fraud_review_failed', 'tax_calculation_failed'] as const;
const cancelReasonCodes = ['Too Expensive', 'Moved Away', 'No Need'] as const;
const offlineMethods = ['no_preference', 'no_preference', 'bank_transfer', 'check'] as const;

/** The subscription that a customer's invoices are of; it began with the first of them and has what they sold. */
export function runningSubscription(
	place: SubscriptionPlace,
	id: string,
	invoices: readonly ShopInvoice[],
): ShopSubscription {
	const { seed, now, customer, number } = place;
	const draw = new Draws(seed, 'subscription', number);
	const dates = invoices.map(({ attributes }) => attributes.date);
	const start = dates.length > 0 ? Math.min(...dates) : customer.attributes.created_at + DAY;
	const last = dates.length > 0 ? Math.max(...dates) : start;
	const status = draw.pick(runningStatuses);
	const cancelledAt = status === 'cancelled' ? Math.max(last, Math.min(now, last + DAY)) : undefined;
	const months = wholeMonths(start, cancelledAt ?? now);
	const termStart = monthsLater(start, months);
	const termEnd = monthsLater(start, months + 1);
	const times = {
		started_at: start,
		activated_at: start,
		current_term_start: termStart,
		current_term_end: termEnd,
		next_billing_at: status === 'active' ? termEnd : undefined,
		cancelled_at: cancelledAt,
		cancel_schedule_created_at: status === 'non_renewing' ? last : undefined,
	};
	const bought = invoices.flatMap(({ lines }) => lines.map(({ entity_id }) => entity_id));
	return subscription(place, draw, { id, status, createdAt: start - 3600, times, bought });
}

/** A second subscription of a customer, which has not been invoiced yet, or was invoiced elsewhere. */
export function otherSubscription(place: SubscriptionPlace, id: string): ShopSubscription {
	const { seed, now, number, customer } = place;
	const draw = new Draws(seed, 'other subscription', number);
	const status = otherStatuses[number % otherStatuses.length] ?? 'future';
	const sinceCustomer = now - customer.attributes.created_at;
	const start =
		status === 'future' ? now + (3 + draw.below(60)) * DAY : now - draw.below(Math.min(10 * DAY, sinceCustomer));
	const trial = status === 'in_trial' ? { trial_start: start, trial_end: start + 14 * DAY } : {};
	const times = {
		...trial,
		start_date: status === 'future' ? start : undefined,
		started_at: status === 'future' ? undefined : start,
		activated_at: status === 'transferred' ? start : undefined,
		next_billing_at: status === 'transferred' ? undefined : start + 14 * DAY,
	};
	const bought = [`office-coffee-yearly-${customer.currency}`, `water-litres-${customer.currency}`];
	const createdAt = Math.max(customer.attributes.created_at, Math.min(start, now) - DAY);
	return subscription(place, draw, { id, status, createdAt, times, bought });
}

interface Terms {
	id: string;
	status: string;
	createdAt: number;
	times: SubResource;
	/** Ids of item prices. */
	bought: ReadonlyArray<string | undefined>;
}

function subscription(place: SubscriptionPlace, draw: Draws, terms: Terms): ShopSubscription {
	const { customer, catalog, number, now } = place;
	const { id, status, createdAt, times, bought } = terms;
	const isCancelled = status === 'cancelled';
	const isForced = isCancelled && draw.below(2) === 0;
	const isActive = status === 'active';
	return {
		attributes: {
			id,
			customer_id: customer.attributes.id,
			status,
			currency_code: customer.currency,
			business_entity_id: customer.businessEntity,
			channel: customer.attributes.channel,
			auto_close_invoices: draw.below(3) > 0,
			offline_payment_method: draw.pick(offlineMethods),
			remaining_billing_cycles: isActive && draw.below(3) === 0 ? 1 + draw.below(12) : undefined,
			has_scheduled_changes: isActive && draw.below(3) === 0,
			decommissioned: isCancelled && draw.below(3) === 0,
			cancel_reason: isForced ? draw.pick(cancelReasons) : undefined,
			created_at: createdAt,
			updated_at: Math.max(Number(times.cancelled_at ?? 0), createdAt + Math.floor(draw.next() * (now - createdAt))),
			...times,
		},
		cancelReasonCode: isCancelled && !isForced ? draw.pick(cancelReasonCodes) : undefined,
		prices: pricesOf(bought, catalog, customer.currency),
		number,
	};
}

/** One plan, as every subscription has, and the addons that were bought. */
function pricesOf(bought: ReadonlyArray<string | undefined>, catalog: Catalog, currency: string): ItemPrice[] {
	const prices = [...new Set(bought)].flatMap((id) => catalog.itemPrices.get(id ?? '') ?? []);
	const plan =
		prices.find(({ item_type }) => item_type === 'plan') ?? catalog.itemPrices.get(`coffee-box-monthly-${currency}`);
	return [...(plan === undefined ? [] : [plan]), ...prices.filter(({ item_type }) => item_type === 'addon')];
}

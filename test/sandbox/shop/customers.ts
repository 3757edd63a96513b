import type { SubResource } from '../orders/order';
import { customer, customerAddress } from '../seed/customers';
import { Draws } from '../seed/random';
import { DAY } from '../seed/time';

export interface ShopCustomer {
	attributes: SubResource & { id: string; created_at: number; channel: string };
	/** Who pays for it, and to whom it belongs; empty where it stands alone. */
	relationship: SubResource;
	billingAddress: SubResource;
	currency: string;
	businessEntity: string;
	/** Its first subscription; a customer that a test brought in has none. */
	subscriptionId?: string;
}

const offlineMethods = ['cash', 'check', 'bank_transfer', 'no_preference'] as const;

/** The customer of the seed with this number; it came some time before its first purchase, if it has one. */
export function shopCustomer(seed: number, now: number, number: number, firstPurchase = now): ShopCustomer {
	const { id, subscriptionId, currency, businessEntity } = customer(number);
	const { first_name, last_name, company, email, ...address } = customerAddress(number);
	const draw = new Draws(seed, 'customer', number);
	const createdAt = firstPurchase - Math.floor((2 + draw.next() * 30) * DAY);
	const isCollected = number % 4 !== 0;
	return {
		attributes: {
			id,
			first_name: number % 9 === 7 ? undefined : first_name,
			last_name: number % 12 === 10 ? undefined : last_name,
			email: number % 13 === 12 ? undefined : email,
			company,
			phone: number % 4 === 3 ? undefined : `+1 602 555 ${String(1000 + (number % 9000))}`,
			auto_collection: isCollected ? 'on' : 'off',
			offline_payment_method: isCollected ? 'no_preference' : draw.pick(offlineMethods),
			net_term_days: isCollected ? 0 : 30,
			taxability: number % 8 === 5 ? 'exempt' : 'taxable',
			auto_close_invoices: number % 5 !== 3,
			channel: channelOf(number),
			preferred_currency_code: currency,
			card_status: isCollected ? 'valid' : 'no_card',
			created_at: createdAt,
			updated_at: createdAt + draw.below(now - createdAt),
		},
		relationship: relationshipOf(number),
		billingAddress: { first_name, last_name, company, email, ...address },
		currency,
		businessEntity,
		subscriptionId,
	};
}

/** A customer of whom no more is known than what an invoice says: tests may write any id there. */
export function unknownCustomer(id: string, since: number, currency: string, businessEntity: string): ShopCustomer {
	return {
		attributes: { id, created_at: since, updated_at: since, channel: 'web', auto_collection: 'on' },
		relationship: {},
		billingAddress: {},
		currency,
		businessEntity,
	};
}

function channelOf(number: number): string {
	if (number % 7 === 6) return 'app_store';
	return number % 7 === 4 ? 'play_store' : 'web';
}

/** Two customers in ten are branches of the one four before them, which is of the same business entity; one of them is paid for. */
function relationshipOf(number: number): SubResource {
	if (number < 4 || number % 5 !== 4) return {};
	const { id } = customer(number);
	const parent = customer(number - 4).id;
	return { parent_id: parent, payment_owner_id: number % 10 === 9 ? parent : id, invoice_owner_id: id };
}

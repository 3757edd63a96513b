import type { SubResource } from '../orders/order';
import { Draws } from '../seed/random';
import { DAY } from '../seed/time';
import type { ShopCreditNote } from './creditNotes';
import type { ShopCustomer } from './customers';
import type { ShopInvoice } from './invoices';
import type { ShopSubscription } from './subscriptions';

export interface ShopTransaction extends SubResource {
	id: string;
	customer_id: string;
	type: string;
	status: string;
	/** Minor units. */
	amount: number;
	/** The invoice that it paid, or failed to pay. */
	invoice_id?: string;
	/** The credit note that it refunded. */
	credit_note_id?: string;
}

type Means = readonly [method: string, gateway: string];

const online: readonly [Means, ...Means[]] = [
	['card', 'stripe'],
	['card', 'adyen'],
	['paypal_express_checkout', 'paypal_express_checkout'],
	['direct_debit', 'gocardless'],
];
const offline: readonly [Means, ...Means[]] = [
	['bank_transfer', 'not_applicable'],
	['check', 'not_applicable'],
	['cash', 'not_applicable'],
];
const failures = ['failure', 'timeout', 'needs_attention', 'late_failure', 'in_progress', 'voided'] as const;

/** What moved money for an invoice: payments less reversals are what was paid on it; without payment there is a try that failed. */
export function transactionsOfInvoice(seed: number, invoice: ShopInvoice, customer: ShopCustomer): ShopTransaction[] {
	const { id, date, paid_at, amount_paid, amount_due, subscription_id, currency_code } = invoice.attributes;
	const draw = new Draws(seed, 'transaction', invoice.number);
	const made: ShopTransaction[] = [];
	const add = (type: string, status: string, amount: number, at: number): void => {
		const place = { invoice_id: id, subscription_id, currency_code, type, status, amount, date: at };
		made.push(transaction(seed, customer, { id: `txn_${id}_${made.length + 1}`, ...place }));
	};
	const paidAt = typeof paid_at === 'number' ? paid_at : date;
	if (amount_paid > 0 && draw.below(8) === 0) {
		add('payment', 'success', amount_paid, paidAt);
		add('payment_reversal', 'success', amount_paid, paidAt + 60);
	}
	if (amount_paid > 0) add('payment', 'success', amount_paid, paidAt + made.length * 60);
	if (amount_due > 0) add('payment', draw.pick(failures), amount_due, date);
	return made;
}

/** The refund of a credit note. */
export function refundOf(seed: number, creditNote: ShopCreditNote, customer: ShopCustomer): ShopTransaction[] {
	const { id, subscription_id, currency_code, amount_refunded: amount, date } = creditNote;
	if (amount === 0) return [];
	const place = { credit_note_id: id, subscription_id, currency_code, type: 'refund', status: 'success', amount, date };
	return [transaction(seed, customer, { id: `txn_${id}`, ...place })];
}

/** What is set aside on the card of a subscription in trial. */
export function authorizationOf(
	seed: number,
	{ attributes, prices }: ShopSubscription,
	customer: ShopCustomer,
): ShopTransaction[] {
	if (attributes.status !== 'in_trial') return [];
	const { id, currency_code, created_at: date } = attributes;
	const amount = prices[0]?.price ?? 0;
	const place = { subscription_id: id, currency_code, type: 'authorization', status: 'success', amount, date };
	return [transaction(seed, customer, { id: `txn_${id}`, ...place, amount_capturable: amount })];
}

interface TransactionTerms extends SubResource {
	id: string;
	type: string;
	status: string;
	amount: number;
	date: number;
}

/** A customer pays the same way every time. */
function transaction(seed: number, customer: ShopCustomer, terms: TransactionTerms): ShopTransaction {
	const { id, auto_collection } = customer.attributes;
	const number = Number(/\d+$/.exec(id)?.[0] ?? 0);
	const draw = new Draws(seed, 'payment source', number);
	const isOnline = auto_collection === 'on' || terms.type === 'authorization';
	const [method, gateway] = draw.pick(isOnline ? online : offline);
	const source = `pm_${draw.text(12)}`;
	return {
		customer_id: id,
		payment_method: method,
		gateway,
		gateway_account_id: isOnline ? `gw_${gateway}_1` : undefined,
		payment_source_id: isOnline ? source : undefined,
		id_at_gateway: isOnline ? `${gateway.slice(0, 2)}_${terms.id}` : undefined,
		reference_number: isOnline ? undefined : `REF-${terms.id}`,
		amount_capturable: 0,
		updated_at: terms.date + (terms.status === 'success' ? 5 : DAY),
		business_entity_id: customer.businessEntity,
		...terms,
	};
}

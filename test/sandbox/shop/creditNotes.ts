import { titleCase } from '../exports/csvFile';
import type { LinkedCreditNote, Order, SubResource } from '../orders/order';
import { Draws } from '../seed/random';
import type { ShopInvoice } from './invoices';

export interface ShopCreditNote extends SubResource {
	id: string;
	customer_id: string;
	reference_invoice_id: string;
	type: string;
	status: string;
	date: number;
	/** Minor units: allocated to invoices, refunded, still there. */
	total: number;
	amount_allocated: number;
	amount_refunded: number;
	amount_available: number;
}

/** The credit notes of an invoice: those of its orders, and those that make up what was adjusted or paid with credits. */
export function creditNotesOf(seed: number, invoice: ShopInvoice, orders: readonly Order[]): ShopCreditNote[] {
	const { id, amount_adjusted, credits_applied, status, total } = invoice.attributes;
	const notes = orders.flatMap((order) =>
		order.details.linked_credit_notes.map((note) => creditNoteOfOrder(invoice, order, note)),
	);
	const draw = new Draws(seed, 'credit note', invoice.number);
	const used = (suffix: string, type: string, amount: number, reason: string): ShopCreditNote =>
		creditNote(invoice, {
			id: `CN-${id}-${suffix}`,
			type,
			status: 'adjusted',
			reason_code: reason,
			total: amount,
			amount_allocated: amount,
		});
	if (amount_adjusted > 0) notes.push(used('A', 'adjustment', amount_adjusted, draw.pick(['waiver', 'write_off'])));
	if (credits_applied > 0) notes.push(used('S', 'store', credits_applied, 'service_unsatisfactory'));
	if (status === 'voided') {
		const attributes = { id: `CN-${id}-V`, type: 'adjustment', status: 'voided', reason_code: 'other', total };
		notes.push(creditNote(invoice, { ...attributes, voided_at: invoice.attributes.updated_at }));
	}
	return notes;
}

function creditNoteOfOrder(invoice: ShopInvoice, { attributes }: Order, note: LinkedCreditNote): ShopCreditNote {
	const isVoided = note.status === 'voided';
	return creditNote(invoice, {
		id: note.id,
		type: note.type,
		status: note.status,
		reason_code: attributes.status === 'cancelled' ? 'order_cancellation' : 'product_unsatisfactory',
		date: attributes.cancelled_at ?? attributes.updated_at ?? attributes.created_at,
		total: note.amount,
		amount_refunded: note.amount_refunded,
		voided_at: isVoided ? attributes.updated_at : undefined,
		updated_at: attributes.updated_at ?? attributes.created_at,
	});
}

interface CreditNoteTerms extends SubResource {
	id: string;
	type: string;
	status: string;
	reason_code: string;
	total: number;
	date?: number;
	amount_allocated?: number;
	amount_refunded?: number;
}

function creditNote({ attributes: invoice }: ShopInvoice, terms: CreditNoteTerms): ShopCreditNote {
	const { date = invoice.date, amount_allocated = 0, amount_refunded = 0 } = terms;
	return {
		customer_id: invoice.customer_id,
		subscription_id: invoice.subscription_id,
		reference_invoice_id: invoice.id,
		price_type: invoice.price_type,
		currency_code: invoice.currency_code,
		business_entity_id: invoice.business_entity_id,
		create_reason_code: titleCase(terms.reason_code),
		channel: invoice.channel,
		updated_at: date,
		...terms,
		date,
		amount_allocated,
		amount_refunded,
		amount_available: terms.status === 'voided' ? 0 : terms.total - amount_allocated - amount_refunded,
	};
}

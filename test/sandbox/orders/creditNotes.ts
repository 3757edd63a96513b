import type { LinkedCreditNote, Order, OrderAttributes, OrderDetails } from './order';

/** Adds a refundable credit note over `total` minor units to an order. */
export function addCreditNote(
	order: Order,
	attributes: OrderAttributes,
	details: OrderDetails,
	total: number,
): LinkedCreditNote {
	const creditNote: LinkedCreditNote = {
		id: `CN-${order.sequence + 1}-${details.linked_credit_notes.length + 1}`,
		type: 'refundable',
		status: 'refund_due',
		amount: total,
		amount_adjusted: 0,
		amount_refunded: 0,
		object: 'linked_credit_note',
	};
	details.linked_credit_notes.push(creditNote);
	attributes.refundable_credits_issued = (attributes.refundable_credits_issued ?? 0) + total;
	attributes.refundable_credits = creditsLeft(attributes) - total;
	return creditNote;
}

/** Voids the credit notes of which nothing was used, and gives their amounts back to the order. */
export function voidUnusedCreditNotes(attributes: OrderAttributes, details: OrderDetails): void {
	for (const creditNote of details.linked_credit_notes) {
		if (creditNote.status !== 'refund_due' || creditNote.amount_refunded > 0) continue;
		creditNote.status = 'voided';
		attributes.refundable_credits_issued = (attributes.refundable_credits_issued ?? 0) - creditNote.amount;
		attributes.refundable_credits = creditsLeft(attributes) + creditNote.amount;
	}
}

/** What can still be credited, in minor units. */
export function creditsLeft(attributes: OrderAttributes): number {
	return attributes.refundable_credits ?? 0;
}

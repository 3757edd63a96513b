import { creditNoteReasonCodes, priceTypes } from '../enumerations';
import { amount, choice, optionalId, text, time } from '../filters';

import { channels, creditNoteStatuses, creditNoteTypes } from './exportEnumerations';
import type { ExportType } from './ExportType';

export const creditNotes: ExportType = {
	value: 'credit_notes',
	name: 'Credit Notes',
	about: 'Credit notes by status, customer, invoice, reason, dates or amounts',
	catalog: 'both',
	parameters: [],
	filters: [
		choice('credit_note.status', creditNoteStatuses),
		choice('credit_note.type', creditNoteTypes),
		time('credit_note.date'),
		time('credit_note.updated_at'),
		time('credit_note.voided_at'),
		text('credit_note.customer_id'),
		optionalId('credit_note.reference_invoice_id'),
		optionalId('credit_note.subscription_id'),
		text('credit_note.id'),
		choice('credit_note.reason_code', creditNoteReasonCodes),
		text('credit_note.create_reason_code', { description: 'One of the codes that the site defines for itself' }),
		amount('credit_note.total'),
		amount('credit_note.amount_available'),
		amount('credit_note.amount_allocated'),
		amount('credit_note.amount_refunded'),
		choice('credit_note.price_type', priceTypes),
		choice('credit_note.channel', channels),
	],
};

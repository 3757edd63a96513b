import { createRefundableCreditNoteV2 } from '../../api/orderParameters';

import { orderWrite } from './orderWrite';

/** `POST /api/v2/orders/{id}/create_refundable_credit_note`. */
export const createRefundableCreditNote = orderWrite({
	value: 'createRefundableCreditNote',
	name: 'Create Refundable Credit Note',
	action: 'Create a refundable credit note',
	description:
		'Create a refundable credit note for an order. In a new execution it creates another one: read linked_credit_notes of the order first. The order ID comes from Get Many.',
	path: '/orders/{id}/create_refundable_credit_note',
	versions: { v2: createRefundableCreditNoteV2 },
	examples: { v2: { credit_note: { reason_code: 'waiver', total: 1999 } } },
});

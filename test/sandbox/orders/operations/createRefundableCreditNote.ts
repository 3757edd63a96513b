import { createRefundableCreditNoteV2 } from '../../../../nodes/ChargebeeOrders/api/orderParameters';
import { readForm } from '../../requests/parameters';
import type { Handler } from '../../site';
import { addCreditNote } from '../creditNotes';
import { creditableTotal } from '../creditableTotal';
import { findOrder } from '../findOrder';
import { orderBody } from '../orderBody';

/** `POST /api/v2/orders/{id}/create_refundable_credit_note`. */
export const createRefundableCreditNote: Handler = (site, call) => {
	const order = findOrder(site, call);
	const form = readForm(call.pairs, { parameters: createRefundableCreditNoteV2 }, call.entry);
	const total = creditableTotal(order, form) ?? 0;
	site.orders.change(order, site.clock(), (attributes, details) => {
		addCreditNote(order, attributes, details, total);
	});
	call.entry.effect = `credit ${order.attributes.id}`;
	call.entry.orderId = order.attributes.id;
	return orderBody(order, call.version);
};

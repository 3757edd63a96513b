import { cancelV2 } from '../../../../nodes/ChargebeeOrders/api/orderParameters';
import { invalidState } from '../../requests/apiError';
import { readForm } from '../../requests/parameters';
import type { Handler } from '../../site';
import { addCreditNote } from '../creditNotes';
import { creditableTotal } from '../creditableTotal';
import { sentNumber, sentText } from '../fields';
import { findOrder } from '../findOrder';
import { orderBody } from '../orderBody';

/** `POST /api/v2/orders/{id}/cancel`: cancels the order and creates a refundable credit note over `credit_note[total]`, 0 by default. */
export const cancelOrder: Handler = (site, call) => {
	const order = findOrder(site, call);
	const form = readForm(call.pairs, { parameters: cancelV2 }, call.entry);
	const { id, status } = order.attributes;
	if (status === 'cancelled' || status === 'voided')
		throw invalidState(`The order ${id} cannot be cancelled: it is ${status}.`);
	const total = creditableTotal(order, form) ?? 0;
	const now = site.clock();
	site.orders.change(order, now, (attributes, details) => {
		attributes.status = 'cancelled';
		attributes.cancellation_reason = sentText(form.fields, 'cancellation_reason');
		attributes.cancelled_at = sentNumber(form.fields, 'cancelled_at') ?? Math.floor(now / 1000);
		addCreditNote(order, attributes, details, total);
	});
	call.entry.effect = `cancel ${id}`;
	call.entry.orderId = id;
	return orderBody(order, call.version);
};

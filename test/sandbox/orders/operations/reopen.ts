import { reopenV2 } from '../../../../nodes/ChargebeeOrders/api/orderParameters';
import { invalidState } from '../../requests/apiError';
import { readForm } from '../../requests/parameters';
import type { Handler } from '../../site';
import { voidUnusedCreditNotes } from '../creditNotes';
import { findOrder } from '../findOrder';
import { orderBody } from '../orderBody';

/** `POST /api/v2/orders/{id}/reopen`: only a cancelled order can be reopened. */
export const reopenOrder: Handler = (site, call) => {
	const order = findOrder(site, call);
	const form = readForm(call.pairs, { parameters: reopenV2 }, call.entry);
	const { id, status } = order.attributes;
	if (status !== 'cancelled') throw invalidState(`The order ${id} cannot be reopened: it is ${status}, not cancelled.`);
	site.orders.change(order, site.clock(), (attributes, details) => {
		attributes.status = 'queued';
		attributes.cancelled_at = undefined;
		attributes.cancellation_reason = undefined;
		if (form.fields.void_cancellation_credit_notes === true) voidUnusedCreditNotes(attributes, details);
	});
	call.entry.effect = `reopen ${id}`;
	call.entry.orderId = id;
	return orderBody(order, call.version);
};

import { invalidState } from '../../requests/apiError';
import { readForm } from '../../requests/parameters';
import type { Handler } from '../../site';
import { findOrder } from '../findOrder';
import { orderBody } from '../orderBody';

/** `POST /api/v2/orders/{id}/delete`: for imported orders of which nothing was refunded; a refund that is only due is no obstacle. */
export const deleteOrder: Handler = (site, call) => {
	const order = findOrder(site, call);
	readForm(call.pairs, { parameters: [] }, call.entry);
	const { id } = order.attributes;
	if (!order.imported) throw invalidState(`Only imported orders can be deleted; ${id} is none.`);
	if (
		order.details.linked_credit_notes.some(
			(creditNote) => creditNote.status === 'refunded' || creditNote.amount_refunded > 0,
		)
	) {
		throw invalidState(`The order ${id} cannot be deleted: it was refunded.`);
	}
	site.orders.change(order, site.clock(), (attributes) => {
		attributes.deleted = true;
	});
	call.entry.effect = `delete ${id}`;
	call.entry.orderId = id;
	return orderBody(order, call.version);
};

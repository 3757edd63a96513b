import { readForm } from '../../requests/parameters';
import type { Handler } from '../../site';
import { findOrder } from '../findOrder';
import { orderBody } from '../orderBody';

/** `POST /api/v2/orders/{id}/assign_order_number`: gives the next number to an order that has none. */
export const assignOrderNumber: Handler = (site, call) => {
	const order = findOrder(site, call);
	readForm(call.pairs, { parameters: [] }, call.entry);
	if (order.attributes.document_number === undefined) {
		site.orders.change(order, site.clock(), (attributes) => {
			attributes.document_number = site.orders.takeNumber();
		});
		call.entry.effect = `assign number ${order.attributes.document_number} to ${order.attributes.id}`;
		call.entry.orderId = order.attributes.id;
	}
	return orderBody(order, call.version);
};

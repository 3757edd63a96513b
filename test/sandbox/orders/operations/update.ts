import { updateV1, updateV2 } from '../../../../nodes/ChargebeeOrders/api/orderParameters';
import { wrongValue } from '../../requests/apiError';
import type { Form } from '../../requests/parameters';
import { readForm } from '../../requests/parameters';
import type { Handler } from '../../site';
import { sentText, writeFields, writtenAddress } from '../fields';
import { findOrder } from '../findOrder';
import type { OrderDetails } from '../order';
import { orderBody } from '../orderBody';

/** `POST /api/{v1,v2}/orders/{id}`. A form without any field changes nothing. */
export const updateOrder: Handler = (site, call) => {
	const order = findOrder(site, call);
	const parameters = call.version === 'v1' ? updateV1 : updateV2;
	const form = readForm(call.pairs, { parameters, customFields: true }, call.entry);
	checkLineItems(form, order.details);
	if (Object.keys({ ...form.fields, ...form.objects, ...form.lists }).length > 0) {
		site.orders.change(order, site.clock(), (attributes, details) => {
			writeFields(attributes, form.fields);
			details.shipping_address = writtenAddress(form, 'shipping_address', details.shipping_address);
			writeLineItems(form, details);
		});
		call.entry.effect = `update ${order.attributes.id}`;
		call.entry.orderId = order.attributes.id;
	}
	return orderBody(order, call.version);
};

function checkLineItems(form: Form, details: OrderDetails): void {
	for (const [index, values] of form.lists.order_line_items ?? []) {
		const name = `order_line_items[id][${index}]`;
		const id = sentText(values, 'id');
		if (id === undefined) throw wrongValue(name, 'cannot be blank');
		if (!details.order_line_items.some((item) => item.id === id))
			throw wrongValue(name, `${id} is not a line item of the order`);
	}
}

function writeLineItems(form: Form, details: OrderDetails): void {
	for (const values of form.lists.order_line_items?.values() ?? []) {
		const item = details.order_line_items.find((candidate) => candidate.id === values.id);
		if (item === undefined) continue;
		for (const [name, value] of Object.entries(values))
			if (name !== 'id') Object.assign(item, { [name]: value ?? undefined });
	}
}

import { resendV2 } from '../../../../nodes/ChargebeeOrders/api/orderParameters';
import { ApiError, invalidState, wrongValue } from '../../requests/apiError';
import type { Form } from '../../requests/parameters';
import { readForm } from '../../requests/parameters';
import { readChoice } from '../../requests/scalar';
import type { Handler } from '../../site';
import { resendReasons } from '../../siteSettings';
import { sentNumber, sentText } from '../fields';
import { findOrder } from '../findOrder';
import type { LineItem, Order } from '../order';
import { orderBody } from '../orderBody';

const MOST_RESENDS = 5;

/**
 * `POST /api/v2/orders/{id}/resend`: makes a new order for all or some of the line items, five times at most. The
 * answer is the new order; an original that was resent as a whole is cancelled.
 */
export const resendOrder: Handler = (site, call) => {
	const original = findOrder(site, call);
	const form = readForm(call.pairs, { parameters: resendV2 }, call.entry);
	const reason = sentText(form.fields, 'resend_reason');
	if (reason !== undefined) readChoice('resend_reason', reason, resendReasons);
	refuseWhatCannotBeResent(original);
	const { items, isWhole } = itemsToResend(form, original);
	const now = site.clock();
	const id = site.orders.freeId();
	const { billing_address, shipping_address } = original.details;
	const resent = site.orders.add(
		{
			...original.attributes,
			id,
			status: 'queued',
			document_number: site.orders.takeNumber(),
			shipping_date: sentNumber(form.fields, 'shipping_date') ?? original.attributes.shipping_date,
			created_at: Math.floor(now / 1000),
			updated_at: undefined,
			status_update_at: undefined,
			shipped_at: undefined,
			delivered_at: undefined,
			resent_status: undefined,
			resource_version: now,
			is_resent: true,
			original_order_id: original.attributes.id,
			resend_reason: reason,
		},
		false,
		() => ({
			order_line_items: items,
			line_item_taxes: [],
			line_item_discounts: [],
			linked_credit_notes: [],
			resent_orders: [],
			billing_address,
			shipping_address,
		}),
	);
	site.orders.change(original, now, (attributes, details) => {
		details.resent_orders.push({ order_id: id, reason, amount: attributes.total, object: 'resent_order' });
		attributes.resent_status = isWhole ? 'fully_resent' : 'partially_resent';
		if (isWhole)
			Object.assign(attributes, {
				status: 'cancelled',
				cancellation_reason: 'order_resent',
				cancelled_at: Math.floor(now / 1000),
			});
	});
	call.entry.effect = `resend ${original.attributes.id} as ${id}`;
	call.entry.orderId = original.attributes.id;
	return orderBody(resent, call.version);
};

function refuseWhatCannotBeResent(order: Order): void {
	const { id, status } = order.attributes;
	if (status === 'cancelled' || status === 'voided')
		throw invalidState(`The order ${id} cannot be resent: it is ${status}.`);
	if (order.details.resent_orders.length >= MOST_RESENDS) {
		throw new ApiError(
			400,
			'invalid_request',
			'resource_limit_exceeded',
			`The order ${id} was resent ${MOST_RESENDS} times already.`,
		);
	}
}

function itemsToResend(form: Form, order: Order): { items: LineItem[]; isWhole: boolean } {
	const all = order.details.order_line_items;
	const sent = form.lists.order_line_items;
	if (sent === undefined) return { items: all.map((item) => ({ ...item, status: 'queued' })), isWhole: true };
	const items: LineItem[] = [];
	for (const [index, values] of sent) {
		const item = all.find((candidate) => candidate.id === values.id);
		if (item === undefined) throw wrongValue(`order_line_items[id][${index}]`, 'is not a line item of the order');
		const quantity = sentNumber(values, 'fulfillment_quantity') ?? item.fulfillment_quantity;
		if (quantity > item.fulfillment_quantity) {
			throw wrongValue(
				`order_line_items[fulfillment_quantity][${index}]`,
				`should not be greater than ${item.fulfillment_quantity}`,
			);
		}
		if (quantity > 0) items.push({ ...item, status: 'queued', fulfillment_quantity: quantity });
	}
	if (items.length === 0) throw wrongValue('order_line_items', 'at least one line item must be resent');
	const unitsOf = (list: LineItem[]): number => list.reduce((sum, item) => sum + item.fulfillment_quantity, 0);
	return { items, isWhole: unitsOf(items) === unitsOf(all) };
}

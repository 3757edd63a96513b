import { orderEventTypes } from '../api/enumerations';
import { title } from '../api/titles';

export type OrderEventType = (typeof orderEventTypes)[number];

const descriptions: Readonly<Record<OrderEventType, string>> = {
	order_created: 'An order was created, by Chargebee or by a person or program',
	order_updated: 'Anything of an order changed; also sent beside the more special ones',
	order_cancelled: 'An order was cancelled',
	order_delivered: 'An order was delivered',
	order_returned: 'An order came back',
	order_ready_to_process: 'The date has come from which an order can be processed',
	order_ready_to_ship: 'The shipping date of an order has come',
	order_deleted: 'An order was deleted; imported orders only',
	order_resent: 'An order was sent again, as a whole or in part',
};

/** The events that start a workflow, by name: "Order Cancelled" is offered as "On order cancelled" in n8n's node panel. */
export const orderEvents: ReadonlyArray<{ name: string; value: OrderEventType; description: string }> = orderEventTypes
	.map((value) => ({ name: title(value), value, description: descriptions[value] }))
	.sort((a, b) => a.name.localeCompare(b.name));

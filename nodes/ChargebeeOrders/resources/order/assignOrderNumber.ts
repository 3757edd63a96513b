import { orderWrite } from './orderWrite';

/** `POST /api/v2/orders/{id}/assign_order_number`. */
export const assignOrderNumber = orderWrite({
	value: 'assignOrderNumber',
	name: 'Assign Order Number',
	action: 'Assign an order number',
	description:
		'Give an order its serial number if it has none yet; repeating it is safe. The order ID comes from Get Many.',
	path: '/orders/{id}/assign_order_number',
	versions: { v2: [] },
});

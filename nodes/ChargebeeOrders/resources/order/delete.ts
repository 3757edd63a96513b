import { orderWrite } from './orderWrite';

/** `POST /api/v2/orders/{id}/delete`. */
export const deleteOrder = orderWrite({
	value: 'delete',
	name: 'Delete',
	action: 'Delete an order',
	description:
		'Delete an imported order that was not refunded; it cannot be undone, and is refused the second time. The order ID comes from Get Many.',
	path: '/orders/{id}/delete',
	versions: { v2: [] },
});

import { cancelV2 } from '../../api/orderParameters';

import { orderWrite } from './orderWrite';

/** `POST /api/v2/orders/{id}/cancel`. */
export const cancel = orderWrite({
	value: 'cancel',
	name: 'Cancel',
	action: 'Cancel an order',
	description:
		'Cancel an order and create a refundable credit note for it. A cancelled order is refused the second time. The order ID comes from Get Many.',
	path: '/orders/{id}/cancel',
	versions: { v2: cancelV2 },
	examples: { v2: { cancellation_reason: 'product_not_available', credit_note: { total: 1999 } } },
});

import { resendV2 } from '../../api/orderParameters';

import { orderWrite } from './orderWrite';

/** `POST /api/v2/orders/{id}/resend`. */
export const resend = orderWrite({
	value: 'resend',
	name: 'Resend',
	action: 'Resend an order',
	description:
		'Send an order, or some of its line items, once more as a new order; up to five times. In a new execution it resends again. The order ID comes from Get Many.',
	path: '/orders/{id}/resend',
	versions: { v2: resendV2 },
	examples: { v2: { order_line_items: [{ id: 'o_li1mklhi2R4ePXxoWA', fulfillment_quantity: 1 }] } },
});

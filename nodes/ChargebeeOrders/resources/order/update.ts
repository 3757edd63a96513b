import { updateV1, updateV2 } from '../../api/orderParameters';

import { orderWrite } from './orderWrite';

/** `POST /orders/{id}`. */
export const update = orderWrite({
	value: 'update',
	name: 'Update',
	action: 'Update an order',
	description:
		'Change an order: status, tracking, dates, address, line items. Only the fields given are changed; repeating it is safe. The order ID comes from Get Many.',
	path: '/orders/{id}',
	versions: { v2: updateV2, v1: updateV1 },
	examples: {
		v2: {
			status: 'shipped',
			tracking_id: '1Z999AA10123456784',
			order_line_items: [{ id: 'o_li1mklhi2R4ePXxoWA', status: 'shipped' }],
		},
		v1: { status: 'complete', tracking_id: '1Z999AA10123456784', shipping_address: { city: 'Phoenix' } },
	},
	customFields: true,
	changes: true,
});

import { reopenV2 } from '../../api/orderParameters';

import { orderWrite } from './orderWrite';

/** `POST /api/v2/orders/{id}/reopen`. */
export const reopen = orderWrite({
	value: 'reopen',
	name: 'Reopen',
	action: 'Reopen an order',
	description:
		'Reopen a cancelled order, voiding its unused credit notes if wanted. An open order is refused. The order ID comes from Get Many.',
	path: '/orders/{id}/reopen',
	versions: { v2: reopenV2 },
});

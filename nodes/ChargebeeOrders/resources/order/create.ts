import { createV1 } from '../../api/orderParameters';

import { orderWrite } from './orderWrite';

/** `POST /api/v1/orders`. */
export const create = orderWrite({
	value: 'create',
	name: 'Create (V1 Only)',
	action: 'Create an order (V1 only)',
	description:
		'Create an order for an invoice on a site with legacy order management. Version 2 of the API no longer creates orders: use Import there. Within one execution repeating it is safe. The invoice ID comes from Chargebee.',
	notice:
		"Works on sites with legacy order management only. Chargebee's current API makes orders itself when an invoice is paid; for orders of your own on imported invoices use Import.",
	path: '/orders',
	versions: { v1: createV1 },
	examples: { v1: { invoice_id: 'INV-1042', status: 'new', note: 'By courier' } },
	customFields: true,
});

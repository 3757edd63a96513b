import { importV2 } from '../../api/orderParameters';

import { orderWrite } from './orderWrite';

/** `POST /api/v2/orders/import_order`. */
export const importOrder = orderWrite({
	value: 'import',
	name: 'Import',
	action: 'Import an order',
	description:
		'Import an order for an invoice that was imported. Set an ID of your own to make repeating it safe across executions: Chargebee then refuses the second. The invoice ID comes from Chargebee.',
	path: '/orders/import_order',
	versions: { v2: importV2 },
	examples: {
		v2: {
			invoice_id: 'INV-1042',
			status: 'shipped',
			created_at: '2026-11-20',
			order_date: '2026-11-21',
			shipping_date: '2026-11-22',
		},
	},
	customFields: true,
});

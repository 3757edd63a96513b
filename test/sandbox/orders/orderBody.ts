import type { ApiVersion } from '../../../nodes/ChargebeeOrders/api/parameter';
import type { Order } from './order';

const attributesOfV1 = [
	'id',
	'invoice_id',
	'status',
	'reference_id',
	'fulfillment_status',
	'note',
	'tracking_id',
	'batch_id',
	'created_by',
	'created_at',
	'status_update_at',
	'currency_code',
] as const;

/** The order as an answer has it; attributes that are not set are left out when it becomes JSON. */
export function orderBody(order: Order, version: ApiVersion): { order: Record<string, unknown> } {
	if (version === 'v2') return { order: { ...order.attributes, object: 'order', ...order.details } };
	const body: Record<string, unknown> = {};
	for (const name of attributesOfV1) body[name] = order.attributes[name];
	return { order: { ...body, object: 'order' } };
}

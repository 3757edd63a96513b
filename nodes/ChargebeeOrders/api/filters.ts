import { orderStatuses, orderTypes, priceTypes, resentStatuses } from './enumerations';

/** What a filter compares, and so which operators it has unless the table says otherwise. */
export type FilterKind = 'string' | 'enum' | 'timestamp' | 'amount' | 'boolean';

export type Operator =
	| 'is'
	| 'is_not'
	| 'starts_with'
	| 'in'
	| 'not_in'
	| 'is_present'
	| 'lt'
	| 'lte'
	| 'gt'
	| 'gte'
	| 'after'
	| 'before'
	| 'on'
	| 'between';

/** A filter of a list or an export: `status[in]`, `order[status][in]`. */
export interface Filter {
	/** The API's name; a nested one is a path: `['order', 'status']` is sent as `order[status]`. */
	readonly path: readonly string[];
	readonly kind: FilterKind;
	readonly operators: readonly Operator[];
	readonly values?: readonly string[];
	/** One sentence for the editor, without a final period. */
	readonly description?: string;
}

/** The filter's name in the node's parameters: `order__status`. */
export function filterName(filter: Filter): string {
	return filter.path.join('__');
}

const exact = ['is', 'is_not', 'starts_with'] as const;
const text = [...exact, 'in', 'not_in'] as const;
const choice = ['is', 'is_not', 'in', 'not_in'] as const;
const time = ['after', 'before', 'on', 'between'] as const;
const amount = ['is', 'is_not', 'lt', 'lte', 'gt', 'gte', 'between'] as const;

const skipsNeverUpdated = 'Orders that were never updated have no such time and are left out; load new orders by Created At of Get Many';

/** The 14 filters of `GET /api/v2/orders`. */
export const orderListFilters: readonly Filter[] = [
	{ path: ['id'], kind: 'string', operators: text },
	{ path: ['invoice_id'], kind: 'string', operators: text },
	{ path: ['subscription_id'], kind: 'string', operators: exact },
	{ path: ['status'], kind: 'enum', operators: choice, values: orderStatuses },
	{ path: ['shipping_date'], kind: 'timestamp', operators: time },
	{ path: ['shipped_at'], kind: 'timestamp', operators: time },
	{ path: ['order_type'], kind: 'enum', operators: choice, values: orderTypes },
	{ path: ['order_date'], kind: 'timestamp', operators: time },
	{ path: ['paid_on'], kind: 'timestamp', operators: time },
	{ path: ['updated_at'], kind: 'timestamp', operators: time, description: skipsNeverUpdated },
	{ path: ['created_at'], kind: 'timestamp', operators: time },
	{ path: ['resent_status'], kind: 'enum', operators: choice, values: resentStatuses },
	{ path: ['is_resent'], kind: 'boolean', operators: ['is'] },
	{ path: ['original_order_id'], kind: 'string', operators: exact },
];

/** The 18 filters of `POST /api/v2/exports/orders`; `total` stands beside `order`, not inside. */
export const orderExportFilters: readonly Filter[] = [
	{ path: ['total'], kind: 'amount', operators: amount },
	{ path: ['order', 'id'], kind: 'string', operators: text },
	{ path: ['order', 'subscription_id'], kind: 'string', operators: ['is', 'is_not', 'starts_with', 'is_present', 'in', 'not_in'] },
	{ path: ['order', 'customer_id'], kind: 'string', operators: text },
	{ path: ['order', 'status'], kind: 'enum', operators: choice, values: orderStatuses },
	{ path: ['order', 'price_type'], kind: 'enum', operators: choice, values: priceTypes },
	{ path: ['order', 'order_date'], kind: 'timestamp', operators: time },
	{ path: ['order', 'shipping_date'], kind: 'timestamp', operators: time },
	{ path: ['order', 'shipped_at'], kind: 'timestamp', operators: time },
	{ path: ['order', 'delivered_at'], kind: 'timestamp', operators: time },
	{ path: ['order', 'cancelled_at'], kind: 'timestamp', operators: time },
	{ path: ['order', 'amount_paid'], kind: 'amount', operators: amount },
	{ path: ['order', 'refundable_credits'], kind: 'amount', operators: amount },
	{ path: ['order', 'refundable_credits_issued'], kind: 'amount', operators: amount },
	{ path: ['order', 'updated_at'], kind: 'timestamp', operators: time, description: skipsNeverUpdated },
	{ path: ['order', 'resent_status'], kind: 'enum', operators: choice, values: resentStatuses },
	{ path: ['order', 'is_resent'], kind: 'boolean', operators: ['is'] },
	{ path: ['order', 'original_order_id'], kind: 'string', operators: exact },
];

import { orderStatuses, priceTypes, resentStatuses } from '../enumerations';
import { amount, choice, exactText, flag, optionalId, SKIPS_NEVER_UPDATED, text, time } from '../filters';

import type { ExportType } from './ExportType';

/** `total` stands beside `order`, not inside. */
export const orders: ExportType = {
	value: 'orders',
	name: 'Orders',
	about: 'Orders by status, customer, dates or amounts',
	catalog: 'both',
	parameters: [],
	filters: [
		choice('order.status', orderStatuses),
		time('order.updated_at', { description: SKIPS_NEVER_UPDATED }),
		time('order.order_date'),
		time('order.shipping_date'),
		time('order.shipped_at'),
		time('order.delivered_at'),
		time('order.cancelled_at'),
		text('order.customer_id'),
		optionalId('order.subscription_id'),
		text('order.id'),
		amount('total'),
		amount('order.amount_paid'),
		amount('order.refundable_credits'),
		amount('order.refundable_credits_issued'),
		choice('order.price_type', priceTypes),
		flag('order.is_resent'),
		choice('order.resent_status', resentStatuses),
		exactText('order.original_order_id'),
	],
	filterNote: 'By invoice, order type, payment date or creation time only Get Many of orders filters.',
};

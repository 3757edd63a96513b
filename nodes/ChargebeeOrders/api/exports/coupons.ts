import { choice, text, time } from '../filters';

import { appliesOn, couponStatuses, discountTypes, durationTypes } from './exportEnumerations';
import type { ExportType } from './ExportType';

export const coupons: ExportType = {
	value: 'coupons',
	name: 'Coupons',
	about: 'Coupons by status, kind of discount, dates or what they apply to',
	catalog: 'both',
	parameters: [],
	filters: [
		choice('coupon.status', couponStatuses),
		time('coupon.created_at'),
		time('coupon.updated_at'),
		text('coupon.name'),
		text('coupon.id'),
		choice('coupon.discount_type', discountTypes),
		choice('coupon.duration_type', durationTypes),
		choice('coupon.apply_on', appliesOn),
		text('applicable_item_price_ids', {
			operators: ['is', 'in'],
			description: 'Item prices that the coupon can be used for',
		}),
		text('currency_code'),
	],
};

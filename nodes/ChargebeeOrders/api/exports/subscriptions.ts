import { choice, flag, optionalChoice, optionalCount, text, time, type Filter } from '../filters';

import { channels, offlinePaymentMethods, subscriptionCancelReasons, subscriptionStatuses } from './exportEnumerations';
import { exportForm, type ExportType } from './ExportType';

/** What is subscribed to, and why it ended: filters that stand beside the attributes. */
export const subscribedFilters: readonly Filter[] = [
	text('item_id', { description: 'For sites of product catalog 2.0' }),
	text('item_price_id', { description: 'For sites of product catalog 2.0' }),
	text('cancel_reason_code', { description: 'One of the codes that the site defines for itself' }),
];

export const subscriptions: ExportType = {
	value: 'subscriptions',
	name: 'Subscriptions',
	about: 'Subscriptions by status, next billing, dates, customer or what is subscribed to',
	catalog: 'both',
	parameters: [exportForm],
	filters: [
		choice('subscription.status', subscriptionStatuses),
		time('subscription.next_billing_at'),
		time('subscription.created_at'),
		time('subscription.activated_at', { operators: ['after', 'before', 'on', 'between', 'is_present'] }),
		time('subscription.cancelled_at'),
		time('subscription.updated_at'),
		text('subscription.customer_id'),
		text('subscription.id'),
		text('subscription.plan_id', { description: 'For sites of product catalog 1.0; others have items' }),
		...subscribedFilters,
		optionalChoice('subscription.cancel_reason', subscriptionCancelReasons, {
			description: 'Why Chargebee cancelled it; Has a Value, switched off, leaves those that it did not cancel itself',
		}),
		optionalCount('subscription.remaining_billing_cycles'),
		flag('subscription.has_scheduled_changes'),
		choice('subscription.offline_payment_method', offlinePaymentMethods),
		flag('subscription.auto_close_invoices'),
		choice('subscription.channel', channels),
		flag('subscription.decommissioned'),
	],
};

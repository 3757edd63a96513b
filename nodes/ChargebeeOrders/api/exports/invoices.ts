import { priceTypes } from '../enumerations';
import { amount, choice, flag, optionalChoice, optionalId, text, time } from '../filters';

import { channels, dunningStatuses, invoiceStatuses } from './exportEnumerations';
import type { ExportType } from './ExportType';

/** The customer who pays, where it is another than the invoice's. */
export const paymentOwner = text('payment_owner', { description: 'The ID of the customer who pays' });

export const invoices: ExportType = {
	value: 'invoices',
	name: 'Invoices',
	about: 'Invoices by status (such as payment due), customer, dates or amounts',
	catalog: 'both',
	parameters: [],
	filters: [
		choice('invoice.status', invoiceStatuses, {
			description: 'Due are Payment Due (payment is being tried), Not Paid (all tries failed) and Posted (until the due date)',
		}),
		time('invoice.date'),
		time('invoice.paid_at'),
		time('invoice.updated_at'),
		amount('invoice.amount_due'),
		amount('invoice.total'),
		amount('invoice.amount_paid'),
		text('invoice.customer_id'),
		optionalId('invoice.subscription_id'),
		text('invoice.id'),
		optionalChoice('invoice.dunning_status', dunningStatuses, {
			description: 'How the retries of a payment that failed are going',
		}),
		flag('invoice.recurring'),
		amount('invoice.credits_applied'),
		amount('invoice.amount_adjusted'),
		choice('invoice.price_type', priceTypes),
		choice('invoice.channel', channels),
		paymentOwner,
	],
};

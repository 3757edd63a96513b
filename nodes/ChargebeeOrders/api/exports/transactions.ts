import { amount, choice, exactText, optionalId, optionalText, text, time } from '../filters';

import { gateways, paymentMethods, transactionStatuses, transactionTypes } from './exportEnumerations';
import type { ExportType } from './ExportType';

export const transactions: ExportType = {
	value: 'transactions',
	name: 'Transactions',
	about: 'Payments and refunds by status, date, customer, payment method, gateway or amount',
	catalog: 'both',
	parameters: [],
	filters: [
		choice('transaction.status', transactionStatuses),
		choice('transaction.type', transactionTypes),
		time('transaction.date'),
		time('transaction.updated_at'),
		amount('transaction.amount'),
		optionalId('transaction.customer_id'),
		optionalId('transaction.subscription_id'),
		text('transaction.id'),
		choice('transaction.payment_method', paymentMethods),
		choice('transaction.gateway', gateways),
		text('transaction.gateway_account_id'),
		exactText('transaction.id_at_gateway'),
		optionalText('transaction.reference_number'),
		optionalId('transaction.payment_source_id'),
		amount('transaction.amount_capturable'),
	],
};

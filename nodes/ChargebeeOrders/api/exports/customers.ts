import { choice, exactText, flag, optionalText, text, time, type Filter } from '../filters';

import { autoCollections, channels, offlinePaymentMethods, taxabilities } from './exportEnumerations';
import { exportForm, type ExportType } from './ExportType';

/** Where a customer stands in an account hierarchy. */
export const relationshipFilters: readonly Filter[] = [
	exactText('relationship.parent_id', { description: 'The customer above in the account hierarchy' }),
	exactText('relationship.payment_owner_id', { description: 'The customer who pays' }),
	exactText('relationship.invoice_owner_id', { description: 'The customer who gets the invoices' }),
];

export const customers: ExportType = {
	value: 'customers',
	name: 'Customers',
	about: 'Customers by creation date, name, email, company or account hierarchy',
	catalog: 'both',
	parameters: [exportForm],
	filters: [
		time('customer.created_at'),
		time('customer.updated_at'),
		optionalText('customer.email'),
		optionalText('customer.first_name'),
		optionalText('customer.last_name'),
		optionalText('customer.company'),
		optionalText('customer.phone'),
		text('customer.id'),
		choice('customer.auto_collection', autoCollections, {
			description: 'On where invoices are charged to the payment method by themselves',
		}),
		choice('customer.taxability', taxabilities),
		choice('customer.offline_payment_method', offlinePaymentMethods),
		flag('customer.auto_close_invoices'),
		choice('customer.channel', channels),
		...relationshipFilters,
		exactText('business_entity_id'),
	],
};

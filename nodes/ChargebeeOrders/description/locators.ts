import type { INodeProperties } from 'n8n-workflow';

interface Locator {
	readonly name: string;
	readonly displayName: string;
	readonly description: string;
	readonly searchListMethod: 'searchOrders' | 'searchInvoices';
	readonly placeholder: string;
}

/** An ID to pick from a searchable list or to type. */
function locator({ name, displayName, description, searchListMethod, placeholder }: Locator): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description,
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod, searchable: true } },
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder },
		],
	};
}

/** The order that an operation is about. */
export const orderLocator = locator({
	name: 'orderId',
	displayName: 'Order',
	description: 'The order, by its ID in Chargebee',
	searchListMethod: 'searchOrders',
	placeholder: 'e.g. order_1042',
});

/** The invoice whose orders are listed. */
export const invoiceLocator = locator({
	name: 'invoiceId',
	displayName: 'Invoice',
	description: 'The invoice whose orders to list, by its ID in Chargebee',
	searchListMethod: 'searchInvoices',
	placeholder: 'e.g. INV-1042',
});

/** The invoice of a new order: a field of the request. */
export const invoiceField = locator({
	name: 'invoice_id',
	displayName: 'Invoice',
	description: 'The invoice that the order belongs to, by its ID in Chargebee',
	searchListMethod: 'searchInvoices',
	placeholder: 'e.g. INV-1042',
});

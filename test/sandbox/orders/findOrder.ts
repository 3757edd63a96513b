import type { Invoice } from '../invoices/invoiceTable';
import { notFound } from '../requests/apiError';
import type { ApiCall, Site } from '../site';
import type { Order } from './order';

/** The order of the path; 404 where there is none, where it was deleted, and where it belongs to another business entity. */
export function findOrder(site: Site, call: ApiCall): Order {
	const order = site.orders.get(call.id);
	if (order === undefined || order.attributes.deleted || isForeign(call, order.attributes.business_entity_id))
		throw notFound(call.id);
	return order;
}

/** An invoice, with the same rules; `parameter` is the field that named it. */
export function findInvoice(site: Site, call: ApiCall, id: string, parameter?: string): Invoice {
	const invoice = site.invoices.get(id);
	if (invoice === undefined || isForeign(call, invoice.attributes.business_entity_id)) throw notFound(id, parameter);
	return invoice;
}

function isForeign(call: ApiCall, businessEntity: string): boolean {
	return call.businessEntity !== undefined && call.businessEntity !== businessEntity;
}

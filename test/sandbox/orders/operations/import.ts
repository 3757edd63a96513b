import { importV2 } from '../../../../nodes/ChargebeeOrders/api/orderParameters';
import { duplicateEntry, invalidRequest, wrongValue } from '../../requests/apiError';
import type { Values } from '../../requests/parameters';
import { readForm } from '../../requests/parameters';
import type { Handler, Site } from '../../site';
import { sentNumber, sentText, writeFields, writtenAddress } from '../fields';
import { findInvoice } from '../findOrder';
import type { OrderAttributes } from '../order';
import { noDetails } from '../order';
import { orderBody } from '../orderBody';

/** `POST /api/v2/orders/import_order`: an order of an imported invoice. */
export const importOrder: Handler = (site, call) => {
	const form = readForm(call.pairs, { parameters: importV2, customFields: true }, call.entry);
	const invoice = findInvoice(site, call, sentText(form.fields, 'invoice_id') ?? '', 'invoice_id');
	if (!invoice.imported)
		throw invalidRequest(`Orders can be imported for imported invoices only; ${invoice.attributes.id} is none.`);
	const id = sentText(form.fields, 'id') ?? site.orders.freeId();
	if (site.orders.get(id) !== undefined) throw duplicateEntry('id', id);
	checkNumber(site, sentText(form.fields, 'document_number'));
	refuseShippingStateOfQueued(form.fields);
	const attributes: OrderAttributes = {
		id,
		invoice_id: invoice.attributes.id,
		subscription_id: invoice.attributes.subscription_id,
		customer_id: invoice.attributes.customer_id,
		status: '',
		order_type: 'system_generated',
		price_type: invoice.attributes.price_type,
		created_by: 'full_access_key_v1',
		created_at: sentNumber(form.fields, 'created_at') ?? 0,
		resource_version: site.clock(),
		deleted: false,
		is_resent: false,
		total: invoice.attributes.total,
		amount_paid: 0,
		refundable_credits_issued: 0,
		refundable_credits: 0,
		currency_code: invoice.attributes.currency_code,
		business_entity_id: invoice.attributes.business_entity_id,
	};
	writeFields(attributes, { ...form.fields, id });
	const details = noDetails();
	details.shipping_address = writtenAddress(form, 'shipping_address');
	details.billing_address = writtenAddress(form, 'billing_address');
	const order = site.orders.add(attributes, true, () => details);
	call.entry.effect = `import ${id}`;
	call.entry.orderId = id;
	return orderBody(order, call.version);
};

/** A number that the site's own series would give out one day is refused; a prefix avoids that. */
function checkNumber(site: Site, number: string | undefined): void {
	if (number !== undefined && /^\d+$/.test(number) && Number(number) >= site.orders.seriesPosition) {
		throw wrongValue(
			'document_number',
			`should be below ${site.orders.seriesPosition}, where the series of the site goes on`,
		);
	}
}

/** The documentation asks not to send these with a queued order, which no shipping application has seen yet. */
function refuseShippingStateOfQueued(fields: Values): void {
	if (fields.status !== 'queued') return;
	for (const name of ['reference_id', 'fulfillment_status']) {
		if (sentText(fields, name) !== undefined) throw wrongValue(name, 'should not be given for a queued order');
	}
}

import { createV1 } from '../../../../nodes/ChargebeeOrders/api/orderParameters';
import { configurationIncompatible, duplicateEntry } from '../../requests/apiError';
import { readForm } from '../../requests/parameters';
import type { Handler } from '../../site';
import { sentText, writeFields } from '../fields';
import { findInvoice } from '../findOrder';
import type { OrderAttributes } from '../order';
import { orderBody } from '../orderBody';

/** `POST /api/v1/orders`: an order of legacy order management, for any existing invoice. */
export const createOrder: Handler = (site, call) => {
	const form = readForm(call.pairs, { parameters: createV1, customFields: true }, call.entry);
	const invoice = findInvoice(site, call, sentText(form.fields, 'invoice_id') ?? '', 'invoice_id');
	const id = sentText(form.fields, 'id') ?? site.orders.freeId();
	if (site.orders.get(id) !== undefined) throw duplicateEntry('id', id);
	const now = site.clock();
	const attributes: OrderAttributes = {
		id,
		invoice_id: invoice.attributes.id,
		subscription_id: invoice.attributes.subscription_id,
		customer_id: invoice.attributes.customer_id,
		status: 'new',
		order_type: 'manual',
		price_type: invoice.attributes.price_type,
		created_by: 'full_access_key_v1',
		created_at: Math.floor(now / 1000),
		resource_version: now,
		deleted: false,
		is_resent: false,
		currency_code: invoice.attributes.currency_code,
		business_entity_id: invoice.attributes.business_entity_id,
	};
	writeFields(attributes, { ...form.fields, id });
	const order = site.orders.add(attributes, false);
	call.entry.effect = `create ${id}`;
	call.entry.orderId = id;
	return orderBody(order, call.version);
};

/** `POST /api/v2/orders`: version 2 no longer makes orders. */
export const refuseCreation: Handler = () => {
	throw configurationIncompatible(
		'This API operation is not enabled for this site. Orders can no longer be created with API version 2.',
	);
};

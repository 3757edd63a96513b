import type { ApiVersion } from '../../api/parameter';
import { invoiceLocator } from '../../description/locators';
import { limitProperties, optionsProperty } from '../../description/options';
import { requestContextProperty } from '../../description/requestContext';
import { shownWhen } from '../../description/shown';
import { apiVersion } from '../inputs';
import type { Operation } from '../Operation';

import { invoiceSegment, versionProperty } from './orderInputs';
import { readOrders } from './readOrders';

const versions: readonly ApiVersion[] = ['v2', 'v1'];

/** `GET /invoices/{id}/orders`, the latest order first. */
export const getAllForInvoice: Operation = {
	resource: 'order',
	value: 'getAllForInvoice',
	name: 'Get Many for Invoice',
	action: 'Get many orders for an invoice',
	description:
		'List the orders of one invoice, the latest first. The invoice ID comes from Chargebee, or from invoice_id of an order.',
	properties: [
		versionProperty,
		invoiceLocator,
		...limitProperties,
		...versions.flatMap((version) => shownWhen({ apiVersion: [version] }, [requestContextProperty('GET', version)])),
		optionsProperty('orders'),
	],
	writes: false,
	prepare(call) {
		return readOrders(call, apiVersion(call, versions), `/invoices/${invoiceSegment(call)}/orders`, []);
	},
};

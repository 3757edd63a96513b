import { exportTypes } from '../../../nodes/ChargebeeOrders/api/exports/exportTypes';
import type { ApiVersion } from '../../../nodes/ChargebeeOrders/api/parameter';
import { listConfigurations } from '../configurations';
import { createCustomer } from '../customers';
import { listEvents, retrieveEvent } from '../events/listEvents';
import { retrieveExport } from '../exports/retrieveExport';
import { startExport } from '../exports/startExport';
import { listInvoices } from '../invoices/listInvoices';
import { assignOrderNumber } from '../orders/operations/assignOrderNumber';
import { cancelOrder } from '../orders/operations/cancel';
import { createOrder, refuseCreation } from '../orders/operations/create';
import { createRefundableCreditNote } from '../orders/operations/createRefundableCreditNote';
import { deleteOrder } from '../orders/operations/delete';
import { importOrder } from '../orders/operations/import';
import { listOrders, listOrdersForInvoice } from '../orders/operations/list';
import { reopenOrder } from '../orders/operations/reopen';
import { resendOrder } from '../orders/operations/resend';
import { retrieveOrder } from '../orders/operations/retrieve';
import { updateOrder } from '../orders/operations/update';
import type { Access } from '../requests/keys';
import type { Handler } from '../site';
import {
	createEndpoint,
	deleteEndpoint,
	listEndpoints,
	retrieveEndpoint,
	updateEndpoint,
} from '../webhooks/endpointOperations';

export interface Route {
	version: ApiVersion;
	method: 'GET' | 'POST';
	/** Under `/api/{version}`; `:id` is one percent-encoded segment. */
	path: string;
	handler: Handler;
	/** Keys that are answered with 403. */
	refused: readonly Access[];
	/** Whether a body that is no form is let pass; it has no effect. */
	anyBody?: true;
}

const route = (
	version: ApiVersion,
	method: Route['method'],
	path: string,
	handler: Handler,
	refused: readonly Access[] = [],
): Route => ({
	version,
	method,
	path,
	handler,
	refused,
});

const isWrite: readonly Access[] = ['read-only'];
const isRestricted: readonly Access[] = ['restricted'];
/** Which keys may manage webhook endpoints is not documented; here only one with full access may. */
const isSetting: readonly Access[] = ['read-only', 'restricted'];

/** Everything that the sandbox answers. */
export const routes: readonly Route[] = [
	route('v1', 'GET', '/invoices', listInvoices, isRestricted),
	route('v1', 'GET', '/invoices/:id/orders', listOrdersForInvoice),
	route('v1', 'GET', '/orders', listOrders, isRestricted),
	route('v1', 'POST', '/orders', createOrder, isWrite),
	route('v1', 'GET', '/orders/:id', retrieveOrder),
	route('v1', 'POST', '/orders/:id', updateOrder, isWrite),

	route('v2', 'GET', '/configurations', listConfigurations, isRestricted),
	{ ...route('v2', 'POST', '/customers', createCustomer, isWrite), anyBody: true },
	route('v2', 'GET', '/invoices', listInvoices, isRestricted),
	route('v2', 'GET', '/invoices/:id/orders', listOrdersForInvoice),
	route('v2', 'GET', '/orders', listOrders, isRestricted),
	route('v2', 'POST', '/orders', refuseCreation, isWrite),
	route('v2', 'POST', '/orders/import_order', importOrder, isWrite),
	route('v2', 'GET', '/orders/:id', retrieveOrder),
	route('v2', 'POST', '/orders/:id', updateOrder, isWrite),
	route('v2', 'POST', '/orders/:id/assign_order_number', assignOrderNumber, isWrite),
	route('v2', 'POST', '/orders/:id/cancel', cancelOrder, isWrite),
	route('v2', 'POST', '/orders/:id/create_refundable_credit_note', createRefundableCreditNote, isWrite),
	route('v2', 'POST', '/orders/:id/delete', deleteOrder, isWrite),
	route('v2', 'POST', '/orders/:id/reopen', reopenOrder, isWrite),
	route('v2', 'POST', '/orders/:id/resend', resendOrder, isWrite),

	route('v2', 'GET', '/events', listEvents, isRestricted),
	route('v2', 'GET', '/events/:id', retrieveEvent, isRestricted),

	route('v2', 'GET', '/webhook_endpoints', listEndpoints, isRestricted),
	route('v2', 'POST', '/webhook_endpoints', createEndpoint, isSetting),
	route('v2', 'GET', '/webhook_endpoints/:id', retrieveEndpoint, isRestricted),
	route('v2', 'POST', '/webhook_endpoints/:id', updateEndpoint, isSetting),
	route('v2', 'POST', '/webhook_endpoints/:id/delete', deleteEndpoint, isSetting),

	route('v2', 'GET', '/exports/:id', retrieveExport),
	...exportTypes.map((type) => route('v2', 'POST', `/exports/${type.value}`, startExport(type))),
];

import {
	addressValidationStatuses,
	cancellationReasons,
	creditNoteReasonCodes,
	importStatuses,
	legacyOrderStatuses,
	lineItemStatuses,
	orderStatuses,
} from './enumerations';
import { orderShape } from './orderAttributes';
import type { GroupParameter, Parameter, ScalarParameter } from './parameter';

/**
 * The form fields of every write on an order, with the limits of Chargebee's OpenAPI documents.
 * The order of a table is the order in which the fields are sent.
 */

const id: ScalarParameter = { name: 'id', kind: 'string', maxLength: 40, placeholder: 'e.g. order_1042', description: 'ID of the new order; Chargebee makes one where this is left empty' };
const referenceId: ScalarParameter = { name: 'reference_id', kind: 'string', maxLength: 50, placeholder: 'e.g. SO-20391', description: 'ID of the order in your shipping or order management application' };
const batchId: ScalarParameter = { name: 'batch_id', kind: 'string', maxLength: 50, placeholder: 'e.g. batch-2026-11-22', description: 'ID that marks a group of orders' };
const note: ScalarParameter = { name: 'note', kind: 'string', maxLength: 600, description: 'Note on the order' };
const trackingId: ScalarParameter = { name: 'tracking_id', kind: 'string', maxLength: 50, placeholder: 'e.g. 1Z999AA10123456784', description: 'Tracking number of the shipment' };
const trackingUrl: ScalarParameter = { name: 'tracking_url', kind: 'string', maxLength: 255, placeholder: 'e.g. https://carrier.example/track/1Z999AA1', description: 'Page on which the shipment can be followed' };
const shipmentCarrier: ScalarParameter = { name: 'shipment_carrier', kind: 'string', maxLength: 50, placeholder: 'e.g. FedEx', description: 'Carrier that ships the order' };
const fulfillmentStatus: ScalarParameter = { name: 'fulfillment_status', kind: 'string', maxLength: 50, placeholder: 'e.g. Awaiting Shipment', description: 'Status of the order in your shipping application, as free text' };
const invoiceId: ScalarParameter = { name: 'invoice_id', kind: 'string', required: true, maxLength: 50, placeholder: 'e.g. INV-1042', description: 'Invoice that the order belongs to' };
const legacyStatus: ScalarParameter = { name: 'status', kind: 'enum', values: legacyOrderStatuses, description: 'Status of the order in legacy order management' };
const orderDate: ScalarParameter = { name: 'order_date', kind: 'timestamp', description: 'When processing of the order starts' };
const shippingDate: ScalarParameter = { name: 'shipping_date', kind: 'timestamp', description: 'When the order is to be shipped' };
const shippedAt: ScalarParameter = { name: 'shipped_at', kind: 'timestamp', description: 'When the order was shipped' };
const deliveredAt: ScalarParameter = { name: 'delivered_at', kind: 'timestamp', description: 'When the order was delivered' };
const cancelledAt: ScalarParameter = { name: 'cancelled_at', kind: 'timestamp', description: 'When the order was cancelled' };
const cancellationReason: ScalarParameter = { name: 'cancellation_reason', kind: 'enum', values: cancellationReasons, description: 'Why the order was cancelled' };
const customerNotes: ScalarParameter = { name: 'customer_notes', kind: 'string', maxLength: 2000, description: 'Note on the credit note that the customer sees' };
const comment: ScalarParameter = { name: 'comment', kind: 'string', maxLength: 300, description: 'Internal comment on the credit note, kept in its history' };
const total: ScalarParameter = { name: 'total', kind: 'amount', minimum: 0, description: 'Total of the credit note', without: 'Chargebee decides how much is credited' };
const lineItemId: ScalarParameter = { name: 'id', kind: 'string', maxLength: 40, listed: 'lineItems', placeholder: 'e.g. o_li1mklhi2R4ePXxoWA', description: 'ID of the line item of the order', without: 'Chargebee is not told which line item is meant' };

/** What Chargebee sends of a line item. */
const lineItemAttributes = [...Object.keys(orderShape.order_line_items[0]), 'object'];

const addressOfV1: readonly ScalarParameter[] = [
	{ name: 'first_name', kind: 'string', maxLength: 150, description: 'First name of the contact' },
	{ name: 'last_name', kind: 'string', maxLength: 150, description: 'Last name of the contact' },
	{ name: 'email', kind: 'string', maxLength: 70, placeholder: 'e.g. nathan@example.com', description: 'Email address of the contact' },
	{ name: 'company', kind: 'string', maxLength: 250, description: 'Name of the company' },
	{ name: 'phone', kind: 'string', maxLength: 50, description: 'Phone number' },
	{ name: 'line1', kind: 'string', maxLength: 150, description: 'Address line 1' },
	{ name: 'line2', kind: 'string', maxLength: 150, description: 'Address line 2' },
	{ name: 'line3', kind: 'string', maxLength: 150, description: 'Address line 3' },
	{ name: 'city', kind: 'string', maxLength: 50, description: 'Name of the city' },
	{ name: 'state_code', kind: 'string', maxLength: 50, placeholder: 'e.g. AZ', description: 'ISO 3166-2 code of the state or province without the country: AZ, not US-AZ' },
	{ name: 'state', kind: 'string', maxLength: 50, description: 'Name of the state or province; Chargebee sets it where it knows the state code' },
	{ name: 'zip', kind: 'string', maxLength: 20, description: 'ZIP or postal code' },
	{ name: 'country', kind: 'string', maxLength: 50, placeholder: 'e.g. US', description: 'ISO 3166 alpha-2 code of the country' },
];

const address: readonly ScalarParameter[] = [
	...addressOfV1,
	{ name: 'validation_status', kind: 'enum', values: addressValidationStatuses, description: 'Whether the address was checked' },
];

function addressGroup(name: string, members: readonly ScalarParameter[], description: string): GroupParameter {
	return { name, kind: 'object', members, description, entry: 'Address' };
}

/** `POST /api/v1/orders`. Version 2 of the API no longer takes new orders. */
export const createV1: readonly Parameter[] = [
	id,
	invoiceId,
	legacyStatus,
	referenceId,
	fulfillmentStatus,
	note,
	trackingId,
	batchId,
];

/** `POST /api/v1/orders/{id}`. */
export const updateV1: readonly Parameter[] = [
	referenceId,
	batchId,
	note,
	trackingId,
	fulfillmentStatus,
	legacyStatus,
	addressGroup('shipping_address', addressOfV1, 'Address that the order is shipped to'),
];

/** `POST /api/v2/orders/{id}`. */
export const updateV2: readonly Parameter[] = [
	referenceId,
	batchId,
	note,
	shippingDate,
	orderDate,
	cancelledAt,
	cancellationReason,
	shippedAt,
	deliveredAt,
	trackingUrl,
	trackingId,
	shipmentCarrier,
	fulfillmentStatus,
	{ name: 'status', kind: 'enum', values: orderStatuses, description: 'Status of the order; New, Processing, Complete and Voided are of legacy order management' },
	addressGroup('shipping_address', address, 'Address that the order is shipped to'),
	{
		name: 'order_line_items',
		kind: 'list',
		entry: 'Line Item',
		description: 'Line items of the order to change',
		without: 'no line item is changed',
		sent: lineItemAttributes,
		members: [
			lineItemId,
			{ name: 'status', kind: 'enum', values: lineItemStatuses, description: 'Status of the line item' },
			{ name: 'sku', kind: 'string', maxLength: 250, description: 'Stock keeping unit of the line item' },
		],
	},
];

/** `POST /api/v2/orders/import_order`. */
export const importV2: readonly Parameter[] = [
	id,
	{ name: 'document_number', kind: 'string', maxLength: 50, description: 'Serial number of the order; it must lie below the series that Chargebee counts on' },
	{ ...invoiceId, description: 'Imported invoice that the order belongs to' },
	{ name: 'status', kind: 'enum', required: true, values: importStatuses, description: 'Status of the order' },
	{ name: 'subscription_id', kind: 'string', maxLength: 50, description: 'Subscription that the order belongs to' },
	{ name: 'customer_id', kind: 'string', maxLength: 50, description: 'Customer that the order belongs to' },
	{ name: 'created_at', kind: 'timestamp', required: true, description: 'When the order was created' },
	{ ...orderDate, required: true },
	{ ...shippingDate, required: true },
	referenceId,
	fulfillmentStatus,
	note,
	trackingId,
	trackingUrl,
	batchId,
	shipmentCarrier,
	{ name: 'shipping_cut_off_date', kind: 'timestamp', description: 'Until when the invoice must be paid for the order to be shipped' },
	deliveredAt,
	shippedAt,
	cancelledAt,
	cancellationReason,
	{ name: 'refundable_credits_issued', kind: 'amount', minimum: 0, description: 'Credits issued on behalf of the order', without: 'the order counts as one without such credits' },
	addressGroup('shipping_address', address, 'Address that the order is shipped to'),
	addressGroup('billing_address', address, 'Address that the order is billed to'),
];

/** `POST /api/v2/orders/{id}/cancel`. */
export const cancelV2: readonly Parameter[] = [
	{ ...cancellationReason, required: true },
	customerNotes,
	comment,
	cancelledAt,
	{ name: 'credit_note', kind: 'object', members: [total], entry: 'Credit Note', description: 'Credit note that Chargebee creates for the order' },
];

/** `POST /api/v2/orders/{id}/create_refundable_credit_note`. */
export const createRefundableCreditNoteV2: readonly Parameter[] = [
	customerNotes,
	comment,
	{
		name: 'credit_note',
		kind: 'object',
		entry: 'Credit Note',
		description: 'Credit note to create',
		members: [
			{ name: 'reason_code', kind: 'enum', required: true, values: creditNoteReasonCodes, description: 'Why the credit note is issued' },
			{ ...total, required: true },
		],
	},
];

/** `POST /api/v2/orders/{id}/reopen`. */
export const reopenV2: readonly Parameter[] = [
	{ name: 'void_cancellation_credit_notes', kind: 'boolean', description: 'Whether to void the unused credit notes of the cancellation', without: 'the credit notes stay' },
];

/** `POST /api/v2/orders/{id}/resend`. */
export const resendV2: readonly Parameter[] = [
	shippingDate,
	{ name: 'resend_reason', kind: 'string', maxLength: 100, description: 'Reason code from Settings, Reason Codes, Orders, Order Resend; upper and lower case count' },
	{
		name: 'order_line_items',
		kind: 'list',
		entry: 'Line Item',
		description: 'Line items to resend; without this field the whole order is resent',
		without: 'the whole order is resent',
		sent: lineItemAttributes,
		members: [
			lineItemId,
			{ name: 'fulfillment_quantity', kind: 'integer', minimum: 0, description: 'How many units of the line item to resend', without: 'all units of the line item are resent' },
		],
	},
];

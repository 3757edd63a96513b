import type { INodeParameters } from 'n8n-workflow';

import type { ApiVersion } from '../../nodes/ChargebeeOrders/api/parameter';
import { byId } from './nodeRequests';
import { named, openFields, shownProperties } from './surface/editor';

/** A write of an order with its fields in the API's own shape. */
export interface OrderWrite {
	title: string;
	operation: string;
	version?: ApiVersion;
	/** The order, where the operation is about one. */
	id?: string;
	fields: Record<string, unknown>;
}

const AWKWARD = 'line 1\nline 2\r\n\t"q" & \'s\' = 50% + [x] (y)! * ~ ; , / ? # \\';

const address = {
	first_name: 'Ana María',
	last_name: "O'Hara & Sons",
	email: 'a+b@example.com',
	company: 'Ä/ß=100%',
	phone: '+1 (555) 010-9999',
	line1: '1 Main St #4',
	line2: ' ',
	line3: '東京 🚚',
	city: 'São Paulo',
	state_code: 'SP',
	state: 'São Paulo',
	zip: '01000-000',
	country: 'BR',
	validation_status: 'partially_valid',
};

const { validation_status, ...addressOfV1 } = address;

/** Every write that the official SDK can make on an order: the least, everything, and what is easily encoded wrong. */
export const orderWrites: readonly OrderWrite[] = [
	{ title: 'create with the least', operation: 'create', version: 'v1', fields: { invoice_id: '__demo_inv__2' } },
	{
		title: 'create with everything',
		operation: 'create',
		version: 'v1',
		fields: {
			id: 'ord 1/é',
			invoice_id: '__demo_inv__2',
			status: 'complete',
			reference_id: 'ref#1',
			fulfillment_status: 'Awaiting Shipment',
			note: AWKWARD,
			tracking_id: 't 1',
			batch_id: 'b1',
			cf_color: 'blue & green',
		},
	},
	{
		title: 'update in version 1 with everything',
		operation: 'update',
		version: 'v1',
		id: 'o1',
		fields: {
			reference_id: 'r',
			batch_id: 'b',
			note: AWKWARD,
			tracking_id: 't',
			fulfillment_status: 'Shipped',
			status: 'voided',
			shipping_address: addressOfV1,
		},
	},
	{ title: 'update with the least', operation: 'update', id: 'o1', fields: { note: '0' } },
	{
		title: 'update with everything',
		operation: 'update',
		id: 'o 1?d#é+%',
		fields: {
			reference_id: 'r',
			batch_id: 'b',
			note: AWKWARD,
			shipping_date: 1_700_000_000,
			order_date: 1_700_000_001,
			cancelled_at: 1_700_000_002,
			cancellation_reason: 'others',
			shipped_at: 1_700_000_003,
			delivered_at: 1_700_000_004,
			tracking_url: 'https://track.example/?a=1&b=2#c',
			tracking_id: ' ',
			shipment_carrier: 'FedEx',
			fulfillment_status: 'Shipped',
			status: 'partially_delivered',
			shipping_address: { ...address, validation_status },
			order_line_items: [
				{ id: 'oli1', status: 'shipped', sku: 'SKU 1' },
				{ id: 'oli2', sku: '🧦' },
				{ status: 'returned', id: 'oli3' },
			],
			cf_gift_wrap: 'true',
			cf_2: 'ünï',
		},
	},
	{
		title: 'import with the least',
		operation: 'import',
		fields: {
			invoice_id: 'INV-1',
			status: 'queued',
			created_at: 1_700_000_000,
			order_date: 1_700_000_001,
			shipping_date: 1_700_000_002,
		},
	},
	{
		title: 'import with everything',
		operation: 'import',
		fields: {
			id: 'imported/1',
			document_number: 'OLD-7',
			invoice_id: 'INV-1',
			status: 'cancelled',
			subscription_id: 's',
			customer_id: 'c',
			created_at: 1_700_000_000,
			order_date: 1_700_000_001,
			shipping_date: 1_700_000_002,
			reference_id: 'r',
			fulfillment_status: 'f',
			note: AWKWARD,
			tracking_id: 't',
			tracking_url: 'https://track.example/ü',
			batch_id: 'b',
			shipment_carrier: 'DHL',
			shipping_cut_off_date: 1_700_000_003,
			delivered_at: 1_700_000_004,
			shipped_at: 1_700_000_005,
			cancelled_at: 1_700_000_006,
			cancellation_reason: 'order_resent',
			refundable_credits_issued: 0,
			shipping_address: address,
			billing_address: address,
			cf_source: 'erp',
		},
	},
	{ title: 'assign an order number', operation: 'assignOrderNumber', id: 'o1', fields: {} },
	{
		title: 'cancel with the least',
		operation: 'cancel',
		id: 'o1',
		fields: { cancellation_reason: 'fraudulent_transaction' },
	},
	{
		title: 'cancel with everything',
		operation: 'cancel',
		id: 'o1',
		fields: {
			cancellation_reason: 'product_unsatisfactory',
			customer_notes: AWKWARD,
			comment: 'c',
			cancelled_at: 1_700_000_000,
			credit_note: { total: 0 },
		},
	},
	{
		title: 'create a refundable credit note with the least',
		operation: 'createRefundableCreditNote',
		id: 'o1',
		fields: { credit_note: { reason_code: 'other', total: 1000 } },
	},
	{
		title: 'create a refundable credit note with everything',
		operation: 'createRefundableCreditNote',
		id: 'o1',
		fields: { customer_notes: 'cn', comment: 'ü', credit_note: { reason_code: 'order_change', total: 0 } },
	},
	{ title: 'delete', operation: 'delete', id: 'o1', fields: {} },
	{ title: 'reopen with the least', operation: 'reopen', id: 'o1', fields: {} },
	{
		title: 'reopen and void credit notes',
		operation: 'reopen',
		id: 'o1',
		fields: { void_cancellation_credit_notes: true },
	},
	{
		title: 'reopen and keep credit notes',
		operation: 'reopen',
		id: 'o1',
		fields: { void_cancellation_credit_notes: false },
	},
	{ title: 'resend with the least', operation: 'resend', id: 'o1', fields: {} },
	{
		title: 'resend with everything',
		operation: 'resend',
		id: 'o1',
		fields: {
			shipping_date: 1_700_000_000,
			resend_reason: 'Lost',
			order_line_items: [
				{ id: 'oli1', fulfillment_quantity: 2 },
				{ id: 'oli2', fulfillment_quantity: 0 },
			],
		},
	},
];

function target({ operation, version, id }: OrderWrite): INodeParameters {
	return {
		resource: 'order',
		operation,
		...(version === undefined ? {} : { apiVersion: version }),
		...(id === undefined ? {} : { orderId: byId(id) }),
	};
}

/** Whether the operation takes its fields as JSON: those with one field or none have no use for it. */
export function takesJson({ operation, version }: OrderWrite): boolean {
	return named(shownProperties({ resource: 'order', operation, version }), 'specifyFields') !== undefined;
}

/** The write with its fields as one JSON object. */
export function asJson(write: OrderWrite): INodeParameters {
	return { ...target(write), specifyFields: 'json', fieldsJson: JSON.stringify(write.fields) };
}

function isGroup(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The write with every field in its own input of the editor. */
export function inEditor(write: OrderWrite): INodeParameters {
	const shown = openFields(shownProperties({ resource: 'order', operation: write.operation, version: write.version }));
	const open: Record<string, unknown> = {};
	const collected: Record<string, unknown> = {};
	const customFields: object[] = [];
	const put = (name: string, value: unknown): void => {
		const property = named(shown, name);
		(property === undefined ? collected : open)[name] =
			property?.type === 'resourceLocator' ? byId(String(value)) : value;
	};
	for (const [name, value] of Object.entries(write.fields)) {
		if (name.startsWith('cf_')) customFields.push({ name, value });
		else if (name === 'credit_note' && isGroup(value))
			for (const [member, inner] of Object.entries(value)) put(`${name}__${member}`, inner);
		else put(name, typeof value === 'object' ? { values: value } : value);
	}
	if (customFields.length > 0) collected.customFields = { values: customFields };
	return { ...target(write), ...open, fields: collected } as INodeParameters;
}

import { namesOf, type Attributes } from './attributes';
import { exportShape } from './exportAttributes';

/**
 * What is known of an order's attributes, for choosing, converting and previewing them. Never a whitelist: everything
 * that Chargebee sends is handed on. Source: schema `Order` of Chargebee's OpenAPI document v2, and sample events.
 */

const address = {
	first_name: 'string',
	last_name: 'string',
	email: 'string',
	company: 'string',
	phone: 'string',
	line1: 'string',
	line2: 'string',
	line3: 'string',
	city: 'string',
	state_code: 'string',
	state: 'string',
	country: 'string',
	zip: 'string',
	validation_status: 'string',
} as const;

/** The order, its lists and addresses. `resource_version` counts milliseconds and is a version, not a time to read. */
export const orderShape = {
	id: 'string',
	document_number: 'string',
	invoice_id: 'string',
	subscription_id: 'string',
	customer_id: 'string',
	status: 'string',
	cancellation_reason: 'string',
	payment_status: 'string',
	order_type: 'string',
	price_type: 'string',
	reference_id: 'string',
	fulfillment_status: 'string',
	order_date: 'timestamp',
	shipping_date: 'timestamp',
	note: 'string',
	tracking_id: 'string',
	tracking_url: 'string',
	batch_id: 'string',
	created_by: 'string',
	shipment_carrier: 'string',
	invoice_round_off_amount: 'amount',
	tax: 'amount',
	amount_paid: 'amount',
	amount_adjusted: 'amount',
	refundable_credits_issued: 'amount',
	refundable_credits: 'amount',
	rounding_adjustement: 'amount',
	paid_on: 'timestamp',
	shipping_cut_off_date: 'timestamp',
	created_at: 'timestamp',
	status_update_at: 'timestamp',
	delivered_at: 'timestamp',
	shipped_at: 'timestamp',
	resource_version: 'integer',
	updated_at: 'timestamp',
	cancelled_at: 'timestamp',
	resent_status: 'string',
	is_resent: 'boolean',
	original_order_id: 'string',
	discount: 'amount',
	sub_total: 'amount',
	total: 'amount',
	deleted: 'boolean',
	currency_code: 'string',
	is_gifted: 'boolean',
	gift_note: 'string',
	gift_id: 'string',
	resend_reason: 'string',
	business_entity_id: 'string',
	order_line_items: [
		{
			id: 'string',
			invoice_id: 'string',
			invoice_line_item_id: 'string',
			unit_price: 'amount',
			description: 'string',
			amount: 'amount',
			fulfillment_quantity: 'integer',
			fulfillment_amount: 'amount',
			tax_amount: 'amount',
			amount_paid: 'amount',
			amount_adjusted: 'amount',
			refundable_credits_issued: 'amount',
			refundable_credits: 'amount',
			is_shippable: 'boolean',
			sku: 'string',
			status: 'string',
			entity_type: 'string',
			item_level_discount_amount: 'amount',
			discount_amount: 'amount',
			entity_id: 'string',
		},
	],
	shipping_address: address,
	billing_address: address,
	line_item_taxes: [
		{
			line_item_id: 'string',
			tax_name: 'string',
			tax_rate: 'number',
			date_to: 'timestamp',
			date_from: 'timestamp',
			prorated_taxable_amount: 'number',
			is_partial_tax_applied: 'boolean',
			is_non_compliance_tax: 'boolean',
			taxable_amount: 'amount',
			tax_amount: 'amount',
			tax_juris_type: 'string',
			tax_juris_name: 'string',
			tax_juris_code: 'string',
			tax_amount_in_local_currency: 'localAmount',
			local_currency_code: 'string',
		},
	],
	line_item_discounts: [
		{
			line_item_id: 'string',
			discount_type: 'string',
			coupon_id: 'string',
			entity_id: 'string',
			discount_amount: 'amount',
		},
	],
	linked_credit_notes: [
		{
			amount: 'amount',
			type: 'string',
			id: 'string',
			status: 'string',
			amount_adjusted: 'amount',
			amount_refunded: 'amount',
		},
	],
	resent_orders: [{ order_id: 'string', reason: 'string', amount: 'amount' }],
} as const satisfies Attributes;

/** Attributes that stand in sample events, and in no document. */
export const undocumentedShape = { amount_refundable: 'amount', base_currency_code: 'string' } as const satisfies Attributes;

/** Attributes of the order itself that can be selected for the output. */
export const orderAttributes: readonly string[] = Object.keys(orderShape);

/** Every attribute that Chargebee is known to send of an order; custom fields aside. Each resource names itself in `object`. */
export const sentAttributes: readonly string[] = [...orderAttributes, ...Object.keys(undocumentedShape), 'object'];

/** The most telling ones first; a simplified order has the first ten that it knows. */
export const simplifiedAttributes: readonly string[] = [
	'id',
	'status',
	'customer_id',
	'subscription_id',
	'invoice_id',
	'total',
	'currency_code',
	'order_date',
	'shipping_date',
	'tracking_id',
	'reference_id',
	'fulfillment_status',
	'created_at',
	'batch_id',
	'note',
];

/** Unix seconds. */
export const timestampAttributes: ReadonlySet<string> = new Set([
	...namesOf('timestamp', orderShape),
	...namesOf('timestamp', exportShape),
]);

/** Minor units of the order's currency, on the order and on its line items, taxes, discounts and credit notes. */
export const amountAttributes: ReadonlySet<string> = new Set([
	...namesOf('amount', orderShape),
	...namesOf('amount', undocumentedShape),
]);

/** Minor units of the currency in `local_currency_code` beside it. */
export const LOCAL_AMOUNT = 'tax_amount_in_local_currency';

/** The currencies without a minor unit in ISO 4217. */
const zeroDecimal: ReadonlySet<string> = new Set(
	['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'],
);

/**
 * Decimal places of an amount by the ISO 4217 code of its currency: none where the currency has no minor unit, else
 * two. Chargebee knows these two cases only: amounts of the dinar and the rial too are hundredths, more places come in
 * `…_in_decimal` attributes. Source: Chargebee's page on currencies.
 */
export function currencyExponent(code: string): 0 | 2 {
	return zeroDecimal.has(code.toUpperCase()) ? 0 : 2;
}

/**
 * What is known of an order's attributes, for choosing and converting them. Never a whitelist: everything that
 * Chargebee sends is handed on. Source: schema `Order` of Chargebee's OpenAPI document v2, and sample events.
 */

/** Attributes of the order itself that can be selected for the output, in the order of the schema. */
export const orderAttributes = [
	'id',
	'document_number',
	'invoice_id',
	'subscription_id',
	'customer_id',
	'status',
	'cancellation_reason',
	'payment_status',
	'order_type',
	'price_type',
	'reference_id',
	'fulfillment_status',
	'order_date',
	'shipping_date',
	'note',
	'tracking_id',
	'tracking_url',
	'batch_id',
	'created_by',
	'shipment_carrier',
	'invoice_round_off_amount',
	'tax',
	'amount_paid',
	'amount_adjusted',
	'refundable_credits_issued',
	'refundable_credits',
	'rounding_adjustement',
	'paid_on',
	'shipping_cut_off_date',
	'created_at',
	'status_update_at',
	'delivered_at',
	'shipped_at',
	'resource_version',
	'updated_at',
	'cancelled_at',
	'resent_status',
	'is_resent',
	'original_order_id',
	'discount',
	'sub_total',
	'total',
	'deleted',
	'currency_code',
	'is_gifted',
	'gift_note',
	'gift_id',
	'resend_reason',
	'business_entity_id',
	'order_line_items',
	'shipping_address',
	'billing_address',
	'line_item_taxes',
	'line_item_discounts',
	'linked_credit_notes',
	'resent_orders',
] as const;

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

/** Unix seconds. `resource_version` counts milliseconds and is a version, not a time to read. */
export const timestampAttributes: ReadonlySet<string> = new Set([
	'order_date',
	'shipping_date',
	'paid_on',
	'shipping_cut_off_date',
	'created_at',
	'status_update_at',
	'delivered_at',
	'shipped_at',
	'updated_at',
	'cancelled_at',
	'date_from',
	'date_to',
	'valid_till',
]);

/** Minor units of the order's currency, on the order and on its line items, taxes, discounts and credit notes. */
export const amountAttributes: ReadonlySet<string> = new Set([
	'invoice_round_off_amount',
	'tax',
	'amount_paid',
	'amount_adjusted',
	'amount_refundable',
	'amount_refunded',
	'refundable_credits_issued',
	'refundable_credits',
	'rounding_adjustement',
	'discount',
	'sub_total',
	'total',
	'unit_price',
	'amount',
	'fulfillment_amount',
	'tax_amount',
	'taxable_amount',
	'item_level_discount_amount',
	'discount_amount',
]);

/** Minor units of the currency in `local_currency_code` beside it. */
export const LOCAL_AMOUNT = 'tax_amount_in_local_currency';

/** Decimal places of ISO 4217 where they are not two. */
const exponents: Readonly<Record<string, number>> = Object.fromEntries([
	...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map((code) => [code, 0] as const),
	...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
]);

/** Decimal places of a currency by its ISO 4217 code: 0, 2 or 3. */
export function currencyExponent(code: string): number {
	return exponents[code.toUpperCase()] ?? 2;
}

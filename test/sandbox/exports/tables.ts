import type { Table, TableStyle } from './tableLayout';

/*
 * Which files and columns the exports have is documented for none of them. Seen were "Customers.csv" with readable
 * headers and "Subscriptions.csv" with dotted ones; the others are made after these two, and so that every attribute
 * with a filter has its column.
 */

/** The files of an export, by its name in the API: one row a resource, then one row a part of it. */
export interface ExportTables {
	operationType: string;
	main: Table;
	parts?: Table;
	/** The main file with `export_type=import_friendly_data`. */
	importable?: Table;
}

const table = (name: string, style: TableStyle, resource: string, ...columns: string[]): Table => ({
	name: `${name}.csv`,
	style,
	resource,
	columns: columns.flatMap((words) => words.split(' ')),
});

/** Attributes of one resource. */
const of = (resource: string, attributes: string): string =>
	attributes
		.split(' ')
		.map((attribute) => `${resource}.${attribute}`)
		.join(' ');

const person = 'id first_name last_name email company';
const address = of('billing_address', 'first_name last_name company line1 line2 city state state_code zip country');
const customer = of(
	'customer',
	`${person} phone auto_collection offline_payment_method net_term_days taxability auto_close_invoices channel preferred_currency_code`,
);
const relationship = of('relationship', 'parent_id payment_owner_id invoice_owner_id');
const subscription = of(
	'subscription',
	'id status plan_id currency_code started_at activated_at current_term_start current_term_end next_billing_at remaining_billing_cycles has_scheduled_changes cancelled_at cancel_reason auto_close_invoices offline_payment_method channel decommissioned created_at updated_at',
);
const line = of(
	'line_item',
	'id description entity_type entity_id quantity unit_amount amount discount_amount tax_amount date_from date_to',
);
const ramp = of('ramp', 'id subscription_id status description effective_from item_price_id unit_price');

/** Of all exports but those of orders and of revenue, whose columns are made otherwise. */
export const exportTables: Readonly<Record<string, ExportTables>> = {
	customers: {
		operationType: 'Customers',
		main: table(
			'Customers',
			'readable',
			'customer',
			customer,
			address,
			'customer.card_status',
			relationship,
			of('customer', 'created_at updated_at'),
			'business_entity_id',
		),
		importable: table('Customers', 'importable', 'customer', customer, address, relationship),
	},
	subscriptions: {
		operationType: 'Subscriptions',
		main: table('Subscriptions', 'dotted', 'subscription', subscription, 'cancel_reason_code', of('customer', person)),
		parts: table(
			'Subscription Items',
			'dotted',
			'subscription_item',
			'subscription.id',
			of('subscription_item', 'item_id item_price_id item_type quantity unit_price'),
		),
		importable: table('Subscriptions', 'importable', 'subscription', subscription, 'customer.id'),
	},
	invoices: {
		operationType: 'Invoices',
		main: table(
			'Invoices',
			'readable',
			'invoice',
			of(
				'invoice',
				'id subscription_id customer_id recurring status price_type date due_date paid_at currency_code discount tax total amount_paid amount_adjusted credits_applied amount_due dunning_status channel updated_at',
			),
			'payment_owner',
			of('customer', 'first_name last_name email company'),
		),
		parts: table('Invoice Line Items', 'dotted', 'line_item', 'invoice.id', line),
	},
	credit_notes: {
		operationType: 'Credit Notes',
		main: table(
			'Credit Notes',
			'readable',
			'credit_note',
			of(
				'credit_note',
				'id customer_id subscription_id reference_invoice_id type reason_code create_reason_code status date price_type currency_code total amount_allocated amount_refunded amount_available voided_at updated_at channel',
			),
		),
	},
	transactions: {
		operationType: 'Transactions',
		main: table(
			'Transactions',
			'dotted',
			'transaction',
			of(
				'transaction',
				'id customer_id subscription_id payment_source_id payment_method gateway gateway_account_id id_at_gateway reference_number type date currency_code amount amount_capturable status updated_at',
			),
			of('customer', 'email'),
		),
		parts: table(
			'Linked Invoices and Credit Notes',
			'dotted',
			'link',
			'transaction.id',
			of('link', 'invoice_id credit_note_id amount'),
		),
	},
	coupons: {
		operationType: 'Coupons',
		main: table(
			'Coupons',
			'readable',
			'coupon',
			of(
				'coupon',
				'id name discount_type discount_percentage discount_amount discount_quantity currency_code duration_type apply_on status created_at updated_at',
			),
			'applicable_item_price_ids',
		),
	},
	plans: {
		operationType: 'Plans',
		main: table(
			'Plans',
			'readable',
			'plan',
			of(
				'plan',
				'id name price currency_code period period_unit trial_period trial_period_unit pricing_model addon_applicability giftable status channel updated_at',
			),
		),
	},
	addons: {
		operationType: 'Addons',
		main: table(
			'Addons',
			'dotted',
			'addon',
			of('addon', 'id name charge_type price currency_code period period_unit pricing_model status channel updated_at'),
		),
	},
	item_families: {
		operationType: 'Item Families',
		main: table(
			'Item Families',
			'readable',
			'item_family',
			of('item_family', 'id name status updated_at'),
			'business_entity_id',
		),
	},
	items: {
		operationType: 'Items',
		main: table(
			'Items',
			'readable',
			'item',
			of(
				'item',
				'id name item_family_id type status item_applicability is_giftable is_shippable enabled_for_checkout enabled_in_portal metered usage_calculation channel updated_at',
			),
			'business_entity_id',
		),
	},
	item_prices: {
		operationType: 'Item Prices',
		main: table(
			'Item Prices',
			'dotted',
			'item_price',
			of(
				'item_price',
				'id name item_id item_type item_family_id price_variant_id pricing_model price currency_code period period_unit trial_period trial_period_unit status channel updated_at',
			),
			'business_entity_id',
		),
	},
	attached_items: {
		operationType: 'Attached Items',
		main: table(
			'Attached Items',
			'dotted',
			'attached_item',
			of('attached_item', 'id parent_item_id item_id item_type type quantity charge_on_event charge_once updated_at'),
		),
	},
	differential_prices: {
		operationType: 'Differential Prices',
		main: table(
			'Differential Prices',
			'dotted',
			'differential_price',
			of('differential_price', 'id item_price_id parent_item_id price currency_code status'),
			'item_id',
		),
	},
	price_variants: {
		operationType: 'Price Variants',
		main: table(
			'Price Variants',
			'readable',
			'price_variant',
			of('price_variant', 'id name status created_at updated_at'),
			'business_entity_id',
		),
	},
	ramps: {
		operationType: 'Ramps',
		main: table('Ramps', 'dotted', 'ramp', ramp, of('ramp', 'created_at updated_at')),
		importable: table('Ramps', 'importable', 'ramp', ramp),
	},
};

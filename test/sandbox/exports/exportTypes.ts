/** An export that is not one of orders: the node's tables do not describe its filters, so its content is a header alone. */
export interface OtherExport {
	operationType: string;
	/** The product catalog that the export needs; the sandbox's site has version 2. */
	catalog: 'v1' | 'v2' | 'both';
	/** Parameters without which it is refused. */
	requires?: readonly string[];
}

const reportPeriod = [
	'report_by',
	'report_from_month',
	'report_from_year',
	'report_to_month',
	'report_to_year',
] as const;

/** The exports beside that of orders, by the last part of their path. */
export const otherExports: Readonly<Record<string, OtherExport>> = {
	revenue_recognition: { operationType: 'Revenue Recognition Report', catalog: 'both', requires: reportPeriod },
	deferred_revenue: { operationType: 'Deferred Revenue Report', catalog: 'both', requires: reportPeriod },
	plans: { operationType: 'Plans', catalog: 'v1' },
	addons: { operationType: 'Addons', catalog: 'v1' },
	coupons: { operationType: 'Coupons', catalog: 'both' },
	customers: { operationType: 'Customers', catalog: 'both' },
	subscriptions: { operationType: 'Subscriptions', catalog: 'both' },
	invoices: { operationType: 'Invoices', catalog: 'both' },
	credit_notes: { operationType: 'Credit Notes', catalog: 'both' },
	transactions: { operationType: 'Transactions', catalog: 'both' },
	item_families: { operationType: 'Item Families', catalog: 'v2' },
	items: { operationType: 'Items', catalog: 'v2' },
	item_prices: { operationType: 'Item Prices', catalog: 'v2' },
	attached_items: { operationType: 'Attached Items', catalog: 'v2' },
	differential_prices: { operationType: 'Differential Prices', catalog: 'v2' },
	price_variants: { operationType: 'Price Variants', catalog: 'v2' },
	ramps: { operationType: 'Ramps', catalog: 'v2' },
};

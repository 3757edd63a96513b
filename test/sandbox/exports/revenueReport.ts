import type { FilteredRecord } from '../requests/filters';
import { valueAt } from '../requests/filters';
import type { Values } from '../requests/parameters';
import { decimalText } from '../seed/currencies';
import type { InvoiceLine } from '../shop/invoices';
import type { Shop } from '../shop/shop';
import type { ProductCatalog } from '../siteSettings';
import type { ArchiveFile } from './archive';
import type { Column } from './csvFile';
import { csvFile } from './csvFile';
import { customerRecord, payerOf, subscriptionRecord } from './records';
import type { RevenueReport } from './revenueSchedule';
import { monthName, readMonths, revenueIn } from './revenueSchedule';
import { layoutOf } from './tableLayout';

/** A line of an invoice with everything that the filters of the reports look at. */
export interface RevenueRecord extends FilteredRecord {
	line: InvoiceLine;
	invoice: FilteredRecord;
}

interface Row {
	/** One of the records that the row is about. */
	first: RevenueRecord;
	currency: string;
	/** Minor units, a month each. */
	amounts: number[];
}

const countedStatuses: readonly unknown[] = ['paid', 'posted', 'payment_due', 'not_paid'];

/** The columns before the months, by what a row is about; rows are told apart by the first one and the currency. */
const columnsBy: Readonly<Record<string, readonly [string, ...string[]]>> = {
	customer: ['customer.id', 'customer.first_name', 'customer.last_name', 'customer.email', 'customer.company'],
	invoice: ['invoice.id', 'invoice.date', 'customer.id'],
	product: ['product.id', 'product.name'],
	subscription: ['subscription.id', 'subscription.status', 'customer.id'],
};

/** All lines of invoices that count as revenue. */
export function revenueRecords(shop: Shop, catalog: ProductCatalog): RevenueRecord[] {
	return shop.invoices
		.filter(({ attributes }) => countedStatuses.includes(attributes.status))
		.flatMap(({ attributes, lines }) => {
			const customer = shop.customers.get(attributes.customer_id);
			const shared = {
				...subscriptionRecord(shop.subscriptions.get(attributes.subscription_id ?? ''), catalog),
				...customerRecord(customer),
				invoice: attributes,
				payment_owner: payerOf(customer),
			};
			return lines.map((line) => ({
				...shared,
				line,
				product: { id: line.entity_id, name: line.description },
				...(catalog === '2.0' ? { item_id: line.item_id, item_price_id: line.entity_id } : {}),
			}));
		});
}

/** The file of a report; amounts are without tax, and without discounts if `include_discounts` is false. */
export function revenueFile(
	report: RevenueReport,
	name: string,
	records: readonly RevenueRecord[],
	values: Values,
): ArchiveFile {
	const months = readMonths(values);
	const by = String(values.report_by);
	const identity = columnsBy[by] ?? ['invoice.id'];
	const rows = new Map<string, Row>();
	for (const record of records) {
		const currency = String(record.invoice.currency_code);
		if (typeof values.currency_code === 'string' && values.currency_code !== currency) continue;
		const revenue = revenueOf(record, values.include_discounts !== false);
		const amounts = months.map((month) => revenueIn(month, report, record.line, revenue));
		const key = JSON.stringify([valueAt(record, identity[0].split('.')), currency]);
		const row = rows.get(key);
		if (row === undefined) rows.set(key, { first: record, currency, amounts });
		else row.amounts = row.amounts.map((sum, at) => sum + (amounts[at] ?? 0));
	}
	const { columns } = layoutOf({ name, style: 'readable', resource: by, columns: identity });
	const all: Array<Column<Row>> = [
		...columns.map(([header, read]): Column<Row> => [header, ({ first }) => read(first)]),
		['Currency', ({ currency }) => currency],
		...months.map((month, at): Column<Row> => [
			monthName(month),
			({ amounts, currency }) => decimalText(amounts[at] ?? 0, currency),
		]),
	];
	const filled = [...rows.values()].filter(({ amounts }) => amounts.some((amount) => amount !== 0));
	return csvFile({ name, hasMark: true, columns: all }, filled, (row) => [row]);
}

function revenueOf({ line, invoice }: RevenueRecord, withDiscounts: boolean): number {
	const tax = invoice.price_type === 'tax_inclusive' ? line.tax_amount : 0;
	return line.amount - tax - (withDiscounts ? line.discount_amount : 0);
}

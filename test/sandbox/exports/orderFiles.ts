import type { LineItem, Order } from '../orders/order';
import type { Scalar } from '../requests/scalar';
import { decimalText } from '../seed/currencies';
import type { ArchiveFile } from './archive';
import type { Column } from './csvFile';
import { csvFile, readableTime, titleCase } from './csvFile';

/*
 * Which files and columns Chargebee's export of orders has is not documented. What is known of its other exports is
 * mixed: human headers with readable values in one file, dotted headers with raw values in the next. Both are here.
 */

interface OrderLine {
	item: LineItem;
	order: Order;
}

const orderColumns: ReadonlyArray<Column<Order>> = [
	['Order Id', (order) => order.attributes.id],
	['Order Number', (order) => order.attributes.document_number],
	['Invoice Id', (order) => order.attributes.invoice_id],
	['Subscription Id', (order) => order.attributes.subscription_id],
	['Customer Id', (order) => order.attributes.customer_id],
	['Status', (order) => titleCase(order.attributes.status)],
	['Price Type', (order) => titleCase(order.attributes.price_type)],
	['Created At', (order) => readableTime(order.attributes.created_at)],
	['Order Date', (order) => readableTime(order.attributes.order_date)],
	['Shipping Date', (order) => readableTime(order.attributes.shipping_date)],
	['Updated At', (order) => readableTime(order.attributes.updated_at)],
	['Currency', (order) => order.attributes.currency_code],
	['Total', (order) => decimalText(order.attributes.total ?? 0, order.attributes.currency_code)],
	['Note', (order) => text(order.attributes.note)],
	['Shipping Address Company', (order) => text(order.details.shipping_address?.company)],
	['Shipping Address City', (order) => text(order.details.shipping_address?.city)],
	['Warehouse', (order) => text(order.attributes.cf_warehouse)],
];

const lineItemColumns: ReadonlyArray<Column<OrderLine>> = [
	['order_line_items.id', ({ item }) => item.id],
	['orders.id', ({ order }) => order.attributes.id],
	['order_line_items.description', ({ item }) => text(item.description)],
	['order_line_items.sku', ({ item }) => text(item.sku)],
	['order_line_items.fulfillment_quantity', ({ item }) => item.fulfillment_quantity],
	['order_line_items.unit_price', ({ item }) => item.unit_price],
	['order_line_items.fulfillment_amount', ({ item }) => item.fulfillment_amount],
	['order_line_items.status', ({ item }) => text(item.status)],
];

/** The files of an export of orders; without orders they consist of their headers. */
export function orderFiles(orders: readonly Order[]): ArchiveFile[] {
	const linesOf = (order: Order): OrderLine[] => order.details.order_line_items.map((item) => ({ item, order }));
	return [
		csvFile({ name: 'Orders.csv', hasMark: true, columns: orderColumns }, orders, (order) => [order]),
		csvFile({ name: 'Order Line Items.csv', hasMark: false, columns: lineItemColumns }, orders, linesOf),
	];
}

function text(value: Scalar | undefined): string | undefined {
	return value === undefined ? undefined : String(value);
}

import { unparse } from 'papaparse';
import { decimalText } from '../seed/currencies';
import type { LineItem, Order, OrderDetails } from '../orders/order';
import type { ArchiveFile } from './archive';

/*
 * Which files and columns Chargebee's export of orders has is not documented. What is known of its other exports is
 * mixed: human headers with readable values in one file, dotted headers with raw values in the next. Both are here.
 */

type Cell = string | number | boolean | undefined;

const orderColumns: ReadonlyArray<readonly [string, (order: Order, details: OrderDetails) => Cell]> = [
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
	['Shipping Address Company', (_order, details) => text(details.shipping_address?.company)],
	['Shipping Address City', (_order, details) => text(details.shipping_address?.city)],
	['Warehouse', (order) => text(order.attributes.cf_warehouse)],
];

const lineItemColumns: ReadonlyArray<readonly [string, (item: LineItem, order: Order) => Cell]> = [
	['order_line_items.id', (item) => item.id],
	['orders.id', (_item, order) => order.attributes.id],
	['order_line_items.description', (item) => text(item.description)],
	['order_line_items.sku', (item) => text(item.sku)],
	['order_line_items.fulfillment_quantity', (item) => item.fulfillment_quantity],
	['order_line_items.unit_price', (item) => item.unit_price],
	['order_line_items.fulfillment_amount', (item) => item.fulfillment_amount],
	['order_line_items.status', (item) => text(item.status)],
];

const ORDERS_PER_PIECE = 200;

/** The files of an export of orders; without orders they consist of their headers. */
export function orderFiles(orders: readonly Order[]): ArchiveFile[] {
	return [
		{
			name: 'Orders.csv',
			pieces: csv(
				'\uFEFF',
				orderColumns.map(([header]) => header),
				orders,
				orderRows,
			),
		},
		{
			name: 'Order Line Items.csv',
			pieces: csv(
				'',
				lineItemColumns.map(([header]) => header),
				orders,
				lineItemRows,
			),
		},
	];
}

function* csv(
	mark: string,
	headers: string[],
	orders: readonly Order[],
	rowsOf: (order: Order) => Cell[][],
): Generator<string> {
	yield `${mark}${unparse([headers])}\r\n`;
	for (let at = 0; at < orders.length; at += ORDERS_PER_PIECE) {
		const rows = orders.slice(at, at + ORDERS_PER_PIECE).flatMap(rowsOf);
		if (rows.length > 0) yield `${unparse(rows)}\r\n`;
	}
}

function orderRows(order: Order): Cell[][] {
	const { details } = order;
	return [orderColumns.map(([, read]) => read(order, details))];
}

function lineItemRows(order: Order): Cell[][] {
	return order.details.order_line_items.map((item) => lineItemColumns.map(([, read]) => read(item, order)));
}

function text(value: Cell): string | undefined {
	return value === undefined ? undefined : String(value);
}

function titleCase(value: string): string {
	return value
		.split('_')
		.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
		.join(' ');
}

/** `22-Nov-2025 12:00` in UTC. */
function readableTime(seconds: Cell): string | undefined {
	if (typeof seconds !== 'number') return undefined;
	const text = new Date(seconds * 1000).toUTCString();
	return `${text.slice(5, 16).replaceAll(' ', '-')} ${text.slice(17, 22)}`;
}

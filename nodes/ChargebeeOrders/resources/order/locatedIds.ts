import { encodeId } from '../../encode/path';
import type { Call } from '../../transport/Call';
import { locatedId } from '../inputs';

/** The longest id of an order, in characters. */
const ORDER_ID_LENGTH = 40;
/** The longest id of an invoice, in characters. */
const INVOICE_ID_LENGTH = 50;

/** The ID of the order that an operation is about, as a segment of a path. */
export function orderSegment(call: Call): string {
	return encodeId(locatedId(call, 'orderId', 'order', 'Order'), 'Order', ORDER_ID_LENGTH);
}

/** The ID of the invoice whose orders are listed, as a segment of a path. */
export function invoiceSegment(call: Call): string {
	return encodeId(locatedId(call, 'invoiceId', 'invoice', 'Invoice'), 'Invoice', INVOICE_ID_LENGTH);
}

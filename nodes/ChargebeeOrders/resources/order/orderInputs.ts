import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Call } from '../../Call';
import { encodeId } from '../../encode/path';
import { ApiError } from '../../errors/ApiError';
import { orderOutput, type OutputOptions } from '../../output/orderOutput';
import { isRecord } from '../../values';
import { locatedId } from '../../read/located';

/** Shown on the operations that both versions of the API have. */
export const versionProperty: INodeProperties = {
	displayName: 'API Version',
	name: 'apiVersion',
	type: 'options',
	noDataExpression: true,
	default: 'v2',
	options: [
		{ name: 'V1', value: 'v1', description: 'For sites that are still on the first version: fewer fields, no filters' },
		{ name: 'V2', value: 'v2', description: 'The current version' },
	],
	description: 'Version of the Chargebee API to use',
};

/** The longest id of an order, in characters. */
const ORDER_ID_LENGTH = 40;
/** The longest id of an invoice, in characters. */
const INVOICE_ID_LENGTH = 50;

/**
 * The ID of the order that an operation is about, as a segment of a path.
 * @param origin of the credential's site
 */
export function orderSegment(located: unknown, origin: string): string {
	return encodeId(locatedId(located, { resource: 'order', label: 'Order', origin }), 'Order', ORDER_ID_LENGTH);
}

/** The ID of the invoice whose orders are listed, as a segment of a path. */
export function invoiceSegment(call: Call): string {
	const { origin } = call.site;
	const id = locatedId(call.parameter('invoiceId'), { resource: 'invoice', label: 'Invoice', origin });
	return encodeId(id, 'Invoice', INVOICE_ID_LENGTH);
}

/**
 * The item for the one order of an answer.
 * @throws ApiError where the answer holds no order: it does not come from Chargebee, or was changed on the way
 */
export function orderItem(body: Readonly<Record<string, unknown>>, options: OutputOptions): INodeExecutionData {
	if (!isRecord(body.order)) {
		throw new ApiError('Chargebee answered without an order', {
			status: 200,
			hint: 'A proxy may change the answers; look at the order in Chargebee.',
			retryable: false,
		});
	}
	return { json: orderOutput(body.order, options) };
}

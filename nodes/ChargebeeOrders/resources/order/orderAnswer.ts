import type { INodeExecutionData } from 'n8n-workflow';

import { isRecord } from '../../encode/fields';
import { ApiError } from '../../errors/ApiError';
import { orderOutput, type OutputOptions } from '../../output/orderOutput';

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

import type { INodeExecutionData } from 'n8n-workflow';

import type { ApiVersion } from '../../api/parameter';
import type { Pair } from '../../encode/form';
import { orderOutput } from '../../output/orderOutput';
import type { Call } from '../../transport/Call';
import { readPages } from '../../transport/paging';
import { contextHeaders, outputOptions, resultLimit } from '../inputs';

/** Reads a list of orders as far as Return All or Limit says: one item an order, in Chargebee's order. */
export async function readOrders(
	call: Call,
	version: ApiVersion,
	path: string,
	pairs: readonly Pair[],
): Promise<INodeExecutionData[]> {
	const request = { method: 'GET' as const, version, path, pairs, headers: contextHeaders(call, 'GET', version) };
	const options = outputOptions(call);
	const items: INodeExecutionData[] = [];
	let cut = false;
	for await (const { entries, more } of readPages(call, request, 'order', resultLimit(call))) {
		for (const order of entries) items.push({ json: orderOutput(order, options) });
		cut = more;
	}
	if (cut) call.report.cutLists += 1;
	return items;
}

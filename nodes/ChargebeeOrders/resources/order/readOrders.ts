import type { INodeExecutionData } from 'n8n-workflow';

import type { ApiVersion } from '../../api/parameter';
import type { Pair } from '../../encode/form';
import { ApiError } from '../../errors/ApiError';
import { orderOutput } from '../../output/orderOutput';
import { ITEM_CHARACTERS, StoredSize } from '../../output/storedSize';
import type { Call } from '../../transport/Call';
import { readPages } from '../../transport/paging';
import { contextHeaders, outputOptions, resultLimit } from '../inputs';

/** Of so many orders one is measured: those of a list are alike, and measuring them all would take time of its own. */
const MEASURED = 10;

/** What n8n stores of a page of results, about. */
function storedCharacters(items: readonly INodeExecutionData[]): number {
	let characters = items.length * ITEM_CHARACTERS;
	for (let at = 0; at < items.length; at += MEASURED) {
		characters += JSON.stringify(items[at]?.json).length * Math.min(MEASURED, items.length - at);
	}
	return characters;
}

function tooMany(): ApiError {
	return new ApiError('The orders are more than n8n can store (over 400 MB)', {
		retryable: false,
		hint: 'Set Limit, narrow the filters, or choose fewer fields with Output in Options. An export with File as output has no such bound.',
	});
}

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
	const size = new StoredSize(call.report);
	let cut = false;
	const read = async (): Promise<void> => {
		for await (const { entries, more } of readPages(call, request, 'order', resultLimit(call))) {
			const page = entries.map((order): INodeExecutionData => ({ json: orderOutput(order, options) }));
			if (!size.add(storedCharacters(page))) throw tooMany();
			for (const item of page) items.push(item);
			cut = more;
		}
	};
	await read().catch((reason: unknown) => {
		// What is not handed out takes no room, and other items may go on.
		size.giveBack();
		throw reason;
	});
	if (cut) call.report.cutLists += 1;
	return items;
}

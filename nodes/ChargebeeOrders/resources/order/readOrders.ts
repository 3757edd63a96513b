import type { INodeExecutionData } from 'n8n-workflow';

import type { ApiVersion } from '../../api/parameter';
import type { Call } from '../../Call';
import type { Pair } from '../../encode/form';
import { ApiError } from '../../errors/ApiError';
import { orderOutput } from '../../output/orderOutput';
import { ITEM_CHARACTERS, StoredSize } from '../../output/storedSize';
import { readPages, type Resource } from '../../transport/paging';
import { readParallelPages } from '../../transport/parallelPages';
import { contextHeaders, outputOptions, resultLimit } from '../inputs';
import type { Prepared } from '../Operation';

/** One order in ten is measured. Those of a list are alike, and measuring all of them would take long. */
const MEASURED = 10;

/** What n8n stores of a page of results, about. */
function storedCharacters(items: readonly INodeExecutionData[]): number {
	let characters = items.length * ITEM_CHARACTERS;
	for (let at = 0; at < items.length; at += MEASURED) {
		characters += JSON.stringify(items[at]?.json).length * Math.min(MEASURED, items.length - at);
	}
	return characters;
}

function tooMany({ tooMuch }: StoredSize): ApiError {
	return new ApiError(`The orders are ${tooMuch}`, {
		retryable: false,
		hint: 'Set Limit, narrow the filters, or choose fewer fields with Output in Options. An export with File as output has no such bound.',
	});
}

/** One item an order, as Output says. */
type Results = (orders: readonly Resource[]) => INodeExecutionData[];

/**
 * Prepares a reading that turns its pages into results as they come, and ends in an error before there are more than n8n
 * can take.
 */
export function collectResults(call: Call, read: (results: Results) => Promise<INodeExecutionData[]>): Prepared {
	const options = outputOptions(call);
	return {
		async run() {
			const size = new StoredSize(call.report);
			const results: Results = (orders) => {
				const page = orders.map((order): INodeExecutionData => ({ json: orderOutput(order, options) }));
				if (!size.add(storedCharacters(page))) throw tooMany(size);
				return page;
			};
			return await read(results).catch((reason: unknown) => {
				// What is not handed out takes no room, and other items may go on.
				size.giveBack();
				throw reason;
			});
		},
	};
}

/**
 * Prepares the reading of a list of orders as far as Return All or Limit says: one item an order, in Chargebee's order.
 * @param atOnce pages to read at once where all are wanted; more than one only of a list that is sorted by creation
 */
export function readOrders(
	call: Call,
	version: ApiVersion,
	path: string,
	pairs: readonly Pair[],
	atOnce = 1,
): Prepared {
	const request = { method: 'GET' as const, version, path, pairs, headers: contextHeaders(call, 'GET', version) };
	const limit = resultLimit(call);
	return collectResults(call, async (results) => {
		if (atOnce > 1 && limit === Number.POSITIVE_INFINITY) {
			return await readParallelPages(call, request, { atOnce, results });
		}
		const items: INodeExecutionData[] = [];
		for await (const { entries } of readPages(call, request, 'order', limit)) {
			for (const item of results(entries)) items.push(item);
		}
		return items;
	});
}

import type { IExecuteFunctions } from 'n8n-workflow';

import { clock } from '../async/clock';
import { isRecord } from '../values';

import { batchingOf, DEFAULT_CONCURRENCY } from './requestOptions';

/** Items under way at once, at most. */
const MOST_UNDER_WAY = 50;

/** How many items to have under way: each item's own limit is kept at the gate, so an expression here needs no value yet. */
export function poolSize(options: unknown): number {
	const given = Number((isRecord(options) ? options.simultaneousRequests : undefined) ?? DEFAULT_CONCURRENCY);
	return given >= 1 ? Math.min(given, MOST_UNDER_WAY) : MOST_UNDER_WAY;
}

/** Paces the start of items by n8n's batching option. */
export function batchPacer(
	functions: IExecuteFunctions,
	requestOptions: unknown,
): (itemIndex: number) => Promise<void> {
	const batching = isRecord(requestOptions) ? batchingOf(requestOptions) : undefined;
	const began = clock.now();
	return async (itemIndex) => {
		if (batching === undefined) return;
		const due = began + Math.floor(itemIndex / batching.size) * batching.interval;
		await clock.sleep(due - clock.now(), functions.getExecutionCancelSignal());
	};
}

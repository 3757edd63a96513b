import { pool, type Failure } from '../async/pool';
import { CanceledError } from '../errors/ApiError';

import type { Ready } from './prepareItem';

/** The items of a run that were prepared before the first of them is sent. */
export interface Ahead {
	/** By item; empty where every item can be sent. */
	readonly failures: readonly Failure[];
	/** Hands out the work of an item, once: what was sent is not to be held on to. */
	take(itemIndex: number): Ready | undefined;
}

/** Prepares all items, also after one that is refused, so that the error can say how many are. Stop ends it at once. */
export async function prepareAll(
	total: number,
	size: number,
	prepare: (itemIndex: number) => Promise<Ready>,
): Promise<Ahead> {
	const refused: Failure[] = [];
	const { results, failures } = await pool(
		total,
		size,
		async (index) =>
			await prepare(index).catch((reason: unknown) => {
				if (reason instanceof CanceledError) throw reason;
				refused.push({ index, reason });
				return undefined;
			}),
	);
	return {
		failures: [...failures, ...refused.sort((a, b) => a.index - b.index)],
		take(itemIndex) {
			const ready = results[itemIndex];
			results[itemIndex] = undefined;
			return ready;
		},
	};
}

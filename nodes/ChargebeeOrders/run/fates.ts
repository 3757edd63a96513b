import type { Failure } from '../async/pool';
import { describeError } from '../errors/nodeError';
import type { Operation } from '../resources/Operation';

import type { RunKeys } from './runKeys';

/** How many items there are, how many are done, and of how many more that is not known. */
export interface Fates {
	readonly done: number;
	/** Without the item whose error is reported. */
	readonly unknown: number;
	readonly total: number;
}

/** What became of a run's items, by this try or an earlier one of Retry On Fail. */
export function countFates(
	total: number,
	results: readonly unknown[],
	failures: readonly Failure[],
	keys: Pick<RunKeys, 'fateOf'>,
): Fates {
	const unknown = new Set(
		failures.filter(({ reason }) => describeError(reason).details.outcomeUnknown === true).map(({ index }) => index),
	);
	const fates = Array.from({ length: total }, (_, index) =>
		results[index] === undefined ? (keys.fateOf(index) ?? (unknown.has(index) ? 'unknown' : undefined)) : 'done',
	);
	const reported = failures[0]?.index;
	return {
		done: fates.filter((fate) => fate === 'done').length,
		unknown: fates.filter((fate, index) => fate === 'unknown' && index !== reported).length,
		total,
	};
}

/** The sentences on the other items of a run that stopped: exports start anew when they are repeated, so nothing is promised there. */
export function progressOf({ done, unknown, total }: Fates, resource: Operation['resource']): string | undefined {
	if (total === 1) return undefined;
	const maybe = unknown === 0 ? '' : ` Of ${unknown} more it is not known whether Chargebee did the work.`;
	if (done === 0) return unknown === 0 ? `None of the ${total} items was done.` : maybe.trim();
	const [were, their] = done === 1 ? ['was', 'its'] : ['were', 'their'];
	const safe = resource === 'order' ? ' Repeating them by Retry On Fail does nothing twice.' : '';
	return `${done} of ${total} items ${were} done before the node stopped; ${their} output is not handed on.${maybe}${safe}`;
}

/**
 * The sentences on a write whose items were refused before the first was sent.
 * @param refused how many items were, the reported one included
 */
export function nothingSent(refused: number, fates: Fates, resource: Operation['resource']): string | undefined {
	// An earlier try of Retry On Fail did send some.
	if (fates.total === 1 || fates.done + fates.unknown > 0) return progressOf(fates, resource);
	const more = refused - 1;
	const others = more === 0 ? '' : ` ${more} more ${more === 1 ? 'is' : 'are'} refused as well.`;
	return `Nothing was sent: all ${fates.total} items are checked before the first one is sent.${others}`;
}

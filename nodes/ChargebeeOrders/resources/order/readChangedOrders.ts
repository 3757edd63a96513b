import type { INodeExecutionData } from 'n8n-workflow';

import type { Pair } from '../../encode/form';
import type { Call } from '../../Call';
import { createRepeatFilter, readPages, type Resource } from '../../transport/paging';
import { contextHeaders, resultLimit } from '../inputs';
import type { Prepared } from '../Operation';

import { collectResults } from './readOrders';

/**
 * By which times the orders are found. Those that were never updated have no `updated_at`, and any filter on it hides
 * them: they are found by their creation.
 */
const times = ['updated_at', 'created_at'] as const;

/** Chargebee takes times of ten digits. */
const FIRST_TIME = 1_000_000_000;

/** The latest state of an order that was read so far, and the result for it. */
interface State {
	readonly order: Resource;
	readonly item: INodeExecutionData;
}

/**
 * Whether an order is in a later state than it was read in before: by its `resource_version`. Without one, the later
 * place in the list by `updated_at` counts, and that list before the other.
 */
function isLater(next: Resource, known: Resource | undefined, by: (typeof times)[number]): boolean {
	if (known === undefined) return true;
	const [version, before] = [next.resource_version, known.resource_version];
	return typeof version === 'number' && typeof before === 'number' ? version > before : by === 'updated_at';
}

/** When the order changed last, in unix seconds. */
function changedAt({ updated_at, created_at }: Resource): number {
	return Number(updated_at ?? created_at ?? 0);
}

function inOrder(a: Resource, b: Resource): number {
	return changedAt(a) - changedAt(b) || (String(a.id) < String(b.id) ? -1 : 1);
}

/**
 * Prepares the reading of every order that was created or updated since a time, each once in its latest state, sorted
 * by that change and then by ID; Limit cuts what comes after. An order that changes while the lists are read comes once,
 * in its later state. Deleted orders come too, unless `pairs` say otherwise.
 *
 * Asks for the pages of two lists, one after the other. `after` asks for the second before: whether it includes its own
 * is not documented.
 *
 * @param since unix seconds
 * @param pairs flags and filters; none of them on one of the two times
 */
export function readChangedOrders(call: Call, since: number, pairs: readonly Pair[]): Prepared {
	const after = String(Math.max(FIRST_TIME, since - 1));
	const headers = contextHeaders(call, 'GET', 'v2');
	const flags: Pair[] = pairs.some(([name]) => name === 'include_deleted') ? [] : [['include_deleted', 'true']];
	const limit = resultLimit(call);
	return collectResults(call, async (results) => {
		const states = new Map<unknown, State>();
		for (const by of times) {
			const request = {
				method: 'GET' as const,
				version: 'v2' as const,
				path: '/orders',
				pairs: [...flags, ...pairs, [`${by}[after]`, after] as const, ['sort_by[asc]', by] as const],
				headers,
			};
			const withoutRepeats = createRepeatFilter((order) =>
				typeof order.id === 'string' ? [order.id, order.resource_version, order.updated_at].join(' ') : undefined,
			);
			for await (const { entries } of readPages(call, request, 'order', Number.POSITIVE_INFINITY, withoutRepeats)) {
				const later = entries.filter((order) => isLater(order, states.get(order.id)?.order, by));
				const items = results(later);
				for (const [index, item] of items.entries()) {
					const order = later[index];
					if (order !== undefined) states.set(order.id, { order, item });
				}
			}
		}
		const found = [...states.values()].sort((a, b) => inOrder(a.order, b.order));
		return found.slice(0, limit).map(({ item }) => item);
	});
}

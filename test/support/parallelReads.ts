import type { INodeParameters } from 'n8n-workflow';

import { runNode, type NodeRun } from '../engine/harness';
import { startSandbox, type Order, type OrderAttributes, type Sandbox } from '../sandbox';
import { Draws } from '../sandbox/seed/random';
import { creationTimes, shapeNames } from './creationTimes';
import { SiteWriter } from './siteWriter';
import { SkippedTime } from './skippedTime';

const DAY = 86_400;

/** What is told of the seeds that were run. */
export class ParallelTally {
	seeds = 0;
	/** Seeds in which pages were really read at once. */
	parallel = 0;
	orders = 0;
	requests = 0;
	writes = 0;
	refusals = 0;
	faults = 0;
	/** Reads that ended with an error, as faults may have it. */
	failed = 0;

	add(other: ParallelTally): void {
		for (const name of Object.keys(this) as Array<Exclude<keyof ParallelTally, 'add' | 'summary'>>) {
			this[name] += other[name];
		}
	}

	get summary(): string {
		return Object.entries(this)
			.map(([name, count]) => `${name} ${String(count)}`)
			.join(', ');
	}
}

/** What a list is asked for, and which orders that are. */
export interface Wanted {
	filters: INodeParameters;
	matches: (attributes: OrderAttributes) => boolean;
}

/** Filters of a list, drawn; `times` are when its orders were created. */
export function wantedOf(draws: Draws, times: readonly number[]): Wanted {
	const at = (): number => times[draws.below(times.length)] ?? 1_600_000_000;
	const [from = 0, to = 0] = [at(), at()].sort((a, b) => a - b);
	const second = (value: number): string => new Date(value * 1000).toISOString();
	switch (draws.below(11)) {
		case 0:
			return {
				filters: { created_at: [{ operator: 'after', value: second(from) }] },
				matches: (order) => order.created_at > from,
			};
		case 1:
			return {
				filters: {
					created_at: [
						{ operator: 'after', value: second(from) },
						{ operator: 'before', value: second(to) },
					],
				},
				matches: (order) => order.created_at > from && order.created_at < to,
			};
		case 2:
			return {
				filters: { created_at: [{ operator: 'between', from: second(from), to: second(to) }] },
				matches: (order) => order.created_at >= from && order.created_at <= to,
			};
		case 3:
			return {
				filters: { created_at: [{ operator: 'on', value: second(from) }] },
				matches: (order) => Math.floor(order.created_at / DAY) === Math.floor(from / DAY),
			};
		case 4:
			return {
				filters: { status: [{ operator: 'is', value: 'queued' }] },
				matches: (order) => order.status === 'queued',
			};
		default:
			return { filters: {}, matches: () => true };
	}
}

/** The orders of the list as it is now, by the rules of the API, in its order. */
export function listed(sandbox: Pick<Sandbox, 'store'>, wanted: Wanted, withDeleted: boolean): Order[] {
	return [...sandbox.store.orders.all()]
		.filter(({ attributes }) => (withDeleted || !attributes.deleted) && wanted.matches(attributes))
		.sort((a, b) => a.attributes.created_at - b.attributes.created_at || a.sequence - b.sequence);
}

/** Holds what came out against what was there before, and what was done to it meanwhile. */
function faultsOf(run: NodeRun, before: readonly Order[], writer: SiteWriter, newestFirst: boolean): string[] {
	const items = (run.output[0] ?? []).map((item) => item.json);
	const expected = new Map(before.map((order) => [order.attributes.id, order]));
	const times = new Map<string, number>();
	for (const { id } of items) times.set(String(id), (times.get(String(id)) ?? 0) + 1);
	const wrong: string[] = [];
	for (const [id, count] of times) {
		if (count > 1) wrong.push(`${id} came ${count} times`);
		if (!expected.has(id) && !writer.disturbed.has(id)) wrong.push(`${id} came and does not belong to the list`);
	}
	for (const id of expected.keys()) {
		if (!writer.disturbed.has(id) && !times.has(id)) wrong.push(`${id} did not come`);
	}
	const ids = items.map(({ id }) => String(id)).filter((id) => expected.has(id) && !writer.disturbed.has(id));
	const inOrder = before.map(({ attributes }) => attributes.id).filter((id) => !writer.disturbed.has(id));
	if (newestFirst) inOrder.reverse();
	if (wrong.length === 0 && ids.join() !== inOrder.join()) wrong.push('the orders came in another order');
	const moments = items.map(({ created_at }) => Number(created_at));
	if (
		moments.some(
			(moment, index) =>
				(moments[index - 1] ?? moment) !== moment && moment < (moments[index - 1] ?? 0) !== newestFirst,
		)
	) {
		wrong.push('the orders are not sorted by created_at');
	}
	return wrong;
}

/** The windows in which a list was read: as many as cursors began, that of the newest page aside. */
function windowsOf({ ledger }: Sandbox): number {
	const starts = ledger.filter(
		({ query }) => !query.some(([name]) => name === 'offset') && query.some(([name]) => name === 'sort_by[asc]'),
	);
	return new Set(starts.map(({ rawQuery }) => rawQuery)).size;
}

/** How large the lists are. */
export interface ParallelScale {
	orders: number;
	/** Orders in one second, where they share one. */
	inOneSecond: number;
}

/** One reading of a list with several pages at once, all of it drawn from the seed, with somebody writing meanwhile. */
export async function runParallelSeed(
	seed: number,
	scale: ParallelScale,
): Promise<{ tally: ParallelTally; wrong: string[] }> {
	const draws = new Draws(seed, 'parallel pages', 0);
	const time = new SkippedTime();
	time.install();
	const faulty = draws.below(5) === 0;
	const sandbox = await startSandbox({
		orders: 0,
		clock: time,
		...(draws.below(4) === 0 ? { pageOfNothingAt: 1 + draws.below(4) } : {}),
		...(draws.below(4) === 0
			? { rateLimit: draws.pick([{ perMinute: 10 + draws.below(60) }, { concurrent: 3 }]) }
			: {}),
	});
	try {
		const shape = shapeNames[draws.below(shapeNames.length)] ?? 'even';
		const count =
			shape === 'oneSecond'
				? scale.inOneSecond
				: Math.floor(scale.orders * draws.pick([0.05, 0.6, 1, 1]) * draws.next() ** 0.3);
		const times = creationTimes(shape, draws, count);
		for (const [index, created_at] of times.entries()) {
			const attributes = { status: draws.pick(['queued', 'shipped']), deleted: draws.below(20) === 0 };
			sandbox.store.addOrder({ id: `order ${index}`, invoice_id: 'INV', created_at, ...attributes });
		}
		sandbox.script.latency(draws.pick([0, 80]));
		sandbox.script.lag(draws.pick([0, 0, 0, 500]));
		if (faulty)
			sandbox.script.faults({ seed, rate: 0.05, kinds: ['cutBefore', 'cutMidBody', 'json503', 'slow', 'sliced'] });
		const wanted = wantedOf(draws, times);
		const withDeleted = draws.below(3) === 0;
		const [parallelPages, simultaneousRequests] = [2 + draws.below(7), draws.pick([8, 8, 3])];
		const newestFirst = draws.below(3) === 0;
		const before = listed(sandbox, wanted, withDeleted);
		const writer = new SiteWriter(sandbox, draws, draws.pick([0, 1, 5]), time.now);
		const run = await writer.writeDuring(
			runNode({
				credential: { url: sandbox.url, apiKey: sandbox.apiKey },
				parameters: {
					resource: 'order',
					operation: 'getAll',
					returnAll: true,
					filters: wanted.filters,
					sort: newestFirst ? { by: { field: 'created_at', direction: 'desc' } } : {},
					options: {
						parallelPages,
						simultaneousRequests,
						include_deleted: withDeleted,
						maxRateLimitWait: 60,
						output: 'selected',
						outputFields: ['id', 'created_at'],
					},
				},
			}),
		);
		const tally = new ParallelTally();
		tally.seeds = 1;
		tally.orders = before.length;
		tally.requests = sandbox.ledger.length;
		tally.parallel = windowsOf(sandbox) > 1 ? 1 : 0;
		tally.writes = writer.writes;
		tally.refusals = sandbox.ledger.filter(({ status }) => status === 429).length;
		tally.faults = sandbox.ledger.filter(({ fault }) => fault !== undefined).length;
		tally.failed = run.status === 'success' ? 0 : 1;
		const wrong = sandbox.ledger.flatMap(({ violations, unknown }) => [...violations, ...unknown]);
		if (sandbox.maxInFlight > Math.min(parallelPages, simultaneousRequests)) {
			wrong.push(`${sandbox.maxInFlight} requests were in flight`);
		}
		if (run.status === 'success') wrong.push(...faultsOf(run, before, writer, newestFirst));
		else if (!faulty || run.output.length > 0) wrong.push(`the run ended as ${run.status}: ${run.error?.message}`);
		return { tally, wrong: wrong.slice(0, 5).map((what) => `seed ${seed} (${shape}, ${count} orders): ${what}`) };
	} finally {
		await sandbox.close();
		jest.restoreAllMocks();
	}
}

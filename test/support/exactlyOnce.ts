import type { IDataObject } from 'n8n-workflow';
import { faultsOf } from '../engine/orderSandbox';
import { runNode, type NodeRun, type NodeRunOptions } from '../engine/harness';
import { startSandbox, type LedgerEntry, type Sandbox } from '../sandbox';
import { faultKinds } from '../sandbox/faults/faultKinds';
import { Draws } from '../sandbox/seed/random';
import { inputOf, markOf, type Write } from './writes';

/** What became of the items of one run or of many. */
export class Tally {
	seeds = 0;
	items = 0;
	requests = 0;
	effects = 0;
	done = 0;
	/** Items of which the node said that it does not know. */
	unknown = 0;
	/** Of them, those that were done. */
	unknownDone = 0;
	refused = 0;
	replays = 0;
	/** Requests that a rate limit refused. */
	limited = 0;
	/** Requests that met a site that was away. */
	outages = 0;
	/** Items reported done that were not. */
	losses = 0;
	/** Items that were done twice. */
	duplicates = 0;
	/** Items reported as not done that were. */
	lies = 0;
	readonly faults = new Map<NonNullable<LedgerEntry['fault']>, number>();

	add(other: Tally): void {
		for (const name of counts) this[name] += other[name];
		for (const [kind, hits] of other.faults) this.faults.set(kind, (this.faults.get(kind) ?? 0) + hits);
	}

	/** Counts requests, and gives what no client may do. */
	addRequests(ledger: readonly LedgerEntry[]): string[] {
		this.requests += ledger.length;
		for (const { fault, outage, replayed, rateLimited } of ledger) {
			if (fault !== undefined) this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
			if (replayed === true) this.replays += 1;
			if (rateLimited !== undefined) this.limited += 1;
			if (outage !== undefined) this.outages += 1;
		}
		return faultsOf(ledger);
	}

	get summary(): string {
		const faults = [...this.faults].sort(([a], [b]) => a.localeCompare(b));
		const all = faults.reduce((sum, [, hits]) => sum + hits, 0);
		return [
			counts.map((name) => `${name} ${this[name]}`).join(', '),
			`faults ${all} (${faults.map(([kind, hits]) => `${kind} ${hits}`).join(', ')})`,
		].join('; ');
	}
}

const counts = [
	'seeds',
	'items',
	'requests',
	'effects',
	'done',
	'unknown',
	'unknownDone',
	'refused',
	'replays',
	'limited',
	'outages',
	'losses',
	'duplicates',
	'lies',
] as const;

/** What the node said of an item: done with this result, or failed with these details. */
interface Report {
	result?: IDataObject;
	details?: IDataObject;
}

function reportsOf({ output }: Pick<NodeRun, 'output'>, marks: readonly string[]): Map<string, Report[]> {
	const reports = new Map<string, Report[]>(marks.map((mark) => [mark, []]));
	for (const { json, pairedItem } of output[0] ?? []) {
		const item = typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : -1;
		const report = json.error === undefined ? { result: json } : { details: json.details as IDataObject };
		reports.get(marks[item] ?? '')?.push(report);
	}
	for (const { json } of output[1] ?? [])
		reports.get(String(json.mark))?.push({ details: json.details as IDataObject });
	return reports;
}

/** How often the work was done for each mark. */
export function timesDone(ledger: readonly LedgerEntry[]): Map<string, number> {
	const times = new Map<string, number>();
	for (const entry of ledger) {
		if (entry.effect !== undefined) times.set(markOf(entry), (times.get(markOf(entry)) ?? 0) + 1);
	}
	return times;
}

/** Holds what the node said of every item against what the sandbox did. */
export function judge(
	run: Pick<NodeRun, 'status' | 'error' | 'output'>,
	write: Write,
	marks: readonly string[],
	sandbox: Pick<Sandbox, 'ledger'>,
): { tally: Tally; wrong: string[] } {
	const tally = new Tally();
	const wrong = tally.addRequests(sandbox.ledger);
	const done = timesDone(sandbox.ledger);
	const asked = new Set(marks);
	for (const [mark, times] of done) {
		tally.effects += times;
		if (!asked.has(mark)) wrong.push(`${mark} was never asked for`);
	}
	tally.items = marks.length;
	if (run.status !== 'success') wrong.push(`the run ended as ${run.status}: ${String(run.error?.message)}`);
	for (const [mark, reports] of reportsOf(run, marks)) {
		const times = done.get(mark) ?? 0;
		const [{ result, details } = {}] = reports;
		const say = (what: string): void => {
			wrong.push(`${mark} ${what}: ${JSON.stringify({ times, result, details })}`);
		};
		if (reports.length !== 1) say(`has ${reports.length} results`);
		if (times > 1) {
			tally.duplicates += 1;
			say('was done twice');
		}
		if (result !== undefined) {
			tally.done += 1;
			if (times === 0) {
				tally.losses += 1;
				say('is reported done and was not');
			}
			if (!write.answers(result, mark, sandbox)) say('got the answer of another');
		} else if (details?.outcomeUnknown === true) {
			tally.unknown += 1;
			tally.unknownDone += times;
		} else {
			tally.refused += 1;
			if (times > 0) {
				tally.lies += 1;
				say('is reported as not done and was');
			}
		}
	}
	return { tally, wrong };
}

/** Long enough for an answer, short enough for a thousand seeds: stalled answers end with it. In milliseconds. */
const TIMEOUT = 60;

/** One run of a write over some items, with faults that the seed draws, against a site of its own. */
export async function runSeed(
	seed: number,
	write: Write,
	path: NodeRunOptions['path'],
): Promise<{ tally: Tally; wrong: string[] }> {
	const draws = new Draws(seed, 'exactly once', 0);
	const sandbox = await startSandbox({
		orders: 0,
		exportMs: 10,
		...(draws.below(6) === 0 ? { rateLimit: { concurrent: 2, retryAfter: 'none' } } : {}),
	});
	try {
		const marks = Array.from({ length: 2 + draws.below(7) }, (_, number) => `s${seed}n${number}`);
		for (const mark of marks) write.prepare(sandbox, mark);
		sandbox.script.faults({
			seed,
			rate: draws.pick([0.1, 0.3, 0.5, 0.9]),
			// A third of the seeds has one kind of fault alone, so that its repeats meet nothing else.
			...(draws.below(3) === 0 ? { kinds: [draws.pick(faultKinds)] } : {}),
			...(draws.below(2) === 0 ? { maxPerKey: 1 + draws.below(3) } : {}),
		});
		const run = await runNode({
			credential: { url: sandbox.url, apiKey: sandbox.apiKey },
			executionId: draws.below(5) === 0 ? undefined : `execution ${seed}`,
			items: marks.map((mark) => ({ json: inputOf(mark) })),
			parameters: {
				resource: write.resource,
				operation: write.operation,
				...write.parameters,
				options: { ...(write.resource === 'order' ? { output: 'raw' } : {}), simultaneousRequests: 1 + draws.below(8) },
				requestOptions: { timeout: TIMEOUT },
			},
			path,
			settings: { onError: 'continueErrorOutput' },
		});
		const { tally, wrong } = judge(run, write, marks, sandbox);
		tally.seeds = 1;
		return { tally, wrong: wrong.map((what) => `seed ${seed}, ${write.operation}: ${what}`) };
	} finally {
		await sandbox.close();
	}
}

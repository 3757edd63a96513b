import type { IDataObject, INodeExecutionData, ITaskData } from 'n8n-workflow';

import type { NodeRun } from '../engine/harness';
import type { LedgerEntry } from '../sandbox';
import { judge, Tally, timesDone } from '../support/exactlyOnce';
import type { Write } from '../support/writes';

/** One run of a node of the package within a workflow. */
export interface Visit extends Pick<NodeRun, 'status' | 'error' | 'output'> {
	input: INodeExecutionData[];
	/** The requests that it sent. */
	ledger: LedgerEntry[];
}

/** What became of the items of a node, and all that is wrong with it. */
export interface Judged {
	tally: Tally;
	wrong: string[];
}

/** What n8n noted of a run of a node. */
export function visitOf(task: ITaskData, input: INodeExecutionData[], ledger: LedgerEntry[]): Visit {
	return {
		status: task.executionStatus ?? 'unknown',
		...(task.error === undefined ? {} : { error: task.error }),
		output: (task.data?.main ?? []).map((items) => items ?? []),
		input,
		ledger,
	};
}

/** The item of the input that an item was made of; -1 where it does not say. */
export function itemOf({ pairedItem }: INodeExecutionData): number {
	return typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : -1;
}

/** Each item is paired with one of the input, in its order, and that of the error output keeps the fields of it. */
function pairing({ output, input }: Visit): string[] {
	return output.flatMap((items, index) =>
		items.flatMap((item, at) => {
			const mark = input[itemOf(item)]?.json.mark;
			const before = items[at - 1];
			if (!(itemOf(item) in input)) return [`item ${at} of output ${index} is paired with no item`];
			if (before !== undefined && itemOf(item) < itemOf(before))
				return [`item ${at} of output ${index} is out of order`];
			return index === 1 && item.json.mark !== mark ? [`the error of ${String(mark)} is at another item`] : [];
		}),
	);
}

/** The details that an error of the node carries. */
export function detailsOf({ error }: Pick<Visit, 'error'>): Record<string, unknown> | undefined {
	return error !== undefined && 'context' in error ? (error.context.details as IDataObject) : undefined;
}

/** Whether Chargebee answered in the end, though tries before that brought no answer. */
function wasRefused({ status }: Readonly<Record<string, unknown>>): boolean {
	return typeof status === 'number' && status >= 400 && status < 500;
}

/** The items that failed though they may succeed later: none may, where the site was away for a minute at most. */
export function givenUp(visit: Visit): string[] {
	const all = [detailsOf(visit), ...visit.output.flat().map(({ json }) => json.details as IDataObject | undefined)];
	return all
		.filter((details) => details?.retryable === true || (details?.outcomeUnknown === true && !wasRefused(details)))
		.map((details) => `an item was given up: ${JSON.stringify(details)}`);
}

/** Where a write ended the workflow, its error says how many items were done. */
function judgeStopped(visit: Visit, marks: readonly string[]): Judged {
	const tally = new Tally();
	const wrong = tally.addRequests(visit.ledger);
	const times = timesDone(visit.ledger);
	for (const [mark, count] of times) {
		tally.effects += count;
		if (count > 1) {
			tally.duplicates += 1;
			wrong.push(`${mark} was done ${count} times`);
		}
		if (!marks.includes(mark)) wrong.push(`${mark} was never asked for`);
	}
	tally.items = marks.length;
	tally.refused = 1;
	const text = visit.error?.description ?? '';
	const done = Number(/(\d+) of \d+ items w(?:as|ere) done/.exec(text)?.[1] ?? 0);
	const unknown = Number(/Of (\d+) more it is not known/.exec(text)?.[1] ?? 0);
	const most = done + unknown + (detailsOf(visit)?.outcomeUnknown === true ? 1 : 0);
	if (times.size < done) tally.losses += 1;
	if (times.size > most) tally.lies += 1;
	if (times.size < done || times.size > most)
		wrong.push(`${times.size} were done when it stopped: ${String(visit.error?.message)} ${text}`);
	return { tally, wrong };
}

/** Holds what a write reported of its items, each with a mark, against what was done. */
export function judgeWrite(visit: Visit, write: Write): Judged {
	const marks = visit.input.map(({ json }) => String(json.mark));
	if (visit.error !== undefined) return judgeStopped(visit, marks);
	const { tally, wrong } = judge(visit, write, marks, visit);
	return { tally, wrong: [...wrong, ...pairing(visit)] };
}

/**
 * Holds what a read gave for each item of its input against what it should have given.
 * @param valuesOf what the result of one item says, to be compared
 * @param expected what it should say, by the item's place on the input
 */
export async function judgeRead(
	visit: Visit,
	valuesOf: (items: INodeExecutionData[]) => unknown[] | Promise<unknown[]>,
	expected: (item: number) => unknown[],
): Promise<Judged> {
	const tally = new Tally();
	const wrong = [...tally.addRequests(visit.ledger), ...pairing(visit)];
	const results = visit.input.map((): INodeExecutionData[] => []);
	for (const item of visit.output.flat()) results[itemOf(item)]?.push(item);
	for (const [index, result] of results.entries()) {
		const failed = visit.error !== undefined || result.some(({ json }) => json.error !== undefined);
		const values = failed ? [] : await valuesOf(result);
		tally.items += Math.max(1, values.length);
		tally.done += values.length;
		if (failed) tally.refused += 1;
		if (failed && result.length > 1) wrong.push(`item ${index} has an error and results`);
		if (!failed && JSON.stringify(values) !== JSON.stringify(expected(index)))
			wrong.push(`item ${index} gave ${values.length} results, not the ${expected(index).length} that there are`);
	}
	return { tally, wrong };
}

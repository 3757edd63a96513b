import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isRecord } from '../encode/fields';
import { CanceledError } from '../errors/ApiError';
import { describeError, errorItem, nodeError } from '../errors/nodeError';
import type { Operation } from '../resources/Operation';
import { clock } from '../transport/clock';
import { Turns } from '../transport/eventLoop';
import { pool } from '../transport/pool';
import { RunReport } from '../transport/RunReport';

import { executeCall, isTool, type Run } from './executeCall';
import { runHint } from './hint';
import { ownPlaces } from './ownPlaces';
import { ParameterReader } from './parameterReader';
import { batchingOf, DEFAULT_CONCURRENCY } from './requestOptions';
import { runKeys, type RunKeys } from './runKeys';
import { runOperation } from './runOperation';

function startRun(functions: IExecuteFunctions): Run {
	const runIndex: unknown = functions.getWorkflowDataProxy(0).$runIndex;
	const node = functions.getNode();
	return {
		functions,
		reader: new ParameterReader(node),
		report: new RunReport(isStored(functions)),
		asTool: isTool(node.type),
		keys: runKeys(functions, typeof runIndex === 'number' ? runIndex : 0),
		places: ownPlaces(functions),
	};
}

/** Whether n8n may store what this execution hands out: its workflow's settings can say never, except to runs by hand. */
function isStored(functions: IExecuteFunctions): boolean {
	// Older versions do not tell.
	if (functions.getMode() === 'manual' || !('getWorkflowSettings' in functions)) return true;
	const { saveDataSuccessExecution, saveDataErrorExecution, saveExecutionProgress } = functions.getWorkflowSettings();
	return saveDataSuccessExecution !== 'none' || saveDataErrorExecution !== 'none' || saveExecutionProgress === true;
}

/** Items under way at once, at most. */
const MOST_UNDER_WAY = 50;

/** How many items to have under way: each item's own limit is kept at the gate, so an expression here needs no value yet. */
function poolSize(options: unknown): number {
	const given = isRecord(options) ? (options.simultaneousRequests ?? DEFAULT_CONCURRENCY) : DEFAULT_CONCURRENCY;
	return typeof given === 'number' && given >= 1 ? Math.min(given, MOST_UNDER_WAY) : MOST_UNDER_WAY;
}

/** Paces the start of items by n8n's batching option. */
function batchPacer(functions: IExecuteFunctions, requestOptions: unknown): (itemIndex: number) => Promise<void> {
	const batching = isRecord(requestOptions) ? batchingOf(requestOptions) : undefined;
	const began = clock.now();
	return async (itemIndex) => {
		if (batching === undefined) return;
		const due = began + Math.floor(itemIndex / batching.size) * batching.interval;
		await clock.sleep(due - clock.now(), functions.getExecutionCancelSignal());
	};
}

/** What became of the other items: exports start anew when they are repeated, so nothing is promised there. */
function progressOf(
	{ done, unknown, total }: { done: number; unknown: number; total: number },
	resource: Operation['resource'],
): string | undefined {
	if (total === 1) return undefined;
	const maybe = unknown === 0 ? '' : ` Of ${unknown} more it is not known whether Chargebee did the work.`;
	if (done === 0) return unknown === 0 ? `None of the ${total} items was done.` : maybe.trim();
	const safe = resource === 'order' ? ' Repeating them by Retry On Fail does nothing twice.' : '';
	return `${done} of ${total} items were done before the node stopped; their output is not handed on.${maybe}${safe}`;
}

/** How many items were done, by this try or an earlier one of Retry On Fail, and of how many, the reported one aside, that is not known. */
function countFates(
	results: readonly unknown[],
	failures: ReadonlyArray<{ index: number; reason: unknown }>,
	keys: RunKeys,
): { done: number; unknown: number } {
	const unknown = new Set(
		failures.flatMap(({ index, reason }) => (describeError(reason).details.outcomeUnknown === true ? [index] : [])),
	);
	const fates = results.map((result, index) =>
		result === undefined ? (keys.fateOf(index) ?? (unknown.has(index) ? 'unknown' : undefined)) : 'done',
	);
	const reported = failures[0]?.index;
	return {
		done: fates.filter((fate) => fate === 'done').length,
		unknown: fates.filter((fate, index) => fate === 'unknown' && index !== reported).length,
	};
}

/**
 * What n8n's engine runs for one operation: a pool over the input items instead of n8n's routing, which would
 * prepare all items in one go and block the process. The output is in the order of the input, each item paired.
 */
export function customOperation(operation: Operation): (this: IExecuteFunctions) => Promise<INodeExecutionData[][]> {
	return async function () {
		const run = startRun(this);
		const total = this.getInputData().length;
		const turns = new Turns();
		const requestOptions = this.getNodeParameter('requestOptions', 0, {});
		const paced = batchPacer(this, requestOptions);
		const keepGoing = this.continueOnFail();
		let failed = 0;

		const one = async (itemIndex: number): Promise<INodeExecutionData[]> => {
			await paced(itemIndex);
			const call = await executeCall(run, itemIndex);
			// What follows, up to the first request, is one piece: n8n evaluates the parameters.
			await turns.next();
			const results = await runOperation(operation, call);
			// One object for all, as n8n's own nodes have it: an export has hundreds of thousands of rows.
			const pairedItem = { item: itemIndex };
			for (const result of results) result.pairedItem = pairedItem;
			return results;
		};
		const { results, failures } = await pool(
			total,
			poolSize(this.getNode().parameters.options),
			async (itemIndex) =>
				await one(itemIndex).catch((reason: unknown) => {
					if (!keepGoing || reason instanceof CanceledError || this.getExecutionCancelSignal()?.aborted === true)
						throw reason;
					failed += 1;
					return [errorItem(reason, this.getNode(), this.getInputData()[itemIndex]?.json ?? {}, itemIndex)];
				}),
		);
		const first = failures[0];
		if (first !== undefined) {
			const reason = this.getExecutionCancelSignal()?.aborted === true ? new CanceledError() : first.reason;
			const progress = progressOf({ ...countFates(results, failures, run.keys), total }, operation.resource);
			throw nodeError(reason, {
				node: this.getNode(),
				itemIndex: first.index,
				asTool: run.asTool,
				...(progress === undefined ? {} : { progress }),
			});
		}
		if (failed === 0) run.keys.forget();
		const output: INodeExecutionData[] = [];
		for (const items of results) for (const item of items ?? []) output.push(item);
		this.addExecutionHints({ message: runHint(run.report, output.length, failed), location: 'outputPane' });
		// n8n goes through all of it in one piece.
		await turns.next();
		return [output];
	};
}

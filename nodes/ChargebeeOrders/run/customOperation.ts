import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Turns } from '../async/eventLoop';
import { pool, type Failure } from '../async/pool';
import { CanceledError } from '../errors/ApiError';
import { errorItem, nodeError } from '../errors/nodeError';
import type { Operation } from '../resources/Operation';
import { RunReport } from '../RunReport';

import { executeCall, isTool, type Run } from './executeCall';
import { countFates, nothingSent, progressOf } from './fates';
import { runHints } from './hints';
import { ownPlaces } from './ownPlaces';
import { batchPacer, poolSize } from './pacing';
import { ParameterReader } from './parameterReader';
import { prepareAll } from './prepareAll';
import { prepareItem, type Ready } from './prepareItem';
import { runKeys } from './runKeys';

function startRun(functions: IExecuteFunctions): Run {
	const node = functions.getNode();
	return {
		functions,
		reader: new ParameterReader(node),
		report: new RunReport(isStored(functions)),
		asTool: isTool(node.type),
		keys: runKeys(functions),
		places: ownPlaces(functions),
	};
}

/** Whether n8n may store the results: the workflow's settings can forbid it, except for manual runs. */
function isStored(functions: IExecuteFunctions): boolean {
	// Older versions do not tell.
	if (functions.getMode() === 'manual' || !('getWorkflowSettings' in functions)) return true;
	const { saveDataSuccessExecution, saveDataErrorExecution, saveExecutionProgress } = functions.getWorkflowSettings();
	return saveDataSuccessExecution !== 'none' || saveDataErrorExecution !== 'none' || saveExecutionProgress === true;
}

/**
 * What n8n's engine runs for one operation: a pool over the input items instead of n8n's routing, which would
 * prepare all items in one go and block the process. The output is in the order of the input, each item paired.
 * A write that stops at errors prepares all items before the first is sent, so that a bad row is found in time.
 */
export function customOperation(operation: Operation): (this: IExecuteFunctions) => Promise<INodeExecutionData[][]> {
	return async function () {
		const run = startRun(this);
		const total = this.getInputData().length;
		const turns = new Turns();
		const size = poolSize(this.getNode().parameters.options);
		const paced = batchPacer(this, this.getNodeParameter('requestOptions', 0, {}));
		const keepGoing = this.continueOnFail();
		const isCanceled = (): boolean => this.getExecutionCancelSignal()?.aborted === true;
		let failed = 0;

		const prepare = async (itemIndex: number): Promise<Ready> => {
			const values = new Map<string, unknown>();
			const call = await executeCall(run, itemIndex, values);
			// The next step runs without interruption: n8n evaluates the parameters.
			await turns.next();
			if (isCanceled()) throw new CanceledError();
			const ready = await prepareItem(operation, call);
			// What was sent of them is encoded now; thousands of items may wait for their turn.
			values.clear();
			return ready;
		};
		const stop = ({ index, reason }: Failure, progress: string | undefined): Error =>
			nodeError(isCanceled() ? new CanceledError() : reason, {
				node: this.getNode(),
				itemIndex: index,
				asTool: run.asTool,
				progress,
			});

		const ahead = operation.writes && !keepGoing ? await prepareAll(total, size, prepare) : undefined;
		const refusals = ahead?.failures ?? [];
		const [refused] = refusals;
		if (refused !== undefined) {
			const fates = countFates(total, [], [], run.keys);
			throw stop(refused, nothingSent(refusals.length, fates, operation.resource));
		}

		const one = async (itemIndex: number): Promise<INodeExecutionData[]> => {
			await paced(itemIndex);
			const ready = ahead?.take(itemIndex) ?? (await prepare(itemIndex));
			const results = await ready.run();
			// One object for all, as n8n's own nodes have it: an export has hundreds of thousands of rows.
			const pairedItem = { item: itemIndex };
			for (const result of results) result.pairedItem = pairedItem;
			return results;
		};
		const { results, failures } = await pool(
			total,
			size,
			async (itemIndex) =>
				await one(itemIndex).catch((reason: unknown) => {
					if (!keepGoing || isCanceled()) throw reason;
					failed += 1;
					return [errorItem(reason, this.getNode(), this.getInputData()[itemIndex]?.json ?? {}, itemIndex)];
				}),
		);
		const first = failures[0];
		if (first !== undefined) {
			throw stop(first, progressOf(countFates(total, results, failures, run.keys), operation.resource));
		}
		if (failed === 0) run.keys.forget();
		const output: INodeExecutionData[] = [];
		for (const items of results) for (const item of items ?? []) output.push(item);
		this.addExecutionHints(...runHints(run.report, { total, failed }));
		// n8n goes through all of it in one piece.
		await turns.next();
		return [output];
	};
}

/** An n8n engine in a process of its own, which updates orders: `tsx engineProcess.ts TASK`, the task as JSON. */
import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { runNode } from '../engine/harness';
import { byId } from '../engine/orderSandbox';
import { hurriedClock } from '../support/hurriedTime';

/** What an engine is to do. */
export interface EngineTask {
	url: string;
	apiKey: string;
	executionId: string;
	/** The orders to update, each to a note of its own. */
	ids: string[];
	simultaneousRequests: number;
	/** How many times as fast as the machine's its time runs. */
	hurry: number;
}

/** What came of it. */
export interface EngineResult {
	/** The orders that came out, in their order. */
	ids: unknown[];
	hint: string;
	error?: string;
}

async function main(): Promise<void> {
	const task = JSON.parse(process.argv[2] ?? '{}') as EngineTask;
	Object.assign(clock, hurriedClock(task.hurry));
	const run = await runNode({
		credential: { url: task.url, apiKey: task.apiKey },
		executionId: task.executionId,
		items: task.ids.map((id) => ({ json: { id } })),
		parameters: {
			resource: 'order',
			operation: 'update',
			orderId: byId('={{ $json.id }}'),
			fields: { note: `={{ "${task.executionId} " + $json.id }}` },
			options: { simultaneousRequests: task.simultaneousRequests },
		},
	});
	const result: EngineResult = {
		ids: (run.output[0] ?? []).map(({ json }) => json.id),
		hint: run.hints[0]?.message ?? '',
		...(run.error === undefined ? {} : { error: `${run.error.message} ${run.error.description ?? ''}` }),
	};
	process.send?.(result);
	process.disconnect();
}

void main();

import type { IExecuteFunctions, IWorkflowDataProxyData } from 'n8n-workflow';

import type { WriteKey } from '../Call';
import { itemKey, randomKey, type ItemIdentity } from '../transport/idempotencyKey';

/** The keys of the items of one run of the node, whichever of its tries by Retry On Fail asks. */
export class RunKeys {
	private readonly keys = new Map<number, WriteKey>();

	/**
	 * @param identity what the run's items share; absent where there is no execution to tell calls apart by
	 * @param kept whether another try of this run may ask again
	 */
	constructor(
		private readonly identity: Omit<ItemIdentity, 'itemIndex'> | undefined,
		private readonly kept: boolean,
	) {}

	/** The key of an item. */
	ofItem(itemIndex: number): WriteKey {
		if (this.identity === undefined) return randomKey();
		const key = this.keys.get(itemIndex) ?? itemKey({ ...this.identity, itemIndex });
		if (this.kept) this.keys.set(itemIndex, key);
		return key;
	}

	/** What the tries so far made of an item's write, as far as they are kept. */
	fateOf(itemIndex: number): 'done' | 'unknown' | undefined {
		const key = this.keys.get(itemIndex);
		if (key?.done !== undefined) return 'done';
		return key?.sentAt === undefined ? undefined : 'unknown';
	}

	/** No other try of this run will ask. */
	forget(): void {
		this.keys.clear();
	}
}

/** What n8n tells of a run. */
interface RunData {
	readonly $runIndex: number;
	/** The URL by which n8n resumes a waiting execution has the execution's random token. */
	readonly $execution?: { readonly resumeUrl?: string };
}

/**
 * What the latest run of each node in an execution has sent, so that Retry On Fail knows what is too old to be sent
 * again, and what came of it. n8n's signal is one object for the whole execution, and what is kept here goes with it.
 */
const executions = new WeakMap<AbortSignal, Map<string, { runIndex: number; keys: RunKeys }>>();

/** The keys of this run of the node; in a repeat by Retry On Fail those of the first try. */
export function runKeys(functions: IExecuteFunctions): RunKeys {
	const { id: nodeId, name: nodeName, retryOnFail } = functions.getNode();
	const executionId: unknown = functions.getExecutionId();
	const signal = functions.getExecutionCancelSignal();
	const { $runIndex: runIndex, $execution } = functions.getWorkflowDataProxy(0) as IWorkflowDataProxyData & RunData;
	const identity =
		typeof executionId === 'string' && executionId !== ''
			? {
					instanceId: functions.getInstanceId(),
					workflowId: functions.getWorkflow().id ?? '',
					executionId,
					executionToken: $execution?.resumeUrl?.split('?')[1] ?? '',
					nodeId,
					nodeName,
					runIndex,
				}
			: undefined;
	if (retryOnFail !== true || signal === undefined) return new RunKeys(identity, false);
	const nodes = executions.get(signal) ?? new Map<string, { runIndex: number; keys: RunKeys }>();
	executions.set(signal, nodes);
	const node = JSON.stringify([nodeId, nodeName]);
	const known = nodes.get(node);
	if (known?.runIndex === runIndex) return known.keys;
	const keys = new RunKeys(identity, true);
	nodes.set(node, { runIndex, keys });
	return keys;
}

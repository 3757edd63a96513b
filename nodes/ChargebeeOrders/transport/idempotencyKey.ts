import { createHash, randomUUID } from 'crypto';

import type { WriteKey } from '../Call';

/** What makes an item of a run unique, and the same again when n8n's Retry On Fail repeats the node. */
export interface ItemIdentity {
	readonly instanceId: string;
	readonly workflowId: string;
	readonly executionId: string;
	/**
	 * What n8n draws at random for an execution and stores with it; empty before it did. Execution ids begin at 1 again in
	 * a new database, while the instance keeps its id.
	 */
	readonly executionToken: string;
	readonly nodeId: string;
	/** In addition to the ID: in workflows that were generated or edited as files two nodes may have one id, never one name. */
	readonly nodeName: string;
	/** Round of a loop. */
	readonly runIndex: number;
	readonly itemIndex: number;
}

/** A key for one item of one run, 64 characters: the same for every try, so that Chargebee does the work once. */
export function itemKey(identity: ItemIdentity): WriteKey {
	const { instanceId, workflowId, executionId, executionToken, nodeId, nodeName, runIndex, itemIndex } = identity;
	const parts = [instanceId, workflowId, executionId, executionToken, nodeId, nodeName, runIndex, itemIndex];
	return { value: createHash('sha256').update(JSON.stringify(parts)).digest('hex'), lasting: true };
}

/** A key for one call and its own retries, where n8n gives no execution to tell calls apart by. */
export function randomKey(): WriteKey {
	return { value: randomUUID(), lasting: false };
}

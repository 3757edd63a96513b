import { createHash, randomUUID } from 'crypto';

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
	/** Beside the id: in workflows that were generated or edited as files two nodes may have one id, never one name. */
	readonly nodeName: string;
	/** Round of a loop. */
	readonly runIndex: number;
	readonly itemIndex: number;
}

/** The node's own idempotency key for a write. */
export interface WriteKey {
	readonly value: string;
	/** Whether n8n's Retry On Fail sends the item with the same key again. */
	readonly lasting: boolean;
	/**
	 * When the first try was sent that may have been done, in milliseconds since 1970. Chargebee forgets the key half an
	 * hour later, and would do the work a second time.
	 */
	sentAt?: number;
	/** What was sent, as text, and the body of the success that came of it: the answer when it may not be sent again. */
	done?: { readonly request: string; readonly body: Readonly<Record<string, unknown>> };
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

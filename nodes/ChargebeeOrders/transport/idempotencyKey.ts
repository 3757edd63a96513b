import { createHash, randomUUID } from 'crypto';

/** What makes an item of a run unique, and the same again when n8n's Retry On Fail repeats the node. */
export interface ItemIdentity {
	readonly instanceId: string;
	readonly executionId: string;
	readonly nodeId: string;
	/** Round of a loop. */
	readonly runIndex: number;
	readonly itemIndex: number;
}

/** A key for one item of one run, 64 characters: the same for every try, so that Chargebee does the work once. */
export function itemKey(identity: ItemIdentity): string {
	const parts = [identity.instanceId, identity.executionId, identity.nodeId, identity.runIndex, identity.itemIndex];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** A key for one call and its own retries, where n8n gives no execution to tell calls apart by. */
export function randomKey(): string {
	return randomUUID();
}

/** Chargebee repeats a delivery for three days; these are the latest of a node. */
const MOST_IDS = 5_000;
const MOST_NODES = 100;

/** The oldest first, as a Map and a Set keep them. */
const answered = new Map<string, Set<string>>();

/** Whether this process has answered an event of a node with success. */
export function wasAnswered(node: string, eventId: string): boolean {
	return answered.get(node)?.has(eventId) ?? false;
}

/**
 * Remembers that an event was answered with success; the oldest are forgotten. Not kept over restarts: n8n does not save
 * what a webhook writes into the workflow's data.
 */
export function rememberAnswered(node: string, eventId: string): void {
	const ids = answered.get(node) ?? new Set<string>();
	answered.delete(node);
	answered.set(node, ids.add(eventId));
	for (const oldest of ids) {
		if (ids.size <= MOST_IDS) break;
		ids.delete(oldest);
	}
	for (const oldest of answered.keys()) {
		if (answered.size <= MOST_NODES) break;
		answered.delete(oldest);
	}
}

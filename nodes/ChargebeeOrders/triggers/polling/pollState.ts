import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../values';

import type { PollState } from './pollEvents';

const VERSION = 1;

/** Whether the node has looked before, whatever it remembers. */
export function hasLooked({ stateVersion }: Readonly<IDataObject>): boolean {
	return stateVersion !== undefined;
}

/**
 * What the node's static data says of the last look.
 * @param site the origin of the credential: times and IDs of another site's events mean nothing here
 * @returns nothing for another site, and for data of another version
 */
export function storedState(data: Readonly<IDataObject>, site: string): PollState | undefined {
	const { stateVersion, watermark, from, seen, behind } = data;
	if (stateVersion !== VERSION || data.site !== site || !isRecord(seen)) return undefined;
	if (typeof watermark !== 'number' || typeof from !== 'number') return undefined;
	const times = Object.entries(seen).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
	return { watermark, from, behind: behind === true, seen: new Map(times) };
}

/**
 * Puts what is to be remembered into the node's static data, all at once. What is changed there before an error is kept
 * by n8n and would move the next look on, so this comes last. Objects are replaced: n8n does not notice changes in them.
 */
export function storeState(data: IDataObject, site: string, { watermark, from, seen, behind }: PollState): void {
	Object.assign(data, { stateVersion: VERSION, site, watermark, from, seen: Object.fromEntries(seen), behind });
}

/** The beginnings of nodes that have given no item since, by node; n8n may not have stored them. */
const beginnings = new Map<string, { site: string; state: PollState }>();
const MOST_BEGINNINGS = 1_000;

/**
 * Keeps where a node began: n8n's durable engine does not store what the first poll writes if it gives no item, and what
 * happened until the second would be lost.
 */
export function keepBeginning(node: string, site: string, state: PollState): void {
	const [oldest] = beginnings.keys();
	if (beginnings.size >= MOST_BEGINNINGS && oldest !== undefined) beginnings.delete(oldest);
	beginnings.set(node, { site, state });
}

/** Where the node began at this site, if it did in this process. */
export function keptBeginning(node: string, site: string): PollState | undefined {
	const kept = beginnings.get(node);
	return kept?.site === site ? kept.state : undefined;
}

/** Forgets where the node began: n8n has stored how far it got. */
export function dropBeginning(node: string): void {
	beginnings.delete(node);
}

import { ApiError } from '../../errors/ApiError';
import type { ListPart, Resource } from '../../transport/paging';

import { envelopeOf, type EventEnvelope } from '../orderEvent';

/** Times are unix seconds of Chargebee's clock: this machine's may be wrong by minutes. */
export interface PollState {
	/** The latest event that was handed out, or left out by a filter. */
	readonly watermark: number;
	/** Where the next look begins to read: before the watermark, since Chargebee may list events late. It never goes back. */
	readonly from: number;
	/** When each event from there on occurred that was handed out, or left out by a filter, by its ID. */
	readonly seen: ReadonlyMap<string, number>;
	/** Whether the last look ended before the end of the list. */
	readonly behind: boolean;
}

/** How far a look goes. */
export interface Look {
	/** How late Chargebee may list an event, in seconds. */
	readonly lookBack: number;
	/** New events after which no further page is read. */
	readonly maxEvents: number;
	/** Whether an event is one that the workflow wants to know of, by its type. */
	isChosen(event: EventEnvelope): boolean;
	/** Seconds since the look began. */
	elapsed(): number;
	/** Whether no further page is read because of the time that the look took. */
	isTimeUp(): boolean;
}

export interface Looked {
	/** The new events in the order in which they occurred, each once. */
	readonly events: readonly EventEnvelope[];
	readonly next: PollState;
	/** Events that there was no room to remember: those that the next look reads again come twice. */
	readonly forgotten: number;
}

/** IDs that are remembered at most: they lie in the workflow's static data, which n8n stores as a whole. */
export const MOST_SEEN = 5_000;

interface Occurred extends EventEnvelope {
	readonly at: number;
}

function occurred(entry: Resource): Occurred {
	const envelope = envelopeOf(entry);
	const at = entry.occurred_at;
	if (envelope !== undefined && typeof at === 'number' && Number.isSafeInteger(at)) return { ...envelope, at };
	throw new ApiError('Chargebee answered with an event without ID, type, content or time', {
		status: 200,
		retryable: true,
		hint: 'If it stays so, a proxy may change the answers.',
	});
}

/** Those that the next look may read again, the oldest left out where they are too many. */
function remembered(seen: ReadonlyMap<string, number>, from: number): Pick<PollState, 'seen'> & { forgotten: number } {
	const again = [...seen].filter(([, at]) => at >= from).sort(([, a], [, b]) => a - b);
	const forgotten = Math.max(0, again.length - MOST_SEEN);
	return { seen: new Map(again.slice(forgotten)), forgotten };
}

/**
 * One look: what is new in the list of events since the last one, and what to remember for the next. Changes nothing.
 *
 * Each event comes once over any number of looks, as long as Chargebee lists it no later than `lookBack` after it occurred,
 * and no more than 5,000 events lie within that time. A look that ends early, after some events or some time, goes on to
 * the end of the page, and as far as it takes to get beyond the watermark: otherwise the next one would end there too.
 *
 * @param pages the events from `state.from` on, the oldest first
 * @throws ApiError for an event that is none, and what reading a page throws
 */
export async function pollEvents(state: PollState, pages: AsyncIterable<ListPart>, look: Look): Promise<Looked> {
	const events: EventEnvelope[] = [];
	const seen = new Map(state.seen);
	let { watermark } = state;
	let behind = false;
	for await (const { entries, more } of pages) {
		for (const event of entries.map(occurred)) {
			watermark = Math.max(watermark, event.at);
			if (event.at < state.from || !look.isChosen(event) || seen.has(event.id)) continue;
			seen.set(event.id, event.at);
			events.push(event);
		}
		behind = more && watermark > state.watermark && (events.length >= look.maxEvents || look.isTimeUp());
		if (behind) break;
	}
	// An event that was listed after its place was passed may be as much older as the look took, and a second's fraction.
	const from = Math.max(state.from, watermark - look.lookBack - Math.ceil(look.elapsed()) - 1);
	const { forgotten, ...rest } = remembered(seen, from);
	return { events, next: { watermark, from, behind, ...rest }, forgotten };
}

/**
 * Where to begin so that nothing comes that Chargebee lists already: all events within the look-back of the newest one
 * count as seen. Those that it lists late come with the next looks.
 *
 * @param pages the events, the newest first
 * @param earliest where to begin if there are none, in unix seconds
 */
export async function beginNow(
	pages: AsyncIterable<ListPart>,
	{ lookBack, isChosen, earliest }: Pick<Look, 'lookBack' | 'isChosen'> & { earliest: number },
): Promise<PollState> {
	const seen = new Map<string, number>();
	let newest = Number.NEGATIVE_INFINITY;
	for await (const { entries } of pages) {
		const events = entries.map(occurred).filter(isChosen);
		for (const { id, at } of events) {
			seen.set(id, at);
			newest = Math.max(newest, at);
		}
		const from = newest - lookBack;
		if (events.some(({ at }) => at < from) || seen.size >= MOST_SEEN) break;
	}
	if (seen.size === 0) return beginAt(earliest);
	const from = newest - lookBack;
	return { watermark: newest, from, seen: remembered(seen, from).seen, behind: false };
}

/** Where to begin so that everything comes from a time on, in unix seconds. */
export function beginAt(since: number): PollState {
	return { watermark: since, from: since, seen: new Map(), behind: false };
}

import type { ListPart, Resource } from '../../nodes/ChargebeeOrders/transport/paging';
import type { Draws } from '../sandbox/seed/random';

/** An event as it will occur and be listed; times are in seconds, those of the list with fractions. */
export interface LaggingEvent {
	readonly id: string;
	readonly occurredAt: number;
	readonly listedAt: number;
}

const PAGE = 100;

/** A list of events that shows each of them some time after it occurred, at its place by the time when it occurred. */
export class LaggingEvents {
	/** Seconds since 1970; goes on with every page. */
	now: number;
	private readonly events: readonly LaggingEvent[];

	/** @param secondsOfPage how long the next page takes; what it throws is a failure of that page */
	constructor(
		begin: number,
		events: readonly LaggingEvent[],
		private readonly secondsOfPage: () => number,
	) {
		this.now = begin;
		this.events = [...events].sort((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1));
	}

	/** The pages from a second on, the oldest first, each as the list is when it is asked for. */
	async *from(second: number): AsyncGenerator<ListPart> {
		yield* this.pages(this.events.filter(({ occurredAt }) => occurredAt >= second));
	}

	/** All pages, the newest first. */
	async *backwards(): AsyncGenerator<ListPart> {
		yield* this.pages([...this.events].reverse());
	}

	private async *pages(events: readonly LaggingEvent[]): AsyncGenerator<ListPart> {
		let at = 0;
		for (let more = true; more;) {
			this.now += this.secondsOfPage();
			const entries: Resource[] = [];
			for (; at < events.length && entries.length < PAGE; at += 1) {
				const event = events[at];
				if (event !== undefined && event.listedAt <= this.now) entries.push(asSent(event));
			}
			more = events.slice(at).some(({ listedAt }) => listedAt <= this.now);
			yield await Promise.resolve({ entries, more });
		}
	}
}

/** An event in the form of the API. */
export function asSent({ id, occurredAt }: Pick<LaggingEvent, 'id' | 'occurredAt'>): Resource {
	return { id, occurred_at: occurredAt, event_type: 'order_updated', content: { order: { id: `order of ${id}` } } };
}

/**
 * Draws what happens at a site within some seconds: single events, and bursts of 250 in one second.
 * @param longestLag how late an event may be listed, in seconds
 */
export function drawEvents(draws: Draws, begin: number, seconds: number, longestLag: number): LaggingEvent[] {
	const events: LaggingEvent[] = [];
	const happen = (at: number): void => {
		const lag = draws.pick([0, draws.next() * longestLag, longestLag]);
		events.push({ id: `ev_${draws.text(6)}_${events.length}`, occurredAt: Math.floor(at), listedAt: at + lag });
	};
	for (let at = begin; at < begin + seconds; at += draws.next() * 60) happen(at);
	for (let bursts = draws.below(3); bursts > 0; bursts -= 1) {
		const second = begin + draws.below(seconds);
		for (let number = 0; number < 250; number += 1) happen(second + draws.next());
	}
	return events;
}

import { clock } from '../../async/clock';

import { CircuitBreaker, type OutagePatience, type Try } from './circuitBreaker';
import { Pace } from './pace';
import { SlowStart } from './slowStart';

/** Requests of this process in flight at one site: Chargebee takes 50 reads and 50 writes at once on its smallest sites. */
const MOST_AT_ONCE = 50;
/** How often the queue is checked while only time can open the gate, in milliseconds. */
const SLICE = 200;
/** The patience for a site that does not answer in a manual run, or that never answered, in milliseconds. */
export const SHORT_PATIENCE = 30_000;

/** How long a request goes on while the site does not answer. */
export interface Patience {
	/** When the request came, or failed first, in milliseconds since 1970. */
	readonly since: number;
	/** Milliseconds. */
	readonly longest: number;
	/** Whether the run is by hand: its person waits for the answer. */
	readonly attended: boolean;
}

/** How a request waits for its place. */
export interface Wait {
	readonly patience: Patience;
	/** Whether the request may wait for a gate that opens then, in milliseconds since 1970. */
	readonly mayWait: (until: number) => boolean;
	/** Whether to go before the others: a request that a rate limit refused has waited already. */
	readonly first?: boolean;
	readonly signal?: AbortSignal | undefined;
}

/** A place at the gate: one request in flight. */
export interface Place {
	/** In milliseconds since 1970. */
	readonly startedAt: number;
	/** As the circuit breaker knows it. */
	readonly attempt: Try;
	/** As the slow start knows it. */
	readonly round: number;
}

/** Why a request was not let in: Stop, a rate limit beyond its patience, or an outage beyond its patience. */
export type Refusal = 'canceled' | 'limited' | 'down';

interface Waiter {
	readonly wait: Wait;
	readonly go: (place: Place | Refusal) => void;
}

/**
 * The one queue of all requests of this process to one site. A request waits here while too many are in flight, during
 * the pause after a 429, while the minute is full, and while another probes a site that does not answer. Each of these
 * rules stands in a file of its own.
 */
export class SiteGate {
	private readonly pace = new Pace();
	private readonly slowStart = new SlowStart();
	private readonly breaker = new CircuitBreaker();
	private inFlight = 0;
	private waiting: Waiter[] = [];
	private watching = false;
	private pausedUntil = 0;
	private lastRefusal = 0;
	private everAnswered = false;
	/** Milliseconds for which requests waited because of the site's limits, those waiting at once counted once. */
	heldBack = 0;
	/** Milliseconds for which requests waited because the site did not answer, those waiting at once counted once. */
	unanswered = 0;
	/** Refusals with 429 in a row. Those of one burst count once. */
	refusalsInRow = 0;
	/** Requests that the site answered. A request that fails again while this grows fails for a reason of its own. */
	answers = 0;
	/** What the last failure was, in words. */
	trouble = '';

	/**
	 * Runs `work` with a place at the gate, and gives the place back however `work` ends.
	 * @returns its result, or why there was no place
	 */
	async within<Result>(wait: Wait, work: (place: Place) => Promise<Result>): Promise<Result | Refusal> {
		const place = await this.enter(wait);
		if (typeof place === 'string') return place;
		try {
			return await work(place);
		} finally {
			this.inFlight -= 1;
			this.slowStart.ended(place.round);
			this.breaker.ended(place.attempt);
			this.refresh();
		}
	}

	/** Milliseconds for which no request starts because of a limit: a pause, or a minute that is full. */
	closedFor(now: number): number {
		return Math.max(0, this.pausedUntil - now, this.pace.closedFor(now));
	}

	/** Milliseconds until a limit by the minute that was used up lets requests in again, as far as is known. */
	minuteLeft(now: number): number {
		return this.pace.minuteLeft(now);
	}

	/** Whether the site does not answer, and is only probed. */
	get isDown(): boolean {
		return this.breaker.isOpen;
	}

	/** Whether nothing at this address ever answered this process. */
	get isUnknown(): boolean {
		return !this.everAnswered;
	}

	/** For how long the site has not answered, in milliseconds. */
	unansweredFor(now: number): number {
		return this.breaker.lasted(now);
	}

	/** Until when a request goes on while the site does not answer, in milliseconds since 1970. */
	troubleDeadline(patience: Patience): number {
		return this.breaker.deadline(this.outagePatience(patience));
	}

	/** Notes an answer that is neither a 429 about all requests nor one of a server in trouble. */
	answered(place: Place): void {
		this.refusalsInRow = 0;
		this.answers += 1;
		this.pace.answered(clock.now());
		this.alive(place);
		this.slowStart.answered(place.round);
	}

	/**
	 * Notes a 429 that is about all requests. Those of one burst count once.
	 * @param named the wait that the site names, in milliseconds, where it does
	 */
	refused(place: Place, named: number | undefined): void {
		const now = clock.now();
		const first = place.startedAt >= this.lastRefusal;
		this.pace.refused(now, { inFlight: this.inFlight, first, named });
		this.alive(place);
		if (!first) return;
		this.lastRefusal = now;
		this.refusalsInRow += 1;
	}

	/** No request starts for `delay` milliseconds, and then one by one. */
	pause(delay: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, clock.now() + delay);
		this.slowStart.restart();
		this.refresh();
	}

	/**
	 * Notes a try without an answer, or with one of a server in trouble.
	 * @param trouble what went wrong, in words
	 * @param failure whether there was an answer, and when the site wants to be asked again, in milliseconds since 1970
	 */
	failed(place: Place, trouble: string, { isAnswer, notBefore }: { isAnswer: boolean; notBefore: number }): void {
		this.trouble = trouble;
		if (isAnswer) this.everAnswered = true;
		this.breaker.failed(clock.now(), place.attempt, Math.random(), notBefore);
	}

	private alive(place: Place): void {
		this.everAnswered = true;
		// Requests start one by one again: a site that has just recovered would fail under all of them.
		if (this.breaker.answered(place.attempt)) this.slowStart.restart();
	}

	private outagePatience({ since, longest, attended }: Patience): OutagePatience {
		return { since, longest: attended || this.isUnknown ? Math.min(longest, SHORT_PATIENCE) : longest };
	}

	/** Waits for a place; a request that is cancelled or turned away gets none. */
	private async enter(wait: Wait): Promise<Place | Refusal> {
		const { signal } = wait;
		if (signal?.aborted === true) return 'canceled';
		return await new Promise((resolve) => {
			const leave = (): void => {
				this.waiting = this.waiting.filter((other) => other !== waiter);
				resolve('canceled');
			};
			const waiter: Waiter = {
				wait,
				go: (place) => {
					signal?.removeEventListener('abort', leave);
					resolve(place);
				},
			};
			signal?.addEventListener('abort', leave, { once: true });
			if (wait.first === true) this.waiting.unshift(waiter);
			else this.waiting.push(waiter);
			this.refresh();
		});
	}

	/** Checks the queue now, and again for as long as only time can open the gate. */
	private refresh(): void {
		const pause = this.lookAfterQueue(clock.now());
		if (pause !== undefined && !this.watching) void this.watch(pause);
	}

	private async watch(first: number): Promise<void> {
		this.watching = true;
		let now = clock.now();
		for (let pause: number | undefined = first; pause !== undefined; pause = this.lookAfterQueue(now)) {
			const limited = this.closedFor(now) > 0;
			await clock.sleep(pause);
			if (limited) this.heldBack += pause;
			else this.unanswered += pause;
			now = clock.now();
		}
		this.watching = false;
	}

	/**
	 * Lets requests in and turns others away, all as of one moment. With a new look at the clock for each check the gate
	 * could open between two checks, and no request would be let in again.
	 * @returns milliseconds after which to look again; nothing where the end of a request is the next that can happen
	 */
	private lookAfterQueue(now: number): number | undefined {
		const closed = this.closedFor(now);
		if (closed > 0) this.turnAway('limited', ({ mayWait }) => mayWait(now + closed));
		else this.letIn(now);
		if (this.breaker.isOpen)
			this.turnAway('down', ({ patience }) => this.breaker.isWorthWaiting(now, this.outagePatience(patience)));
		if (this.waiting.length === 0) return undefined;
		if (closed > 0) return Math.min(closed, SLICE);
		return this.breaker.isOpen ? SLICE : undefined;
	}

	private letIn(now: number): void {
		while (this.inFlight < Math.min(MOST_AT_ONCE, this.pace.allows(now)) && this.slowStart.admits) {
			const next = this.waiting.findIndex(({ wait }) => this.breaker.admits(now, this.outagePatience(wait.patience)));
			const [waiter] = next < 0 ? [] : this.waiting.splice(next, 1);
			if (waiter === undefined) return;
			this.inFlight += 1;
			this.pace.started(now);
			waiter.go({ startedAt: now, attempt: this.breaker.started(now), round: this.slowStart.started() });
		}
	}

	private turnAway(refusal: Refusal, stays: (wait: Wait) => boolean): void {
		const leaving = this.waiting.filter(({ wait }) => !stays(wait));
		this.waiting = this.waiting.filter((waiter) => !leaving.includes(waiter));
		for (const { go } of leaving) go(refusal);
	}
}

const gates = new Map<string, SiteGate>();

/** The gate of a site, by its origin. */
export function gateOf(origin: string): SiteGate {
	const gate = gates.get(origin) ?? new SiteGate();
	gates.set(origin, gate);
	return gate;
}

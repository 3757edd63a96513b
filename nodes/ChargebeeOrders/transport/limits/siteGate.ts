import { clock } from '../../async/clock';

import { CircuitBreaker, type Endurance, type Try } from './circuitBreaker';
import { Pace } from './pace';
import { SlowStart } from './slowStart';

/** Requests of this process in flight at one site: Chargebee takes 50 reads and 50 writes at once on its smallest sites. */
const MOST_AT_ONCE = 50;
/** How often those in the queue are looked after, in milliseconds. */
const SLICE = 200;
/** How long a site that does not answer is waited for where a person waits, or where it never answered, in milliseconds. */
export const SHORT_ENDURANCE = 30_000;

/** How long a request goes on while the site does not answer. */
export interface Patience {
	/** When the request came, or failed first, in milliseconds since 1970. */
	readonly since: number;
	/** Milliseconds. */
	readonly longest: number;
	/** Whether a person waits for it. */
	readonly attended: boolean;
}

/** How a request waits for its place. */
export interface Wait {
	readonly patience: Patience;
	/** Whether a closed gate that opens then, in milliseconds since 1970, is worth waiting for. */
	readonly endures: (until: number) => boolean;
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

/** Why a request was not let in: its own abort, a rate limit for too long, or a site that did not answer for too long. */
export type Refusal = 'canceled' | 'limited' | 'down';

interface Waiter {
	readonly wait: Wait;
	readonly go: (place: Place | Refusal) => void;
}

/**
 * What all requests of this process to one site have in common: how many are in flight, no request during the pause
 * after a 429, no more in a minute than the site was seen to bear, one probe at a time while the site does not answer.
 * Each of these rules stands in a module of its own; here is the one queue.
 */
export class SiteGate {
	private readonly pace = new Pace();
	private readonly slowStart = new SlowStart();
	private readonly breaker = new CircuitBreaker();
	private inFlight = 0;
	private waiting: Waiter[] = [];
	private watching = false;
	private pausedUntil = 0;
	private lastStrike = 0;
	private everAnswered = false;
	/** Milliseconds for which requests waited because of the site's limits, those waiting at once counted once. */
	heldBack = 0;
	/** Milliseconds for which requests waited because the site did not answer, those waiting at once counted once. */
	unanswered = 0;
	/** 429 answers in a row, those of one burst counted once. */
	strikes = 0;
	/** Requests that the site answered: what failed twice while this grew does not fail because of the site. */
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
		return this.breaker.deadline(this.enduranceOf(patience));
	}

	/** The site answered, with whatever is neither a 429 about all requests nor a server in trouble. */
	answered(place: Place): void {
		this.strikes = 0;
		this.answers += 1;
		this.pace.answered(clock.now());
		this.alive(place);
		this.slowStart.answered(place.round);
	}

	/**
	 * The site refused a request with a 429 that is about all requests. Those of one burst strike once.
	 * @param named the wait that the site names, in milliseconds, where it does
	 */
	refused(place: Place, named: number | undefined): void {
		const now = clock.now();
		const first = place.startedAt >= this.lastStrike;
		this.pace.struck(now, { inFlight: this.inFlight, first, named });
		this.alive(place);
		if (!first) return;
		this.lastStrike = now;
		this.strikes += 1;
	}

	/** No request starts for `delay` milliseconds, and then one by one. */
	pause(delay: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, clock.now() + delay);
		this.slowStart.restart();
		this.refresh();
	}

	/**
	 * The site gave no answer, or one of a server in trouble.
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
		// They come back one by one: a site that has just recovered would fall over again.
		if (this.breaker.answered(place.attempt)) this.slowStart.restart();
	}

	private enduranceOf({ since, longest, attended }: Patience): Endurance {
		return { since, longest: attended || this.isUnknown ? Math.min(longest, SHORT_ENDURANCE) : longest };
	}

	/** Waits for a place. A request that is cancelled or turned away leaves the queue without one. */
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

	/** Looks after the queue now, and for as long as only time can open the gate. */
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
	 * Lets in and turns away as of one moment: with a look at the clock for each question a gate could open between two of
	 * them, and nobody would be let in any more.
	 * @returns milliseconds after which to look again; nothing where the end of a request is the next that can happen
	 */
	private lookAfterQueue(now: number): number | undefined {
		const closed = this.closedFor(now);
		if (closed > 0) this.turnAway('limited', ({ endures }) => endures(now + closed));
		else this.letIn(now);
		if (this.breaker.isOpen)
			this.turnAway('down', ({ patience }) => this.breaker.isWorthWaiting(now, this.enduranceOf(patience)));
		if (this.waiting.length === 0) return undefined;
		if (closed > 0) return Math.min(closed, SLICE);
		return this.breaker.isOpen ? SLICE : undefined;
	}

	private letIn(now: number): void {
		while (this.inFlight < Math.min(MOST_AT_ONCE, this.pace.allows(now)) && this.slowStart.admits) {
			const next = this.waiting.findIndex(({ wait }) => this.breaker.admits(now, this.enduranceOf(wait.patience)));
			const [waiter] = next < 0 ? [] : this.waiting.splice(next, 1);
			if (waiter === undefined) return;
			this.inFlight += 1;
			this.pace.started(now);
			waiter.go({ startedAt: now, attempt: this.breaker.started(now), round: this.slowStart.started() });
		}
	}

	private turnAway(refusal: Refusal, stays: (wait: Wait) => boolean): void {
		const leaving = this.waiting.filter(({ wait }) => !stays(wait));
		if (leaving.length === 0) return;
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

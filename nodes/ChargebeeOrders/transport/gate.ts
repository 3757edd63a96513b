import { clock } from './clock';
import { Pace, type Strike } from './pace';

/** How a request waits for its place. */
export interface Wait {
	/** The most requests in flight that this one tolerates, itself included. */
	readonly limit: number;
	readonly signal?: AbortSignal;
	/** Whether to wait before the others: a request that is repeated has waited already. */
	readonly first?: boolean;
	/** Whether a closed gate that opens then, in milliseconds since 1970, is worth waiting for; any is by default. */
	readonly endures?: (until: number) => boolean;
}

/** What a wait ended in: a place, its own abort, or a gate that stays closed for longer than it endures. */
export type Entered = 'entered' | 'canceled' | 'closed';

interface Waiter {
	readonly wait: Wait;
	readonly go: (entered: Entered) => void;
}

/** Retries that a site has left before anything was answered, and at most. */
const FIRST_BUDGET = 10;
const FULL_BUDGET = 50;
/** What a first try adds: with 1,000 items at a dead server 100 retries, so at most 1.11 requests an item. */
const BUDGET_PER_REQUEST = 0.1;
/** How often those who wait are looked after, in milliseconds. */
const SLICE = 200;

/**
 * Lets requests to one site start: fewer than the request's own limit in flight, none during a pause, and after a pause
 * one more with every answer; no more in a minute than the site was seen to bear. All nodes and executions of this
 * process share it.
 */
export class Gate {
	private readonly pace = new Pace();
	private inFlight = 0;
	private waiting: Waiter[] = [];
	private pausedUntil = 0;
	private waking = false;
	private lastPause = 0;
	private budget = FIRST_BUDGET;
	/** Milliseconds for which requests waited because of the site's limits, those waiting at once counted once. */
	heldBack = 0;
	/** 429 answers in a row, those of one burst counted once. */
	strikes = 0;

	/** Milliseconds for which no request starts: a pause, or a minute that is full. */
	closedFor(): number {
		return Math.max(0, this.pausedUntil - clock.now(), this.pace.closedFor(clock.now()));
	}

	/** Milliseconds until a limit by the minute that was used up lets requests in again, as far as is known. */
	minuteLeft(): number {
		return this.pace.minuteLeft(clock.now());
	}

	/** Waits for a place in flight. Who is cancelled, or does not endure a closed gate, leaves the queue without one. */
	async enter(wait: Wait): Promise<Entered> {
		const { limit, signal, first = false } = wait;
		if (signal?.aborted === true) return 'canceled';
		if ((first || this.waiting.length === 0) && this.admits(limit)) {
			this.start();
			return 'entered';
		}
		return await new Promise<Entered>((resolve) => {
			const leave = (): void => {
				this.waiting = this.waiting.filter((other) => other !== waiter);
				resolve('canceled');
			};
			const waiter: Waiter = {
				wait,
				go: (entered) => {
					signal?.removeEventListener('abort', leave);
					resolve(entered);
				},
			};
			signal?.addEventListener('abort', leave, { once: true });
			if (first) this.waiting.unshift(waiter);
			else this.waiting.push(waiter);
			void this.wake();
		});
	}

	/** Gives the place back. */
	leave(): void {
		this.inFlight -= 1;
		this.release();
	}

	/** An answer other than 429 came; `alive` when it is none of a server's failures, which earn no retries. */
	answered(alive = true): void {
		this.strikes = 0;
		this.pace.answered(clock.now());
		if (alive) this.budget = Math.min(FULL_BUDGET, this.budget + 1);
	}

	/**
	 * A 429 came for a request that started at `startedAt`; those of one burst strike once.
	 * @param about whether it is about one order, not about the limits of the site; what wait the site names
	 */
	struck(startedAt: number, about: Pick<Strike, 'locked' | 'named'> = { locked: false }): void {
		const first = startedAt >= this.lastPause;
		this.pace.struck(clock.now(), { inFlight: this.inFlight, first, ...about });
		if (!first) return;
		this.lastPause = clock.now();
		this.strikes += 1;
	}

	/** No request to the site starts for `delay` milliseconds. */
	pause(delay: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, clock.now() + delay);
		this.pace.pause();
		void this.wake();
	}

	/** Counts a first try, which earns a part of a retry. */
	requested(): void {
		this.budget = Math.min(FULL_BUDGET, this.budget + BUDGET_PER_REQUEST);
	}

	get hasBudget(): boolean {
		return this.budget >= 1;
	}

	/** Counts a retry that was granted. */
	retried(): void {
		this.budget -= 1;
	}

	private admits(limit: number): boolean {
		return this.closedFor() === 0 && this.inFlight < Math.min(limit, this.pace.allows(clock.now()));
	}

	private start(): void {
		this.inFlight += 1;
		this.pace.started(clock.now());
	}

	private release(): void {
		for (let next = this.waiting[0]; next !== undefined && this.admits(next.wait.limit); next = this.waiting[0]) {
			this.waiting.shift();
			this.start();
			next.go('entered');
		}
		void this.wake();
	}

	/** One timer wakes all who wait at a closed gate. */
	private async wake(): Promise<void> {
		this.turnAway();
		if (this.waking || this.waiting.length === 0 || this.closedFor() === 0) return;
		this.waking = true;
		while (this.waiting.length > 0 && this.closedFor() > 0) {
			const slice = Math.min(this.closedFor(), SLICE);
			await clock.sleep(slice);
			this.heldBack += slice;
		}
		this.waking = false;
		this.release();
	}

	/** Who does not endure it that long need not wait to hear so. */
	private turnAway(): void {
		const closed = this.closedFor();
		if (closed === 0) return;
		const until = clock.now() + closed;
		const impatient = this.waiting.filter(({ wait }) => wait.endures?.(until) === false);
		this.waiting = this.waiting.filter((waiter) => !impatient.includes(waiter));
		for (const { go } of impatient) go('closed');
	}
}

const gates = new Map<string, Gate>();

/** The gate of a site, by its origin. */
export function gateOf(origin: string): Gate {
	const gate = gates.get(origin) ?? new Gate();
	gates.set(origin, gate);
	return gate;
}

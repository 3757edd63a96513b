import { clock } from './clock';

/** A waiting request, released by `open` or by its own abort. */
interface Waiter {
	readonly limit: number;
	readonly open: () => void;
}

/** Retries that a site has left before anything was answered, and at most. */
const FIRST_BUDGET = 10;
const FULL_BUDGET = 50;
/** What a first try adds: with 1,000 items at a dead server 100 retries, so at most 1.11 requests an item. */
const BUDGET_PER_REQUEST = 0.1;
/** Answers in a row after which one more request may be in flight again. */
const ANSWERS_PER_STEP = 500;

/**
 * Lets requests to one site start: fewer than the request's own limit in flight, none during a pause, and after a pause
 * one more with every answer. All nodes and executions of this process share it.
 */
export class Gate {
	private inFlight = 0;
	private waiting: Waiter[] = [];
	private pausedUntil = 0;
	private waking = false;
	/** Requests in flight that the site was seen to bear: halved by a pause, growing slowly. */
	private bearable = Number.POSITIVE_INFINITY;
	private answersInRow = 0;
	/** Requests in flight since the last pause; grows with every answer. */
	private ramp = Number.POSITIVE_INFINITY;
	private lastPause = 0;
	private budget = FIRST_BUDGET;
	/** 429 answers in a row, those of one burst counted once. */
	strikes = 0;

	/** Milliseconds that the site is paused for yet. */
	pauseLeft(): number {
		return Math.max(0, this.pausedUntil - clock.now());
	}

	/**
	 * Waits for a place in flight. A cancelled wait leaves the queue and resolves to `false`.
	 * @param limit the most requests in flight that this one tolerates, itself included
	 * @param first whether to wait before the others: a request that is repeated has waited already
	 */
	async enter(limit: number, signal: AbortSignal | undefined, first = false): Promise<boolean> {
		if (signal?.aborted === true) return false;
		if ((first || this.waiting.length === 0) && this.admits(limit)) {
			this.inFlight += 1;
			return true;
		}
		return await new Promise<boolean>((resolve) => {
			const leave = (): void => {
				this.waiting = this.waiting.filter((other) => other !== waiter);
				resolve(false);
			};
			const waiter: Waiter = {
				limit,
				open: () => {
					signal?.removeEventListener('abort', leave);
					resolve(true);
				},
			};
			signal?.addEventListener('abort', leave, { once: true });
			if (first) this.waiting.unshift(waiter);
			else this.waiting.push(waiter);
			void this.wakeAfterPause();
		});
	}

	/** Gives the place back. */
	leave(): void {
		this.inFlight -= 1;
		this.release();
	}

	/** An answer other than 429 came: the site is alive. */
	answered(): void {
		this.strikes = 0;
		this.ramp += 1;
		this.budget = Math.min(FULL_BUDGET, this.budget + 1);
		this.answersInRow += 1;
		if (this.answersInRow >= ANSWERS_PER_STEP) {
			this.answersInRow = 0;
			this.bearable += 1;
		}
	}

	/** A 429 came for a request that started at `startedAt`; those of one burst strike once. */
	struck(startedAt: number): void {
		if (startedAt < this.lastPause) return;
		this.lastPause = clock.now();
		this.strikes += 1;
		this.answersInRow = 0;
		this.bearable = Math.max(1, Math.floor(Math.min(this.bearable, this.inFlight + 1) / 2));
	}

	/** No request to the site starts for `delay` milliseconds. */
	pause(delay: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, clock.now() + delay);
		this.ramp = 1;
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
		return this.pauseLeft() === 0 && this.inFlight < Math.max(1, Math.min(limit, this.bearable, this.ramp));
	}

	private release(): void {
		for (let next = this.waiting[0]; next !== undefined && this.admits(next.limit); next = this.waiting[0]) {
			this.waiting.shift();
			this.inFlight += 1;
			next.open();
		}
	}

	/** One timer wakes all waiters of a pause. */
	private async wakeAfterPause(): Promise<void> {
		if (this.waking) return;
		this.waking = true;
		while (this.waiting.length > 0 && this.pauseLeft() > 0) await clock.sleep(Math.min(this.pauseLeft(), 200));
		this.waking = false;
		this.release();
	}
}

const gates = new Map<string, Gate>();

/** The gate of a site, by its origin. */
export function gateOf(origin: string): Gate {
	const gate = gates.get(origin) ?? new Gate();
	gates.set(origin, gate);
	return gate;
}

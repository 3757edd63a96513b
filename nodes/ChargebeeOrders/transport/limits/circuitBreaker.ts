/**
 * After three failures in a row a site counts as down: one request at a time probes it, with growing pauses between.
 * Pure: the time comes from the caller, in milliseconds since 1970.
 */

/** Failures in a row that open the breaker. A single request may fail for reasons of its own. */
const FAILURES_TO_OPEN = 3;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 10_000;
/** The random part of a pause: several n8n processes then do not probe together. */
const JITTER = 0.2;
/** Milliseconds after the last failure at which an outage is forgotten. */
const MEMORY = 10 * 60_000;

/** How long a request goes on during an outage. */
export interface OutagePatience {
	/** When the request came, or failed first. */
	readonly since: number;
	/** Milliseconds. */
	readonly longest: number;
}

/** A try at the site. */
export interface Try {
	readonly startedAt: number;
	/** Whether it started during an outage. */
	readonly isProbe: boolean;
}

/** The circuit breaker of one site. */
export class CircuitBreaker {
	private failures = 0;
	private began = 0;
	private openedAt: number | undefined;
	private nextProbe = 0;
	/** When the site itself wants to be asked again. */
	private notBefore = 0;
	private pause = FIRST_PAUSE;
	private lastFailure = Number.NEGATIVE_INFINITY;
	/** When the latest of the tries that failed was started. */
	private lastTry = Number.NEGATIVE_INFINITY;
	private readonly probes = new Set<Try>();

	/** Whether only probes start. */
	get isOpen(): boolean {
		return this.openedAt !== undefined;
	}

	/** For how long the site has not answered, in milliseconds. */
	lasted(now: number): number {
		return this.failures === 0 ? 0 : now - this.began;
	}

	/** Until when a request goes on, an outage counted from its beginning or from the request's. */
	deadline({ since, longest }: OutagePatience): number {
		return Math.max(since, this.began) + longest;
	}

	/**
	 * Whether a request may start now. While the site answers, all may. While it does not, one at a time may, as a probe.
	 * When the patience of a request is over, the site is probed once more: only a try from then on shows that the
	 * outage was not shorter.
	 */
	admits(now: number, { longest }: OutagePatience): boolean {
		this.forget(now);
		if (this.openedAt === undefined) return true;
		if (now < this.notBefore) return false;
		const lastChance = this.began + longest;
		if (now >= lastChance && this.lastTry < lastChance) {
			return [...this.probes].every(({ startedAt }) => startedAt < lastChance);
		}
		return this.probes.size === 0 && now >= this.nextProbe;
	}

	/** Whether a request may wait for the end of an outage: not once that is longer than its patience. */
	isWorthWaiting(now: number, patience: OutagePatience): boolean {
		if (this.notBefore > this.deadline(patience)) return false;
		const lastChance = this.began + patience.longest;
		if (this.lastTry < lastChance) return true;
		return patience.since < lastChance && now < this.deadline(patience);
	}

	/** Notes the start of a request. The result goes to `ended`, whatever comes of the request. */
	started(now: number): Try {
		this.forget(now);
		const start = { startedAt: now, isProbe: this.isOpen };
		if (start.isProbe) this.probes.add(start);
		return start;
	}

	/** Notes the end of a try, whatever came of it. */
	ended(start: Try): void {
		this.probes.delete(start);
	}

	/**
	 * The site answered. An answer to a request from before the outage says nothing of now.
	 * @returns whether that ended an outage
	 */
	answered({ startedAt }: Try): boolean {
		if (this.openedAt !== undefined && startedAt < this.openedAt) return false;
		const wasOpen = this.isOpen;
		this.close();
		return wasOpen;
	}

	/**
	 * The site failed: no answer, or one of a server in trouble.
	 * @param notBefore when the site wants to be asked again, where it says so
	 * @param random from 0 to 1
	 */
	failed(now: number, { startedAt, isProbe }: Try, random: number, notBefore = 0): void {
		this.forget(now);
		if (this.failures === 0) this.began = now;
		this.failures += 1;
		this.lastFailure = now;
		this.lastTry = Math.max(this.lastTry, startedAt);
		if (this.openedAt === undefined) {
			if (this.failures < FAILURES_TO_OPEN) return;
			this.openedAt = now;
			this.pause = FIRST_PAUSE;
		} else if (isProbe) {
			this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
		} else return;
		this.nextProbe = now + this.pause * (1 - JITTER * random);
		this.notBefore = notBefore;
	}

	private forget(now: number): void {
		if (now - this.lastFailure >= MEMORY && this.probes.size === 0) this.close();
	}

	private close(): void {
		this.failures = 0;
		this.began = 0;
		this.openedAt = undefined;
		this.notBefore = 0;
		this.lastTry = Number.NEGATIVE_INFINITY;
	}
}

/**
 * What happens while a site does not answer: after three failures in a row no request starts but one at a time, which
 * probes, with growing pauses between. Pure: the time comes from the caller, in milliseconds since 1970.
 */

/** A failure or two are no outage: a single request may fail for reasons of its own. */
const FAILURES_TO_OPEN = 3;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 10_000;
/** The part of a pause that is drawn at random, so that several n8n processes do not probe together. */
const JITTER = 0.2;
/** So long after its last failure an outage is forgotten: the next request is treated as at a site that answers. */
const MEMORY = 10 * 60_000;

/** How long a request goes on during an outage. */
export interface Endurance {
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
	deadline({ since, longest }: Endurance): number {
		return Math.max(since, this.began) + longest;
	}

	/**
	 * Whether a request may start now: any while the site answers, else one at a time as a probe. An outage that has
	 * lasted as long as the request endures is probed once more at that moment: only a try from then on tells that it
	 * was not shorter.
	 */
	admits(now: number, { longest }: Endurance): boolean {
		this.forget(now);
		if (this.openedAt === undefined) return true;
		if (now < this.notBefore) return false;
		const lastChance = this.began + longest;
		if (now >= lastChance && this.lastTry < lastChance) {
			return [...this.probes].every(({ startedAt }) => startedAt < lastChance);
		}
		return this.probes.size === 0 && now >= this.nextProbe;
	}

	/** Whether a request that is not admitted may wait: an outage that was longer than it endures ends it. */
	isWorthWaiting(now: number, endurance: Endurance): boolean {
		if (this.openedAt === undefined) return true;
		if (this.notBefore > this.deadline(endurance)) return false;
		const lastChance = this.began + endurance.longest;
		if (this.lastTry < lastChance) return true;
		return endurance.since < lastChance && now < this.deadline(endurance);
	}

	/** A request starts; to be handed to `ended` in any case. */
	started(now: number): Try {
		this.forget(now);
		const start = { startedAt: now, isProbe: this.isOpen };
		if (start.isProbe) this.probes.add(start);
		return start;
	}

	/** A try has ended, whatever came of it. */
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

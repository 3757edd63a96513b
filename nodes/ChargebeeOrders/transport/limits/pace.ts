/** Chargebee's limits count by the minute. */
const MINUTE = 60_000;
/** Starts are counted by the second, which is exact enough for a minute. */
const SECOND = 1_000;
/** Requests in a minute from which on a 429 is taken to be about the minute, not about requests at once; the lowest limit is 150. */
const MANY = 50;
/** Who asks to wait no longer than this is taken to have limits by the second, or for requests at once. */
const BRIEF = 5_000;
/** Unless that was waited for in vain so many times in a row. */
const IN_VAIN = 2;
/** The part of itself by which a limit may be exceeded before it is taken to be none any more. */
const TOLERANCE = 0.1;
/** What is left of the requests in flight after a 429 that is about requests at once. */
const REDUCTION = 0.75;

/** The circumstances of a 429. */
export interface Strike {
	/** Requests in flight, the refused one included. */
	readonly inFlight: number;
	/** Whether it is the first of its burst. */
	readonly first: boolean;
	/** Milliseconds that the site asks to wait, where it names a time. */
	readonly named?: number | undefined;
}

/**
 * Learns from the answers how many requests a site bears, at once and in a minute, so that few are refused: those of the
 * last minute are counted, and at the number at which the site refused one, the gate closes until the oldest is a minute
 * old. Once a minute one request at a time feels whether the limit still stands. Knows the time only from its caller.
 */
export class Pace {
	/** Requests in flight that the site bears. */
	private atOnce = Number.POSITIVE_INFINITY;
	/** Requests that the site bears in a minute. */
	private inMinute = Number.POSITIVE_INFINITY;
	/** Starts of the last minute, refused ones left out. */
	private seconds: Array<{ readonly began: number; starts: number }> = [];
	private starts = 0;
	private answersInRow = 0;
	/** Refusals in a row with no answer between. */
	private inVain = 0;
	private lastChange = Number.NEGATIVE_INFINITY;
	private lastStrike = Number.NEGATIVE_INFINITY;

	/** How many requests may be in flight. */
	allows(now: number): number {
		return Math.min(this.atOnce, this.isFull(now) ? 1 : Number.POSITIVE_INFINITY);
	}

	/** Milliseconds for which nothing may start because the minute is full. */
	closedFor(now: number): number {
		return this.isFull(now) && now - this.lastStrike < MINUTE ? this.minuteLeft(now) : 0;
	}

	/** Milliseconds until the oldest requests of a minute that is used up count no longer; 0 where few were sent in it. */
	minuteLeft(now: number): number {
		this.forget(now);
		const oldest = this.seconds[0];
		return oldest === undefined || this.starts < MANY ? 0 : oldest.began + SECOND + MINUTE - now;
	}

	/** A request starts. */
	started(now: number): void {
		const last = this.seconds[this.seconds.length - 1];
		if (last !== undefined && now < last.began + SECOND) last.starts += 1;
		else this.seconds.push({ began: now, starts: 1 });
		this.starts += 1;
		if (now - this.lastChange < MINUTE) return;
		this.lastChange = now;
		this.atOnce += 1;
	}

	/** An answer other than 429 came. */
	answered(now: number): void {
		this.answersInRow += 1;
		this.forget(now);
		if (this.starts > this.inMinute * (1 + TOLERANCE)) this.inMinute = Number.POSITIVE_INFINITY;
	}

	/** A 429 came. */
	struck(now: number, { inFlight, first, named }: Strike): void {
		this.forget(now);
		const last = this.seconds[this.seconds.length - 1];
		if (last !== undefined && last.starts > 0) {
			last.starts -= 1;
			this.starts -= 1;
		}
		if (first) this.inVain = this.answersInRow === 0 ? this.inVain + 1 : 0;
		const brief = named !== undefined && named <= BRIEF && this.inVain < IN_VAIN;
		if (this.starts >= MANY && !brief) this.inMinute = this.starts;
		if (!first) return;
		this.lastStrike = now;
		if (this.answersInRow < MANY && inFlight > 1) {
			this.lastChange = now;
			this.atOnce = Math.max(1, Math.floor(Math.min(this.atOnce, inFlight) * REDUCTION));
		}
		this.answersInRow = 0;
	}

	private isFull(now: number): boolean {
		this.forget(now);
		return this.starts >= this.inMinute;
	}

	private forget(now: number): void {
		for (let oldest = this.seconds[0]; oldest !== undefined; oldest = this.seconds[0]) {
			if (now < oldest.began + SECOND + MINUTE) return;
			this.starts -= oldest.starts;
			this.seconds.shift();
		}
	}
}

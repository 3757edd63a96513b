/** Chargebee's limits count by the minute. */
const MINUTE = 60_000;
/** Starts are counted by the second, which is exact enough for a minute. */
const SECOND = 1_000;
/** A 429 after this many requests in a minute is about the minute, not about requests at once. Chargebee's lowest limit is 150. */
const MANY = 50;
/** Retry-After of up to 5 s means a limit by the second, or on requests at once. In milliseconds. */
const BRIEF = 5_000;
/** After two such waits in a row that did not help, the limit is taken to be one by the minute. */
const MOST_SHORT_WAITS = 2;
/** A limit that is exceeded by this part of itself no longer holds. */
const TOLERANCE = 0.1;
/** The factor for the requests in flight after a 429 that is about requests at once. */
const REDUCTION = 0.75;

/** The circumstances of a 429. */
export interface RateRefusal {
	/** Requests in flight, the refused one included. */
	readonly inFlight: number;
	/** Whether it is the first of its burst. */
	readonly first: boolean;
	/** Retry-After in milliseconds, where the site sends it. */
	readonly named?: number | undefined;
}

/**
 * Learns from the answers how many requests a site takes at once and in a minute, so that few are refused. The requests
 * of the last minute are counted. At the number at which the site refused one, the gate closes until the oldest of them
 * is a minute old. Once a minute one more request at once is tried. Pure: the time comes from the caller.
 */
export class Pace {
	/** Requests in flight that the site takes. */
	private atOnce = Number.POSITIVE_INFINITY;
	/** Requests in a minute that the site takes. */
	private inMinute = Number.POSITIVE_INFINITY;
	/** Starts of the last minute, refused ones left out. */
	private seconds: Array<{ readonly began: number; starts: number }> = [];
	private starts = 0;
	private answersInRow = 0;
	/** Bursts of refusals in a row without an answer between: the waits before them did not help. */
	private shortWaits = 0;
	private lastChange = Number.NEGATIVE_INFINITY;
	private lastRefusal = Number.NEGATIVE_INFINITY;

	/** How many requests may be in flight. */
	allows(now: number): number {
		return Math.min(this.atOnce, this.isFull(now) ? 1 : Number.POSITIVE_INFINITY);
	}

	/** Milliseconds for which nothing may start because the minute is full. */
	closedFor(now: number): number {
		return this.isFull(now) && now - this.lastRefusal < MINUTE ? this.minuteLeft(now) : 0;
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
	refused(now: number, { inFlight, first, named }: RateRefusal): void {
		this.forget(now);
		const last = this.seconds[this.seconds.length - 1];
		if (last !== undefined && last.starts > 0) {
			last.starts -= 1;
			this.starts -= 1;
		}
		if (first) this.shortWaits = this.answersInRow === 0 ? this.shortWaits + 1 : 0;
		const brief = named !== undefined && named <= BRIEF && this.shortWaits < MOST_SHORT_WAITS;
		if (this.starts >= MANY && !brief) this.inMinute = this.starts;
		if (!first) return;
		this.lastRefusal = now;
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

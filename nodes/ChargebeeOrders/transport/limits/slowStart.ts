/** Requests in flight at a site of which no answer is known yet. */
const AT_A_NEW_SITE = 8;

/**
 * How many requests may be in flight: eight at a site that is new to this process, one after a pause or an outage, and
 * one more with every answer. Requests from before a restart are not counted: those of an outage may hang for minutes.
 */
export class SlowStart {
	private most = AT_A_NEW_SITE;
	private inFlight = 0;
	private round = 0;

	get admits(): boolean {
		return this.inFlight < this.most;
	}

	/** A request starts. @returns the round that it belongs to */
	started(): number {
		this.inFlight += 1;
		return this.round;
	}

	/** Notes the end of a request of a round, whatever came of it. */
	ended(round: number): void {
		if (round === this.round) this.inFlight -= 1;
	}

	/** Notes an answer to a request of a round. Answers to requests from before a restart do not count. */
	answered(round: number): void {
		if (round === this.round) this.most += 1;
	}

	/** Starts again with one request in flight. */
	restart(): void {
		this.most = 1;
		this.inFlight = 0;
		this.round += 1;
	}
}

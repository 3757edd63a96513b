/** What counts the milliseconds for which it held requests back. */
interface HoldingBack {
	readonly heldBack: number;
}

/** Counts what a run did, for the one hint at its end. */
export class RunReport {
	requests = 0;
	/** Tries that were repeats. */
	retries = 0;
	/** Writes that Chargebee recognised as done before. */
	replays = 0;
	/** Characters that the rows and lists read so far take as n8n stores them, about. */
	storedCharacters = 0;
	/** Items that were checked and not sent, by Validate Only. */
	validated = 0;
	/** Lists that have more entries than Limit let through. */
	cutLists = 0;
	/** Sentences about what an export or a list did. */
	readonly notes: string[] = [];
	private readonly heldBackBefore = new Map<HoldingBack, number>();

	/** @param isStored whether n8n stores the results with the execution */
	constructor(readonly isStored = true) {}

	/** Notes that the run sends through this gate from now on. */
	watch(gate: HoldingBack): void {
		if (!this.heldBackBefore.has(gate)) this.heldBackBefore.set(gate, gate.heldBack);
	}

	/** Milliseconds for which requests waited because of the limits of their sites. */
	get rateLimitWait(): number {
		let sum = 0;
		for (const [gate, before] of this.heldBackBefore) sum += gate.heldBack - before;
		return sum;
	}
}

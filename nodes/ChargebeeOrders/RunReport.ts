/** Milliseconds for which requests waited: because of limits, and because the site did not answer. */
interface HoldingBack {
	readonly heldBack: number;
	readonly unanswered: number;
}

/** Counts what a run did, for the hints at its end. */
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
	/** The most pages of a list that were under way at once. */
	pagesAtOnce = 0;
	/** What a person should know of each export. */
	readonly notes: string[] = [];
	/** What a person should look at in an export. */
	readonly warnings: string[] = [];
	private readonly before = new Map<HoldingBack, HoldingBack>();

	/** @param isStored whether n8n stores the results with the execution */
	constructor(readonly isStored = true) {}

	/** Notes that the run sends through this gate from now on. */
	watch(gate: HoldingBack): void {
		const { heldBack, unanswered } = gate;
		if (!this.before.has(gate)) this.before.set(gate, { heldBack, unanswered });
	}

	/** Milliseconds for which requests waited because of the limits of their sites. */
	get rateLimitWait(): number {
		return this.since('heldBack');
	}

	/** Milliseconds for which requests waited because their sites did not answer. */
	get outageWait(): number {
		return this.since('unanswered');
	}

	private since(reason: keyof HoldingBack): number {
		return [...this.before].reduce((sum, [gate, before]) => sum + gate[reason] - before[reason], 0);
	}
}

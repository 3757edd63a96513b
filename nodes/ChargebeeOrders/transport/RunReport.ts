/** Counts what a run did, for the one hint at its end. */
export class RunReport {
	requests = 0;
	/** Tries that were repeats. */
	retries = 0;
	/** Milliseconds of the pauses that the rate limit asked for, those of one site at once counted once. */
	rateLimitWait = 0;
	/** Writes that Chargebee recognised as done before. */
	replays = 0;
	/** Characters that the rows and lists read so far will take in n8n's database, about. */
	storedCharacters = 0;
	/** Lists that have more entries than Limit let through. */
	cutLists = 0;
	/** Sentences about what an export or a list did. */
	readonly notes: string[] = [];
}

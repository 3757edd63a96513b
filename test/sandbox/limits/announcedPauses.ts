interface Pause {
	/** From when on a request can no longer have been on its way, in unix milliseconds. */
	from: number;
	until: number;
}

/** Timers count whole milliseconds and may fire within the last one. */
const TIMER_TOLERANCE_MS = 2;

const DEFAULT_ALLOWANCE_MS = 100;

/**
 * The pauses that 429 answers asked for with Retry-After, by client: the value of its Authorization. A client that
 * sends a request before they are over breaks them.
 */
export class AnnouncedPauses {
	allowanceMs: number | undefined;
	private readonly byClient = new Map<string, Pause[]>();

	/** Notes that a 429 went out at `now`, in unix milliseconds. A Retry-After that says no time asks for no pause. */
	announce(client: string, retryAfter: string, now: number): void {
		const until = /^\d+(\.\d+)?$/.test(retryAfter) ? now + Number(retryAfter) * 1000 : Date.parse(retryAfter);
		if (Number.isNaN(until)) return;
		const pauses = this.byClient.get(client) ?? [];
		pauses.push({ from: now + (this.allowanceMs ?? DEFAULT_ALLOWANCE_MS), until: until - TIMER_TOLERANCE_MS });
		this.byClient.set(client, pauses);
	}

	/** How many milliseconds too early a request that arrives at `now` is; 0 when it breaks no pause. */
	brokenBy(client: string, now: number): number {
		const pauses = (this.byClient.get(client) ?? []).filter(({ until }) => now < until);
		this.byClient.set(client, pauses);
		return pauses.reduce((most, { from, until }) => (now > from ? Math.max(most, until - now) : most), 0);
	}

	/** Forgets all pauses. */
	reset(): void {
		this.byClient.clear();
	}
}

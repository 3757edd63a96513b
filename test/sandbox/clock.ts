import { setTimeout as delay } from 'node:timers/promises';

/** The time of a sandbox: of its rate limit, its delays, its exports and everything that it stamps. */
export interface SandboxClock {
	/** Unix time in milliseconds. */
	now(): number;
	/**
	 * Waits so many milliseconds; returns at once when the signal aborts. `answering` says that a request has its
	 * answer after it.
	 */
	sleep(ms: number, signal: AbortSignal, answering?: boolean): Promise<void>;
}

/** The time of the machine. */
export const machineClock: SandboxClock = {
	now: () => Date.now(),
	sleep: async (ms, signal) => {
		await delay(ms, undefined, { signal }).catch(() => undefined);
	},
};

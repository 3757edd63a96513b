import { sleep } from 'n8n-workflow';

/** The longest a cancelled wait goes on, in milliseconds. */
const SLICE = 200;

/**
 * Time for everything that waits. One object, so that a test can put a scaled clock in its place.
 * n8n's `sleep` takes an abort signal in recent versions only, so a wait is cut into slices that look at the signal.
 */
export const clock = {
	/** Milliseconds since 1970. */
	now(): number {
		return Date.now();
	},

	/** Waits `ms` milliseconds; returns at once, without an error, when the signal aborts. */
	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		const end = this.now() + ms;
		for (let rest = ms; rest > 0 && signal?.aborted !== true; rest = end - this.now()) {
			await sleep(Math.min(rest, SLICE));
		}
	},
};

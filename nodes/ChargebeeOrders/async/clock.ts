import { sleep } from 'n8n-workflow';

/** A cancelled wait ends within this time, in milliseconds. */
const SLICE = 200;

/**
 * The one clock of the node. A test can put a scaled one in its place.
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

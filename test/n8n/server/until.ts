import { setTimeout as pause } from 'node:timers/promises';

/** Often enough that a test does not wait for nothing, seldom enough that asking costs nothing. */
const INTERVAL = 100;

/**
 * Waits for other processes: asks again and again until there is an answer.
 * @throws {Error} saying what was waited for, after so many seconds
 */
export async function until<T>(
	what: string,
	ask: () => T | undefined | false | Promise<T | undefined | false>,
	seconds = 60,
): Promise<T> {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer;
		if (Date.now() > deadline) throw new Error(`Waited ${seconds} s in vain until ${what}`);
		await pause(INTERVAL);
	}
}

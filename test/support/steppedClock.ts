import { clock } from '../../nodes/ChargebeeOrders/async/clock';

/** A clock that a test moves: sleepers wake when their time has come. */
export interface SteppedClock {
	/** Lets so many milliseconds pass, in steps of 50. */
	advance(ms: number): Promise<void>;
}

/** Lets everything that is ready run. */
export async function settled(): Promise<void> {
	for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

/** Puts a stepped clock in the place of the node's, until `jest.restoreAllMocks`. */
export function stepClock(): SteppedClock {
	let now = 1_000_000;
	let sleepers: Array<{ until: number; wake: () => void }> = [];
	jest.spyOn(clock, 'now').mockImplementation(() => now);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms, signal) => {
		if (!(ms > 0) || signal?.aborted === true) return;
		await new Promise<void>((wake) => {
			sleepers.push({ until: now + ms, wake });
			signal?.addEventListener('abort', () => {
				wake();
			});
		});
	});
	return {
		async advance(ms) {
			const end = now + ms;
			while (now < end) {
				now = Math.min(end, now + 50);
				const due = sleepers.filter((sleeper) => sleeper.until <= now);
				sleepers = sleepers.filter((sleeper) => sleeper.until > now);
				for (const sleeper of due) sleeper.wake();
				await settled();
			}
		},
	};
}

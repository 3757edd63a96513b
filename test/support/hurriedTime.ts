import { setTimeout as wait } from 'node:timers/promises';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';

/** A clock for the node that runs `factor` times as fast as the machine's, its waits too. Time-outs stay as they are. */
export function hurriedClock(factor: number): typeof clock {
	const began = Date.now();
	return {
		now: () => began + (Date.now() - began) * factor,
		sleep: async (ms, signal) => {
			if (ms > 0) await wait(ms / factor, undefined, { signal }).catch(() => undefined);
		},
	};
}

/** Puts a hurried clock in the place of the node's, until `jest.restoreAllMocks`. */
export function hurryTime(factor: number): void {
	const { now, sleep } = hurriedClock(factor);
	jest.spyOn(clock, 'now').mockImplementation(now);
	jest.spyOn(clock, 'sleep').mockImplementation(sleep);
}

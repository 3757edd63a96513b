import { setTimeout as wait } from 'node:timers/promises';
import { clock } from '../../nodes/ChargebeeOrders/transport/clock';

/** Lets the node's clock run `factor` times as fast, its waits too, until `jest.restoreAllMocks`. Time-outs stay as they are. */
export function hurryTime(factor: number): void {
	const began = Date.now();
	jest.spyOn(clock, 'now').mockImplementation(() => began + (Date.now() - began) * factor);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms, signal) => {
		if (ms > 0) await wait(ms / factor, undefined, { signal }).catch(() => undefined);
	});
}

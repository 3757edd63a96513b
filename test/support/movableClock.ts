import type { SandboxClock } from '../sandbox';
import { machineClock } from '../sandbox/clock';

/** The time of the machine, that can be put forward. */
export class MovableClock implements SandboxClock {
	private ahead = 0;

	readonly now = (): number => machineClock.now() + this.ahead;
	readonly sleep = machineClock.sleep;

	/** Lets so many milliseconds have passed. */
	pass(ms: number): void {
		this.ahead += ms;
	}
}

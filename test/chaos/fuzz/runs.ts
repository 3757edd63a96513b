import { isLong, seedsOf } from '../seeds';

const LONG = 25;
const [seed = 1] = seedsOf({ short: 1, long: 1 });

if (isLong) process.stdout.write(`Fuzzed with CHARGEBEE_ORDERS_SEED=${seed}\n`);
jest.setTimeout(isLong ? 3_600_000 : 60_000);

/**
 * Settings of a property: the seed of this run, and as many tries as the form has.
 * @param tries those of the short form; the long one has 25 times as many
 */
export function runs(tries: number): { seed: number; numRuns: number } {
	return { seed, numRuns: isLong ? tries * LONG : tries };
}

import { runOutageSeed } from '../support/outageSeeds';
import { SkippedTime } from '../support/skippedTime';
import { writes } from '../support/writes';

/** Outages of each write, each of another kind. */
const SEEDS = 4;

let time: SkippedTime;

beforeEach(() => {
	time = new SkippedTime();
	time.install();
});
afterEach(() => jest.restoreAllMocks());

const plan = writes.map((write, number) => ({
	title: `${write.operation} ${String(write.parameters.apiVersion ?? '')}`.trim(),
	write,
	seeds: Array.from({ length: SEEDS }, (_, seed) => number * 1_000 + seed),
}));

it.each(plan)('an outage of up to a minute is survived by every item: $title', async ({ write, seeds }) => {
	const wrong: string[] = [];
	for (const seed of seeds) wrong.push(...(await runOutageSeed(seed, write, time)).wrong);
	expect(wrong).toEqual([]);
});

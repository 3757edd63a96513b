import { Tally } from '../support/exactlyOnce';
import { SkippedTime } from '../support/skippedTime';

import { runChaosSeed } from './runChaos';
import { isLong, seedsOf } from './seeds';

const seeds = seedsOf({ short: 50, long: 1_500 });
const time = new SkippedTime();
const total = new Tally();

beforeEach(() => time.install());
afterEach(() => jest.restoreAllMocks());
afterAll(() => {
	process.stdout.write(`Chaos: ${total.summary}\n`);
});

it.each(seeds)(
	'whatever happens to the workflow of seed %d, each item is done, or reported as it is',
	async (seed) => {
		const { tally, wrong } = await runChaosSeed(seed, time);
		total.add(tally);
		if (isLong) process.stdout.write(`Seed ${seed}: ${tally.items} items, ${tally.requests} requests\n`);
		expect(wrong).toEqual([]);
	},
	120_000,
);

// A single seed may be a hard one.
(seeds.length > 1 ? it : it.skip)('most of it is done all the same', () => {
	expect(total.done).toBeGreaterThan(total.items / 2);
});

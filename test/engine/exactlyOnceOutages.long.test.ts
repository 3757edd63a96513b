import { Tally } from '../support/exactlyOnce';
import { runOutageSeed } from '../support/outageSeeds';
import { SkippedTime } from '../support/skippedTime';
import { writes } from '../support/writes';

/** Outages of each of the 11 writes. One seed alone runs, with every write, where CHARGEBEE_ORDERS_SEED names it. */
const SEEDS = 60;
const only = process.env.CHARGEBEE_ORDERS_SEED;

const total = new Tally();
let time: SkippedTime;

beforeEach(() => {
	time = new SkippedTime();
	time.install();
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => {
	process.stdout.write(`Outages: ${total.summary}\n`);
});

const plan = writes.map((write, number) => ({
	title: `${write.operation} ${String(write.parameters.apiVersion ?? '')}`.trim(),
	write,
	seeds:
		only === undefined ? Array.from({ length: SEEDS }, (_, seed) => 100_000 + number * 1_000 + seed) : [Number(only)],
}));

it.each(plan)(
	'wherever an outage of 1 to 60 s begins, every item succeeds and is done once: $title',
	async ({ write, seeds }) => {
		const wrong: string[] = [];
		for (const seed of seeds) {
			const judged = await runOutageSeed(seed, write, time);
			total.add(judged.tally);
			wrong.push(...judged.wrong);
		}
		expect(wrong).toEqual([]);
	},
	240_000,
);

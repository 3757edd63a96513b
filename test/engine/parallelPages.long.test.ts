import { ParallelTally, runParallelSeed } from '../support/parallelReads';

/** Seeds of lists of up to 8,000 orders. One seed alone runs where CHARGEBEE_ORDERS_SEED names it. */
const SEEDS = 400;
/** Seeds of one test. */
const TOGETHER = 20;
const only = process.env.CHARGEBEE_ORDERS_SEED;

const total = new ParallelTally();

afterAll(() => {
	process.stdout.write(`Parallel pages: ${total.summary}\n`);
});

const groups =
	only === undefined
		? Array.from({ length: SEEDS / TOGETHER }, (_, group) =>
				Array.from({ length: TOGETHER }, (_seed, number) => 1_000 + group * TOGETHER + number),
			)
		: [[Number(only)]];

it.each(groups.map((seeds) => ({ first: seeds[0], seeds })))(
	'with writers running, every order that is there throughout comes exactly once (from seed $first)',
	async ({ seeds }) => {
		const wrong: string[] = [];
		for (const seed of seeds) {
			const judged = await runParallelSeed(seed, { orders: 8_000, inOneSecond: 5_000 });
			total.add(judged.tally);
			wrong.push(...judged.wrong);
		}
		expect(wrong).toEqual([]);
	},
	240_000,
);

import { hurryTime } from '../support/hurriedTime';
import { runSeed, Tally } from '../support/exactlyOnce';
import { writes } from '../support/writes';

/** Seeds of each of the 11 writes. One seed alone runs, with every write, where CHARGEBEE_ORDERS_SEED names it. */
const SEEDS = { custom: 92, routing: 12 } as const;
/** Seeds under way at once, each with a sandbox of its own. */
const AT_ONCE = 6;
const only = process.env.CHARGEBEE_ORDERS_SEED;

const total = new Tally();

afterAll(() => {
	process.stdout.write(`Exactly once: ${total.summary}\n`);
});

describe.each(['custom', 'routing'] as const)('whatever happens to the connection (%s path)', (path) => {
	const plan = writes.map((write, number) => ({
		title: `${write.operation} ${String(write.parameters.apiVersion ?? '')}`.trim(),
		write,
		seeds:
			only === undefined
				? Array.from({ length: SEEDS[path] }, (_, seed) => number * 10_000 + (path === 'custom' ? 0 : 5_000) + seed)
				: [Number(only)],
	}));

	beforeEach(() => hurryTime(200));
	afterEach(() => jest.restoreAllMocks());

	it.each(plan)(
		'$title is done once, or reported',
		async ({ write, seeds }) => {
			const wrong: string[] = [];
			const left = [...seeds];
			const work = async (): Promise<void> => {
				for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
					const judged = await runSeed(seed, write, path);
					total.add(judged.tally);
					wrong.push(...judged.wrong);
				}
			};
			// Stalled answers are waited for: others go on meanwhile.
			await Promise.all(Array.from({ length: AT_ONCE }, work));
			expect(wrong).toEqual([]);
		},
		120_000,
	);
});

import { clock } from '../../nodes/ChargebeeOrders/transport/clock';
import { Gate } from '../../nodes/ChargebeeOrders/transport/gate';
import { pool } from '../../nodes/ChargebeeOrders/transport/pool';

/** A clock that a test moves: sleepers wake when their time has come. */
function scaledClock(): { advance(ms: number): Promise<void> } {
	let now = 1_000_000;
	let sleepers: Array<{ until: number; wake: () => void }> = [];
	jest.spyOn(clock, 'now').mockImplementation(() => now);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
		await new Promise<void>((wake) => sleepers.push({ until: now + ms, wake }));
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

/** Lets everything that is ready run. */
async function settled(): Promise<void> {
	for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

afterEach(() => jest.restoreAllMocks());

describe('the gate of a site', () => {
	test('a request starts when fewer than its own limit are in flight', async () => {
		const gate = new Gate();
		const started: number[] = [];
		for (const limit of [2, 2, 2, 1]) void gate.enter({ limit }).then(() => started.push(limit));
		await settled();
		expect(started).toEqual([2, 2]);
		gate.leave();
		await settled();
		expect(started).toEqual([2, 2, 2]);
		gate.leave();
		await settled();
		expect(started).toHaveLength(3);
		gate.leave();
		await settled();
		expect(started).toEqual([2, 2, 2, 1]);
	});

	test('a cancelled waiter leaves the queue', async () => {
		const gate = new Gate();
		const abort = new AbortController();
		await gate.enter({ limit: 1 });
		const cancelled = gate.enter({ limit: 1, signal: abort.signal });
		const next = gate.enter({ limit: 1 });
		abort.abort();
		expect(await cancelled).toBe('canceled');
		gate.leave();
		expect(await next).toBe('entered');
		expect(await gate.enter({ limit: 1, signal: abort.signal })).toBe('canceled');
	});

	test('nothing starts during a pause; then one, and more with every answer', async () => {
		const time = scaledClock();
		const gate = new Gate();
		let inFlight = 0;
		const enter = (): void => void gate.enter({ limit: 8 }).then(() => (inFlight += 1));
		for (let index = 0; index < 8; index++) enter();
		await settled();
		expect(inFlight).toBe(8);
		gate.struck(clock.now());
		gate.pause(60_000);
		for (let index = 0; index < 8; index++) gate.leave();
		inFlight = 0;
		for (let index = 0; index < 20; index++) enter();
		await time.advance(59_900);
		expect(inFlight).toBe(0);
		await time.advance(400);
		expect(inFlight).toBe(1);
		gate.answered();
		gate.leave();
		await settled();
		expect(inFlight).toBe(3);
	});

	test('who does not endure a closed gate is turned away at once, whenever it came', async () => {
		const time = scaledClock();
		const gate = new Gate();
		await gate.enter({ limit: 1 });
		const until = clock.now() + 30_000;
		const ended: string[] = [];
		const wait = (name: string, endures: (until: number) => boolean): void =>
			void gate.enter({ limit: 1, endures }).then((entered) => ended.push(`${name} ${entered}`));
		wait('earlier', (opens) => opens <= until);
		wait('patient', () => true);
		gate.struck(clock.now());
		gate.pause(30_001);
		wait('later', (opens) => opens <= until);
		await settled();
		expect(ended).toEqual(['earlier closed', 'later closed']);
		gate.leave();
		await time.advance(30_200);
		expect(ended).toEqual(['earlier closed', 'later closed', 'patient entered']);
		expect(gate.heldBack).toBe(30_001);
	});

	test('failures of the server earn no repeats', () => {
		const gate = new Gate();
		for (let index = 0; index < 100; index++) gate.answered(false);
		for (let index = 0; index < 10; index++) gate.retried();
		expect(gate.hasBudget).toBe(false);
		gate.answered();
		expect(gate.hasBudget).toBe(true);
	});

	test('the answers of one burst strike once', async () => {
		const time = scaledClock();
		const gate = new Gate();
		const startedAt = clock.now();
		await time.advance(100);
		for (let index = 0; index < 8; index++) gate.struck(startedAt);
		expect(gate.strikes).toBe(1);
		await time.advance(100);
		gate.struck(clock.now());
		expect(gate.strikes).toBe(2);
		gate.answered();
		expect(gate.strikes).toBe(0);
	});

	test('a thousand first tries at a dead site earn at most two hundred repeats', () => {
		const gate = new Gate();
		let repeats = 0;
		for (let index = 0; index < 1000; index++) {
			gate.requested();
			while (gate.hasBudget) {
				gate.retried();
				repeats += 1;
			}
		}
		expect(repeats).toBeGreaterThan(10);
		expect(repeats).toBeLessThanOrEqual(200);
	});
});

describe('the pool', () => {
	test('keeps the order, whatever is done first, and never has more under way than its size', async () => {
		let underWay = 0;
		let most = 0;
		const { results } = await pool(100, 8, async (index) => {
			most = Math.max(most, ++underWay);
			for (let turn = 0; turn < (index * 7) % 13; turn++) await Promise.resolve();
			underWay -= 1;
			return index;
		});
		expect(results).toEqual(Array.from({ length: 100 }, (_, index) => index));
		expect(most).toBe(8);
	});

	test('starts nothing after the first failure, and waits for what is under way', async () => {
		const done: number[] = [];
		const { results, failures } = await pool(100, 4, async (index) => {
			await settled();
			if (index === 5) throw new Error('refused');
			done.push(index);
			return index;
		});
		expect(failures.map(({ index }) => index)).toEqual([5]);
		expect(done.length).toBeLessThan(10);
		expect(results.filter((result) => result !== undefined)).toHaveLength(done.length);
	});
});

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { Stretch, Turns } from '../../nodes/ChargebeeOrders/async/eventLoop';

/** An event loop that goes round when the test says so. */
class Loop {
	private waiting: Array<() => void> = [];

	readonly turn = async (): Promise<void> => await new Promise((resolve) => this.waiting.push(resolve));

	/** How many wait for the next turn. */
	get asked(): number {
		return this.waiting.length;
	}

	/** One turn, and all that follows from it without another. */
	async goRound(): Promise<void> {
		for (const resolve of this.waiting.splice(0)) resolve();
		await settled();
	}
}

/** All promises that are due have had their say. */
async function settled(): Promise<void> {
	for (let step = 0; step < 50; step += 1) await Promise.resolve();
}

afterEach(() => jest.restoreAllMocks());

describe('one piece of work after the other', () => {
	let now = 0;
	const work = async (stretch: Stretch, pieces: number, ms: number): Promise<void> => {
		for (let piece = 0; piece < pieces; piece += 1) {
			await stretch.breathe();
			now += ms;
		}
	};

	it.each([
		[1, 25],
		[20, 2],
		[40, 1],
	])('of %i ms each gives others their turn after %i of them: once 25 ms are over', async (ms, inAStretch) => {
		jest.spyOn(clock, 'now').mockImplementation(() => now);
		const loop = new Loop();
		const turns: number[] = [];
		const began = now;
		const working = work(new Stretch(loop.turn), inAStretch * 3, ms);
		for (await settled(); loop.asked > 0; await loop.goRound()) turns.push((now - began) / ms);
		await working;
		expect(turns).toEqual([inAStretch, 2 * inAStretch]);
	});
});

describe('of many that ask at once', () => {
	it('each has a turn of its own, in the order in which they asked', async () => {
		const loop = new Loop();
		const turns = new Turns(loop.turn);
		const served: number[] = [];
		for (let one = 0; one < 8; one += 1) void turns.next().then(() => served.push(one));
		await settled();
		for (let turn = 0; turn < 8; turn += 1) {
			expect([served.length, loop.asked]).toEqual([turn, 1]);
			await loop.goRound();
		}
		expect(served).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
	});

	it('one that asks again waits for those who asked before it', async () => {
		const loop = new Loop();
		const turns = new Turns(loop.turn);
		const served: string[] = [];
		void turns.next().then(async () => {
			served.push('first');
			await turns.next();
			served.push('again');
		});
		void turns.next().then(() => served.push('second'));
		for (await settled(); loop.asked > 0; await loop.goRound());
		expect(served).toEqual(['first', 'second', 'again']);
	});
});

// Promises alone never let timers and sockets have their turn, however many follow each other.
it.each([
	['a turn', async () => await new Turns().next()],
	[
		'a breath after a long stretch',
		async () => {
			const stretch = new Stretch();
			const now = clock.now();
			jest.spyOn(clock, 'now').mockReturnValue(now + 1_000);
			await stretch.breathe();
		},
	],
])('%s lets the event loop go round', async (_, wait) => {
	let wentRound = false;
	setImmediate(() => (wentRound = true));
	for (let turn = 0; turn < 5; turn += 1) await wait();
	expect(wentRound).toBe(true);
});

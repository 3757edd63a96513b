import { clock } from '../../nodes/ChargebeeOrders/transport/clock';
import { Stretch, Turns } from '../../nodes/ChargebeeOrders/transport/eventLoop';

let now: number;

beforeEach(() => {
	now = 0;
	jest.spyOn(clock, 'now').mockImplementation(() => now);
});

/** How many pieces of 20 ms are done in one turn of the event loop at most. */
async function mostInOneTurn(workers: number, wait: () => Promise<void>): Promise<number> {
	let over = false;
	let inOneTurn = 0;
	let most = 0;
	const turn = (): void => {
		inOneTurn = 0;
		if (!over) setImmediate(turn);
	};
	setImmediate(turn);
	const worker = async (): Promise<void> => {
		for (let piece = 0; piece < 20; piece++) {
			await wait();
			now += 20;
			most = Math.max(most, ++inOneTurn);
		}
	};
	await Promise.all(Array.from({ length: workers }, worker));
	over = true;
	return most;
}

// One that begins in time, and one while the stretch is not yet too long.
test('others get their turn after 25 ms of one piece of work after the other', async () => {
	const stretch = new Stretch();
	expect(await mostInOneTurn(1, async () => await stretch.breathe())).toBe(2);
});

test('of many that begin at once each has a turn of its own', async () => {
	const turns = new Turns();
	expect(await mostInOneTurn(8, async () => await turns.next())).toBe(1);
});

test('of many whose answers come in one turn each has a turn of its own', async () => {
	const turns = new Turns();
	const answered = async (): Promise<void> => {
		await new Promise(setImmediate);
		await turns.next();
	};
	expect(await mostInOneTurn(8, answered)).toBe(1);
});

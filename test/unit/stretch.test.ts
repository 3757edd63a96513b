import { clock } from '../../nodes/ChargebeeOrders/transport/clock';
import { Stretch } from '../../nodes/ChargebeeOrders/transport/stretch';

/** How many pieces of 20 ms eight workers do in one turn of the event loop at most. */
async function mostInOneTurn(stretch: Stretch, wait: () => Promise<void>): Promise<number> {
	let now = 0;
	jest.spyOn(clock, 'now').mockImplementation(() => now);
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
			await stretch.breathe();
			now += 20;
			most = Math.max(most, ++inOneTurn);
		}
	};
	await Promise.all(Array.from({ length: 8 }, worker));
	over = true;
	return most;
}

// One piece that begins in time, and one while the stretch is not yet too long.
test('others get their turn after 25 ms of work, whatever the work waits for', async () => {
	expect(await mostInOneTurn(new Stretch(), async () => {})).toBeLessThanOrEqual(2);
});

test('answers that come in one turn are no rest', async () => {
	const answer = async (): Promise<void> => await new Promise(setImmediate);
	expect(await mostInOneTurn(new Stretch(), answer)).toBeLessThanOrEqual(2);
});

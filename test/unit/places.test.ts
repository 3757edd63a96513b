import { Places } from '../../nodes/ChargebeeOrders/async/places';
import { settled } from '../support/steppedClock';

/** Work that goes on until it is told to end. */
function work(): { run: () => Promise<string>; end: (error?: Error) => void; started: () => boolean } {
	let end: (error?: Error) => void = () => undefined;
	let started = false;
	const run = async (): Promise<string> => {
		started = true;
		return await new Promise<string>((resolve, reject) => {
			end = (error) => {
				if (error === undefined) resolve('done');
				else reject(error);
			};
		});
	};
	return { run, end: (error) => end(error), started: () => started };
}

test('as many start as each tolerates, in the order of asking', async () => {
	const places = new Places();
	const all = [2, 2, 2, 1].map((most) => {
		const one = work();
		return { ...one, result: places.within({ most }, one.run) };
	});
	const started = (): boolean[] => all.map((one) => one.started());
	await settled();
	expect(started()).toEqual([true, true, false, false]);
	all[0]?.end();
	expect(await all[0]?.result).toBe('done');
	await settled();
	expect(started()).toEqual([true, true, true, false]);
	all[1]?.end();
	await settled();
	expect(started()).toEqual([true, true, true, false]);
	all[2]?.end();
	await settled();
	expect(started()).toEqual([true, true, true, true]);
});

test('a place is given back by work that fails', async () => {
	const places = new Places();
	const failing = places.within({ most: 1 }, async () => await Promise.reject(new Error('no')));
	await expect(failing).rejects.toThrow('no');
	expect(await places.within({ most: 1 }, async () => await Promise.resolve('next'))).toBe('next');
});

test('a cancelled request leaves the queue, and those behind it need not wait for it', async () => {
	const places = new Places();
	const abort = new AbortController();
	const [first, never, last] = [work(), work(), work()];
	void places.within({ most: 1 }, first.run);
	const cancelled = places.within({ most: 1, signal: abort.signal }, never.run);
	void places.within({ most: 2 }, last.run);
	await settled();
	expect(last.started()).toBe(false);
	abort.abort();
	expect(await cancelled).toBe('canceled');
	await settled();
	expect([never.started(), last.started()]).toEqual([false, true]);
	expect(await places.within({ most: 9, signal: abort.signal }, never.run)).toBe('canceled');
});

import { CanceledError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import { prepareAll } from '../../nodes/ChargebeeOrders/run/prepareAll';

const ready = { run: async () => await Promise.resolve([]) };

it('names what is refused in the order of the items, whichever is refused first', async () => {
	const bad = [new Error('0'), new Error('1')];
	const ahead = await prepareAll(3, 3, async (index) => {
		for (let turn = index; turn < 5; turn += 1) await Promise.resolve();
		const error = bad[index];
		if (error !== undefined) throw error;
		return ready;
	});
	expect(ahead.failures).toEqual([
		{ index: 0, reason: bad[0] },
		{ index: 1, reason: bad[1] },
	]);
	expect([ahead.take(2), ahead.take(2)]).toEqual([ready, undefined]);
});

it('ends at once where the run is stopped, and else goes on after what is refused', async () => {
	const prepared: number[] = [];
	const all = async (reason: Error) =>
		await prepareAll(4, 1, async (index) => {
			prepared.push(index);
			if (index === 1) throw reason;
			return await Promise.resolve(ready);
		});
	await all(new CanceledError());
	expect(prepared.splice(0)).toEqual([0, 1]);
	await all(new Error('bad'));
	expect(prepared).toEqual([0, 1, 2, 3]);
});

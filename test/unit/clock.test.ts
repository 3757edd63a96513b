import * as workflow from 'n8n-workflow';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';

/** The slices in which a wait of so many milliseconds is slept; each takes `late` longer than it was asked for. */
async function slices(
	ms: number,
	{ signal, late = 0 }: { signal?: AbortSignal; late?: number } = {},
): Promise<number[]> {
	let now = 1_000_000;
	const slept: number[] = [];
	jest.spyOn(clock, 'now').mockImplementation(() => now);
	jest.spyOn(workflow, 'sleep').mockImplementation(async (slice) => {
		slept.push(slice);
		now += slice + late;
		await Promise.resolve();
	});
	await clock.sleep(ms, signal);
	return slept;
}

afterEach(() => jest.restoreAllMocks());

it('a wait is slept in slices of 200 ms and the rest', async () => {
	expect(await slices(450)).toEqual([200, 200, 50]);
	expect(await slices(200)).toEqual([200]);
});

it('a wait does not grow where timers come late', async () => {
	expect(await slices(450, { late: 30 })).toEqual([200, 200]);
	expect(await slices(1_000, { late: 60 })).toEqual([200, 200, 200, 200]);
});

it.each([0, -5])('a wait of %d ms is none', async (ms) => {
	expect(await slices(ms)).toEqual([]);
});

it('a wait ends with the slice in which it is cancelled, without an error', async () => {
	const stop = new AbortController();
	jest.spyOn(workflow, 'sleep').mockImplementation(async () => {
		stop.abort();
		await Promise.resolve();
	});
	await expect(clock.sleep(60_000, stop.signal)).resolves.toBeUndefined();
	expect(workflow.sleep).toHaveBeenCalledTimes(1);
	await clock.sleep(60_000, stop.signal);
	expect(workflow.sleep).toHaveBeenCalledTimes(1);
});

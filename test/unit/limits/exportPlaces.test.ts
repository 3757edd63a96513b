import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

import { clock } from '../../../nodes/ChargebeeOrders/async/clock';
import {
	exportStartsPause,
	pauseExportStarts,
	withinExportPlace,
} from '../../../nodes/ChargebeeOrders/transport/limits/exportPlaces';
import { FakeSite } from '../../support/fakeSite';
import { SkippedTime } from '../../support/skippedTime';

const MINUTE = 60_000;

beforeEach(() => new SkippedTime().install());
afterEach(() => jest.restoreAllMocks());

/** Exports of ten minutes each. */
function exportsOf(site: FakeSite, count: number, longest = 30 * MINUTE): Array<Promise<number>> {
	return Array.from({ length: count }, async () =>
		withinExportPlace(site.requester(), longest, async () => {
			await clock.sleep(10 * MINUTE);
			return site.now / MINUTE;
		}),
	);
}

test('five exports of a site run at a time, and the others follow', async () => {
	const site = new FakeSite();
	const ended = await Promise.all(exportsOf(site, 12));
	expect(ended.map((minutes) => Math.floor(minutes))).toEqual([10, 10, 10, 10, 10, 20, 20, 20, 20, 20, 30, 30]);
});

test('those of another site have places of their own', async () => {
	const [one, other] = [new FakeSite(), new FakeSite()];
	const ended = await Promise.all([...exportsOf(one, 5), ...exportsOf(other, 5)]);
	expect(Math.max(...ended)).toBeLessThan(11);
});

test('an export that finds no place in time is an error that says so, and one that fails gives its place back', async () => {
	const site = new FakeSite();
	const failing = withinExportPlace(site.requester(), 0, async () => await Promise.reject(new Error('failed')));
	await expect(failing).rejects.toThrow('failed');
	const running = exportsOf(site, 5);
	await expect(exportsOf(site, 1, 5 * MINUTE)[0]).rejects.toMatchObject({
		message: 'No export was started: five are under way, and none of them ended within 300 s',
		details: { retryable: true, hint: expect.stringContaining('raise the wait') as string },
	});
	expect(await Promise.all(running)).toHaveLength(5);
	expect(await Promise.all(exportsOf(site, 5, 0))).toHaveLength(5);
});

test("n8n's Stop ends the wait for a place", async () => {
	const site = new FakeSite();
	const running = exportsOf(site, 5);
	const end = new AbortController();
	const waiting = withinExportPlace(site.requester({}, end.signal), 30 * MINUTE, async () => await Promise.resolve());
	end.abort();
	await expect(waiting).rejects.toThrow('canceled');
	expect(await Promise.all(running)).toHaveLength(5);
});

test('who has a place no longer waits for one', async () => {
	const site = new FakeSite();
	await withinExportPlace(site.requester(), 30 * MINUTE, async () => await Promise.resolve());
	// Time goes on while somebody sleeps.
	for (let turns = 0; turns < 200; turns += 1) await turnOfTheLoop();
	expect(site.now).toBe(0);
});

describe('a pause of the starts', () => {
	test('holds back those of its site until it is over, and is never shortened', async () => {
		const [site, other] = [new FakeSite(), new FakeSite()];
		pauseExportStarts(site.origin, 5_000);
		pauseExportStarts(site.origin, 1_000);
		await exportStartsPause(other.requester());
		expect(site.now).toBe(0);
		const { signal } = new AbortController();
		await Promise.all([exportStartsPause(site.requester()), exportStartsPause(site.requester({}, signal))]);
		expect(site.now).toBe(5_000);
	});

	test('that grows meanwhile is waited for to its new end', async () => {
		const site = new FakeSite();
		pauseExportStarts(site.origin, 5_000);
		void clock.sleep(3_000).then(() => pauseExportStarts(site.origin, 4_000));
		await exportStartsPause(site.requester());
		expect(site.now).toBe(7_000);
	});

	test("ends for an execution with n8n's Stop", async () => {
		const site = new FakeSite();
		const end = new AbortController();
		pauseExportStarts(site.origin, MINUTE);
		void clock.sleep(1_000).then(() => end.abort());
		await exportStartsPause(site.requester({}, end.signal));
		expect(site.now).toBe(1_000);
	});
});

import { clock } from '../../../nodes/ChargebeeOrders/async/clock';
import { withinExportPlace } from '../../../nodes/ChargebeeOrders/transport/limits/exportPlaces';
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

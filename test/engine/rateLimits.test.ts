import { DateTime } from 'luxon';

import { complaints, detailsOf, hintOf } from '../support/exportRuns';
import { LimitedSites, refusals, runOrders, times, ways } from '../support/limitedSites';
import { SkippedTime } from '../support/skippedTime';

import { searchList, type NodeRun } from './harness';

const MINUTE = 60_000;

function hintText(run: NodeRun): string {
	return String((detailsOf(run) as { hint?: string }).hint);
}

const sites = new LimitedSites();

const inAMinute = DateTime.fromMillis(SkippedTime.start + MINUTE, { zone: 'utc' });
const dates = {
	imf: inAMinute.toHTTP() ?? '',
	rfc850: inAMinute.toFormat("cccc, dd-LLL-yy HH:mm:ss 'GMT'"),
	asctime: inAMinute.toFormat('ccc LLL dd HH:mm:ss yyyy'),
};

describe.each(ways)('a 429 to $operation ($path)', ({ operation, ...how }) => {
	const method = operation === 'get' ? 'GET' : 'POST';

	it.each([
		['seconds', '7', 7000, 7000],
		['a fraction of a second', '0.9', 900, 900],
		['0', '0', 125, 250],
		['negative seconds', '-5', 5000, 10_000],
		['an HTTP date', dates.imf, MINUTE, MINUTE],
		['the date of RFC 850', dates.rfc850, MINUTE, MINUTE],
		['the date of asctime', dates.asctime, MINUTE, MINUTE],
		['a date in the past', 'Sun, 06 Nov 1994 08:49:37 GMT', 125, 250],
		['something that nobody can read', 'soon', 5000, 10_000],
		['nothing', undefined, 5000, 10_000],
		['as much as there is patience', '300', 5 * MINUTE, 5 * MINUTE],
	])('whose Retry-After says %s: the item succeeds, not earlier', async (_what, retryAfter, least, most) => {
		const sandbox = await sites.start({ rateLimit: { allowanceMs: 0 } });
		const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
		sandbox.script.respondOnce({ method, path: /./ }, { status: 429, headers, body: {} });
		const run = await runOrders(sandbox, operation, how);
		expect(run.error).toBeUndefined();
		expect(run.output[0]?.map(({ json }) => json.id)).toEqual(['order_1']);
		expect(sandbox.ledger.map(({ status }) => status)).toEqual([429, 200]);
		const [first = NaN, second = NaN] = times(sandbox.ledger);
		expect(second - first).toBeGreaterThanOrEqual(least);
		expect(second - first).toBeLessThanOrEqual(most);
		expect(new Set(sandbox.ledger.map((entry) => entry.headers['chargebee-idempotency-key'])).size).toBe(1);
		expect(complaints(sandbox)).toEqual([]);
	});

	it('beyond the patience: one error names the wait and the option, and nothing more is sent', async () => {
		const sandbox = await sites.start({ rateLimit: { perMinute: 0, retryAfter: '301' } });
		const run = await runOrders(sandbox, operation, { ...how, items: 40 });
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('301 s');
		expect(run.error?.message).toContain('the longest wait set is 300 s');
		expect(detailsOf(run)).toMatchObject({
			status: 429,
			retryable: true,
			hint: expect.stringContaining('Rate Limit Wait') as unknown,
		});
		const sent = sandbox.ledger.length;
		expect(sent).toBeLessThanOrEqual(8);
		expect(new Set(times(sandbox.ledger))).toEqual(new Set([0]));

		// The next run hears of the pause too, without asking.
		const next = await runOrders(sandbox, operation, { ...how, executionId: '2' });
		expect(next.error?.message).toContain("Chargebee's rate limit is used up (the next try would be in 301 s");
		expect(sandbox.ledger).toHaveLength(sent);

		// Who has more patience is served when the pause is over.
		sandbox.script.rateLimit();
		const parameters = { options: { maxRateLimitWait: 6 } };
		const patient = await runOrders(sandbox, operation, { ...how, executionId: '3', parameters });
		expect(patient.status).toBe('success');
		expect(times(sandbox.ledger.slice(sent))).toEqual([301_000]);
	});

	it('patience that several waits used up is said to be used up, not to be shorter than the next wait', async () => {
		const sandbox = await sites.start({ rateLimit: { allowanceMs: 0 } });
		const locked = { status: 429, headers: { 'retry-after': '40' }, body: { api_error_code: 'lock_timeout' } };
		sandbox.script.respondOnce({ method, path: /./ }, locked);
		sandbox.script.respondOnce({ method, path: /./ }, locked);
		const run = await runOrders(sandbox, operation, { ...how, parameters: { options: { maxRateLimitWait: 1 } } });
		expect(times(sandbox.ledger)).toEqual([0, 40_000]);
		expect(run.error?.message).toContain('(the longest wait set, 60 s, is used up)');
	});

	it('a server in trouble that asks for more time than it is waited for is an error that says so', async () => {
		const sandbox = await sites.start({ rateLimit: { allowanceMs: 0 } });
		const unavailable = { status: 503, headers: { 'retry-after': '20' }, body: {} };
		sandbox.script.respondOnce({ method, path: /./ }, unavailable);
		sandbox.script.respondOnce({ method, path: /./ }, unavailable);
		const run = await runOrders(sandbox, operation, how);
		expect(times(sandbox.ledger)).toEqual([0, 20_000]);
		expect(run.error?.message).toContain('(tried for 20 s, and it asks for 20 s more)');
		expect(hintText(run)).not.toContain('Rate Limit Wait');
	});

	it('beyond the patience, with the error output: every item is reported, those in the queue at once', async () => {
		const sandbox = await sites.start({ rateLimit: { perMinute: 0, retryAfter: '400' } });
		const settings = { ...how.settings, onError: 'continueRegularOutput' as const };
		const run = await runOrders(sandbox, operation, { ...how, items: 60, settings });
		expect(run.status).toBe('success');
		const errors = run.output[0]?.map(({ json }) => String(json.error)) ?? [];
		expect(errors).toHaveLength(60);
		for (const error of errors) expect(error).toContain('400 s');
		expect(sandbox.ledger.length).toBeLessThanOrEqual(8);
		expect(new Set(times(sandbox.ledger))).toEqual(new Set([0]));
	});

	it('a storm: 1,000 items, not one request in a pause, then one by one more', async () => {
		const latency = 400;
		const sandbox = await sites.start({ rateLimit: { perMinute: 300, allowanceMs: 0 } });
		sandbox.script.latency(latency);
		const run = await runOrders(sandbox, operation, { ...how, items: 1000 });
		expect(run.status).toBe('success');
		expect(run.output[0]).toHaveLength(1000);
		expect(run.output[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: 1000 }, (_, item) => ({ item })),
		);
		expect(complaints(sandbox)).toEqual([]);
		expect(sandbox.ledger).toHaveLength(1000 + refusals(sandbox).length);
		if (operation === 'update') expect(sandbox.effects().filter(({ replayed }) => !replayed)).toHaveLength(1000);

		const [struck = NaN] = times(refusals(sandbox));
		const after = times(sandbox.ledger).filter((at) => at > struck + latency);
		expect(after[0]).toBeGreaterThanOrEqual(MINUTE);
		// Each request after the pause is at most one more in flight than there were answers.
		after.slice(0, 30).forEach((at, index) => {
			const answers = after.filter((earlier) => earlier + latency <= at).length;
			expect(index + 1 - answers).toBeLessThanOrEqual(answers + 1);
		});
		if (how.path === 'custom') {
			const said = /^\d+ requests were repeated\. 1[0-3]\d s waited for the rate limit\.$/;
			expect(hintOf(run)).toMatch(said);
		}
	});
});

it('with Retry On Fail: what an earlier try did is not said to be undone', async () => {
	const sandbox = await sites.start({ orders: 20, rateLimit: { perMinute: 15 } });
	const run = await runOrders(sandbox, 'update', {
		items: 20,
		parameters: { options: { maxRateLimitWait: 0, simultaneousRequests: 1 } },
		settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
	});
	expect(sandbox.effects()).toHaveLength(15);
	expect(run.error?.description).toContain('15 of 20 items were done');
});

describe('a pause', () => {
	it('is that of every node of the process, and of no other site', async () => {
		const limited = await sites.start({ rateLimit: { perMinute: 20, allowanceMs: 0 } });
		const other = await sites.start();
		const [one, two, three] = await Promise.all([
			runOrders(limited, 'get', { items: 30, executionId: '1' }),
			runOrders(limited, 'update', { items: 30, executionId: '2', ...ways[2] }),
			runOrders(other, 'get', { items: 30, executionId: '3' }),
		]);
		expect([one, two, three].map(({ status }) => status)).toEqual(['success', 'success', 'success']);
		expect(complaints(limited)).toEqual([]);
		const [struck = NaN] = times(refusals(limited));
		expect(times(limited.ledger).filter((at) => at > struck && at < MINUTE)).toEqual([]);
		// Both nodes went on after it, and not both at once.
		const later = limited.ledger.filter(({ at }) => at >= MINUTE);
		expect(new Set(later.map(({ method }) => method))).toEqual(new Set(['GET', 'POST']));
		expect(Math.max(...times(other.ledger))).toBeLessThan(MINUTE);
	});

	it('holds up the lists of the editor, which say so where it is too long for a person', async () => {
		const sandbox = await sites.start({ rateLimit: { perMinute: 0, retryAfter: '25', allowanceMs: 0 } });
		const search = async (): Promise<number> => {
			const credential = { url: sandbox.url, apiKey: sandbox.apiKey };
			return (await searchList({ method: 'searchOrders', credential })).results.length;
		};
		const parameters = { options: { maxRateLimitWait: 0 } };
		expect((await runOrders(sandbox, 'get', { parameters })).error?.message).toContain('25 s');
		sandbox.script.rateLimit({ allowanceMs: 0 });
		expect(await search()).toBe(10);
		expect(times(sandbox.ledger)).toEqual([0, 25_000]);
		sandbox.script.rateLimit({ perMinute: 0, retryAfter: '31' });
		await expect(search()).rejects.toThrow('the next try would be in 31 s, and the longest wait set is 30 s');
		await expect(search()).rejects.toThrow('used up');
		expect(sandbox.ledger).toHaveLength(3);
	});
});

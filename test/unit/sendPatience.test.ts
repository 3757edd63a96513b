import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import type { Requester } from '../../nodes/ChargebeeOrders/Call';
import { CanceledError, type ApiError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import { gateOf, type SiteGate } from '../../nodes/ChargebeeOrders/transport/limits/siteGate';
import type { ApiRequest } from '../../nodes/ChargebeeOrders/transport/outcome';
import { send } from '../../nodes/ChargebeeOrders/transport/send';
import { failureOf } from '../support/failureOf';
import { FakeSite, read, write, type FakeAnswer } from '../support/fakeSite';
import { SkippedTime } from '../support/skippedTime';

const SECOND = 1_000;
const MINUTE = 60_000;

beforeEach(() => new SkippedTime().install());
afterEach(() => jest.restoreAllMocks());

const failed = async (requester: Requester, request: ApiRequest): Promise<ApiError> =>
	await failureOf(send(requester, request));

const reset: FakeAnswer = { code: 'ECONNRESET' };
const unavailable: FakeAnswer = { status: 503, body: {} };
const notFound: FakeAnswer = { status: 404, body: { message: 'No such order' } };

/** A 429; of the limit on one order where it says so. */
function refusal(seconds?: number, body: object = {}): FakeAnswer {
	return { status: 429, body, ...(seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } }) };
}

/** A site that answers once and then gives these answers, the last one ever after; its times begin after the first. */
async function knownSite(...answers: FakeAnswer[]): Promise<{ site: FakeSite; times: () => number[]; gate: SiteGate }> {
	const site = new FakeSite();
	await send(site.requester(), read('first'));
	const began = site.now;
	site.answer = (_, number) => answers[Math.min(number - 2, answers.length - 1)] ?? {};
	return { site, times: () => site.seen.slice(1).map(({ at }) => at - began), gate: gateOf(site.origin) };
}

const startOf = (exportPatience: number, value = 'start'): ApiRequest => ({
	...write('x'),
	path: '/exports/orders',
	expects: 'export',
	exportPatience,
	writeKey: { value, lasting: false },
});
const started: FakeAnswer = { body: { export: { id: 'e', status: 'in_process' } } };

describe("n8n's Stop", () => {
	test("ends the wait for a place of the node's own", async () => {
		const site = new FakeSite(() => ({ takes: MINUTE }));
		const end = new AbortController();
		const requester = site.requester({ concurrency: 1 }, end.signal);
		const both = [send(requester, read('a')), send(requester, read('b'))];
		void clock.sleep(SECOND).then(() => end.abort());
		const ends = await Promise.allSettled(both);
		expect(ends.map((one) => one.status === 'rejected' && (one.reason as unknown) instanceof CanceledError)).toEqual([
			true,
			true,
		]);
		expect(site.seen).toHaveLength(1);
	});

	test('ends the wait at the gate', async () => {
		const { site, gate } = await knownSite();
		const end = new AbortController();
		gate.pause(MINUTE);
		const waiting = send(site.requester({}, end.signal), read('a'));
		void clock.sleep(SECOND).then(() => end.abort());
		await expect(waiting).rejects.toBeInstanceOf(CanceledError);
		expect(site.seen).toHaveLength(1);
	});

	test('drops an answer that comes after it, and takes one that came before', async () => {
		const { site } = await knownSite();
		const end = new AbortController();
		const requester = site.requester({}, end.signal);
		await expect(send(requester, write('a'))).resolves.toHaveProperty('order');
		site.answer = () => {
			end.abort();
			return {};
		};
		await expect(send(requester, write('b'))).rejects.toBeInstanceOf(CanceledError);
	});
});

describe('a rate limit', () => {
	test('by the minute that names no time is met once a minute', async () => {
		let inMinute: number[] = [];
		const site = new FakeSite(({ at }) => {
			inMinute = inMinute.filter((time) => at - time < MINUTE);
			if (inMinute.length >= 60) return refusal();
			inMinute.push(at);
			return {};
		});
		const requester = site.requester({ concurrency: 1 });
		for (let id = 0; id < 70; id += 1) await send(requester, read(String(id)));
		// The first 60 take a second or two.
		expect(site.seen.length - 70).toBeLessThanOrEqual(1);
		expect(site.now).toBeGreaterThan(MINUTE);
		expect(site.now).toBeLessThan(MINUTE + 10 * SECOND);
	});

	test('strikes the whole site, and an answer ends the row', async () => {
		const { site, gate } = await knownSite(refusal(5), notFound);
		const sent = failed(site.requester(), read('a'));
		await clock.sleep(SECOND);
		expect(gate.refusalsInRow).toBe(1);
		expect((await sent).message).toBe('No such order');
		expect(gate.refusalsInRow).toBe(0);
	});

	test.each([
		[10 * SECOND, 1],
		[10 * SECOND + 1, 0],
	])('that closes the site for %d ms is waited for with a patience of ten seconds: %d tries', async (pause, tries) => {
		const { site, gate, times } = await knownSite();
		gate.pause(pause);
		const outcome = await send(site.requester({ patience: 10 * SECOND }), read('a')).catch((reason: unknown) => reason);
		expect(times()).toHaveLength(tries);
		if (tries === 1) return;
		expect((outcome as ApiError).message).toBe(
			"Chargebee's rate limit is used up (the next try would be in 11 s, and the longest wait set is 10 s)",
		);
		expect((outcome as ApiError).details).toMatchObject({ status: 429, retryAfterMs: pause });
	});

	test('is waited for from the first refusal on, whoever closes the site later', async () => {
		const { site, gate } = await knownSite(refusal(8), refusal(1));
		const sent = failed(site.requester({ patience: 10 * SECOND }), read('a'));
		void clock.sleep(8.5 * SECOND).then(() => gate.pause(5 * SECOND));
		expect((await sent).message).toContain("Chargebee's rate limit is used up");
		expect(site.now).toBeLessThan(9 * SECOND);
	});
});

describe('a wait that concerns one request', () => {
	test('is half a second or less for a failure, the same again while the site answers nobody, and longer for each that is its own', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(1);
		const site = new FakeSite((_, number) => (number < 3 ? reset : {}));
		await send(site.requester(), read('a'));
		expect(site.seen.map(({ at }) => at)).toEqual([0, 520, 1_040]);
		const other: FakeSite = new FakeSite(({ url }) => (url.endsWith('/a') && other.seen.length < 20 ? reset : {}));
		const failing = send(other.requester(), read('a'));
		for (let id = 0; id < 40; id += 1) {
			await send(other.requester(), read(`other ${id}`));
			await clock.sleep(200);
		}
		await failing;
		const own = other.seen.filter(({ url }) => url.endsWith('/a')).map(({ at }) => at);
		expect(own.slice(0, 4)).toEqual([0, 520, 1_540, 3_560]);
	});

	test('for a lock on an order holds back no start of an export', async () => {
		const { site, times } = await knownSite(refusal(30, { api_error_code: 'lock_timeout' }), started);
		const locked = send(site.requester(), write('a'));
		await clock.sleep(SECOND);
		await send(site.requester(), startOf(MINUTE));
		expect(times()[1]).toBe(SECOND);
		site.answer = () => ({});
		await locked;
	});

	test('of an export that is given up holds back no other start', async () => {
		const { site, times } = await knownSite(refusal(MINUTE), started);
		await failed(site.requester(), startOf(SECOND));
		await send(site.requester(), startOf(MINUTE, 'other'));
		expect(times()).toEqual([0, 20]);
	});

	test('of an export is as long as Chargebee says, for other starts too', async () => {
		const { site, times } = await knownSite(refusal(5), started);
		const refused = send(site.requester(), startOf(MINUTE));
		await clock.sleep(SECOND);
		await Promise.all([refused, send(site.requester(), startOf(MINUTE, 'other'))]);
		expect(times().map((at) => Math.floor(at / SECOND))).toEqual([0, 5, 5]);
	});
});

describe('a site', () => {
	test('that refuses requests as they are answers: it is not down, and no longer down', async () => {
		const { site, gate } = await knownSite(
			notFound,
			notFound,
			notFound,
			notFound,
			unavailable,
			unavailable,
			reset,
			notFound,
		);
		for (const id of ['a', 'b', 'c', 'd'])
			expect((await failed(site.requester(), read(id))).message).toBe('No such order');
		expect(gate.isDown).toBe(false);
		const sent = failed(site.requester(), read('e'));
		await clock.sleep(2 * SECOND);
		expect((await sent).message).toBe('No such order');
		expect(gate.isDown).toBe(false);
		expect(site.now).toBeLessThan(5 * SECOND);
	});

	test('whose name is not known has not answered', async () => {
		const site = new FakeSite(() => ({ code: 'ENOTFOUND' }));
		await failed(site.requester(), read('a'));
		expect(gateOf(site.origin).isUnknown).toBe(true);
	});

	test('in trouble that asks for a day is asked again after ten minutes, and not before', async () => {
		const day: FakeAnswer = { ...unavailable, headers: { 'retry-after': '86400' } };
		const { site, times } = await knownSite(day, day, day, {});
		for (const id of ['a', 'b', 'c']) await failed(site.requester(), read(id));
		await clock.sleep(10 * MINUTE - SECOND);
		await failed(site.requester(), read('d'));
		expect(times()).toHaveLength(3);
		await clock.sleep(SECOND);
		await send(site.requester(), read('e'));
	});

	test('that asks for more than half a minute is not waited for where a person waits', async () => {
		const { site, times } = await knownSite({ ...unavailable, headers: { 'retry-after': '31' } }, {});
		const error = await failed(site.requester({ attended: true }), read('a'));
		expect(error.message).toContain('it asks for 31 s more');
		expect(times()).toHaveLength(1);
	});

	test('is tried once more where the last try began within the patience, however long it hung', async () => {
		const hangs: FakeAnswer = { ...unavailable, takes: 15 * SECOND };
		const { site, times } = await knownSite(hangs, hangs, {});
		await send(site.requester({ patience: 10 * SECOND }), read('a'));
		expect(times()).toHaveLength(3);
	});

	test('has, for a request that comes late in an outage, as long as for any other', async () => {
		const { site } = await knownSite(reset);
		const began = site.now;
		const requester = site.requester({ patience: 30 * SECOND });
		const first = failed(requester, read('first of the outage'));
		await clock.sleep(24 * SECOND);
		const late = send(requester, read('late'));
		await first;
		await clock.sleep(began + 40 * SECOND - site.now);
		site.answer = () => ({});
		await late;
	});

	test('that fails under several requests is the reason given for each, and for how long it was tried', async () => {
		const { site } = await knownSite(reset);
		const requester = site.requester({ patience: 30 * SECOND });
		const ids = ['a', 'b', 'c', 'd', 'e'];
		const errors = await Promise.all(ids.map(async (id) => await failed(requester, write(id))));
		for (const { message, details } of errors) {
			expect(message).toMatch(/^No usable answer from Chargebee: connect ECONNRESET \(tried for 3\d s\)$/);
			expect(details).toMatchObject({ retryable: true, outcomeUnknown: true });
		}
	});
});

describe('a write', () => {
	test('that an earlier run of the node may have done stays unknown when it is refused', async () => {
		const { site } = await knownSite(reset, refusal(MINUTE));
		const request = write('a');
		await failed(site.requester({ patience: 0 }), request);
		const { message, details } = await failed(site.requester({ patience: 0 }), request);
		expect(message).toContain('the longest wait set is 0 s');
		expect(details).toMatchObject({ outcomeUnknown: true, hint: expect.stringContaining('It is not known') as string });
	});

	test.each([
		[25 * MINUTE, true],
		[25 * MINUTE + 1, false],
	])('that may have been done %d ms ago is sent again: %s', async (age, isSent) => {
		const { site, times } = await knownSite();
		const writeKey = { value: 'key', lasting: true, sentAt: clock.now() - age };
		const sent = send(site.requester(), { ...write('a'), writeKey });
		await (isSent ? sent : failureOf(sent));
		expect(times()).toHaveLength(isSent ? 1 : 0);
	});

	test('that was refused at first is not sent later than 25 minutes after that, whatever comes then', async () => {
		const locked = refusal(20 * 60, { api_error_code: 'lock_timeout' });
		const { site, times } = await knownSite(locked, { ...unavailable, takes: 6 * MINUTE }, {});
		const error = await failed(site.requester({ patience: 60 * MINUTE }), write('a'));
		expect(error.message).toMatch(/\(not sent again 26 minutes after its first try\)$/);
		expect(times()).toHaveLength(2);
	});

	test('that starts an export may wait for longer than that, unless it may have started one', async () => {
		const waits = await knownSite(refusal(30 * 60), started);
		await send(waits.site.requester(), startOf(60 * MINUTE));
		expect(waits.times().map((at) => Math.floor(at / MINUTE))).toEqual([0, 30]);
		const unknown = await knownSite(reset, refusal(20 * 60), { ...refusal(1), takes: 6 * MINUTE }, started);
		const { message, details } = await failed(unknown.site.requester(), startOf(60 * MINUTE));
		expect([message, details.outcomeUnknown]).toEqual([expect.stringContaining('had no place for this one'), true]);
		expect(unknown.times()).toHaveLength(3);
	});

	test('tells how often it was tried, and that no answer came twice where none did', async () => {
		const { site } = await knownSite(reset, reset, {});
		const requester = site.requester();
		await send(requester, write('a'));
		expect(requester.report).toMatchObject({ requests: 3, retries: 2, replays: 0 });
	});
});

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { pool } from '../../nodes/ChargebeeOrders/async/pool';
import type { Requester } from '../../nodes/ChargebeeOrders/Call';
import { ApiError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import { gateOf } from '../../nodes/ChargebeeOrders/transport/limits/siteGate';
import type { ApiRequest } from '../../nodes/ChargebeeOrders/transport/outcome';
import { send } from '../../nodes/ChargebeeOrders/transport/send';
import { FakeSite, read, write, type FakeAnswer } from '../support/fakeSite';
import { SkippedTime } from '../support/skippedTime';

const MINUTE = 60_000;

beforeEach(() => new SkippedTime().install());
afterEach(() => jest.restoreAllMocks());

/** The error of a request. */
async function failed(requester: Requester, request: ApiRequest): Promise<ApiError> {
	const reason = await send(requester, request).then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (reason instanceof ApiError) return reason;
	throw new Error(`It did not fail with an error of the API: ${String(reason)}`);
}

/** Sends many, as a node does that goes on after errors; the errors by item. */
async function sendAll(requester: Requester, requests: readonly ApiRequest[]): Promise<Array<ApiError | undefined>> {
	const { results } = await pool(requests.length, requester.transport.concurrency, async (index) => {
		const request = requests[index] as ApiRequest;
		return await send(requester, request).then(
			() => ({ error: undefined }),
			(reason: unknown) => ({ error: reason as ApiError }),
		);
	});
	return results.map((result) => result?.error);
}

function many(count: number, kind: (id: string) => ApiRequest = write): ApiRequest[] {
	return Array.from({ length: count }, (_, index) => kind(String(index)));
}

const refused: FakeAnswer = { code: 'ECONNREFUSED' };
const unavailable: FakeAnswer = { status: 503, body: '<html>' };

/** A site that answered once and then is away for a time. */
async function awaySite(from: number, to: number, answer: FakeAnswer): Promise<FakeSite> {
	const site = new FakeSite();
	await send(site.requester(), read('first'));
	const began = site.now;
	site.answer = ({ at }) => (at - began >= from && at - began < to ? answer : {});
	return site;
}

describe('a site that does not answer', () => {
	test.each([
		['refuses connections for 2 s from the start', 0, 2_000, refused],
		['is unavailable for 2 s in the middle', 100, 2_100, unavailable],
		['cuts connections for a minute', 50, 50 + MINUTE, { code: 'ECONNRESET' }],
		['refuses connections for nearly five minutes', 0, 5 * MINUTE - 1_000, refused],
		['is unavailable for nearly five minutes at the end', 300, 5 * MINUTE - 700, unavailable],
	])('and %s: every item comes through, each with one key', async (_, from, to, answer) => {
		const site = await awaySite(from, to, answer);
		expect((await sendAll(site.requester(), many(100))).filter((error) => error !== undefined)).toEqual([]);
		const keys = new Map<string, Set<string | undefined>>();
		for (const { url, key } of site.seen.slice(1)) keys.set(url, (keys.get(url) ?? new Set()).add(key));
		expect([...keys.values()].every(({ size }) => size === 1)).toBe(true);
		expect(keys.size).toBe(100);
	});

	test('is waited for as long as the person set, and the error says how long it was tried', async () => {
		const site = await awaySite(0, Infinity, refused);
		const error = await failed(site.requester(), read('a'));
		expect(error.message).toMatch(/^No usable answer from Chargebee: connect ECONNREFUSED \(tried for 30\d s\)$/);
		expect(error.details).toMatchObject({ retryable: true });
		expect(error.details.hint).not.toContain('Rate Limit Wait');
		expect(site.now).toBeGreaterThanOrEqual(5 * MINUTE);
		expect(site.now).toBeLessThan(5 * MINUTE + 2_000);
	});

	test.each([
		['a person waits', true, true],
		['it never answered this process', false, false],
	])('is waited for half a minute where %s', async (_, answered, attended) => {
		const site = answered ? await awaySite(0, Infinity, refused) : new FakeSite(() => refused);
		const error = await failed(site.requester({ attended }), write('a'));
		expect(error.message).toMatch(/\(tried for 3[0-2] s\)$/);
		expect(site.now).toBeLessThan(32_000);
		const known = site.seen[answered ? 1 : 0]?.key;
		expect(new Set(site.seen.slice(answered ? 1 : 0).map(({ key }) => key))).toEqual(new Set([known]));
	});

	test('without any patience there is one try', async () => {
		const site = new FakeSite(() => refused);
		await failed(site.requester({ patience: 0 }), read('a'));
		expect(site.seen).toHaveLength(1);
	});

	test.each([8, 50])('a thousand items, %d at once, ask a dead server at most sixty times', async (concurrency) => {
		const site = new FakeSite(() => refused);
		const errors = await sendAll(site.requester({ concurrency }), many(1_000));
		expect(errors.every((error) => error instanceof ApiError)).toBe(true);
		expect(site.seen.length).toBeLessThanOrEqual(60);
		// Also those whose first try was a probe: they have waited since the outage began.
		expect(site.now).toBeLessThan(32_000);
		expect(errors.at(-1)?.message).toMatch(/^Chargebee has not answered for 3\d s, so nothing was sent \(No usable/);
		expect(errors.at(-1)?.details.hint).toContain('Check that the site in the credential exists');
	});

	test('one that answered before: those of five minutes are at most sixty requests, and the hint does not doubt the address', async () => {
		const site = await awaySite(0, Infinity, refused);
		const errors = await sendAll(site.requester(), many(1_000));
		expect(errors.filter((error) => error === undefined)).toEqual([]);
		expect(site.seen.length).toBeLessThanOrEqual(60);
		expect(site.now).toBeGreaterThan(5 * MINUTE);
		expect(site.now).toBeLessThan(5 * MINUTE + 12_000);
		expect(errors.at(-1)?.details.hint).toContain('status.chargebee.com');
		expect(errors.at(-1)?.details).not.toHaveProperty('outcomeUnknown');
	});

	test('ten minutes later nothing is remembered: another outage is survived', async () => {
		const site = await awaySite(0, 6 * MINUTE, refused);
		await sendAll(site.requester(), many(20));
		await clock.sleep(10 * MINUTE);
		const began = site.now;
		site.answer = ({ at }) => (at - began < 4 * MINUTE ? refused : {});
		expect(await sendAll(site.requester(), many(20))).toEqual(Array.from({ length: 20 }, () => undefined));
	});

	test('one request that fails where others succeed is given up after six tries, and holds up none', async () => {
		const site = new FakeSite(({ url }) => (url.endsWith('/poison') ? { status: 500, body: {} } : {}));
		const others = sendAll(site.requester({ concurrency: 2 }), many(3_000));
		const error = await failed(site.requester(), read('poison'));
		expect(error.message).not.toContain('tried for');
		expect(site.seen.filter(({ url }) => url.endsWith('/poison'))).toHaveLength(6);
		expect((await others).filter((other) => other !== undefined)).toEqual([]);
		expect(site.now).toBeLessThan(3_000 * 12);
	});

	test('a site that answers with failures only is not one that never answered: it is waited for as long as the person set', async () => {
		const site = new FakeSite(() => unavailable);
		await failed(site.requester(), read('a'));
		expect(site.now).toBeGreaterThanOrEqual(5 * MINUTE);
	});

	test('while it is down all the tries of a request are one failure: one of its own after it is no reason to give up', async () => {
		const site = new FakeSite();
		await send(site.requester(), read('first'));
		let answered = false;
		let failedOnce = false;
		site.answer = ({ at, url }) => {
			if (at < 2 * MINUTE) return refused;
			if (url.endsWith('/other')) answered = true;
			else if (!answered || !failedOnce) {
				failedOnce = answered;
				return { status: 500, body: {} };
			}
			return {};
		};
		await Promise.all([send(site.requester(), read('a')), send(site.requester(), read('other'))]);
		expect(failedOnce).toBe(true);
	});

	test('a site that asks for more time than the patience is an error at once', async () => {
		const site = await awaySite(0, Infinity, { ...unavailable, headers: { 'retry-after': '301' } });
		const error = await failed(site.requester(), read('a'));
		expect(error.message).toContain('(tried for 0 s, and it asks for 301 s more)');
		expect(site.seen).toHaveLength(2);
	});

	test('an unusable success is no answer, and of a write not known to be undone', async () => {
		const site = new FakeSite(() => ({ body: '<html>' }));
		const error = await failed(site.requester(), write('a'));
		expect(error.message).toMatch(/the answer is not that of Chargebee \(tried for 3\d s\)$/);
		expect(error.details).toMatchObject({ status: 200, outcomeUnknown: true });
	});

	test.each(['db_connection_failure', 'internal_temporary_error', 'site_not_ready'])(
		'a status of 400 with %s is tried again',
		async (code) => {
			const site = new FakeSite((_, number) => (number < 3 ? { status: 400, body: { api_error_code: code } } : {}));
			await send(site.requester(), write('a'));
			expect(site.seen).toHaveLength(3);
		},
	);

	test('a host that does not exist is tried once', async () => {
		const site = new FakeSite(() => ({ code: 'ENOTFOUND' }));
		expect((await failed(site.requester(), read('a'))).details).toMatchObject({ retryable: false });
		expect(site.seen).toHaveLength(1);
	});
});

describe('a limit', () => {
	test('of all requests closes the gate for the others, also where its request is no longer wanted', async () => {
		const end = new AbortController();
		const site = new FakeSite(() => {
			end.abort();
			return { status: 429, headers: { 'retry-after': '5' }, body: {} };
		});
		await expect(send(site.requester({}, end.signal), read('a'))).rejects.toThrow('canceled');
		expect(gateOf(site.origin).closedFor(clock.now())).toBe(5_000);
		site.answer = () => ({});
		const began = site.now;
		await send(site.requester(), read('b'));
		expect(site.now - began).toBeGreaterThanOrEqual(5_000);
	});

	test('lets the request that it refused go before those that were never sent', async () => {
		const site = new FakeSite((_, number) =>
			number === 1 ? { status: 429, headers: { 'retry-after': '5' }, body: {} } : {},
		);
		// More than go to a new site at once: the others wait for a place when the refusal comes.
		await sendAll(site.requester({ concurrency: 20 }), many(20, read));
		expect(site.seen[8]?.url).toBe(site.seen[0]?.url);
	});

	test('that is longer than the patience is named, with the option', async () => {
		const site = new FakeSite(() => ({
			status: 429,
			headers: { 'retry-after': '301' },
			body: { message: 'Slow down' },
		}));
		const error = await failed(site.requester(), write('a'));
		expect(error.message).toBe('Slow down (the next try would be in 301 s, and the longest wait set is 300 s)');
		expect(error.details.hint).toBe('Raise Rate Limit Wait in Options, or run later.');
		expect((await failed(site.requester(), write('b'))).message).toContain("Chargebee's rate limit is used up");
		expect(site.seen).toHaveLength(1);
	});

	test('of one order delays the request for it, and no other', async () => {
		const locked = { status: 429, body: { api_error_code: 'lock_timeout', message: 'Locked' } };
		const site = new FakeSite(({ at, url }) => (url.endsWith('/locked') && at < 10_000 ? locked : {}));
		const waiting = send(site.requester(), write('locked'));
		await sendAll(site.requester(), many(100));
		expect(site.now).toBeLessThan(1_000);
		await waiting;
		expect(site.now).toBeGreaterThanOrEqual(10_000);
	});

	test('of exports delays the start of one, for as long as it may, and no other request', async () => {
		const full = { status: 429, body: { message: 'Too many exports' } };
		const site = new FakeSite(({ at, url }) => {
			if (!url.includes('/exports/')) return {};
			return at < 28 * MINUTE ? full : { body: { export: { id: 'e', status: 'in_process' } } };
		});
		const request: ApiRequest = {
			...write('x'),
			path: '/exports/orders',
			expects: 'export',
			exportPatience: 30 * MINUTE,
		};
		const starting = send(site.requester({ patience: MINUTE }), request);
		await sendAll(site.requester(), many(300));
		expect(site.now).toBeLessThan(2_000);
		await starting;
		expect(site.now).toBeGreaterThanOrEqual(28 * MINUTE);
		site.answer = () => full;
		const error = await failed(site.requester(), { ...request, writeKey: { value: 'other', lasting: false } });
		expect(error.message).toBe(
			'Chargebee runs five exports of a site at a time, and had no place for this one (Too many exports)',
		);
		expect(error.details.hint).toContain('It was tried for 1800 s.');
	});

	test('of exports holds back other starts until its wait is over', async () => {
		const export_ = { export: { id: 'e', status: 'in_process' } };
		const site = new FakeSite((_, number) =>
			number === 1 ? { status: 429, headers: { 'retry-after': '5' }, body: {} } : { body: export_ },
		);
		const start = (id: string): ApiRequest => ({
			...write(id),
			path: '/exports/orders',
			expects: 'export',
			exportPatience: MINUTE,
		});
		const refused = send(site.requester(), start('a'));
		await clock.sleep(1_000);
		await Promise.all([refused, send(site.requester(), start('b'))]);
		expect(site.seen.slice(1).every(({ at }) => at >= 5_000)).toBe(true);
	});

	test("of a node's own is no other node's", async () => {
		const site = new FakeSite(() => ({ takes: 100 }));
		const [modest, other] = [site.requester({ concurrency: 1 }), site.requester({ concurrency: 8 })];
		const both = [
			sendAll(
				modest,
				many(20, (id) => read(`modest${id}`)),
			),
			sendAll(
				other,
				many(160, (id) => read(`other${id}`)),
			),
		];
		await Promise.all(both);
		expect(site.mostInFlight).toBe(9);
		const last = (name: string): number => site.seen.filter(({ url }) => url.includes(name)).at(-1)?.at ?? NaN;
		expect(last('other')).toBeLessThanOrEqual(2_000);
	});
});

describe('a write', () => {
	test('is never sent later than 25 minutes after its first try, however long others took', async () => {
		const site = new FakeSite();
		await send(site.requester(), read('first'));
		site.answer = (_, number) => ({ ...unavailable, takes: number === 3 ? 24 * MINUTE : 0 });
		const began = site.now;
		const error = await failed(site.requester({ patience: 60 * MINUTE }), write('a'));
		expect(error.message).toMatch(/\(not sent again \d+ minutes after its first try\)$/);
		expect(error.details.hint).toContain('It is not known whether Chargebee did the work: look there first.');
		expect(site.seen.at(-1)?.at).toBeGreaterThan(began + 24 * MINUTE);
		expect(site.seen.at(-1)?.at).toBeLessThanOrEqual(began + 25 * MINUTE);
	});

	test('that Retry On Fail brings up again later has its answer from the first time, or none', async () => {
		const site = new FakeSite();
		const request = write('a');
		const first = await send(site.requester(), request);
		await clock.sleep(26 * MINUTE);
		const requester = site.requester();
		expect(await send(requester, request)).toEqual(first);
		expect([site.seen.length, requester.report.replays, requester.report.requests]).toEqual([1, 1, 0]);
		const changed: ApiRequest = { ...request, pairs: [['note', 'another']] };
		const error = await failed(site.requester(), changed);
		expect(error.message).toBe('Not sent again 26 minutes after its first try in this execution');
		expect(error.details).toMatchObject({ outcomeUnknown: true, retryable: false });
		expect(site.seen).toHaveLength(1);
	});

	test('goes on for 25 minutes at most, whatever patience there is: no limit is waited for that ends later', async () => {
		const site = new FakeSite(() => ({ status: 429, headers: { 'retry-after': '1501' }, body: {} }));
		const patience = 60 * MINUTE;
		expect((await failed(site.requester({ patience }), write('a'))).message).toContain(
			'the longest wait set is 1500 s',
		);
		await clock.sleep(1_501_000);
		site.answer = ({ url }) =>
			site.seen.length < 3 ? { ...unavailable, headers: { 'retry-after': '1501' } } : { body: { url } };
		await send(site.requester({ patience }), read('b'));
		expect(site.seen).toHaveLength(3);
	});

	test('that was refused by a limit is not said to be unknown', async () => {
		const site = new FakeSite(() => ({ status: 429, headers: { 'retry-after': '400' }, body: {} }));
		expect((await failed(site.requester(), write('a'))).details).not.toHaveProperty('outcomeUnknown');
	});

	test('counts its tries and the answers that Chargebee repeated', async () => {
		const replayed = { headers: { 'chargebee-idempotency-replayed': 'true' } };
		const site = new FakeSite((_, number) => (number === 1 ? { code: 'ECONNRESET' } : replayed));
		const requester = site.requester();
		await send(requester, write('a'));
		expect(requester.report).toMatchObject({ requests: 2, retries: 1, replays: 1 });
	});
});

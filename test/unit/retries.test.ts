import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	judge as judgeObstacle,
	MOST_TRIES,
	obstacleOf,
	parseRetryAfter,
	type History,
	type Outcome,
	type Verdict,
} from '../../nodes/ChargebeeOrders/transport/retryTiming';

const NOW = Date.UTC(2026, 10, 22, 8, 30);
const history: History = {
	tries: 1,
	refusalsInRow: 1,
	minuteLeft: 0,
	now: NOW,
	startedAt: NOW - 80,
	deadline: NOW + 300_000,
	isDown: false,
	random: 1,
};
const answer = (status: number, more: Partial<Extract<Outcome, { kind: 'answer' }>> = {}): Outcome => ({
	kind: 'answer',
	status,
	...more,
});

function judge(outcome: Outcome, met: History, startsExport = false): Verdict {
	return judgeObstacle(obstacleOf(outcome, startsExport), outcome, met);
}

describe('Retry-After', () => {
	const inAMinute = DateTime.fromMillis(NOW + 60_000, { zone: 'utc' });

	test.each([
		['seconds', '7', 7000],
		['zero', '0', 0],
		['parts of a second', '1.25', 1250],
		['blanks around it', ' 7 ', 7000],
		['an HTTP date', inAMinute.toHTTP(), 60_000],
		['the date of RFC 850', inAMinute.toFormat("cccc, dd-LLL-yy HH:mm:ss 'GMT'"), 60_000],
		['the date of asctime', inAMinute.toFormat('ccc LLL dd HH:mm:ss yyyy'), 60_000],
		['the date of asctime on a day of one digit', 'Tue Dec  1 08:30:00 2026', 9 * 24 * 60 * 60_000],
		['a date in the past', 'Sun, 06 Nov 1994 08:49:37 GMT', 0],
	])('understands %s', (_, header, ms) => {
		expect(parseRetryAfter(header ?? '', NOW)).toBe(ms);
	});

	test.each(['-5', 'soon', '', undefined, '1e9', '0x10', '2026-11-22T08:31:00Z'])('takes %p for garbage', (header) => {
		expect(parseRetryAfter(header, NOW)).toBeUndefined();
	});
});

describe('a verdict', () => {
	test.each([400, 401, 403, 404, 405, 409, 422])('%i is never repeated', (status) => {
		expect(judge(answer(status, { retryAfter: '1' }), history)).toEqual({ retry: false, reason: 'final' });
	});

	test('a rate limit stops the whole site, never shorter than Chargebee says', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 200 }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.integer({ min: 1, max: 20 }),
				(seconds, random, refusalsInRow) => {
					const verdict = judge(answer(429, { retryAfter: String(seconds) }), { ...history, random, refusalsInRow });
					expect(verdict).toMatchObject({ retry: true, scope: 'site' });
					expect('delay' in verdict && verdict.delay).toBeGreaterThanOrEqual(seconds * 1000);
				},
			),
		);
	});

	test('a rate limit that names no time waits as long as a limit by the minute needs', () => {
		const delays = [1, 2, 3, 4, 5].map((refusalsInRow) => judge(answer(429), { ...history, refusalsInRow, random: 0 }));
		expect(delays.map((verdict) => 'delay' in verdict && verdict.delay)).toEqual([
			5000, 10_000, 20_000, 30_000, 30_000,
		]);
		expect(judge(answer(429), { ...history, refusalsInRow: 9, random: 1 })).toMatchObject({ delay: 60_000 });
		expect(judge(answer(429, { code: 'lock_timeout' }), { ...history, random: 1 })).toMatchObject({ delay: 1000 });
	});

	test('a rate limit that names no time waits for the end of a minute that was used up, where that is known', () => {
		const used = { ...history, minuteLeft: 44_000 };
		expect(judge(answer(429), { ...used, random: 0 })).toMatchObject({ delay: 44_000 });
		expect(judge(answer(429), { ...used, random: 1 })).toMatchObject({ delay: 45_000 });
		expect(judge(answer(429), { ...used, refusalsInRow: 2 })).toMatchObject({ delay: 20_000 });
		expect(judge(answer(429, { retryAfter: '7' }), used)).toMatchObject({ delay: 7000 });
		expect(judge(answer(429, { code: 'lock_timeout' }), used)).toMatchObject({ delay: 1000 });
	});

	test('beyond the patience it fails at once and names the wait', () => {
		expect(judge(answer(429, { retryAfter: '301' }), history)).toMatchObject({
			retry: false,
			reason: 'patience',
			delay: 301_000,
		});
		expect(judge(answer(429, { retryAfter: '300' }), history)).toMatchObject({ retry: true, delay: 300_000 });
	});

	test.each([500, 502, 503, 504])(
		'%i and a broken connection make this request alone wait, longer each time',
		(status) => {
			for (const outcome of [answer(status), { kind: 'broken' } as const]) {
				const delays = [1, 2, 3].map((tries) => judge(outcome, { ...history, tries }));
				expect(delays.map((verdict) => 'delay' in verdict && verdict.delay)).toEqual([500, 1000, 2000]);
				expect(delays[0]).toMatchObject({ retry: true, scope: 'request' });
			}
		},
	);

	test.each(['db_connection_failure', 'internal_temporary_error', 'site_not_ready'])(
		'%s passes, whatever status it comes with',
		(code) => {
			for (const status of [400, 409, 503])
				expect(judge(answer(status, { code }), history)).toMatchObject({ retry: true, scope: 'request' });
		},
	);

	test('a lock makes the request for that order alone wait, a limit of exports the start alone', () => {
		const lock = answer(429, { code: 'lock_timeout' });
		const locks = [1, 2, 3, 9].map((tries) => judge(lock, { ...history, tries, refusalsInRow: 7 }));
		expect(locks.map((verdict) => 'delay' in verdict && verdict.delay)).toEqual([1000, 2000, 4000, 10_000]);
		expect(locks[0]).toMatchObject({ retry: true, scope: 'request' });
		expect(judge(lock, history, true)).toMatchObject({ delay: 1000 });
		const exports = [1, 2, 3, 9].map((tries) => judge(answer(429), { ...history, tries, minuteLeft: 7 }, true));
		expect(exports.map((verdict) => 'delay' in verdict && verdict.delay)).toEqual([10_000, 20_000, 40_000, 60_000]);
		expect(exports[0]).toMatchObject({ retry: true, scope: 'request' });
		expect(judge(answer(429, { retryAfter: '7' }), history, true)).toMatchObject({ delay: 7000, scope: 'request' });
	});

	test('a request that fails where others succeed is given up after some tries; while the site is down, it is not', () => {
		expect(judge({ kind: 'broken' }, { ...history, tries: MOST_TRIES - 1 })).toMatchObject({ retry: true });
		expect(judge({ kind: 'broken' }, { ...history, tries: MOST_TRIES })).toEqual({ retry: false, reason: 'tries' });
		expect(judge({ kind: 'broken' }, { ...history, tries: MOST_TRIES, isDown: true })).toEqual({
			retry: true,
			delay: 0,
			scope: 'site',
		});
		expect(judge(answer(429), { ...history, tries: 99 })).toMatchObject({ retry: true });
	});

	test('the last try is not sooner than the patience is over, and one that began before is no last one', () => {
		const soon = { ...history, tries: 5, deadline: NOW + 100 };
		expect(judge({ kind: 'broken' }, soon)).toEqual({ retry: true, delay: 100, scope: 'request' });
		const late = { ...history, startedAt: NOW - 90_000, deadline: NOW - 30_000 };
		expect(judge({ kind: 'broken' }, late)).toEqual({ retry: true, delay: 0, scope: 'request' });
		const over = { ...history, startedAt: NOW - 50, deadline: NOW - 50 };
		for (const isDown of [false, true])
			expect(judge({ kind: 'broken' }, { ...over, isDown })).toEqual({ retry: false, reason: 'patience', delay: 0 });
	});

	test('a server in trouble that asks for more than the patience is not waited for, and otherwise not asked before', () => {
		expect(judge(answer(503, { retryAfter: '301' }), history)).toEqual({
			retry: false,
			reason: 'patience',
			delay: 301_000,
		});
		expect(judge(answer(503, { retryAfter: '300' }), history)).toMatchObject({ retry: true, delay: 300_000 });
	});

	test('a host that does not exist is final', () => {
		expect(judge({ kind: 'unreachable' }, history)).toEqual({ retry: false, reason: 'final' });
	});
});

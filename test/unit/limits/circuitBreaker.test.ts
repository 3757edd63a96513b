import { CircuitBreaker, type Try } from '../../../nodes/ChargebeeOrders/transport/limits/circuitBreaker';

const MINUTE = 60_000;
const patient = { since: 0, longest: 5 * MINUTE };

/** A try that fails at once. */
function fail(breaker: CircuitBreaker, at: number, notBefore?: number): void {
	const start = breaker.started(at);
	breaker.failed(at, start, 0, notBefore);
	breaker.ended(start);
}

/** A site of which three requests failed at time 0. */
function down(): CircuitBreaker {
	const breaker = new CircuitBreaker();
	for (let failures = 0; failures < 3; failures++) fail(breaker, 0);
	return breaker;
}

/** When probes are let in one after the other, each failing at once, until `end`. */
function probes(breaker: CircuitBreaker, end: number, endurance = patient): number[] {
	const times: number[] = [];
	for (let now = 0; now <= end; now += 100) {
		if (!breaker.admits(now, endurance)) continue;
		times.push(now);
		fail(breaker, now);
	}
	return times;
}

test('two failures in a row are no outage, three are', () => {
	const breaker = new CircuitBreaker();
	fail(breaker, 0);
	fail(breaker, 0);
	expect([breaker.isOpen, breaker.admits(0, patient)]).toEqual([false, true]);
	fail(breaker, 0);
	expect([breaker.isOpen, breaker.admits(0, patient)]).toEqual([true, false]);
});

test('an answer in between ends the row', () => {
	const breaker = new CircuitBreaker();
	for (let round = 0; round < 5; round++) {
		fail(breaker, round);
		fail(breaker, round);
		expect(breaker.answered(breaker.started(round))).toBe(false);
	}
	expect(breaker.isOpen).toBe(false);
});

test('probes come with growing pauses, at most ten seconds, and once more when the patience is over', () => {
	expect(probes(down(), MINUTE - 500, { since: 0, longest: MINUTE - 500 })).toEqual([
		1_000, 3_000, 7_000, 15_000, 25_000, 35_000, 45_000, 55_000, 59_500,
	]);
});

test('one probe at a time', () => {
	const breaker = down();
	const probe = breaker.started(1_000);
	expect(breaker.admits(50_000, patient)).toBe(false);
	breaker.ended(probe);
	expect(breaker.admits(50_000, patient)).toBe(true);
});

test('a probe that hangs does not take the last chance of a request', () => {
	const breaker = down();
	breaker.started(1_000);
	const impatient = { since: 0, longest: 30_000 };
	expect(breaker.admits(29_999, impatient)).toBe(false);
	expect(breaker.admits(30_000, impatient)).toBe(true);
	const last = breaker.started(30_000);
	expect(breaker.admits(30_100, impatient)).toBe(false);
	expect(breaker.isWorthWaiting(40_000, impatient)).toBe(true);
	breaker.failed(40_000, last, 0);
	breaker.ended(last);
	expect(breaker.isWorthWaiting(40_000, impatient)).toBe(false);
	// That was the one more: a try from when the patience ended has failed.
	expect(breaker.admits(40_001, impatient)).toBe(false);
});

test('the answer to a probe ends the outage, one to a request from before it does not', () => {
	const breaker = new CircuitBreaker();
	const before = breaker.started(0);
	for (let failures = 0; failures < 3; failures++) fail(breaker, 10);
	expect([breaker.answered(before), breaker.isOpen]).toEqual([false, true]);
	expect([breaker.answered(breaker.started(1_010)), breaker.isOpen]).toEqual([true, false]);
	expect(breaker.lasted(2_000)).toBe(0);
});

test('when a probe is answered all may start, also before the next one would have been due', () => {
	const breaker = down();
	expect(breaker.answered(breaker.started(0))).toBe(true);
	expect(breaker.admits(1, patient)).toBe(true);
});

test('a failure of a request from before the outage does not put off the next probe', () => {
	const breaker = new CircuitBreaker();
	const before = breaker.started(0);
	for (let failures = 0; failures < 3; failures++) fail(breaker, 0);
	breaker.failed(900, before, 0);
	expect(breaker.admits(1_000, patient)).toBe(true);
});

test('no request is given up before a try from after its patience failed: the outage may have been shorter', () => {
	const breaker = down();
	expect(breaker.isWorthWaiting(10 * MINUTE - 1, patient)).toBe(true);
	fail(breaker, 5 * MINUTE);
	expect(breaker.isWorthWaiting(5 * MINUTE, patient)).toBe(false);
});

test('in an outage that has lasted longer than its patience a request ends at once, one that came before has its own time', () => {
	const breaker = down();
	fail(breaker, 5 * MINUTE);
	for (const since of [5 * MINUTE, 5 * MINUTE + 1]) {
		expect(breaker.isWorthWaiting(5 * MINUTE + 1, { since, longest: 5 * MINUTE })).toBe(false);
	}
	const midway = { since: 2 * MINUTE, longest: 5 * MINUTE };
	expect(breaker.isWorthWaiting(7 * MINUTE - 1, midway)).toBe(true);
	expect(breaker.isWorthWaiting(7 * MINUTE, midway)).toBe(false);
	expect(breaker.deadline(midway)).toBe(7 * MINUTE);
});

test('the patience of a request that failed in an earlier outage begins anew', () => {
	const breaker = down();
	breaker.answered(breaker.started(1_000));
	for (let failures = 0; failures < 3; failures++) fail(breaker, 4 * MINUTE);
	expect(breaker.deadline(patient)).toBe(9 * MINUTE);
	expect(breaker.lasted(5 * MINUTE)).toBe(MINUTE);
});

test('a site that says when to ask again is not asked before, and ends those that would not wait so long', () => {
	const breaker = new CircuitBreaker();
	for (let failures = 0; failures < 3; failures++) fail(breaker, 0, 40_000);
	expect([breaker.admits(39_999, patient), breaker.admits(40_000, patient)]).toEqual([false, true]);
	expect([39_999, 40_000].map((longest) => breaker.isWorthWaiting(1, { since: 0, longest }))).toEqual([false, true]);
	expect(breaker.admits(35_000, { since: 0, longest: 30_000 })).toBe(false);
	expect(breaker.isWorthWaiting(1, patient)).toBe(true);
});

test('ten minutes later nothing is remembered', () => {
	const breaker = down();
	fail(breaker, 5 * MINUTE);
	expect(breaker.admits(15 * MINUTE - 1, { since: 15 * MINUTE - 1, longest: 0 })).toBe(true);
	expect(breaker.isOpen).toBe(true);
	const start: Try = breaker.started(15 * MINUTE);
	expect([breaker.isOpen, start.isProbe]).toEqual([false, false]);
	breaker.failed(15 * MINUTE, start, 0);
	expect([breaker.isOpen, breaker.lasted(16 * MINUTE)]).toEqual([false, MINUTE]);
});

test('an outage is remembered for as long as a probe hangs', () => {
	const breaker = down();
	const probe = breaker.started(1_000);
	const veryPatient = { since: 0, longest: 60 * MINUTE };
	expect([breaker.admits(20 * MINUTE, veryPatient), breaker.isOpen]).toEqual([false, true]);
	breaker.ended(probe);
	expect([breaker.admits(20 * MINUTE, veryPatient), breaker.isOpen]).toEqual([true, false]);
});

test('the pauses of several processes differ by up to a fifth', () => {
	const breaker = new CircuitBreaker();
	for (let failures = 0; failures < 3; failures++) breaker.failed(0, breaker.started(0), 1);
	for (const at of [799, 800]) expect(breaker.admits(at, patient)).toBe(at === 800);
});

import { Pace } from '../../../nodes/ChargebeeOrders/transport/limits/pace';

const SITE = { first: true };
const MINUTE = 60_000;

/** Starts and answers `count` requests, one every `gap` milliseconds from `at` on; gives the time after the last. */
function answered(pace: Pace, count: number, at: number, gap = 100): number {
	for (let index = 0; index < count; index++) {
		pace.started(at + index * gap);
		pace.answered(at + index * gap);
	}
	return at + count * gap;
}

describe('the pace that a site bears', () => {
	test('is not limited before the site refuses a request', () => {
		const pace = new Pace();
		const now = answered(pace, 10_000, 0, 1);
		expect([pace.allows(now), pace.closedFor(now)]).toEqual([Infinity, 0]);
	});

	test('is that of the minute in which it was refused: then the oldest requests must be a minute old', () => {
		const pace = new Pace();
		const refused = answered(pace, 150, 0);
		pace.started(refused);
		pace.refused(refused, { inFlight: 1, ...SITE });
		expect(pace.minuteLeft(refused)).toBe(MINUTE + 1000 - refused);
		expect(pace.closedFor(refused)).toBe(MINUTE + 1000 - refused);
		expect(pace.closedFor(MINUTE + 1000)).toBe(0);
		const next = answered(pace, 10, MINUTE + 1000);
		expect(pace.closedFor(next)).toBe(2 * 1000 + MINUTE - next);
	});

	test('is not exceeded after refusals of more requests than the last second started', () => {
		const pace = new Pace();
		const refused = answered(pace, 150, 0);
		pace.started(refused);
		pace.refused(refused, { inFlight: 1, ...SITE });
		const burst = 5 * MINUTE;
		for (let index = 0; index < 60; index++) pace.started(burst);
		pace.started(burst + 1000);
		for (let index = 0; index < 61; index++)
			pace.refused(burst + 1001, { inFlight: 1, named: 1000, first: index === 0 });
		const next = answered(pace, 150, burst + MINUTE + 1000, 1);
		expect(pace.allows(next)).toBe(1);
	});

	test('counts a request until its second is a minute old, and closes for a minute after the refusal at most', () => {
		const pace = new Pace();
		answered(pace, 150, 0, 1);
		pace.started(500);
		pace.refused(500, { inFlight: 1, ...SITE });
		const shown = (at: number): number[] => [pace.closedFor(at), pace.allows(at)];
		expect(shown(MINUTE + 499)).toEqual([501, 1]);
		expect(shown(MINUTE + 500)).toEqual([0, 1]);
		expect(shown(MINUTE + 999)).toEqual([0, 1]);
		expect(shown(MINUTE + 1_000)).toEqual([0, Infinity]);
	});

	test('is nothing by the minute where fewer than fifty requests, refused ones left out, were sent in it', () => {
		const pace = new Pace();
		expect(pace.minuteLeft(0)).toBe(0);
		pace.started(0);
		answered(pace, 48, 1_000, 0);
		pace.started(1_000);
		expect(pace.minuteLeft(1_000)).toBe(MINUTE);
		pace.refused(1_000, { inFlight: 1, ...SITE });
		expect([pace.minuteLeft(1_000), pace.closedFor(1_000)]).toEqual([0, 0]);
		answered(pace, 2, 1_000, 0);
		expect(pace.minuteLeft(MINUTE + 999)).toBe(1);
		// Those of the second after it count for a second longer.
		expect(pace.minuteLeft(MINUTE + 1_000)).toBe(1_000);
		pace.started(2_000);
		pace.refused(2_000, { inFlight: 1, ...SITE });
		expect(pace.closedFor(2_000)).toBeGreaterThan(0);
	});

	test('is not told by a refusal that comes when its request is no longer counted', () => {
		const pace = new Pace();
		pace.started(0);
		pace.refused(2 * MINUTE, { inFlight: 1, ...SITE });
		expect([pace.allows(2 * MINUTE), pace.closedFor(2 * MINUTE)]).toEqual([Infinity, 0]);
	});

	test('counts requests of the same burst that were refused as none', () => {
		const pace = new Pace();
		answered(pace, 150, 0, 1);
		for (let index = 0; index < 8; index++) pace.started(200);
		for (let index = 0; index < 8; index++) pace.refused(300, { inFlight: 8 - index, ...SITE, first: index === 0 });
		expect(pace.closedFor(300)).toBeGreaterThan(0);
		pace.started(MINUTE + 1000);
		pace.answered(MINUTE + 1000);
		expect(answered(pace, 148, MINUTE + 1000, 0)).toBe(MINUTE + 1000);
		expect(pace.closedFor(MINUTE + 1000)).toBe(0);
		answered(pace, 1, MINUTE + 1000);
		// A minute after the refusal one request at a time feels whether the limit still stands.
		expect(pace.closedFor(MINUTE + 1000)).toBe(0);
		expect(pace.allows(MINUTE + 1000)).toBe(1);
	});

	test('is given up when the site takes over a tenth more', () => {
		const pace = new Pace();
		answered(pace, 60, 0);
		pace.started(10_000);
		pace.refused(10_000, { inFlight: 1, ...SITE });
		answered(pace, 66, 2 * MINUTE, 1);
		expect(pace.allows(2 * MINUTE + 200)).toBe(1);
		answered(pace, 1, 2 * MINUTE + 200);
		expect([pace.allows(2 * MINUTE + 200), pace.closedFor(2 * MINUTE + 200)]).toEqual([Infinity, 0]);
	});

	test.each([
		['a second', 1_000, 0],
		['five seconds', 5_000, 0],
		['more than five seconds', 5_001, MINUTE + 1_000 - 150 * 100],
		['twenty seconds', 20_000, MINUTE + 1_000 - 150 * 100],
	])('a refusal that asks to wait for %s is about the minute where that is long', (_, named, closedFor) => {
		const pace = new Pace();
		const refused = answered(pace, 150, 0);
		pace.started(refused);
		pace.refused(refused, { inFlight: 8, ...SITE, named });
		expect(pace.closedFor(refused)).toBe(closedFor);
	});

	test('where a short wait is over in vain, it is about the minute all the same', () => {
		const pace = new Pace();
		const closed = [15_000, 16_000, 17_000].map((refused, index) => {
			if (index === 0) answered(pace, 150, 0);
			pace.started(refused);
			pace.refused(refused, { inFlight: 1, ...SITE, named: 1_000 });
			return pace.closedFor(refused) > 0;
		});
		expect(closed).toEqual([false, false, true]);
	});

	test('a refusal after few answers is about requests at once: fewer, and one more a minute', () => {
		const pace = new Pace();
		for (let index = 0; index < 8; index++) pace.started(0);
		pace.refused(100, { inFlight: 8, ...SITE });
		expect([pace.allows(100), pace.closedFor(100)]).toEqual([6, 0]);
		pace.refused(200, { inFlight: 5, ...SITE });
		pace.refused(300, { inFlight: 2, ...SITE });
		pace.refused(400, { inFlight: 1, ...SITE });
		expect(pace.allows(400)).toBe(1);
		const allowed = [299, 300, 301, MINUTE + 299, MINUTE + 300].map((later) => {
			pace.started(MINUTE + later);
			return pace.allows(MINUTE + later);
		});
		// The last change was at 300: there is no fewer than one.
		expect(allowed).toEqual([1, 2, 2, 2, 3]);
	});

	test.each([
		[49, 6],
		[50, Infinity],
	])('a refusal after %d answers in a row allows %d requests at once', (answers, atOnce) => {
		const pace = new Pace();
		const now = answered(pace, answers, 0);
		pace.refused(now, { inFlight: 8, ...SITE, named: 1_000 });
		expect(pace.allows(now)).toBe(atOnce);
	});
});

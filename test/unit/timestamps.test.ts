import fc from 'fast-check';
import { DateTime } from 'luxon';

import { moments, periods, resolveMoment, resolvePeriod } from '../../nodes/ChargebeeOrders/encode/relativeDate';
import { toUnixSeconds } from '../../nodes/ChargebeeOrders/encode/timestamp';
import { InputError } from '../../nodes/ChargebeeOrders/errors/InputError';

const BERLIN = 'Europe/Berlin';
const read = (value: unknown, timezone = BERLIN): number => toUnixSeconds(value, 'shipped_at', timezone);

describe('a date becomes unix seconds', () => {
	const morning = Math.floor(Date.UTC(2026, 10, 22, 7, 30) / 1000);

	test.each([
		['ISO text without an offset, in the time zone of the workflow', '2026-11-22T08:30:00'],
		['what the date picker stores, with a blank', '2026-11-22 08:30:00'],
		['ISO text with an offset', '2026-11-22T09:30:00+02:00'],
		['ISO text in UTC with milliseconds', '2026-11-22T07:30:00.999Z'],
		['Luxon', DateTime.fromISO('2026-11-22T08:30:00', { zone: BERLIN })],
		['something that only looks like Luxon', { toMillis: () => morning * 1000 + 5 }],
		['Date', new Date(morning * 1000)],
		['unix seconds', morning],
		['unix seconds as text', String(morning)],
	])('from %s', (_, value) => {
		expect(read(value)).toBe(morning);
	});

	test('a date without a time is midnight in the time zone of the workflow', () => {
		expect(read('2026-11-22')).toBe(Date.UTC(2026, 10, 21, 23) / 1000);
		expect(read('2026-11-22', 'America/New_York')).toBe(Date.UTC(2026, 10, 22, 5) / 1000);
	});

	test('a time that daylight saving skips is moved on, not refused', () => {
		expect(read('2026-03-29T02:30:00')).toBe(Date.UTC(2026, 2, 29, 1, 30) / 1000);
	});

	test('a time that comes twice is the first of the two, in whatever season it is read', () => {
		for (const [number, season] of ['2026-01-15', '2026-07-15'].entries()) {
			const now = jest.spyOn(Date, 'now').mockReturnValue(Date.parse(season));
			expect(read(`2026-10-25T02:30:00.${number}`)).toBe(Date.UTC(2026, 9, 25, 0, 30) / 1000);
			now.mockRestore();
		}
	});

	test('milliseconds are refused, and the seconds are named', () => {
		expect(() => read(1763769600000)).toThrow(/looks like milliseconds/);
		const error = catchInput(() => read('1763769600000'));
		expect(error).toMatchObject({ parameter: 'shipped_at', hint: expect.stringContaining('1763769600') });
	});

	test.each([
		'tomorrow',
		'22.11.2026',
		'10:00',
		'2026',
		'20261122',
		'2026-13-01',
		'2026-02-30',
		'',
		{},
		[],
		null,
		true,
		Number.NaN,
		-5,
		12.5,
		new Date('x'),
		new Date('2300-01-01'),
		'9999-12-31',
		'1969-12-31',
		{ toMillis: () => Number.NaN },
	])('%p is no date', (value) => {
		expect(catchInput(() => read(value))).toBeInstanceOf(InputError);
	});
});

describe('relative dates', () => {
	const now = Date.UTC(2026, 2, 29, 10) / 1000;

	test('are counted in the time zone of the workflow', () => {
		expect(resolveMoment('startOfToday', now, BERLIN)).toBe(Date.UTC(2026, 2, 28, 23) / 1000);
		expect(resolveMoment('startOfWeek', now, BERLIN)).toBe(Date.UTC(2026, 2, 22, 23) / 1000);
		expect(resolvePeriod('previousMonth', now, BERLIN)).toEqual([
			Date.UTC(2026, 0, 31, 23) / 1000,
			Date.UTC(2026, 1, 28, 23) / 1000 - 1,
		]);
	});

	test('a day of daylight saving has 23 hours', () => {
		const [from, to] = resolvePeriod('today', now, BERLIN);
		expect(to - from + 1).toBe(23 * 3600);
	});

	test('a day on which midnight comes twice begins with the first', () => {
		const afternoon = Date.UTC(2026, 9, 25, 15) / 1000;
		const midnight = Date.UTC(2026, 9, 25) / 1000;
		expect(resolvePeriod('today', afternoon, 'Atlantic/Azores')).toEqual([midnight, midnight + 25 * 3600 - 1]);
		expect(resolvePeriod('yesterday', afternoon, 'Atlantic/Azores')[1]).toBe(midnight - 1);
	});

	test('no moment lies in the future and every period begins before it ends', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1_000_000_000, max: 3_000_000_000 }), (at) => {
				for (const moment of moments) expect(resolveMoment(moment, at, BERLIN)).toBeLessThanOrEqual(at);
				for (const period of periods) {
					const [from, to] = resolvePeriod(period, at, BERLIN);
					expect(from).toBeLessThan(to);
				}
			}),
		);
	});
});

function catchInput(work: () => unknown): unknown {
	try {
		work();
	} catch (error) {
		return error;
	}
	return undefined;
}

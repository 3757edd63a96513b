import fc from 'fast-check';
import { DateTime } from 'luxon';

import { moments, periods, resolveMoment, resolvePeriod } from '../../nodes/ChargebeeOrders/encode/relativeDate';
import { toLastSecond, toUnixSeconds } from '../../nodes/ChargebeeOrders/encode/timestamp';
import { InputError } from '../../nodes/ChargebeeOrders/errors/InputError';

const BERLIN = 'Europe/Berlin';
const read = (value: unknown, timezone = BERLIN): number => toUnixSeconds(value, 'shipped_at', timezone);

describe('a date becomes unix seconds', () => {
	const morning = Math.floor(Date.UTC(2026, 10, 22, 7, 30) / 1000);

	test.each([
		['ISO text without an offset, in the time zone of the workflow', '2026-11-22T08:30:00'],
		['what the date picker stores, with a blank', '2026-11-22 08:30:00'],
		['what exports write', '22-Nov-2026 08:30'],
		['what exports write, with seconds and in any case', ' 22-NOV-2026 08:30:00 '],
		['ISO text with an offset', '2026-11-22T09:30:00+02:00'],
		['ISO text in UTC with milliseconds', '2026-11-22T07:30:00.999Z'],
		['Luxon', DateTime.fromISO('2026-11-22T08:30:00', { zone: BERLIN })],
		['something that only looks like Luxon', { toMillis: () => morning * 1000 + 5 }],
		['Date', new Date(morning * 1000)],
		['unix seconds', morning],
		['unix seconds as text', String(morning)],
		['unix seconds with a fraction, as $now.toSeconds() gives them', morning + 0.098],
		['unix seconds with a fraction as text', `${morning}.998`],
	])('from %s', (_, value) => {
		expect(read(value)).toBe(morning);
	});

	test('a date without a time is midnight in the time zone of the workflow', () => {
		expect(read('2026-11-22')).toBe(Date.UTC(2026, 10, 21, 23) / 1000);
		expect(read('2026-11-22', 'America/New_York')).toBe(Date.UTC(2026, 10, 22, 5) / 1000);
	});

	test.each([
		['28-Oct-2025', '2025-10-28'],
		['1-Jan-2026', '2026-01-01'],
		['28-Oct-2025 20:09', '2025-10-28T20:09:00'],
		...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, at) => [
			`09-${name}-2026`,
			`2026-${String(at + 1).padStart(2, '0')}-09`,
		]),
	])('%s of an export is %s in the time zone of the workflow', (exported, iso) => {
		for (const timezone of [BERLIN, 'America/New_York', 'Pacific/Auckland'])
			expect(read(exported, timezone)).toBe(read(iso, timezone));
	});

	test('of another form is refused as it was given, with the way to read it', () => {
		for (const given of ['28.10.2025', '04/11/2026', '31-Feb-2026', '28-Okt-2025'])
			expect(catchInput(() => read(given))).toMatchObject({
				message: `shipped_at is not a date: "${given}"`,
				hint: expect.stringContaining('{{ DateTime.fromFormat($json.date, "dd.MM.yyyy") }}'),
			});
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
		'04/11/2026',
		'28-10-2025',
		'28-Oct-25',
		'28-Okt-2025',
		'28 Oct 2025',
		'Oct-28-2025',
		'28-Oct-2025T20:09',
		'128-Oct-2025',
		'28-Oct-2025 8:09',
		'28-Oct-2025 20:09 +01:00',
		'28-Oct-2025 25:00',
		'31-Feb-2026',
		'0-Jan-2026',
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
		'2026-11-22T08:30:00+99:00',
		'2026-11-22T08:30:00+14:01',
		'2026-11-22 08:30:00 -12:30',
		'2026-11-22T08:30+01:75',
		'2026-11-22T08:30:00-13[Europe/Berlin]',
		{ toMillis: () => Number.NaN },
	])('%p is no date', (value) => {
		expect(catchInput(() => read(value))).toBeInstanceOf(InputError);
	});
});

test.each(['+14:00', '-12:00', '+05:45', '+0530', '-03'])('the offset %s exists', (offset) => {
	const [, sign, hours, minutes = '00'] = /(.)(\d\d):?(\d\d)?/.exec(offset) ?? [];
	expect(read(`2026-11-22T08:30:00${offset}`)).toBe(Date.parse(`2026-11-22T08:30:00${sign}${hours}:${minutes}`) / 1000);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%p is said to be no date', (value) => {
	expect(catchInput(() => read(value))).toMatchObject({
		message: `shipped_at is not a date: ${value}`,
		hint: expect.stringContaining('calculation'),
	});
});

describe('the end of a period', () => {
	const end = (value: unknown, timezone = BERLIN): number => toLastSecond(value, 'shipped_at', timezone);
	const at = (...parts: [number, number, number, number?, number?]): number => Date.UTC(...parts) / 1000;

	test.each([
		['2026-11-30', BERLIN, at(2026, 10, 30, 23)],
		['30-Nov-2026', BERLIN, at(2026, 10, 30, 23)],
		[' 2026-11-30 ', 'America/New_York', at(2026, 11, 1, 5)],
		['2026-12-31', 'Etc/UTC', at(2027, 0, 1)],
		// Days of 23 and 25 hours; the next day begins with the first of two midnights, or at one o'clock.
		['2026-03-29', BERLIN, at(2026, 2, 29, 22)],
		['2026-10-25', BERLIN, at(2026, 9, 25, 23)],
		['2026-10-24', 'Atlantic/Azores', at(2026, 9, 25)],
		['2018-11-03', 'America/Sao_Paulo', at(2018, 10, 4, 3)],
	])('%s alone is the last second of that day in %s', (date, timezone, next) => {
		expect(end(date, timezone)).toBe(next - 1);
		expect(read(date, timezone)).toBeLessThan(next - 1);
	});

	test.each([
		'2026-11-30T00:00:00',
		'2026-11-30 00:00',
		'2026-11-30T00:00Z',
		new Date('2026-11-30'),
		DateTime.fromISO('2026-11-30', { zone: BERLIN }),
		1_796_000_000,
	])('%p is the moment that it is', (value) => {
		expect(end(value)).toBe(read(value));
	});

	test('is refused as a date is', () => {
		for (const value of ['2026-02-30', '9999-12-31', 'soon', Number.NaN])
			expect(catchInput(() => end(value))).toBeInstanceOf(InputError);
	});
});

describe('a time zone that does not exist', () => {
	const refusal = (timezone: string): object => ({
		message: `The time zone of the workflow is none that exists: "${timezone}"`,
		hint: expect.stringContaining('settings'),
	});

	test.each(['Foo/Bar', '', 'GMT-5'])('%p is named where it decides', (timezone) => {
		for (const work of [
			() => read('2025-11-22T08:30:00', timezone),
			() => toLastSecond('2025-11-22', 'shipped_at', timezone),
			() => resolveMoment('startOfToday', 1_800_000_000, timezone),
			() => resolvePeriod('previousMonth', 1_800_000_000, timezone),
		])
			expect(catchInput(work)).toMatchObject(refusal(timezone));
	});

	test('does not matter to what is a moment without it', () => {
		expect(read('2025-11-22T08:30:00Z', 'Foo/Bar')).toBe(Date.UTC(2025, 10, 22, 8, 30) / 1000);
		expect(resolveMoment('oneHourAgo', 7200, 'Foo/Bar')).toBe(3600);
		expect(resolvePeriod('last24Hours', 86_400, 'Foo/Bar')).toEqual([0, 86_400]);
	});

	test('a fixed offset is one', () => {
		expect(read('2025-11-22', 'UTC+2')).toBe(Date.UTC(2025, 10, 21, 22) / 1000);
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

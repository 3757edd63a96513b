import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	moments,
	periods,
	resolveMoment,
	resolvePeriod,
	type Moment,
	type Period,
} from '../../../nodes/ChargebeeOrders/encode/relativeDate';
import { toLastSecond, toUnixSeconds } from '../../../nodes/ChargebeeOrders/encode/timestamp';
import { InputError } from '../../../nodes/ChargebeeOrders/errors/InputError';
import { runs } from './runs';
import { changes, inUtc, timesOf, wallClock, wallDate, zones } from './wallClock';

const DAY = 86_400;
const read = (value: unknown, timezone: string): number => toUnixSeconds(value, 'shipped_at', timezone);

const zone = fc.oneof(
	fc.constantFrom(...zones),
	// Midnight comes twice in the first two, and not at all in the next four on some days; the last skipped a whole day.
	fc.constantFrom(
		'Atlantic/Azores',
		'America/Havana',
		'America/Santiago',
		'Africa/Cairo',
		'Asia/Beirut',
		'America/Sao_Paulo',
		'Europe/Berlin',
		'America/New_York',
		'Australia/Lord_Howe',
		'Pacific/Apia',
	),
);

const anyTime = fc.integer({ min: 100_000_000, max: 9_999_000_000 });

/** A time in a zone, often close to one at which its clocks are changed. */
const moment = fc
	.tuple(zone, fc.integer({ min: 1975, max: 2060 }), anyTime, fc.nat(), fc.integer({ min: -DAY, max: DAY }))
	.map(([place, year, elsewhere, which, distance]) => {
		const changed = changes(year, place);
		const change = changed[which % Math.max(1, changed.length)];
		return { place, seconds: change === undefined ? elsewhere : change + distance };
	});

/** Text without an offset, as it is typed and as the date picker writes it. */
const written: ReadonlyArray<(shown: string) => string> = [
	(shown) => shown,
	(shown) => shown.replace(' ', 'T'),
	(shown) => `${shown.replace(' ', 'T')}.000`,
	(shown) => ` ${shown.replace(' ', 'T')}.999 `,
	// As Chargebee's exports write it.
	(shown) => DateTime.fromSQL(shown, { zone: 'UTC', locale: 'en' }).toFormat('d-MMM-yyyy HH:mm:ss'),
];

describe('the time of a clock on the wall', () => {
	it('is the first at which the clock of the zone shows it; one that is skipped is moved on by what was skipped', () => {
		const seen = { once: 0, twice: 0, skipped: 0 };
		fc.assert(
			fc.property(
				moment,
				fc.constantFrom(...written),
				fc.integer({ min: -7200, max: 7200 }),
				({ place, seconds }, write, shift) => {
					const shown = wallClock(inUtc(wallClock(seconds, place)) + shift, 'UTC');
					const [first, second] = timesOf(shown, place);
					const given = read(write(shown), place);
					if (first === undefined) {
						seen.skipped += 1;
						const before = inUtc(shown) - DAY;
						const [ahead] = timesOf(wallClock(before, 'UTC'), place);
						// By the clock as it went before the change.
						if (ahead !== undefined) expect(given).toBe(ahead + DAY);
						return;
					}
					seen[second === undefined ? 'once' : 'twice'] += 1;
					expect(given).toBe(first);
				},
			),
			runs(2000),
		);
		expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
	});

	it('is the same in whatever season it is read', () => {
		const now = jest.spyOn(Date, 'now');
		fc.assert(
			fc.property(moment, fc.array(anyTime, { minLength: 2, maxLength: 4 }), ({ place, seconds }, seasons) => {
				const readings = seasons.map((season, number) => {
					now.mockReturnValue(season * 1000);
					// A fraction of a second more each time: what was read before is remembered.
					return read(`${wallClock(seconds, place)}.${100 + number}`, place);
				});
				expect(new Set(readings).size).toBe(1);
			}),
			runs(1000),
		);
		now.mockRestore();
	});

	it('left out is the first moment of the date', () => {
		fc.assert(
			fc.property(moment, ({ place, seconds }) => {
				const date = wallDate(seconds, place);
				const start = read(date, place);
				expect(wallDate(start, place)).toBe(date);
				expect(wallDate(start - 1, place) < date).toBe(true);
			}),
			runs(1000),
		);
	});

	it('left out at the end of a period is the last second of the date', () => {
		fc.assert(
			fc.property(moment, ({ place, seconds }) => {
				const date = wallDate(seconds, place);
				const end = toLastSecond(date, 'shipped_at', place);
				expect([wallDate(end, place), wallDate(end + 1, place) > date]).toEqual([date, true]);
				expect(end).toBeGreaterThanOrEqual(read(date, place));
			}),
			runs(1000),
		);
	});
});

const forms: ReadonlyArray<[string, (seconds: number, place: string) => unknown]> = [
	['a number', Number],
	['a number with a fraction', (seconds) => seconds + 0.75],
	['text', String],
	['text with a fraction', (seconds) => `${seconds}.999`],
	['Date', (seconds) => new Date(seconds * 1000 + 999)],
	['ISO text in UTC', (seconds) => new Date(seconds * 1000).toISOString()],
	['Luxon', (seconds, place) => DateTime.fromSeconds(seconds, { zone: place })],
	['ISO text of Luxon', (seconds, place) => DateTime.fromSeconds(seconds, { zone: place }).toISO()],
	['text of Luxon as SQL writes it', (seconds, place) => DateTime.fromSeconds(seconds, { zone: place }).toSQL()],
	[
		'ISO text with the offset of another zone',
		(seconds) => DateTime.fromSeconds(seconds, { zone: 'Asia/Kathmandu' }).toISO(),
	],
];

it.each(forms)('a moment survives as %s', (_form, write) => {
	fc.assert(
		fc.property(moment, zone, ({ place, seconds }, workflow) => {
			expect(read(write(seconds, place), workflow)).toBe(seconds);
		}),
		runs(500),
	);
});

it('a date that does not exist, in milliseconds or outside of what Chargebee counts is refused, never another', () => {
	const two = (number: number): string => String(number).padStart(2, '0');
	const dates = fc
		.tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 33 }))
		.map(([year, month, day]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`);
	const seen = { read: 0, refused: 0 };
	fc.assert(
		fc.property(
			fc.oneof(
				dates,
				anyTime.map((seconds) => seconds * 1000 + 1),
			),
			fc.boolean(),
			(given, asText) => {
				const exists = typeof given === 'string' && new Date(given).toJSON()?.startsWith(given) === true;
				const taken = exists && given >= '1970' && given <= '2286-11-20';
				seen[taken ? 'read' : 'refused'] += 1;
				const reading = (): number => read(asText ? String(given) : given, 'UTC');
				if (taken) expect(wallDate(reading(), 'UTC')).toBe(given);
				else expect(reading).toThrow(InputError);
			},
		),
		runs(2000),
	);
	expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
});

/** A date some days or months later, by the calendar alone. */
function later(date: string, { days = 0, months = 0 }: { days?: number; months?: number }): string {
	const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
	return new Date(Date.UTC(year, month - 1 + months, day + days)).toISOString().slice(0, 10);
}

const firstOfMonth = (date: string): string => `${date.slice(0, 7)}-01`;
const monday = (date: string): string => later(date, { days: -((new Date(date).getUTCDay() + 6) % 7) });

/** The first date of each calendar period, and the first one behind it. */
const calendar: Partial<Record<Period, (today: string) => [from: string, end: string]>> = {
	today: (today) => [today, later(today, { days: 1 })],
	yesterday: (today) => [later(today, { days: -1 }), today],
	previousWeek: (today) => [later(monday(today), { days: -7 }), monday(today)],
	thisMonth: (today) => [firstOfMonth(today), later(firstOfMonth(today), { months: 1 })],
	previousMonth: (today) => [later(firstOfMonth(today), { months: -1 }), firstOfMonth(today)],
};

const starts: Partial<Record<Moment, (today: string) => string>> = {
	startOfToday: (today) => today,
	startOfYesterday: (today) => later(today, { days: -1 }),
	startOfWeek: monday,
	startOfMonth: firstOfMonth,
};

/** Expects the first second of a date, or of the next one where a zone has skipped it. */
function expectStart(seconds: number, date: string, place: string): void {
	expect([wallDate(seconds - 1, place) < date, wallDate(seconds, place) >= date]).toEqual([true, true]);
}

describe('relative dates', () => {
	it('are whole days of the clock in the zone, each second of them and no other', () => {
		fc.assert(
			fc.property(moment, fc.integer({ min: -40, max: 40 }), ({ place, seconds }, days) => {
				const now = seconds + days * DAY;
				const today = wallDate(now, place);
				for (const period of periods) {
					const [from, to] = resolvePeriod(period, now, place);
					const dates = calendar[period]?.(today);
					if (dates === undefined) expect(to).toBe(now);
					else [from, to + 1].forEach((second, end) => expectStart(second, dates[end] ?? '', place));
				}
				for (const name of moments) {
					const at = resolveMoment(name, now, place);
					const date = starts[name]?.(today);
					if (date === undefined) expect((now - at) % 3600).toBe(0);
					else expectStart(at, date, place);
				}
			}),
			runs(800),
		);
	});
});

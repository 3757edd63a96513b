import { DateTime } from 'luxon';

import { InputError } from '../errors/InputError';
import { describe } from '../values';

import { firstMoment, zoneOf } from './timeZone';

/** 1973-03-03: fewer seconds are a year, a `20261122` or a number of days, not a date of an order. */
const LEAST_SECONDS = 100_000_000;
/** Chargebee takes ten digits; eleven and more are milliseconds. */
const MOST_SECONDS = 9_999_999_999;

const STARTS_WITH_DATE = /^\d{4}-\d{2}-\d{2}(?:$|[T ])/;
const DATE_ALONE = /^\d{4}-\d{2}-\d{2}$/;
const SECONDS = /^\d+(?:\.\d+)?$/;
const OFFSET = /T.*([+-]\d{2}):?(\d{2})?(?:\[|$)/;

function refuse(parameter: string, value: unknown): InputError {
	return new InputError(
		parameter,
		`${parameter} is not a date: ${describe(value)}`,
		'Give a date and time such as 2026-11-22T08:30:00, 2026-11-22T08:30:00+01:00 or 22-Nov-2026 08:30, or unix seconds such as 1763769600. Another form needs its format: {{ DateTime.fromFormat($json.date, "dd.MM.yyyy") }}.',
	);
}

/** A fraction of a second is cut off, as of every other form of a date: `$now.toSeconds()` has one. */
function fromNumber(given: number, parameter: string): number {
	if (!Number.isFinite(given)) {
		throw new InputError(
			parameter,
			`${parameter} is not a date: ${given}`,
			'A calculation came to no number: check that the fields in its expression are there.',
		);
	}
	const seconds = Math.floor(given);
	if (seconds > MOST_SECONDS) {
		throw new InputError(
			parameter,
			`${parameter} looks like milliseconds: ${seconds}`,
			`Chargebee counts in seconds; divide by 1000: ${Math.floor(seconds / 1000)}.`,
		);
	}
	if (seconds < LEAST_SECONDS) throw refuse(parameter, given);
	return seconds;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const AS_EXPORTED = /^(\d{1,2})-([a-z]{3})-(\d{4})(?: (\d{2}:\d{2}(?::\d{2})?))?$/i;

/** ISO text of a date as Chargebee's exports write it, `28-Oct-2025 20:09`, the time left out or not; other text as it is. */
function isoOfExported(text: string): string {
	const [, day = '', name = '', year, time] = AS_EXPORTED.exec(text) ?? [];
	const month = MONTHS.indexOf(name.toLowerCase()) + 1;
	if (month === 0) return text;
	const date = [year, String(month).padStart(2, '0'), day.padStart(2, '0')].join('-');
	return time === undefined ? date : `${date}T${time}`;
}

/** The same few dates come with every item of a run; reading one takes longer than all else of a field. */
const readBefore = new Map<string, number>();
const MOST_REMEMBERED = 1000;

function fromText(text: string, parameter: string, timezone: string): number {
	if (SECONDS.test(text)) return fromNumber(Number(text), parameter);
	const key = `${timezone} ${text}`;
	const known = readBefore.get(key);
	if (known !== undefined) return known;
	if (readBefore.size >= MOST_REMEMBERED) readBefore.clear();
	const seconds = fromDate(text, parameter, timezone);
	readBefore.set(key, seconds);
	return seconds;
}

/** Offsets from UTC go from -12:00 to +14:00; Luxon takes any number. */
function offsetExists(iso: string): boolean {
	const [, hours = '0', minutes = '0'] = OFFSET.exec(iso) ?? [];
	const ahead = Number(hours) * 60 + (hours.startsWith('-') ? -1 : 1) * Number(minutes);
	return Number(minutes) < 60 && ahead >= -12 * 60 && ahead <= 14 * 60;
}

function fromDate(text: string, parameter: string, timezone: string): number {
	const date = isoOfExported(text);
	if (!STARTS_WITH_DATE.test(date)) throw refuse(parameter, text);
	const iso = date.replace(' ', 'T').replace(/ (?=[+-]|Z)/, '');
	if (!offsetExists(iso)) {
		throw new InputError(
			parameter,
			`${parameter} has an offset from UTC that does not exist: ${describe(text)}`,
			'Offsets go from -12:00 to +14:00, and their minutes to 59; without one the time zone of the workflow counts.',
		);
	}
	const readIn = (zone: string): number => DateTime.fromISO(iso, { zone }).toMillis();
	const inUtc = readIn('UTC');
	if (Number.isNaN(inUtc)) throw refuse(parameter, text);
	// Text with an offset means the same moment wherever it is read.
	const millis = inUtc === readIn('UTC+1') ? inUtc : firstMoment(inUtc, zoneOf(timezone));
	return fromMillis(millis, parameter, text);
}

function fromMillis(millis: number, parameter: string, value: unknown): number {
	const seconds = Math.floor(millis / 1000);
	if (seconds >= 0 && seconds <= MOST_SECONDS) return seconds;
	throw new InputError(
		parameter,
		`${parameter} is outside of the years 1970 to 2286: ${describe(value)}`,
		'Chargebee takes unix seconds of ten digits; for a filter without an end choose "after" or "before".',
	);
}

/** Luxon values come from another copy of the library or through the expression engine, so they are known by their shape. */
function millisOfDate(value: unknown): number {
	if (value instanceof Date) return value.getTime();
	if (typeof value !== 'object' || value === null || !('toMillis' in value)) return NaN;
	return typeof value.toMillis === 'function' ? Number(value.toMillis()) : NaN;
}

/**
 * Turns every form in which n8n hands over a date into unix seconds: ISO text with or without an offset, the dates that
 * exports write (`28-Oct-2025 20:09`), Luxon, Date, and unix seconds as number or text. Milliseconds are refused,
 * fractions of a second cut off.
 *
 * @param timezone IANA zone of the workflow, for text without an offset (the date picker writes none)
 * @throws InputError for everything that is no date, and for text without an offset where there is no such time zone
 */
export function toUnixSeconds(value: unknown, parameter: string, timezone: string): number {
	if (typeof value === 'number') return fromNumber(value, parameter);
	if (typeof value === 'string') return fromText(value.trim(), parameter, timezone);
	const millis = millisOfDate(value);
	if (!Number.isFinite(millis)) throw refuse(parameter, value);
	return fromMillis(millis, parameter, value);
}

/**
 * The end of a period in unix seconds. A date without a time means its last second: its first would leave the day out.
 * Everything else is the moment that it is.
 *
 * @param timezone IANA zone of the workflow, for text without an offset
 * @throws InputError as `toUnixSeconds` does
 */
export function toLastSecond(value: unknown, parameter: string, timezone: string): number {
	const start = toUnixSeconds(value, parameter, timezone);
	const date = typeof value === 'string' ? isoOfExported(value.trim()) : '';
	if (!DATE_ALONE.test(date)) return start;
	const next = DateTime.fromISO(date, { zone: 'UTC' }).plus({ days: 1 }).toFormat('yyyy-MM-dd');
	return toUnixSeconds(next, parameter, timezone) - 1;
}

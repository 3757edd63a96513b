import { DateTime, Info, type Zone } from 'luxon';

import { InputError } from '../errors/InputError';

/** 1973-03-03: fewer seconds are a year, a `20261122` or a number of days, not a date of an order. */
const LEAST_SECONDS = 100_000_000;
/** Chargebee takes ten digits; eleven and more are milliseconds. */
const MOST_SECONDS = 9_999_999_999;

const STARTS_WITH_DATE = /^\d{4}-\d{2}-\d{2}(?:$|[T ])/;

function refuse(parameter: string, value: unknown): InputError {
	return new InputError(
		parameter,
		`${parameter} is not a date: ${describe(value)}`,
		'Give a date and time such as 2026-11-22T08:30:00 or 2026-11-22T08:30:00+01:00, or unix seconds such as 1763769600.',
	);
}

/** Objects of expressions may hold themselves, or numbers that JSON has not. */
function jsonOf(value: object | null): string {
	try {
		return String(JSON.stringify(value));
	} catch {
		return 'an object';
	}
}

/** A short rendering of a refused value for an error text. */
export function describe(value: unknown): string {
	const text = typeof value === 'object' ? jsonOf(value) : `"${String(value)}"`;
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function fromNumber(seconds: number, parameter: string): number {
	if (seconds > MOST_SECONDS) {
		throw new InputError(
			parameter,
			`${parameter} looks like milliseconds: ${seconds}`,
			`Chargebee counts in seconds; divide by 1000: ${Math.floor(seconds / 1000)}.`,
		);
	}
	if (!Number.isInteger(seconds) || seconds < LEAST_SECONDS) throw refuse(parameter, seconds);
	return seconds;
}

/** The same few dates come with every item of a run; reading one takes longer than all else of a field. */
const readBefore = new Map<string, number>();
const MOST_REMEMBERED = 1000;

function fromText(text: string, parameter: string, timezone: string): number {
	if (/^\d+$/.test(text)) return fromNumber(Number(text), parameter);
	const key = `${timezone} ${text}`;
	const known = readBefore.get(key);
	if (known !== undefined) return known;
	if (readBefore.size >= MOST_REMEMBERED) readBefore.clear();
	const seconds = fromIso(text, parameter, timezone);
	readBefore.set(key, seconds);
	return seconds;
}

function fromIso(text: string, parameter: string, timezone: string): number {
	if (!STARTS_WITH_DATE.test(text)) throw refuse(parameter, text);
	const iso = text.replace(' ', 'T').replace(/ (?=[+-]|Z)/, '');
	const [inUtc, elsewhere] = ['UTC', 'UTC+1'].map((zone) => DateTime.fromISO(iso, { zone }).toMillis());
	if (inUtc === undefined || Number.isNaN(inUtc)) throw refuse(parameter, text);
	// Text with an offset means the same moment wherever it is read.
	const millis = inUtc === elsewhere ? inUtc : firstMoment(inUtc, Info.normalizeZone(timezone));
	return fromMillis(millis, parameter, text);
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * The first moment at which a clock shows a time; one that is skipped is moved on by what was skipped. Luxon's own
 * choice between the two moments where a clock is put back depends on the season in which it is made.
 *
 * @param shown milliseconds, as if the clock were in UTC
 * @returns milliseconds
 */
export function firstMoment(shown: number, zone: Zone): number {
	const [before, after] = [zone.offset(shown - DAY), zone.offset(shown + DAY)];
	const [first, second] = [shown - before * MINUTE, shown - after * MINUTE];
	return zone.offset(first) !== before && zone.offset(second) === after ? second : first;
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
function millisOfDate(value: object): number | undefined {
	if (value instanceof Date) return value.getTime();
	if ('toMillis' in value && typeof value.toMillis === 'function') {
		const millis: unknown = value.toMillis();
		return typeof millis === 'number' ? millis : undefined;
	}
	return undefined;
}

/**
 * Turns every form in which n8n hands over a date into unix seconds: ISO text with or without an offset,
 * Luxon, Date, and unix seconds as number or text. Milliseconds are refused.
 *
 * @param timezone IANA zone of the workflow, for text without an offset (the date picker writes none)
 * @throws InputError for everything that is no date
 */
export function toUnixSeconds(value: unknown, parameter: string, timezone: string): number {
	if (typeof value === 'number') return fromNumber(value, parameter);
	if (typeof value === 'string') return fromText(value.trim(), parameter, timezone);
	const millis = typeof value === 'object' && value !== null ? millisOfDate(value) : undefined;
	if (millis === undefined || !Number.isFinite(millis)) throw refuse(parameter, value);
	return fromMillis(millis, parameter, value);
}

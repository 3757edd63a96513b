import { DateTime } from 'luxon';

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
		'Give a date and time such as 2026-11-22T08:30:00 or 2026-11-22T08:30:00+01:00, or unix seconds such as 1763769600',
	);
}

/** A short rendering of a refused value for an error text. */
export function describe(value: unknown): string {
	const text = typeof value === 'object' ? JSON.stringify(value) : `"${String(value)}"`;
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function fromNumber(seconds: number, parameter: string): number {
	if (seconds > MOST_SECONDS) {
		throw new InputError(
			parameter,
			`${parameter} looks like milliseconds: ${seconds}`,
			`Chargebee counts in seconds; divide by 1000: ${Math.floor(seconds / 1000)}`,
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
	const parsed = DateTime.fromISO(text.replace(' ', 'T').replace(/ (?=[+-]|Z)/, ''), { zone: timezone });
	if (!parsed.isValid) throw refuse(parameter, text);
	return Math.floor(parsed.toMillis() / 1000);
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
	return Math.floor(millis / 1000);
}

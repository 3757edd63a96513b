import { DateTime } from 'luxon';

/** Seconds. */
export const DAY = 86_400;

/** Unix seconds some months later, in UTC. */
export function monthsLater(seconds: number, months: number): number {
	return utc(seconds).plus({ months }).toUnixInteger();
}

/** How many whole months lie between two moments in unix seconds. */
export function wholeMonths(from: number, to: number): number {
	return Math.floor(utc(to).diff(utc(from), 'months').months);
}

/** The moment in unix seconds that a month begins, in UTC; months count from 1. */
export function startOfMonth(year: number, month: number): number {
	return DateTime.utc(year, month).toUnixInteger();
}

function utc(seconds: number): DateTime {
	return DateTime.fromSeconds(seconds, { zone: 'utc' });
}

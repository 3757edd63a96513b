import { DateTime } from 'luxon';

import { firstMoment, zoneOf } from './timeZone';

/** Moments that a filter can name instead of a date; each is counted in the workflow's time zone. */
export const moments = [
	'oneHourAgo',
	'oneDayAgo',
	'sevenDaysAgo',
	'thirtyDaysAgo',
	'startOfToday',
	'startOfYesterday',
	'startOfWeek',
	'startOfMonth',
] as const;

/** Periods for `between`. The last ones end now; calendar periods end with their last second. */
export const periods = [
	'last24Hours',
	'last7Days',
	'last30Days',
	'today',
	'yesterday',
	'previousWeek',
	'thisMonth',
	'previousMonth',
] as const;

export type Moment = (typeof moments)[number];
export type Period = (typeof periods)[number];

/** What the editor calls them. */
export const momentNames: Readonly<Record<Moment, string>> = {
	oneHourAgo: '1 Hour Ago',
	oneDayAgo: '24 Hours Ago',
	sevenDaysAgo: '7 Days Ago',
	thirtyDaysAgo: '30 Days Ago',
	startOfToday: 'Start of Today',
	startOfYesterday: 'Start of Yesterday',
	startOfWeek: 'Start of This Week',
	startOfMonth: 'Start of This Month',
};

export const periodNames: Readonly<Record<Period, string>> = {
	last24Hours: 'Last 24 Hours',
	last7Days: 'Last 7 Days',
	last30Days: 'Last 30 Days',
	today: 'Today',
	yesterday: 'Yesterday',
	previousWeek: 'Previous Week',
	thisMonth: 'This Month',
	previousMonth: 'Previous Month',
};

type Unit = 'day' | 'week' | 'month';

/** The first second of a calendar unit. Where midnight comes twice, Luxon would take the one of the present offset. */
function start(inside: DateTime, unit: Unit): number {
	const midnight = inside.startOf(unit);
	const shown = midnight.setZone('UTC', { keepLocalTime: true });
	return Math.floor(firstMoment(shown.toMillis(), midnight.zone) / 1000);
}

/** Whole calendar units: from the first second to the last, since both ends of `between` count. */
function whole(inside: DateTime, unit: Unit): [number, number] {
	return [start(inside, unit), start(inside.startOf(unit).plus({ [unit]: 1 }), unit) - 1];
}

/**
 * The moment in unix seconds.
 * @param now unix seconds
 * @param timezone IANA zone of the workflow; weeks start on Monday
 * @throws InputError where a day is counted and there is no such time zone
 */
export function resolveMoment(moment: Moment, now: number, timezone: string): number {
	const present = (): DateTime => DateTime.fromSeconds(now, { zone: zoneOf(timezone) });
	switch (moment) {
		case 'oneHourAgo':
			return now - 3600;
		case 'oneDayAgo':
			return now - 86_400;
		case 'sevenDaysAgo':
			return now - 7 * 86_400;
		case 'thirtyDaysAgo':
			return now - 30 * 86_400;
		case 'startOfToday':
			return start(present(), 'day');
		case 'startOfYesterday':
			return start(present().minus({ days: 1 }), 'day');
		case 'startOfWeek':
			return start(present(), 'week');
		case 'startOfMonth':
			return start(present(), 'month');
	}
}

/**
 * The period's first and last second as unix seconds.
 * @param now unix seconds
 * @param timezone IANA zone of the workflow; weeks start on Monday
 * @throws InputError where a day is counted and there is no such time zone
 */
export function resolvePeriod(period: Period, now: number, timezone: string): [number, number] {
	const present = (): DateTime => DateTime.fromSeconds(now, { zone: zoneOf(timezone) });
	switch (period) {
		case 'last24Hours':
			return [now - 86_400, now];
		case 'last7Days':
			return [now - 7 * 86_400, now];
		case 'last30Days':
			return [now - 30 * 86_400, now];
		case 'today':
			return whole(present(), 'day');
		case 'yesterday':
			return whole(present().minus({ days: 1 }), 'day');
		case 'previousWeek':
			return whole(present().minus({ weeks: 1 }), 'week');
		case 'thisMonth':
			return whole(present(), 'month');
		case 'previousMonth':
			return whole(present().minus({ months: 1 }), 'month');
	}
}

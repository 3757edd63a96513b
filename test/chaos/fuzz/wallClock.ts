/** Clocks on walls all over the world, by the tables of Intl alone. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
	const known = formats.get(zone);
	if (known !== undefined) return known;
	const made = new Intl.DateTimeFormat('sv-SE', {
		timeZone: zone,
		dateStyle: 'short',
		timeStyle: 'medium',
	});
	formats.set(zone, made);
	return made;
}

/** All time zones of Intl. */
export const zones: readonly string[] = Intl.supportedValuesOf('timeZone');

/** What a clock shows at a time in unix seconds: `2026-11-22 08:30:00`. */
export function wallClock(seconds: number, zone: string): string {
	return formatOf(zone).format(seconds * 1000);
}

/** The date that a clock shows: `2026-11-22`. */
export function wallDate(seconds: number, zone: string): string {
	return wallClock(seconds, zone).slice(0, 10);
}

/** The unix seconds at which a clock in UTC shows this. */
export function inUtc(shown: string): number {
	return Date.parse(`${shown.replace(' ', 'T')}Z`) / 1000;
}

/** The seconds by which a clock is ahead of UTC. */
function offset(seconds: number, zone: string): number {
	return inUtc(wallClock(seconds, zone)) - seconds;
}

const DAY = 86_400;

/** The times at which a clock shows this, in order: none where it is put forward, two where it is put back. */
export function timesOf(shown: string, zone: string): number[] {
	const near = inUtc(shown);
	const times = [near - DAY, near + DAY].map((around) => near - offset(around, zone));
	return [...new Set(times)].filter((time) => wallClock(time, zone) === shown).sort((one, other) => one - other);
}

/** The times of a year at which a clock is put forward or back. */
export function changes(year: number, zone: string): number[] {
	const start = Date.UTC(year, 0, 1) / 1000;
	return Array.from({ length: 53 }, (_, week) => start + week * 7 * DAY).flatMap((from) => {
		let [before, after] = [from, from + 7 * DAY];
		if (offset(before, zone) === offset(after, zone)) return [];
		while (after - before > 1) {
			const middle = Math.floor((before + after) / 2);
			if (offset(middle, zone) === offset(before, zone)) before = middle;
			else after = middle;
		}
		return [after];
	});
}

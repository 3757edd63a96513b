import { Info, type Zone } from 'luxon';

import { InputError } from '../errors/InputError';

/**
 * The workflow's time zone: an IANA name, or a fixed offset such as UTC+2.
 * @throws InputError where there is no such time zone
 */
export function zoneOf(timezone: string): Zone {
	const zone = Info.normalizeZone(timezone);
	if (zone.isValid) return zone;
	throw new InputError(
		'timezone',
		`The time zone of the workflow is none that exists: "${timezone}"`,
		"Choose a time zone such as Europe/Berlin in the workflow's settings.",
	);
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

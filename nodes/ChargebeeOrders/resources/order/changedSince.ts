import type { INodeProperties } from 'n8n-workflow';

import type { Call } from '../../Call';
import { momentInputs } from '../../description/filterCollection';
import { TIME_ZONE } from '../../description/titles';
import { withoutValue } from '../../encode/filterConditions';
import type { Pair } from '../../encode/form';
import { toInteger } from '../../encode/scalar';
import { toUnixSeconds } from '../../encode/timestamp';
import { InputError } from '../../errors/InputError';
import { storedTime } from '../../read/storedFilters';
import { describe, isBlank, isRecord } from '../../values';
import { collection, emptyFilters } from '../inputs';

const LABEL = 'Changed Since';

/** Minutes. Chargebee's lists lag up to five behind what is written. */
const DEFAULT_OVERLAP = 5;
const LONGEST_OVERLAP = 60;

const overlap: INodeProperties = {
	displayName: 'Overlap (Minutes)',
	name: 'overlap',
	type: 'number',
	default: DEFAULT_OVERLAP,
	typeOptions: { minValue: 0, maxValue: LONGEST_OVERLAP, numberPrecision: 0 },
	hint: 'Chargebee may list changes up to five minutes late: so much before the time is read again',
};

/** What changed since a time: one entry, or none where it is not wanted. */
export const changedSinceProperty: INodeProperties = {
	displayName: LABEL,
	name: 'changedSince',
	type: 'fixedCollection',
	placeholder: 'Add Time',
	default: {},
	description: `Lists what was created or updated since then, deleted orders included, each once in its latest state, sorted by that change. For times, ${TIME_ZONE}.`,
	options: [{ displayName: 'Since', name: 'since', values: [...momentInputs(), overlap] }],
};

/**
 * The first second of which changes are wanted, the overlap taken off; nothing where all orders are.
 * @throws InputError for what is no time, and for a time without a value unless that is left out
 */
export function changedSince(call: Call): number | undefined {
	const { since } = collection(call, changedSinceProperty.name, LABEL);
	if (since === undefined) return undefined;
	if (!isRecord(since) && !isBlank(since)) {
		throw new InputError(LABEL, `${LABEL} has no time: ${describe(since)}`, 'Add the time below it.');
	}
	const given = isRecord(since) ? since : {};
	const time = storedTime(given, LABEL, call.context);
	if (isBlank(time)) {
		withoutValue(LABEL, LABEL, emptyFilters(call));
		return undefined;
	}
	const minutes = isBlank(given.overlap)
		? DEFAULT_OVERLAP
		: toInteger(given.overlap, overlap.displayName, 0, LONGEST_OVERLAP);
	return toUnixSeconds(time, LABEL, call.context.timezone) - minutes * 60;
}

/**
 * Checks that nothing stands beside Changed Since that it decides itself.
 * @param pairs sorting and filters as they would be sent
 * @throws InputError for sorting, and for a filter on one of its two times
 */
export function requireAlone(pairs: readonly Pair[]): void {
	if (!pairs.some(([name]) => /^(?:sort_by|updated_at|created_at)\[/.test(name))) return;
	throw new InputError(
		LABEL,
		'Changed Since sorts and filters by Updated At and Created At itself',
		`Remove Sort and the filters on these two times, or remove ${LABEL}.`,
	);
}

import { filterName, filterTitle, type Filter } from '../api/filters';
import { withoutValue, type Condition, type EmptyFilters } from '../encode/filterConditions';
import { momentNames, moments, periodNames, periods, resolveMoment, resolvePeriod } from '../encode/relativeDate';
import { toChoice, type EncodeContext } from '../encode/scalar';
import { InputError } from '../errors/InputError';
import { describe, isBlank, isRecord } from '../values';

/** What the editor leaves out counts with its default; an expression that gives nothing does not. */
function storedOr(stored: Readonly<Record<string, unknown>>, key: string, preset: unknown): unknown {
	return key in stored ? stored[key] : preset;
}

const dateChoices = ['fixed', 'relative'] as const;

/**
 * A point in time as the editor stores it: fixed, by an expression, or relative to now, then in unix seconds.
 * @param name for errors
 * @returns a blank value where none was given
 */
export function storedTime(
	stored: Readonly<Record<string, unknown>>,
	name: string,
	{ now, timezone }: EncodeContext,
): unknown {
	if (!isRelative(stored, name)) return stored.value;
	const moment = storedOr(stored, 'moment', 'oneDayAgo');
	if (isBlank(moment)) return undefined;
	return resolveMoment(toChoice(moment, `${name} Moment`, moments, momentNames), now, timezone);
}

function isRelative({ date }: Readonly<Record<string, unknown>>, name: string): boolean {
	return !isBlank(date) && toChoice(date, `${name} Date`, dateChoices) === 'relative';
}

/** @returns a blank value where none was given */
function operand(
	{ kind }: Filter,
	operator: string,
	stored: Readonly<Record<string, unknown>>,
	name: string,
	context: EncodeContext,
): unknown {
	if (operator === 'in' || operator === 'not_in') return stored.values;
	if (operator === 'is_present') return storedOr(stored, 'present', true);
	if (operator === 'between') {
		if (!isRelative(stored, name)) return [stored.from, stored.to];
		const { now, timezone } = context;
		const period = storedOr(stored, 'period', 'last24Hours');
		if (isBlank(period)) return undefined;
		return resolvePeriod(toChoice(period, `${name} Period`, periods, periodNames), now, timezone);
	}
	if (kind === 'timestamp') return storedTime(stored, name, context);
	return storedOr(stored, 'value', kind === 'boolean' ? true : undefined);
}

/**
 * Brings the filters that the editor stores (`{ status: [{ operator, value }] }`) into conditions.
 * What the editor leaves out because it is the default counts with its default.
 *
 * @throws InputError for a filter that is not one of these, and an entry that is none; for one without any entry unless
 * it is left out
 */
export function conditionsFromEditor(
	stored: Readonly<Record<string, unknown>>,
	filters: readonly Filter[],
	context: EncodeContext,
	empty: EmptyFilters = 'refused',
): Condition[] {
	return Object.entries(stored).flatMap(([name, entries]): Condition[] => {
		const filter = filters.find((candidate) => filterName(candidate) === name);
		if (filter === undefined)
			throw new InputError(name, `${name} is not a filter here`, 'Remove the filter: it belongs to another operation.');
		if (isBlank(entries)) return withoutValue(`${filterTitle(filter)} (${name})`, name, empty);
		return (Array.isArray(entries) ? entries : [entries]).flatMap((given: unknown): Condition[] => {
			if (isBlank(given)) return withoutValue(`${filterTitle(filter)} (${name})`, name, empty);
			if (!isRecord(given))
				throw new InputError(
					name,
					`${filterTitle(filter)} (${name}) has no operator and value: ${describe(given)}`,
					'Add the filter below, or choose Using JSON where an expression gives it.',
				);
			const operator = String(storedOr(given, 'operator', filter.operators[0]));
			return [{ filter, operator, value: operand(filter, operator, given, name, context) }];
		});
	});
}

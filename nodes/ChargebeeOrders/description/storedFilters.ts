import { filterName, type Filter } from '../api/filters';
import { isRecord } from '../encode/fields';
import type { Condition } from '../encode/filters';
import { moments, periods, resolveMoment, resolvePeriod } from '../encode/relativeDate';
import type { EncodeContext } from '../encode/scalar';
import { InputError } from '../errors/InputError';

function known<Name extends string>(value: unknown, names: readonly Name[], parameter: string): Name {
	const found = names.find((name) => name === value);
	if (found === undefined)
		throw new InputError(parameter, `${parameter} cannot be "${String(value)}"`, `Choose one of ${names.join(', ')}.`);
	return found;
}

function operand(
	operator: string,
	stored: Readonly<Record<string, unknown>>,
	name: string,
	context: EncodeContext,
): unknown {
	const relative = stored.date === 'relative';
	// Agents leave empty what they do not want to filter by.
	if (relative && (operator === 'between' ? stored.period : stored.moment) === '') return undefined;
	if (operator === 'in' || operator === 'not_in') return stored.values;
	if (operator === 'is_present') return stored.present ?? true;
	if (operator === 'between') {
		return relative
			? resolvePeriod(known(stored.period ?? 'last24Hours', periods, `${name} Period`), context.now, context.timezone)
			: [stored.from, stored.to];
	}
	return relative
		? resolveMoment(known(stored.moment ?? 'oneDayAgo', moments, `${name} Moment`), context.now, context.timezone)
		: stored.value;
}

/**
 * Brings the filters that the editor stores (`{ status: [{ operator, value }] }`) into conditions.
 * What the editor leaves out because it is the default counts with its default.
 */
export function conditionsFromEditor(
	stored: Readonly<Record<string, unknown>>,
	filters: readonly Filter[],
	context: EncodeContext,
): Condition[] {
	return Object.entries(stored).flatMap(([name, entries]) => {
		const filter = filters.find((candidate) => filterName(candidate) === name);
		if (filter === undefined)
			throw new InputError(name, `${name} is not a filter here`, 'Remove the filter: it belongs to another operation.');
		return (Array.isArray(entries) ? entries : [entries]).map((given: unknown): Condition => {
			if (!isRecord(given))
				throw new InputError(
					name,
					`${name} has no operator and value`,
					'Add the filter below, or give filters as JSON.',
				);
			const operator = typeof given.operator === 'string' ? given.operator : (filter.operators[0] ?? 'is');
			const missing =
				filter.kind === 'enum' ? (filter.values?.[0] ?? '') : filter.kind === 'boolean' ? true : undefined;
			return { filter, operator, value: operand(operator, { value: missing, ...given }, name, context) };
		});
	});
}

import { filterTitle, type Filter } from '../api/filters';
import { title } from '../api/titles';
import { unknownName } from '../encode/fields';
import { withoutValue, type Condition, type EmptyFilters } from '../encode/filterConditions';
import { nearest } from '../encode/nearest';
import { InputError } from '../errors/InputError';
import { describe, isBlank, isRecord } from '../values';

function unknownFilter(name: string, filters: readonly Filter[], depth: readonly string[]): InputError {
	const names = filters.map((filter) => filter.path.join('.'));
	const given = [...depth, name].join('.');
	const nested = names.find((candidate) => candidate.endsWith(`.${given}`));
	return unknownName(given, names, 'a filter here', nested ?? nearest(given, names));
}

/** The names of filters, and what they hold: operators, or the filters of a group such as `order`. */
function collect(
	input: Record<string, unknown>,
	filters: readonly Filter[],
	empty: EmptyFilters,
	depth: readonly string[],
): Condition[] {
	return Object.entries(input).flatMap(([name, value]): Condition[] => {
		const path = [...depth, ...name.split('__')];
		const filter = filters.find((candidate) => candidate.path.join('.') === path.join('.'));
		const inner = filters.find(
			(candidate) => candidate.path.length > path.length && path.every((part, index) => candidate.path[index] === part),
		);
		if (filter === undefined && inner === undefined) throw unknownFilter(name, filters, depth);
		const given = path.join('.');
		if (isBlank(value) || (isRecord(value) && Object.keys(value).length === 0)) {
			return withoutValue(`${filter === undefined ? title(name) : filterTitle(filter)} (${given})`, given, empty);
		}
		if (!isRecord(value)) {
			const operand = `{ "${(filter ?? inner)?.operators[0] ?? 'is'}": … }`;
			const example = filter === undefined ? `{ "${inner?.path[path.length] ?? ''}": ${operand} }` : operand;
			throw new InputError(
				given,
				`${given} has no operator: ${describe(value)}`,
				`Give an object with an operator: ${example}.`,
			);
		}
		if (filter === undefined) return collect(value, filters, empty, path);
		return Object.entries(value).map(([operator, operand]) => ({ filter, operator, value: operand }));
	});
}

/**
 * Reads filters in the API's own shape: `{ "order": { "status": { "in": ["queued"] } }, "total": { "gt": 1000 } }`.
 * @throws InputError naming an unknown filter and the nearest valid one, or a filter without an operator unless it is
 * left out
 */
export function conditionsFromJson(
	input: Readonly<Record<string, unknown>>,
	filters: readonly Filter[],
	empty: EmptyFilters = 'refused',
): Condition[] {
	return collect({ ...input }, filters, empty, []);
}

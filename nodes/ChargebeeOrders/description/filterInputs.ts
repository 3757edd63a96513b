import type { INodeProperties } from 'n8n-workflow';

import type { Filter } from '../api/filters';

import { filtersProperty } from './filterCollection';
import { shownWhen } from './shown';

/** An operand as Chargebee takes it, for the example: the values are those of the filter. */
function exampleOperand({ kind, values = [] }: Filter): string {
	if (kind === 'enum') return `{ "in": ${JSON.stringify(values.slice(-2)).replace(',', ', ')} }`;
	return kind === 'timestamp' ? '{ "after": "2026-01-31" }' : '{ "is": "…" }';
}

/** An object as Chargebee takes it: an export has its filters inside of what it is about. */
function example(filters: readonly Filter[]): string {
	const [first] = filters;
	const shown = filters.find(({ path }) => path.at(-1) === 'status') ?? first;
	if (shown === undefined) return '{}';
	return shown.path.reduceRight((inner, name) => `{ "${name}": ${inner} }`, exampleOperand(shown));
}

/** Leaves out filters without a value. The option is off unless it is added. */
export const leaveOutEmptyFilters: INodeProperties = {
	displayName: 'Leave Out Empty Filters',
	name: 'leaveOutEmptyFilters',
	type: 'boolean',
	default: true,
	description:
		'Whether to leave out filters that have no value instead of refusing them. Where all of them have none, everything comes. For agents they are always left out.',
};

/** Filters to add one by one, or all of them as one JSON object. */
export function filterInputs(filters: readonly Filter[], description: string): INodeProperties[] {
	return [
		{
			displayName: 'Specify Filters',
			name: 'specifyFilters',
			type: 'options',
			noDataExpression: true,
			default: 'below',
			options: [
				{ name: 'Using Fields Below', value: 'below' },
				{ name: 'Using JSON', value: 'json' },
			],
		},
		...shownWhen({ specifyFilters: ['below'] }, [filtersProperty(filters, description)]),
		...shownWhen({ specifyFilters: ['json'] }, [
			{
				displayName: 'Filters (JSON)',
				name: 'filtersJson',
				type: 'json',
				default: '{}',
				description: `All filters as one object, by the API's names, such as ${example(filters)}; it is checked like the filters themselves, and {} is no filter`,
			},
		]),
	];
}

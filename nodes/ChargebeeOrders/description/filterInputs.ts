import type { INodeProperties } from 'n8n-workflow';

import type { Filter } from '../api/filters';

import { filtersProperty } from './filterCollection';
import { jsonProperty } from './jsonProperty';
import { shownWhen } from './shown';

/** An operand as Chargebee takes it, for the example: the values are those of the filter. */
function exampleOperand({ kind, values = [] }: Filter): object {
	if (kind === 'enum') return { in: values.slice(-2) };
	return kind === 'timestamp' ? { after: '2026-01-31' } : { is: '…' };
}

/** Filters as Chargebee takes them: an export has them inside of what it is about. */
function example(filters: readonly Filter[]): object {
	const shown = filters.find(({ path }) => path.at(-1) === 'status') ?? filters[0];
	if (shown === undefined) return {};
	return shown.path.reduceRight<object>((inner, name) => ({ [name]: inner }), exampleOperand(shown));
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
			jsonProperty('Filters (JSON)', 'filtersJson', {
				about: "All filters as one object, by the API's names",
				example: example(filters),
				more: '; it is checked like the filters themselves, and {} is no filter',
			}),
		]),
	];
}

import type { INodeProperties } from 'n8n-workflow';

import type { Filter } from '../api/filters';

import { filtersProperty } from './filterProperties';
import { shownWhen } from './shown';

/** An object as Chargebee takes it: an export has its filters inside of `order`. */
function example(filters: readonly Filter[]): string {
	const status = filters.find(({ path }) => path.includes('status'))?.path ?? [];
	return status.reduceRight((inner, name) => `{ "${name}": ${inner} }`, '{ "in": ["queued", "shipped"] }');
}

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
				description: `All filters as one object, by the API's names, such as ${example(filters)}; it is checked like the filters themselves`,
			},
		]),
	];
}

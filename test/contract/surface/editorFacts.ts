import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { groups, members, named, openFields, optionValues } from './editor';
import { fieldFacts, filterFacts, wireName, type FieldShape } from './facts';

const kinds: Readonly<Partial<Record<INodeProperties['type'], FieldShape['kind']>>> = {
	string: 'text',
	resourceLocator: 'text',
	number: 'whole number',
	dateTime: 'whole number',
	boolean: 'boolean',
	options: 'choice',
};

const filterKinds: Readonly<Partial<Record<INodeProperties['type'], string>>> = {
	string: 'string',
	number: 'number',
	dateTime: 'timestamp',
	boolean: 'boolean',
	options: 'enum',
};

function inputFacts(name: string, input: INodeProperties): string[] {
	return fieldFacts(name, {
		kind: kinds[input.type] ?? 'unknown',
		required: input.required,
		minimum: input.typeOptions?.minValue,
		maximum: input.typeOptions?.maxValue,
		values: input.type === 'options' ? optionValues(input) : [],
	});
}

/** Members of a group stand together in a fixed collection, or alone as `group__member`. */
function fieldPropertyFacts(property: INodeProperties): string[] {
	if (property.type !== 'fixedCollection') return inputFacts(wireName(property.name.split('__')), property);
	const index = property.typeOptions?.multipleValues === true ? '[]' : '';
	return groups(property).flatMap(({ values }) =>
		values.flatMap((member) => inputFacts(`${property.name}[${member.name}]${index}`, member)),
	);
}

/** The operators of a filter; one with a single operator does not ask for it. */
export function operatorsOf(filter: INodePropertyCollection): string[] {
	const operator = named(filter.values, 'operator');
	return operator === undefined ? ['is'] : optionValues(operator);
}

function filterGroupFacts(filter: INodePropertyCollection): string[] {
	const value = named(filter.values, 'value');
	const several = named(filter.values, 'values');
	const kind = (value && filterKinds[value.type]) ?? 'unknown';
	const values = kind === 'enum' ? [...new Set([...optionValues(value), ...optionValues(several)])] : [];
	return filterFacts(wireName(filter.name.split('__')), kind, operatorsOf(filter), values);
}

function sortFacts(sort: INodeProperties | undefined): string[] {
	return groups(sort).flatMap(({ values }) =>
		optionValues(named(values, 'direction')).flatMap((direction) =>
			fieldFacts(`sort_by[${direction}]`, { kind: 'choice', values: optionValues(named(values, 'field')) }),
		),
	);
}

/** The facts of everything that a person can reach in the editor for an operation and that goes into its request. */
export function editorFacts(shown: readonly INodeProperties[]): string[] {
	const fields = members(named(shown, 'fields')).filter(
		// The same in another form.
		({ name }) => name !== 'customFields' && !name.endsWith('_json'),
	);
	// The API's names have an underscore; n8n's own options are written in camel case.
	const flags = members(named(shown, 'options')).filter(({ name }) => name.includes('_'));
	return [
		...[...openFields(shown), ...fields, ...flags].flatMap(fieldPropertyFacts),
		...groups(named(shown, 'filters')).flatMap(filterGroupFacts),
		...sortFacts(named(shown, 'sort')),
	];
}

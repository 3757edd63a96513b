import type { INodeProperties, ResourceMapperField } from 'n8n-workflow';

import { isGroup, type Parameter, type ScalarParameter } from '../api/parameter';
import { title } from '../api/titles';

import { optionsFor } from './titles';

/** A boolean is text: n8n stores false for a boolean column as soon as it is shown, and nobody chose that. */
const types = {
	string: 'string',
	integer: 'number',
	amount: 'number',
	timestamp: 'dateTime',
	boolean: 'string',
	enum: 'options',
} as const satisfies Record<ScalarParameter['kind'], ResourceMapperField['type']>;

function field(id: string, more: Pick<ResourceMapperField, 'type' | 'options'>, required = false): ResourceMapperField {
	const displayName = title(id.replace('.', '_'));
	return { id, displayName, required, display: true, defaultMatch: false, canBeUsedToMatch: false, ...more };
}

function scalarField(id: string, { kind, values, required }: ScalarParameter): ResourceMapperField {
	return field(id, { type: types[kind], ...(values === undefined ? {} : { options: optionsFor(values) }) }, required);
}

function fieldsOf(parameter: Parameter): ResourceMapperField[] {
	if (!isGroup(parameter)) return [scalarField(parameter.name, parameter)];
	if (parameter.kind === 'list') return [field(parameter.name, { type: 'array' })];
	return parameter.members.map((member) => scalarField(`${parameter.name}.${member.name}`, member));
}

/**
 * The fields that n8n's mapper offers, what is demanded first and then by title.
 * @param custom names of custom fields
 */
export function columnFields(parameters: readonly Parameter[], custom: readonly string[]): ResourceMapperField[] {
	const fields = parameters.flatMap(fieldsOf).sort((a, b) => a.displayName.localeCompare(b.displayName));
	return [
		...fields.filter(({ required }) => required),
		...fields.filter(({ required }) => !required),
		...custom.map((name) => ({ ...field(name, { type: 'string' }), displayName: name })),
	];
}

/** Shown where columns are mapped automatically, above n8n's own sentence that their names have to be equal. */
export const COLUMN_NAMES =
	'A column may have the name of the field in the API or its title: shipping_date, Shipping Date or Ship Date. What fits no field is left out.';

/** The columns of the input items, mapped to fields by their names or one by one. */
export function columnsProperty(demands: boolean): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'columns',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'autoMapInputData', value: null },
		typeOptions: {
			loadOptionsDependsOn: ['apiVersion'],
			resourceMapper: {
				resourceMapperMethod: 'orderFields',
				// Only the first makes n8n demand what Chargebee demands; neither looks for what exists.
				mode: demands ? 'add' : 'map',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: false,
				supportAutoMap: true,
			},
		},
	};
}

import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import {
	isGroup,
	requiredFields,
	type GroupParameter,
	type ListParameter,
	type Parameter,
	type ScalarParameter,
} from '../api/parameter';
import { title } from '../api/titles';
import { CUSTOM_FIELDS, ENTRIES } from '../read/storedFields';
import { wholeListName, wholeListTitle } from '../read/wholeList';

import { jsonProperty } from './jsonProperty';
import { namedLocator } from './locators';
import { MINOR_UNITS, optionsFor, TIME_ZONE } from './titles';

/** The input of one request field. None begins with a choice or a number: nobody made it, and it would be sent. */
function scalarProperty(parameter: ScalarParameter, name = parameter.name): INodeProperties {
	const base = {
		displayName: title(name),
		name,
		description: parameter.description,
		...(parameter.placeholder === undefined ? {} : { placeholder: parameter.placeholder }),
	};
	switch (parameter.kind) {
		case 'string':
			return { ...base, type: 'string', default: '' };
		case 'timestamp':
			return {
				...base,
				type: 'dateTime',
				default: '',
				description: `${parameter.description}; ${TIME_ZONE}`,
			};
		case 'boolean':
			return { ...base, type: 'boolean', default: false };
		case 'integer':
		case 'amount':
			return {
				...base,
				type: 'number',
				default: '',
				...(parameter.kind === 'amount' ? { hint: MINOR_UNITS } : {}),
				typeOptions: {
					numberPrecision: 0,
					...(parameter.minimum === undefined ? {} : { minValue: parameter.minimum }),
					...(parameter.maximum === undefined ? {} : { maxValue: parameter.maximum }),
				},
			};
		case 'enum':
			return {
				...base,
				type: 'options',
				options: optionsFor(parameter.values ?? []),
				default: '',
			};
	}
}

/** A group of one member is shown as that member: `credit_note__total`. */
function isFlat(group: GroupParameter): boolean {
	return group.kind === 'object' && group.members.length === 1;
}

function flatMembers(group: GroupParameter): INodeProperties[] {
	return group.members.map((member) => scalarProperty(member, `${group.name}__${member.name}`));
}

/**
 * The input of a member of a group. All members stand there at once and n8n fills each with its default,
 * so the default must be nothing: what is not set is not sent.
 */
function memberProperty(member: ScalarParameter): INodeProperties {
	if (member.listed === 'lineItems') {
		const { name, description, placeholder = '' } = member;
		return namedLocator({
			displayName: title(name),
			name,
			description,
			search: 'searchLineItems',
			typed: 'ID',
			placeholder,
		});
	}
	const property = scalarProperty(member);
	if (member.kind === 'enum')
		return { ...property, options: [{ name: 'Not Set', value: '' }, ...optionsFor(member.values ?? [])], default: '' };
	return { ...property, default: '' };
}

function groupProperty(group: GroupParameter): INodeProperties {
	const values: INodePropertyCollection = {
		displayName: group.entry,
		name: ENTRIES,
		values: group.members.map(memberProperty),
	};
	return {
		displayName: title(group.name),
		name: group.name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: group.kind === 'list' },
		placeholder: `Add ${group.entry}`,
		// n8n loses a whole collection that comes from an expression before the node sees it.
		description:
			group.kind === 'list'
				? `${group.description}; a whole list goes into ${wholeListTitle(group)}`
				: group.description,
		default: {},
		options: [values],
	};
}

const customFieldsProperty: INodeProperties = {
	displayName: 'Custom Fields',
	name: CUSTOM_FIELDS,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Custom Field',
	description:
		'Custom fields of the Chargebee site by their API names, which begin with cf_; as a whole by an expression they go through Using JSON',
	default: {},
	options: [
		{
			displayName: 'Custom Field',
			name: ENTRIES,
			values: [
				namedLocator({
					displayName: 'API Name',
					name: 'name',
					search: 'searchCustomFields',
					typed: 'Name',
					placeholder: 'e.g. cf_gift_wrap',
				}),
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
};

/** The required fields, which stand outside the collection: n8n does not start as long as one is empty. */
export function requiredProperties(parameters: readonly Parameter[]): INodeProperties[] {
	return requiredFields(parameters).map(({ name, field }) => ({
		...scalarProperty(field, name),
		default: '',
		required: true,
	}));
}

function wholeListProperty(list: ListParameter, example: object): INodeProperties {
	const taken = list.members.map(({ name }) => name).join(', ');
	return jsonProperty(wholeListTitle(list), wholeListName(list), {
		about: 'A whole list',
		example,
		more: `, or ${list.name} of an order as they came, of which ${taken} are taken`,
	});
}

function optionalProperty(parameter: Parameter, { [parameter.name]: example }: Example): INodeProperties[] {
	if (!isGroup(parameter)) return parameter.required === true ? [] : [scalarProperty(parameter)];
	if (parameter.members.some((member) => member.required === true)) return [];
	if (isFlat(parameter)) return flatMembers(parameter);
	const added = groupProperty(parameter);
	return parameter.kind === 'list' && Array.isArray(example) ? [added, wholeListProperty(parameter, example)] : [added];
}

/** Fields as Chargebee takes them: `{ "order_line_items": [{ "id": "…" }] }`. */
export type Example = Readonly<Record<string, unknown>>;

/**
 * The optional fields, as the members of the collection.
 * @param example fields of the operation; its lists are the examples of inputs for whole lists
 */
export function optionalProperties(
	parameters: readonly Parameter[],
	{ customFields = false, example = {} }: { customFields?: boolean; example?: Example } = {},
): INodeProperties[] {
	const properties = parameters.flatMap((parameter) => optionalProperty(parameter, example));
	if (customFields) properties.push(customFieldsProperty);
	return properties.sort((a, b) => a.displayName.localeCompare(b.displayName));
}

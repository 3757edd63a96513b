import type { INodeProperties } from 'n8n-workflow';

import type { ApiVersion, Parameter } from '../../api/parameter';
import { title } from '../../api/titles';
import type { Call } from '../../Call';
import { invoiceField, orderLocator } from '../../description/locators';
import { optionsProperty } from '../../description/options';
import { optionalProperties, requiredProperties } from '../../description/parameterProperties';
import { requestContextProperty } from '../../description/requestContext';
import { shownWhen } from '../../description/shown';
import { clearableFields, encodeCleared } from '../../encode/clearedFields';
import { encodeFields, type FieldRules } from '../../encode/fields';
import { jsonObject } from '../../encode/json';
import { InputError } from '../../errors/InputError';
import { fieldsFromEditor, withoutLeftOut } from '../../read/storedFields';
import type { ApiRequest } from '../../transport/outcome';
import { send } from '../../transport/send';
import { apiVersion, collection, contextHeaders, locatedId, outputOptions } from '../inputs';
import type { Operation } from '../Operation';
import { validateOnlyOption } from '../validateOnly';

import { orderSegment, orderItem, versionProperty } from './orderInputs';

/** A write of one order, described by the facts of the API. */
interface OrderWrite extends Pick<Operation, 'value' | 'name' | 'action' | 'description'> {
	/** Below the version; `{id}` stands for the order. */
	readonly path: string;
	/** The fields of each version that has the operation. */
	readonly versions: Partial<Readonly<Record<ApiVersion, readonly Parameter[]>>>;
	/** Whether custom fields may be sent. */
	readonly customFields?: boolean;
	/** Whether the write changes an order that exists: fields can be cleared, and nothing to send is refused. */
	readonly changes?: boolean;
	readonly notice?: string;
}

function rulesOf(spec: OrderWrite, version: ApiVersion): FieldRules {
	return { parameters: spec.versions[version] ?? [], customFields: spec.customFields === true };
}

/** What the JSON is to hold: the inputs of the required fields are hidden then. */
function jsonDescription({ parameters }: FieldRules): string {
	const text = "All fields as one object, by the API's names; it is checked like the fields themselves";
	const required = requiredProperties(parameters).map(({ name }) => name.replace('__', '.'));
	return required.length === 0 ? text : `${text}. Required: ${required.join(', ')}.`;
}

function fieldProperties(spec: OrderWrite, rules: FieldRules): INodeProperties[] {
	const required = requiredProperties(rules.parameters).map((property) =>
		property.name === 'invoice_id' ? invoiceField : property,
	);
	const optional = optionalProperties(rules.parameters, rules.customFields);
	return [
		...(rules.parameters.length > 1
			? [
					{
						displayName: 'Specify Fields',
						name: 'specifyFields',
						type: 'options' as const,
						noDataExpression: true,
						default: 'below',
						options: [
							{ name: 'Using Fields Below', value: 'below' },
							{ name: 'Using JSON', value: 'json' },
						],
					},
					{
						displayName: 'Fields (JSON)',
						name: 'fieldsJson',
						type: 'json' as const,
						default: '{}',
						description: jsonDescription(rules),
						displayOptions: { show: { specifyFields: ['json'] } },
					},
				]
			: []),
		...shownWhen(rules.parameters.length > 1 ? { specifyFields: ['below'] } : {}, [
			...required,
			{
				displayName: spec.changes === true ? 'Fields to Change' : 'More Fields',
				name: 'fields',
				type: 'collection',
				placeholder: 'Add Field',
				default: {},
				options: optional,
			},
		]),
	];
}

function clearProperty(rules: FieldRules): INodeProperties {
	const options = clearableFields(rules.parameters)
		.map((name) => name.replace('[', '__').replace(']', ''))
		.map((value) => ({ name: title(value), value }))
		.sort((a, b) => a.name.localeCompare(b.name));
	return {
		displayName: 'Fields to Clear',
		name: 'fieldsToClear',
		type: 'multiOptions',
		default: [],
		options,
		description: 'Fields to empty in Chargebee; an empty field above is left as it is',
	};
}

function properties(spec: OrderWrite): INodeProperties[] {
	const versions = Object.keys(spec.versions) as ApiVersion[];
	return [
		...(spec.notice === undefined
			? []
			: [{ displayName: spec.notice, name: `${spec.value}Notice`, type: 'notice' as const, default: '' }]),
		...(versions.length > 1 ? [versionProperty] : []),
		...(spec.path.includes('{id}') ? [orderLocator] : []),
		...versions.flatMap((version) => {
			const rules = rulesOf(spec, version);
			return shownWhen(versions.length > 1 ? { apiVersion: [version] } : {}, [
				...(rules.parameters.length > 0 ? fieldProperties(spec, rules) : []),
				...(spec.changes === true ? [clearProperty(rules)] : []),
				requestContextProperty('POST', version),
			]);
		}),
		optionsProperty('orders', [validateOnlyOption]),
	];
}

function usesJson(call: Call, rules: FieldRules): boolean {
	return rules.parameters.length > 1 && call.parameter('specifyFields', 'below') === 'json';
}

function givenFields(call: Call, rules: FieldRules): Record<string, unknown> {
	if (usesJson(call, rules)) return jsonObject(call.parameter('fieldsJson', '{}'), 'Fields (JSON)');
	const required = requiredProperties(rules.parameters).map(({ name }) => [
		name,
		name === 'invoice_id' ? locatedId(call, name, 'invoice', 'Invoice') : call.parameter(name),
	]);
	return fieldsFromEditor({ ...Object.fromEntries(required), ...collection(call, 'fields') }, rules.parameters);
}

function readFields(call: Call, rules: FieldRules): Record<string, unknown> {
	const fields = givenFields(call, rules);
	return call.asTool ? withoutLeftOut(fields, rules.parameters) : fields;
}

function nothingToUpdate(json: boolean): InputError {
	const give = json ? 'Give a field with a value in Fields (JSON)' : 'Add a field with a value under Fields to Change';
	return new InputError('fields', 'There is nothing to update', `${give}, or choose one under Fields to Clear.`);
}

/** Builds a write: its fields and their checks come from the table of the API. */
export function orderWrite(spec: OrderWrite): Operation {
	const versions = Object.keys(spec.versions) as ApiVersion[];
	return {
		resource: 'order',
		value: spec.value,
		name: spec.name,
		action: spec.action,
		description: spec.description,
		properties: properties(spec),
		writes: true,
		prepare(call) {
			const version = apiVersion(call, versions);
			const rules = rulesOf(spec, version);
			const path = spec.path.includes('{id}') ? spec.path.replace('{id}', () => orderSegment(call)) : spec.path;
			const set = encodeFields(rules, readFields(call, rules), call.context);
			const pairs =
				spec.changes === true ? [...set, ...encodeCleared(rules, call.parameter('fieldsToClear', []), set)] : set;
			if (spec.changes === true && pairs.length === 0) throw nothingToUpdate(usesJson(call, rules));
			const headers = contextHeaders(call, 'POST', version);
			const options = outputOptions(call);
			const request: ApiRequest = {
				method: 'POST',
				version,
				path,
				pairs,
				headers,
				writeKey: call.writeKey,
				holds: 'order',
			};
			return {
				request,
				async run() {
					return [orderItem(await send(call, request), options)];
				},
			};
		},
	};
}

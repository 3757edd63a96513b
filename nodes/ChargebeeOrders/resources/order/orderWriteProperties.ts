import type { INodeProperties } from 'n8n-workflow';

import { requiredFields, type ApiVersion, type Parameter } from '../../api/parameter';
import { title } from '../../api/titles';
import { jsonProperty } from '../../description/jsonProperty';
import { invoiceField, orderLocator } from '../../description/locators';
import { optionsProperty } from '../../description/options';
import { optionalProperties, requiredProperties, type Example } from '../../description/parameterProperties';
import { requestContextProperty } from '../../description/requestContext';
import { shownWhen } from '../../description/shown';
import { clearableFields } from '../../encode/clearedFields';
import type { FieldRules } from '../../encode/fields';
import type { Operation } from '../Operation';
import { validateOnlyOption } from '../validateOnly';

import { versionProperty } from './orderInputs';

/** A write of one order, described by the facts of the API. */
export interface OrderWrite extends Pick<Operation, 'value' | 'name' | 'action' | 'description'> {
	/** Below the version; `{id}` stands for the order. */
	readonly path: string;
	/** The fields of each version that has the operation. */
	readonly versions: Partial<Readonly<Record<ApiVersion, readonly Parameter[]>>>;
	/** What someone would send who sends more than one field. */
	readonly examples?: Partial<Readonly<Record<ApiVersion, Example>>>;
	/** Whether custom fields may be sent. */
	readonly customFields?: boolean;
	/** Whether the write changes an order that exists: fields can be cleared, and nothing to send is refused. */
	readonly changes?: boolean;
	readonly notice?: string;
}

/** What the write takes in one version of the API. */
export function rulesOf(spec: OrderWrite, version: ApiVersion): FieldRules {
	return { parameters: spec.versions[version] ?? [], customFields: spec.customFields === true };
}

/** The inputs of the required fields are hidden where JSON takes their place, so that it names them. */
function fieldsJson({ parameters }: FieldRules, example: Example): INodeProperties {
	const required = requiredFields(parameters).map(({ name }) => name.replace('__', '.'));
	const demanded = required.length === 0 ? '' : `. Required: ${required.join(', ')}.`;
	return jsonProperty('Fields (JSON)', 'fieldsJson', {
		about: "All fields as one object, by the API's names",
		example,
		more: `; it is checked like the fields themselves${demanded}`,
	});
}

function fieldProperties(spec: OrderWrite, rules: FieldRules, example: Example): INodeProperties[] {
	const required = requiredProperties(rules.parameters).map((property) =>
		property.name === 'invoice_id' ? invoiceField : property,
	);
	const optional = optionalProperties(rules.parameters, { ...rules, example });
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
					...shownWhen({ specifyFields: ['json'] }, [fieldsJson(rules, example)]),
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

/** What the editor shows of a write: its fields, for each version of the API that has it. */
export function orderWriteProperties(spec: OrderWrite): INodeProperties[] {
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
				...(rules.parameters.length > 0 ? fieldProperties(spec, rules, spec.examples?.[version] ?? {}) : []),
				...(spec.changes === true ? [clearProperty(rules)] : []),
				requestContextProperty('POST', version),
			]);
		}),
		optionsProperty('orders', [validateOnlyOption]),
	];
}

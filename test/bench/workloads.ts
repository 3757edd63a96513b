import type { INodeParameters } from 'n8n-workflow';

import { updateV2 } from '../../nodes/ChargebeeOrders/api/orderParameters';
import { isGroup, type ScalarParameter } from '../../nodes/ChargebeeOrders/api/parameter';

/** How many fields an update sets. */
export const FIELDS = 40;

function sample({ name, kind, values }: ScalarParameter): string | number {
	if (name === 'email') return 'nathan@example.com';
	if (kind === 'timestamp') return '2026-11-22T08:30:00Z';
	if (kind === 'enum') return values?.[0] ?? '';
	return kind === 'string' ? 'some text' : 1;
}

/** The same value by an expression that reads the item. */
function expression(value: string | number): string {
	return typeof value === 'number' ? '={{ $json.number + 0 }}' : `={{ $json.empty + ${JSON.stringify(value)} }}`;
}

/** Fields of an update by name, those of an address by its name and theirs, and custom fields: 40 in all. */
interface Workload {
	fields: Map<string, string | number>;
	addresses: Map<string, Map<string, string | number>>;
	custom: Map<string, string>;
}

function workload(by: 'static' | 'expressions'): Workload {
	const value = (parameter: ScalarParameter): string | number =>
		by === 'static' ? sample(parameter) : expression(sample(parameter));
	const result: Workload = { fields: new Map(), addresses: new Map(), custom: new Map() };
	let count = 0;
	for (const parameter of updateV2) {
		if (!isGroup(parameter)) {
			result.fields.set(parameter.name, value(parameter));
			count += 1;
		} else if (parameter.kind === 'object') {
			result.addresses.set(parameter.name, new Map(parameter.members.map((member) => [member.name, value(member)])));
			count += parameter.members.length;
		}
	}
	for (let index = 0; index < FIELDS - count; index++) {
		result.custom.set(`cf_bench_${index}`, by === 'static' ? 'some text' : expression('some text'));
	}
	return result;
}

/** Parameters of an update with 40 fields: every field of the order, every one of the address, and custom fields. */
export function updateParameters(by: 'static' | 'expressions'): INodeParameters {
	const { fields, addresses, custom } = workload(by);
	const groups = [...addresses].map(([name, members]) => [name, { values: Object.fromEntries(members) }] as const);
	const customFields = { values: [...custom].map(([name, text]) => ({ name, value: text })) };
	return {
		resource: 'order',
		operation: 'update',
		orderId: { __rl: true, mode: 'id', value: 'order_1' },
		fields: { ...Object.fromEntries(fields), ...Object.fromEntries(groups), customFields },
	};
}

/** An update of the same 40 fields by Map Automatically: the columns of the items are those of `formFields`. */
export const mappedParameters: INodeParameters = {
	resource: 'order',
	operation: 'update',
	orderId: { __rl: true, mode: 'id', value: 'order_1' },
	specifyFields: 'input',
	columns: { mappingMode: 'autoMapInputData', value: null },
};

/** The same 40 fields as Chargebee takes them: `note`, `shipping_address[city]`; times have to be unix seconds. */
export function formFields(by: 'static' | 'expressions'): Record<string, string> {
	const { fields, addresses, custom } = workload(by);
	const members = [...addresses].flatMap(([name, values]) =>
		[...values].map(([member, value]) => [`${name}[${member}]`, value] as const),
	);
	const texts = [...fields, ...members, ...custom].map(([name, value]) => [
		name,
		String(value).replace('2026-11-22T08:30:00Z', '1795336200'),
	]);
	return Object.fromEntries(texts) as Record<string, string>;
}

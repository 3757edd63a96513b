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

/** Parameters of an update with 40 fields: every field of the order, every one of the address, and custom fields. */
export function updateParameters(by: 'static' | 'expressions'): INodeParameters {
	const value = (parameter: ScalarParameter): string | number =>
		by === 'static' ? sample(parameter) : expression(sample(parameter));
	const fields: Record<string, unknown> = {};
	let count = 0;
	for (const parameter of updateV2) {
		if (!isGroup(parameter)) {
			fields[parameter.name] = value(parameter);
			count += 1;
		} else if (parameter.kind === 'object') {
			fields[parameter.name] = {
				values: Object.fromEntries(parameter.members.map((member) => [member.name, value(member)])),
			};
			count += parameter.members.length;
		}
	}
	const custom = Array.from({ length: FIELDS - count }, (_, index) => ({
		name: `cf_bench_${index}`,
		value: by === 'static' ? 'some text' : expression('some text'),
	}));
	fields.customFields = { values: custom };
	return {
		resource: 'order',
		operation: 'update',
		orderId: { __rl: true, mode: 'id', value: 'order_1' },
		fields,
	} as INodeParameters;
}

import { isList, type AttributeKind, type Attributes } from '../api/attributes';
import { exportShape } from '../api/exportAttributes';
import { orderShape, undocumentedShape } from '../api/orderAttributes';
import type { Operation } from './Operation';

/** As much of JSON Schema as n8n's previews of outputs need. */
export interface OutputSchema {
	readonly type: 'object' | 'array' | 'string' | 'boolean' | 'integer' | 'number';
	readonly properties?: Readonly<Record<string, OutputSchema>>;
	readonly items?: OutputSchema;
}

const types = {
	string: 'string',
	boolean: 'boolean',
	integer: 'integer',
	number: 'number',
	timestamp: 'integer',
	amount: 'integer',
	localAmount: 'integer',
} as const satisfies Record<AttributeKind, OutputSchema['type']>;

/** Chargebee names every resource, those within others too, in `object`. */
function schemaOf(attributes: Attributes): OutputSchema {
	const properties = Object.entries(attributes).map(([name, held]): [string, OutputSchema] => {
		if (typeof held === 'string') return [name, { type: types[held] }];
		return [name, isList(held) ? { type: 'array', items: schemaOf(held[0]) } : schemaOf(held)];
	});
	return { type: 'object', properties: { ...Object.fromEntries(properties), object: { type: 'string' } } };
}

/** What a row has whatever is exported: Chargebee does not document the columns. */
const rows: OutputSchema = { type: 'object', properties: { source_file: { type: 'string' } } };

/** What one item of an operation looks like unless its options say otherwise: the editor previews it before the first run. */
export function outputSchema({ resource, properties }: Pick<Operation, 'resource' | 'properties'>): OutputSchema {
	if (properties.some(({ name }) => name === 'outputAs')) return rows;
	return schemaOf(resource === 'order' ? { ...orderShape, ...undocumentedShape } : exportShape);
}

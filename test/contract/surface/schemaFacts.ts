import type { JsonSchema } from '../officialSdk';

import { fieldFacts, filterFacts, wireName, type FieldShape } from './facts';

const operators = new Set([
	'is',
	'is_not',
	'starts_with',
	'in',
	'not_in',
	'is_present',
	'lt',
	'lte',
	'gt',
	'gte',
	'after',
	'before',
	'on',
	'between',
]);

function kindOf(schema: JsonSchema): FieldShape['kind'] {
	if (schema.enum !== undefined) return 'choice';
	if (schema.type === 'integer') return 'whole number';
	if (schema.type === 'boolean') return 'boolean';
	return schema.type === 'string' ? 'text' : 'unknown';
}

/** zod gives every whole number the bounds within which a float is exact. */
function bound(value: number | undefined): number | undefined {
	return value === undefined || Number.isSafeInteger(Math.abs(value) + 1) ? value : undefined;
}

function shapeOf(schema: JsonSchema, required: boolean): FieldShape {
	const { maxLength, minimum, maximum, format, enum: values } = schema;
	// `int32` and the like say how a number is stored.
	return {
		kind: kindOf(schema),
		required,
		maxLength,
		minimum: bound(minimum),
		maximum: bound(maximum),
		values,
		format: schema.type === 'string' ? format : undefined,
	};
}

function isFilter(schema: JsonSchema): boolean {
	const names = Object.keys(schema.properties ?? {});
	return names.length > 0 && names.every((name) => operators.has(name));
}

/** The value of a filter is told by the operand that is no list: ten digits are a time, digits with a sign a number, of money or not. */
function filterKind({ pattern, enum: values }: JsonSchema): string {
	if (values !== undefined) return values.join() === 'true,false' ? 'boolean' : 'enum';
	if (pattern === undefined) return 'string';
	return pattern.includes('{10}') ? 'timestamp' : 'number';
}

function factsOfFilter(name: string, schema: JsonSchema): string[] {
	const operands = schema.properties ?? {};
	const kind = filterKind(operands.is ?? operands.after ?? {});
	const values = Object.entries(operands).flatMap(([operator, operand]) =>
		operator === 'is_present' ? [] : (operand.enum ?? []),
	);
	return filterFacts(name, kind, Object.keys(operands), kind === 'enum' ? [...new Set(values)] : []);
}

function factsOf(path: readonly string[], schema: JsonSchema, required: boolean): string[] {
	const name = wireName(path);
	if (isFilter(schema)) return factsOfFilter(name, schema);
	if (schema.properties !== undefined) return schemaFacts(schema, path);
	if (schema.type !== 'array') return fieldFacts(name, shapeOf(schema, required));
	const { items = {} } = schema;
	return items.properties === undefined ? fieldFacts(`${name}[]`, shapeOf(items, required)) : schemaFacts(items, path);
}

/** The facts of all parameters of an operation, from the JSON Schema of its form or query. */
export function schemaFacts(schema: JsonSchema, path: readonly string[] = []): string[] {
	return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
		factsOf([...path, name], inner, schema.required?.includes(name) === true),
	);
}

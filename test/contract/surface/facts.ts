/**
 * What can be sent, as one short sentence a fact, so that two descriptions of an operation can be compared whatever
 * their form: the SDK's schemas, Chargebee's OpenAPI documents, the node's tables, the editor.
 */

/** What a request field takes. The editor and JSON Schema tell times and amounts from other whole numbers in no way. */
export interface FieldShape {
	kind: 'text' | 'whole number' | 'boolean' | 'choice' | 'unknown';
	required?: boolean;
	maxLength?: number;
	minimum?: number;
	maximum?: number;
	values?: readonly string[];
	format?: string;
}

/** The facts of one request field, by its name in a form: `shipping_address[city]`, `order_line_items[id][]`. */
export function fieldFacts(name: string, shape: FieldShape): string[] {
	return [
		`${name} is a ${shape.kind}`,
		...(shape.required === true ? [`${name} is required`] : []),
		...(shape.maxLength === undefined ? [] : [`${name} has at most ${shape.maxLength} characters`]),
		...(shape.minimum === undefined ? [] : [`${name} is at least ${shape.minimum}`]),
		...(shape.maximum === undefined ? [] : [`${name} is at most ${shape.maximum}`]),
		...(shape.format === undefined ? [] : [`${name} has the format ${shape.format}`]),
		...(shape.values ?? []).map((value) => `${name} can be ${value}`),
	];
}

/** The facts of one filter, by its name in a form: `order[status]`. */
export function filterFacts(
	name: string,
	kind: string,
	operators: readonly string[],
	values: readonly string[] = [],
): string[] {
	return [
		`${name} filters by ${kind}`,
		...operators.map((operator) => `${name}[${operator}] is an operator`),
		...values.map((value) => `${name} can be ${value}`),
	];
}

/** `['order', 'status', 'in']` as a form writes it: `order[status][in]`. */
export function wireName(path: readonly string[]): string {
	const [first = '', ...rest] = path;
	return first + rest.map((part) => `[${part}]`).join('');
}

/** How one description deviates from another. */
export interface Differences {
	missing: string[];
	invented: string[];
}

/** What `actual` lacks of `expected`, and what it has beside it. */
export function differences(expected: readonly string[], actual: readonly string[]): Differences {
	return {
		missing: expected.filter((fact) => !actual.includes(fact)).sort(),
		invented: actual.filter((fact) => !expected.includes(fact)).sort(),
	};
}

/** The facts that the editor can show: it neither counts characters nor knows formats. */
export function visibleFacts(facts: readonly string[]): string[] {
	return facts.filter((fact) => !/ has (at most|the format) /.test(fact));
}

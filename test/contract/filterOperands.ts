import type { INodeParameters } from 'n8n-workflow';

import type { Filter, Operator } from '../../nodes/ChargebeeOrders/api/filters';

export type Operand = string | number | boolean | ReadonlyArray<string | number>;

const START = 1_700_000_000;
const END = 1_700_086_400;

/** Text with everything that an encoding may get wrong, a comma and quotes for the lists of `in`. */
const AWKWARD = 'Ä/ß, "q" & [x]=50% + 1';

/** An operand for any operator of a filter, as the API takes it: numbers for times and amounts, lists for `in`. */
export function operandFor({ kind, values = [] }: Filter, operator: Operator): Operand {
	if (operator === 'is_present') return false;
	const list = operator === 'in' || operator === 'not_in';
	switch (kind) {
		case 'timestamp':
			return operator === 'between' ? [START, END] : START;
		case 'amount':
		case 'integer':
			return operator === 'between' ? [-100, 0] : operator === 'is' ? 0 : 1999;
		case 'boolean':
			return false;
		case 'enum':
			return list ? values.slice(-2) : (values.at(-1) ?? '');
		case 'string':
			return list ? ['a', AWKWARD] : AWKWARD;
	}
}

/** All filters with all their operators, as the API and the SDK take them: `{ order: { status: { is: 'queued' } } }`. */
export function allOperands(
	filters: readonly Filter[],
	pick: (operator: Operator, index: number) => boolean = () => true,
): Record<string, object> {
	const all: Record<string, object> = {};
	for (const filter of filters) {
		const operators = filter.operators.filter(pick);
		if (operators.length === 0) continue;
		const [first = '', inner] = filter.path;
		const operands = Object.fromEntries(operators.map((operator) => [operator, operandFor(filter, operator)]));
		all[first] = inner === undefined ? operands : { ...all[first], [inner]: operands };
	}
	return all;
}

function iso(seconds: unknown): string {
	return new Date(Number(seconds) * 1000).toISOString();
}

/** The same condition as a person enters it in the editor: dates from the picker, lists by an expression. */
export function editorEntry(filter: Filter, operator: Operator): INodeParameters {
	const operand = operandFor(filter, operator);
	const written = filter.kind === 'timestamp' ? iso : (value: unknown) => value;
	if (operator === 'is_present') return { operator, present: operand === true };
	if (Array.isArray(operand) && operator === 'between') {
		const [from, to] = operand.map(written) as [string | number, string | number];
		return { operator, from, to };
	}
	if (Array.isArray(operand))
		return {
			operator,
			values: filter.kind === 'enum' ? [...operand] : `={{ ${JSON.stringify(operand)} }}`,
		} as INodeParameters;
	return { ...(filter.operators.length > 1 ? { operator } : {}), value: written(operand) as string | number | boolean };
}

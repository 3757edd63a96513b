import type { Filter } from '../../../nodes/ChargebeeOrders/api/filters';
import { isGroup, type Parameter, type ScalarParameter } from '../../../nodes/ChargebeeOrders/api/parameter';

import { fieldFacts, filterFacts, wireName, type FieldShape } from './facts';

const kinds: Readonly<Record<ScalarParameter['kind'], FieldShape['kind']>> = {
	string: 'text',
	integer: 'whole number',
	amount: 'whole number',
	timestamp: 'whole number',
	boolean: 'boolean',
	enum: 'choice',
};

/** The facts of a table of request fields. */
export function parameterFacts(parameters: readonly Parameter[]): string[] {
	return parameters.flatMap((parameter) => {
		if (!isGroup(parameter)) return fieldFacts(parameter.name, { ...parameter, kind: kinds[parameter.kind] });
		const index = parameter.kind === 'list' ? '[]' : '';
		return parameter.members.flatMap((member) =>
			fieldFacts(`${parameter.name}[${member.name}]${index}`, { ...member, kind: kinds[member.kind] }),
		);
	});
}

/** The facts of a table of filters. */
export function filterTableFacts(filters: readonly Filter[]): string[] {
	return filters.flatMap(({ path, kind, operators, values }) =>
		filterFacts(wireName(path), kind === 'amount' || kind === 'integer' ? 'number' : kind, operators, values),
	);
}

import type { INodeProperties, INodeType } from 'n8n-workflow';

import { mergeAlike } from './description/merge';
import { shownWhen } from './description/shown';
import { optionsFor } from './description/titles';
import { operations } from './resources/operations';
import { customOperation } from './run/customOperation';

/** The resources, with the operation that is chosen at first. */
const firstOperations = { export: 'startAndDownload', order: 'getAll' } as const;
const resources = ['export', 'order'] as const;

const operationBase: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: '',
};

function operationProperty(resource: (typeof resources)[number]): INodeProperties {
	return {
		...operationBase,
		displayOptions: { show: { resource: [resource] } },
		options: operations
			.filter((operation) => operation.resource === resource)
			.map(({ name, value, action, description }) => ({ name, value, action, description })),
		default: firstOperations[resource],
	};
}

/**
 * All properties of the node. A new array each time: n8n adds its own to it.
 * The resource carries the routing that leads n8n's own path into the same operations.
 */
export function nodeProperties(): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: optionsFor(resources),
			default: 'order',
			routing: { send: { paginate: true } },
		},
		...resources.map(operationProperty),
		...mergeAlike(
			operations.flatMap((operation) =>
				shownWhen({ resource: [operation.resource], operation: [operation.value] }, operation.properties),
			),
		),
	];
}

function operationsOf(resource: string): Record<string, ReturnType<typeof customOperation>> {
	return Object.fromEntries(
		operations
			.filter((operation) => operation.resource === resource)
			.map((operation) => [operation.value, customOperation(operation)]),
	);
}

/** What n8n's engine runs, by resource and operation. */
export const customOperations: NonNullable<INodeType['customOperations']> = {
	order: operationsOf('order'),
	export: operationsOf('export'),
};

import type { INodeParameters, INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import type { ApiVersion } from '../../../nodes/ChargebeeOrders/api/parameter';
import { ChargebeeOrders } from '../../../nodes/ChargebeeOrders/ChargebeeOrders.node.js';

export interface Place {
	resource: 'order' | 'export';
	operation: string;
	version?: ApiVersion;
	/** What to export; orders where nothing is said. */
	exportType?: string;
}

/** The node's description as n8n gets it. */
export const { description } = new ChargebeeOrders();

/** What the editor shows at first for an operation, with all its fields and filters reachable. */
export function shownProperties(
	{ resource, operation, version = 'v2', exportType = 'orders' }: Place,
	properties = description.properties,
	more: INodeParameters = {},
): INodeProperties[] {
	const values: INodeParameters = {
		resource,
		operation,
		apiVersion: version,
		exportType,
		specifyFields: 'below',
		specifyFilters: 'below',
		returnAll: false,
		outputAs: 'rows',
		...more,
	};
	return properties.filter((property) => NodeHelpers.displayParameter(values, property, null, description));
}

/** The properties inside of a collection. */
export function members(property: INodeProperties | undefined): INodeProperties[] {
	return (property?.options ?? []) as INodeProperties[];
}

/** The groups inside of a fixed collection. */
export function groups(property: INodeProperties | undefined): INodePropertyCollection[] {
	return (property?.options ?? []) as INodePropertyCollection[];
}

/** The values that a list of options offers; the empty one means that nothing is chosen. */
export function optionValues(property: INodeProperties | undefined): string[] {
	return ((property?.options ?? []) as INodePropertyOptions[])
		.map(({ value }) => String(value))
		.filter((value) => value !== '');
}

/** One of the properties by its name. */
export function named(properties: readonly INodeProperties[], name: string): INodeProperties | undefined {
	return properties.find((property) => property.name === name);
}

/** Parameters of the node itself. Everything else that stands beside them is a field of the request. */
const own = new Set([
	...[
		'resource',
		'operation',
		'apiVersion',
		'orderId',
		'invoiceId',
		'exportId',
		'exportType',
		'returnAll',
		'limit',
		'options',
		'requestContext',
	],
	...['specifyFields', 'fields', 'fieldsJson', 'fieldsToClear', 'specifyFilters', 'filters', 'filtersJson', 'sort'],
	...['changedSince', 'outputAs', 'rowsFrom', 'fileNames', 'batchSize', 'binaryPropertyName'],
]);

/** The request fields that stand in the open, outside of any collection. */
export function openFields(shown: readonly INodeProperties[]): INodeProperties[] {
	return shown.filter(({ name, type }) => !own.has(name) && type !== 'notice');
}

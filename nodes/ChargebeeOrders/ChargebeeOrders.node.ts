import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { customOperations, nodeProperties } from './assemble';
import { ORIGIN_EXPRESSION } from './encode/site';
import { resourceMapping } from './run/fieldMapping';
import { listSearch } from './run/listSearch';
import { routingTransport } from './run/routingTransport';

/**
 * There are two ways in, and both end in the one sender, `transport/send.ts`. n8n's engine calls `customOperations`, a
 * pool over the items. Older agents and the MCP server follow the declarative routing instead: its paginator,
 * `routingTransport`, hands each item to the same operation.
 */
export class ChargebeeOrders implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Chargebee Orders',
		name: 'chargebeeOrders',
		icon: { light: 'file:chargebeeOrders.svg', dark: 'file:chargebeeOrders.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read and change orders in Chargebee, and load data exports as rows or files',
		defaults: {
			name: 'Chargebee Orders',
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'chargebeeSiteApi',
				required: true,
			},
		],
		requestDefaults: {
			baseURL: ORIGIN_EXPRESSION,
		},
		requestOperations: {
			pagination: routingTransport,
		},
		properties: nodeProperties(),
	};

	methods = { listSearch, resourceMapping };

	customOperations = customOperations;
}

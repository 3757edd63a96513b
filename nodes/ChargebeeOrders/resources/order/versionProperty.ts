import type { INodeProperties } from 'n8n-workflow';

/** Shown on the operations that both versions of the API have. */
export const versionProperty: INodeProperties = {
	displayName: 'API Version',
	name: 'apiVersion',
	type: 'options',
	noDataExpression: true,
	default: 'v2',
	options: [
		{ name: 'V1', value: 'v1', description: 'For sites that are still on the first version: fewer fields, no filters' },
		{ name: 'V2', value: 'v2', description: 'The current version' },
	],
	description: 'Version of the Chargebee API to use',
};

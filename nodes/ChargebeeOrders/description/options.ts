import type { INodeProperties } from 'n8n-workflow';

import { orderAttributes } from '../api/orderAttributes';

import { optionsFor } from './titles';

const simultaneousRequests: INodeProperties = {
	displayName: 'Simultaneous Requests',
	name: 'simultaneousRequests',
	type: 'number',
	default: 8,
	typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
	description:
		'How many requests of this node may be under way at once; all nodes of this n8n process together send at most 50 to a site',
};

const rateLimitWait: INodeProperties = {
	displayName: 'Rate Limit Wait (Minutes)',
	name: 'maxRateLimitWait',
	type: 'number',
	default: 5,
	typeOptions: { minValue: 0, maxValue: 60 },
	description:
		'How long to go on when Chargebee asks to wait or does not answer; in runs by hand half a minute where it does not answer. What changes something is never repeated after 25 minutes.',
};

export const timestamps: INodeProperties = {
	displayName: 'Timestamps',
	name: 'timestamps',
	type: 'options',
	default: 'unix',
	options: [
		{ name: 'ISO 8601', value: 'iso', description: 'Text in UTC, such as 2026-11-22T08:30:00Z' },
		{ name: 'Unix Seconds', value: 'unix', description: 'As Chargebee sends them' },
	],
	description: 'How points in time are handed out',
};

export const amounts: INodeProperties = {
	displayName: 'Amounts',
	name: 'amounts',
	type: 'options',
	default: 'minor',
	options: [
		{ name: 'Decimal Text', value: 'decimal', description: 'Such as "19.99", by the currency of the order' },
		{ name: 'Minor Units', value: 'minor', description: 'As Chargebee sends them: 1999 for 19.99 USD' },
	],
	description: 'How amounts of money are handed out',
};

const output: readonly INodeProperties[] = [
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'simplified',
		options: [
			{
				name: 'Everything',
				value: 'raw',
				description: 'Each order exactly as Chargebee sends it; the default, except for agents',
			},
			{ name: 'Selected Fields', value: 'selected', description: 'Only the fields that you choose' },
			{ name: 'Simplified', value: 'simplified', description: 'At most ten telling fields; the default for agents' },
		],
		description: 'How much of each order to hand out',
	},
	{
		displayName: 'Output Fields',
		name: 'outputFields',
		type: 'multiOptions',
		default: [],
		options: optionsFor(orderAttributes),
		description: 'Fields of the order to hand out; an expression may name custom fields too: ["status", "cf_color"]',
		displayOptions: { show: { output: ['selected'] } },
	},
];

/** The Options of a node, by their names. */
export function optionsCollection(options: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [...options].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** The options of one operation: its own, those of its output, and those of sending. */
export function optionsProperty(
	gives: 'orders' | 'export' | 'rows',
	more: readonly INodeProperties[] = [],
): INodeProperties {
	const ofOutput = gives === 'orders' ? [...output, timestamps, amounts] : gives === 'export' ? [timestamps] : [];
	return optionsCollection([...more, ...ofOutput, rateLimitWait, simultaneousRequests]);
}

/** Orders or rows that an agent gets where it asks for no number, and at most: more would crowd its context. */
export const AGENT_LIMITS = { preset: 20, most: 200 } as const;

const limit = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	default: 50,
	typeOptions: { minValue: 1 },
	description: 'Max number of results to return',
} as const satisfies INodeProperties;

/** Results of Get Many where Limit is not set. */
export const DEFAULT_LIMIT = limit.default;

/** Return All and Limit; an agent gets 20 results unless it asks for more. */
export const limitProperties: readonly INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: { show: { '@tool': [false] } },
	},
	{ ...limit, displayOptions: { show: { returnAll: [false], '@tool': [false] } } },
	{ ...limit, default: AGENT_LIMITS.preset, displayOptions: { show: { '@tool': [true] } } },
];

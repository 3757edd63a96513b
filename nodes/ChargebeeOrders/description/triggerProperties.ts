import type { INodeProperties } from 'n8n-workflow';

import { eventSources, orderStatuses } from '../api/enumerations';
import { orderEvents } from '../api/events';

import { amounts, optionsCollection, timestamps } from './options';
import { optionsFor } from './titles';

/** The chosen events below the node's name: "created, ready to ship". */
export const SUBTITLE =
	'={{ $parameter["events"].map((event) => event.replace("order_", "").replaceAll("_", " ")).join(", ") }}';

/** What both triggers ask first. No expressions: they are read while the workflow is published, where there is no item. */
export const eventProperties: readonly INodeProperties[] = [
	{
		// n8n offers each option of a parameter of this name in its node panel: "On order cancelled".
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		noDataExpression: true,
		default: ['order_created'],
		options: [...orderEvents],
		description: 'What starts the workflow',
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		default: 'order',
		options: [
			{
				name: 'Order and Event',
				value: 'order',
				description: 'The fields of the order, and in "event" what happened, when and through whom',
			},
			{ name: 'Event as Sent', value: 'event', description: 'The event exactly as Chargebee sends it' },
		],
		description: 'How each event is handed out',
	},
];

const ignoreSources: INodeProperties = {
	displayName: 'Ignore Sources',
	name: 'ignoreSources',
	type: 'multiOptions',
	default: [],
	options: optionsFor(eventSources),
	description:
		'To leave out what this and other programs change through the API, choose API. What the Chargebee Orders node changes can also be kept silent there: Customer and Event Options.',
};

const statuses: INodeProperties = {
	displayName: 'Only Statuses',
	name: 'statuses',
	type: 'multiOptions',
	default: [],
	options: optionsFor(orderStatuses),
	description: 'Statuses of the order that start the workflow; none chosen: all',
};

const businessEntityIds: INodeProperties = {
	displayName: 'Only Business Entities',
	name: 'businessEntityIds',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Business Entity ID' },
	default: [],
	description: 'IDs of the business entities whose orders start the workflow; none given: all',
};

/** What is handed out as Chargebee sent it is not converted. */
const converted = [timestamps, amounts].map((property): INodeProperties => ({
	...property,
	displayOptions: { show: { '/output': ['order'] } },
}));

/** The options of a trigger: those of both, and its own. */
export function triggerOptions(more: readonly INodeProperties[]): INodeProperties {
	return optionsCollection([...more, ignoreSources, statuses, businessEntityIds, ...converted]);
}

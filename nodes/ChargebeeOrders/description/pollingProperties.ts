import type { INodeProperties } from 'n8n-workflow';

import { TIME_ZONE } from './titles';
import { eventProperties, triggerOptions } from './triggerProperties';

/** In minutes. */
export const DEFAULT_LOOK_BACK = 5;
export const LONGEST_LOOK_BACK = 60;
export const DEFAULT_MAX_EVENTS = 1_000;
export const MOST_EVENTS = 10_000;

const start: readonly INodeProperties[] = [
	{
		displayName: 'Start',
		name: 'start',
		type: 'options',
		noDataExpression: true,
		default: 'now',
		options: [
			{ name: 'From a Point in Time', value: 'since', description: 'With all events since then that Chargebee keeps' },
			{ name: 'From Now On', value: 'now', description: 'With what happens once the workflow is published' },
		],
		description: 'Where the first look begins; later ones go on from the last event',
	},
	{
		displayName: 'Since',
		name: 'since',
		type: 'dateTime',
		required: true,
		default: '',
		description: `The first event to hand out; ${TIME_ZONE}`,
		displayOptions: { show: { start: ['since'] } },
	},
];

const options: readonly INodeProperties[] = [
	{
		displayName: 'Look Back (Minutes)',
		name: 'lookBack',
		type: 'number',
		default: DEFAULT_LOOK_BACK,
		typeOptions: { minValue: 0, maxValue: LONGEST_LOOK_BACK, numberPrecision: 0 },
		description:
			'Chargebee may list events late: each look reads so many minutes again and leaves out what was handed out',
	},
	{
		displayName: 'Max Events per Run',
		name: 'maxEvents',
		type: 'number',
		default: DEFAULT_MAX_EVENTS,
		typeOptions: { minValue: 1, maxValue: MOST_EVENTS, numberPrecision: 0 },
		description: 'More than that come with the next look; the page of 100 that reaches it is handed out whole',
	},
	{
		displayName: 'When Published Again',
		name: 'onPublish',
		type: 'options',
		default: 'continue',
		options: [
			{ name: 'Begin From Now On', value: 'now', description: 'Leaves out what happened while it was unpublished' },
			{ name: 'Go On Where It Stopped', value: 'continue', description: 'However long ago that was' },
		],
		description: 'Whether to go on where it stopped, however long ago, or to begin anew',
	},
];

/** What the polling trigger asks. */
export function pollingProperties(): INodeProperties[] {
	return [...eventProperties, ...start, triggerOptions(options)];
}

import type { INodeProperties } from 'n8n-workflow';

import { eventProperties, triggerOptions } from './triggerProperties';

const respond = {
	displayName: 'Respond',
	name: 'respond',
	type: 'options',
	noDataExpression: true,
	default: 'onReceived',
	options: [
		{ name: 'Immediately', value: 'onReceived', description: 'Once n8n has stored the event' },
		{
			name: 'When Last Node Finishes',
			value: 'lastNode',
			description:
				'Where a run fails or n8n is killed, Chargebee sends the event again: up to seven times within three days',
		},
	],
	description:
		'When Chargebee is told that an event has arrived. How long it waits is not documented: let a workflow that takes more than some seconds respond immediately.',
} as const satisfies INodeProperties;

/** When n8n can answer a delivery, in its own terms. */
export const respondModes = respond.options.map(({ value }) => value);

/** What n8n reads of the node to know when to answer. */
export const RESPONSE_MODE = `={{ $parameter["options"]["respond"] || "${respond.default}" }}`;

/** What the webhook trigger asks. */
export function webhookProperties(): INodeProperties[] {
	return [...eventProperties, triggerOptions([{ ...respond, options: [...respond.options] }])];
}

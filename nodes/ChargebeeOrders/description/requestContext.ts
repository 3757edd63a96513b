import type { INodeProperties } from 'n8n-workflow';

import type { ApiVersion } from '../api/parameter';
import { contextTitles, eventNames, responseSchemaNames } from '../api/requestHeaders';
import { contextNames } from '../encode/headers';

import { namedLocator } from './locators';
import { namedOptions } from './titles';

const entries: Readonly<Record<string, INodeProperties>> = {
	user_email: {
		displayName: contextTitles.user_email,
		name: 'user_email',
		type: 'string',
		default: '',
		placeholder: 'e.g. nathan@example.com',
		description: 'Email address of the person on whose behalf the request is made; Chargebee shows it in its logs',
	},
	ip: {
		displayName: contextTitles.ip,
		name: 'ip',
		type: 'string',
		default: '',
		placeholder: 'e.g. 203.0.113.7',
		description: 'IP address from which the customer made the request',
	},
	device: {
		displayName: contextTitles.device,
		name: 'device',
		type: 'string',
		default: '',
		placeholder: 'e.g. Android',
		description: 'Device from which the customer made the request',
	},
	business_entity_id: namedLocator({
		displayName: contextTitles.business_entity_id,
		name: 'business_entity_id',
		description: 'Business entity to work in; an order of another entity is then not found',
		search: 'searchBusinessEntities',
		typed: 'ID',
		placeholder: 'e.g. __dev__8at09TEfAyAk2',
	}),
	suppress_events: {
		displayName: contextTitles.suppress_events,
		name: 'suppress_events',
		type: 'multiOptions',
		default: [],
		description:
			'What Chargebee leaves out for the events that this causes; Webhooks keeps a workflow from triggering itself',
		options: namedOptions(eventNames),
	},
	idempotency_key: {
		displayName: contextTitles.idempotency_key,
		name: 'idempotency_key',
		type: 'string',
		default: '',
		description:
			'Makes Chargebee do the request once within 30 minutes. Left empty, the node makes one for each item of an execution; for safety across executions ("Retry execution") set one of your own, such as the ID of the item.',
	},
	response_schema_type: {
		displayName: contextTitles.response_schema_type,
		name: 'response_schema_type',
		type: 'options',
		default: '',
		description: 'Form of the answer on sites where both product catalogs are live',
		options: namedOptions(responseSchemaNames),
	},
};

/** "Customer and Event Options": the headers that apply to the request. */
export function requestContextProperty(method: 'GET' | 'POST', version: ApiVersion): INodeProperties {
	return {
		displayName: method === 'POST' ? 'Customer and Event Options' : 'Customer Options',
		name: 'requestContext',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		description: 'On whose behalf the request is made, and what it may cause',
		options: contextNames(method, version)
			.flatMap((name) => entries[name] ?? [])
			.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

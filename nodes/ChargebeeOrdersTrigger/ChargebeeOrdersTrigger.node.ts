import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { SUBTITLE } from '../ChargebeeOrders/description/triggerProperties';
import { RESPONSE_MODE, webhookProperties } from '../ChargebeeOrders/description/webhookProperties';
import { checkExists, createHook, deleteHook } from '../ChargebeeOrders/triggers/webhook/endpointHooks';
import { receive } from '../ChargebeeOrders/triggers/webhook/receive';

const TESTING =
	'While you test, Chargebee sends to an endpoint of its own: it takes one more of the five that the site can have, for two minutes at most.';

export class ChargebeeOrdersTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Chargebee Orders Trigger',
		name: 'chargebeeOrdersTrigger',
		icon: {
			light: 'file:../ChargebeeOrders/chargebeeOrders.svg',
			dark: 'file:../ChargebeeOrders/chargebeeOrders.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: SUBTITLE,
		description: 'Start the workflow as soon as an order changes in Chargebee',
		defaults: {
			name: 'Chargebee Orders Trigger',
		},
		eventTriggerDescription: 'Change an order in Chargebee',
		activationMessage:
			'Chargebee now sends the chosen order events to this workflow. An endpoint for it stands in Settings, Configure Chargebee, API Keys and Webhooks.',
		triggerPanel: {
			header: 'Change an order in Chargebee',
			executionsHelp: {
				inactive: `Execute this step, then change an order in Chargebee. ${TESTING} Publish the workflow, and every event starts it.`,
				active: `Every event starts this workflow, and you find it among its executions. ${TESTING}`,
			},
			activationHint:
				'Once you have built the workflow, publish it: the endpoint in Chargebee is then made by itself, and removed when you unpublish it.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'chargebeeSiteApi',
				required: true,
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				responseMode: RESPONSE_MODE,
				responseData: 'noData',
			},
		],
		properties: webhookProperties(),
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await checkExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await createHook(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await deleteHook(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return receive(this);
	}
}

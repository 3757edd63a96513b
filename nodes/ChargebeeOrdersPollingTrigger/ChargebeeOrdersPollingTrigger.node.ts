import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { pollingProperties } from '../ChargebeeOrders/description/pollingProperties';
import { SUBTITLE } from '../ChargebeeOrders/description/triggerProperties';
import { poll } from '../ChargebeeOrders/triggers/polling/poll';

export class ChargebeeOrdersPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Chargebee Orders Polling Trigger',
		name: 'chargebeeOrdersPollingTrigger',
		icon: {
			light: 'file:../ChargebeeOrders/chargebeeOrders.svg',
			dark: 'file:../ChargebeeOrders/chargebeeOrders.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: SUBTITLE,
		description:
			'Starts the workflow when orders change in Chargebee, by asking for them: for an n8n that Chargebee cannot reach',
		defaults: {
			name: 'Chargebee Orders Polling Trigger',
		},
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'chargebeeSiteApi',
				required: true,
			},
		],
		properties: pollingProperties(),
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}

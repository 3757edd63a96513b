import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from '../engine/harness/runWorkflow';

/** A node of a chain, without what the chain gives it. */
export interface Link extends Partial<Omit<INode, 'type' | 'typeVersion'>>, Pick<INode, 'type' | 'typeVersion'> {
	name: string;
	parameters: INodeParameters;
}

/** A workflow whose nodes stand in a line, each connected with the next. */
export function chain(name: string, links: readonly Link[]): WorkflowFile {
	const nodes = links.map((link, index) => ({
		position: [index * 220, 0] as [number, number],
		id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
		...link,
	}));
	const connections: IConnections = {};
	for (const [index, { name: from }] of links.slice(0, -1).entries()) {
		connections[from] = { main: [[{ node: links[index + 1]?.name ?? '', type: 'main', index: 0 }]] };
	}
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}

/** One of n8n's own nodes. */
export function builtIn(name: string, type: string, typeVersion: number, parameters: INodeParameters): Link {
	return { name, type: `n8n-nodes-base.${type}`, typeVersion, parameters };
}

/** Starts a workflow by a POST to `/webhook/<path>`, and answers at once or when its last node is done. */
export function webhook(path: string, responseMode: 'onReceived' | 'lastNode'): Link {
	const parameters = { httpMethod: 'POST', path, responseMode, options: {} };
	return { ...builtIn('Webhook', 'webhook', 2.1, parameters), webhookId: path };
}

/** One item for each of the `ids` that the webhook was sent. */
export const eachId: Link = builtIn('Each ID', 'splitOut', 1, {
	fieldToSplitOut: 'body.ids',
	options: { destinationFieldName: 'id' },
});

/** The package's node. */
export function chargebeeOrders(parameters: INodeParameters, rest: Partial<INode> = {}): Link {
	return {
		name: 'Chargebee Orders',
		type: 'n8n-nodes-chargebee-orders.chargebeeOrders',
		typeVersion: 1,
		credentials: { chargebeeSiteApi: { id: '', name: '' } },
		parameters,
		...rest,
	};
}

/** The webhook trigger. */
export function orderTrigger(parameters: INodeParameters, rest: Partial<INode> = {}): Link {
	const type = 'n8n-nodes-chargebee-orders.chargebeeOrdersTrigger';
	const webhookId = '3f0c8a51-91b7-4c56-8f0e-1d2e3f4a5b6c';
	return chargebeeOrders(parameters, { name: 'An Order Changes', type, webhookId, ...rest });
}

/** The polling trigger, which n8n polls every minute. */
export function pollingTrigger(parameters: INodeParameters, rest: Partial<INode> = {}): Link {
	const type = 'n8n-nodes-chargebee-orders.chargebeeOrdersPollingTrigger';
	return chargebeeOrders(parameters, { name: 'Events Are Polled', type, ...rest });
}

import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from '../../engine/harness/runWorkflow';

/** A node of a chain, without what the chain gives it. */
export interface Link extends Partial<Omit<INode, 'type' | 'typeVersion'>>, Pick<INode, 'type' | 'typeVersion'> {
	name: string;
	parameters: INodeParameters;
}

/** The one path under which the webhook of a workflow listens; each workflow has an n8n of its own. */
export const WEBHOOK_PATH = 'run';

/** A workflow that a webhook starts, and that answers with the number of items that have one of these fields. */
export function measured(name: string, links: readonly Link[], counted: readonly string[]): WorkflowFile {
	const all: Link[] = [
		{
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			webhookId: 'b3a0f3d2-0000-4000-8000-000000000001',
			parameters: { httpMethod: 'POST', path: WEBHOOK_PATH, responseMode: 'lastNode', options: {} },
		},
		...links,
		{
			name: 'Count',
			type: 'n8n-nodes-base.summarize',
			typeVersion: 1.1,
			parameters: {
				fieldsToSummarize: { values: counted.map((field) => ({ aggregation: 'count', field })) },
				options: { disableDotNotation: true },
			},
		},
	];
	const nodes = all.map((link, index) => ({
		position: [index * 220, 0] as [number, number],
		id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
		...link,
	}));
	const connections: IConnections = {};
	for (const [index, { name: from }] of all.slice(0, -1).entries()) {
		connections[from] = { main: [[{ node: all[index + 1]?.name ?? '', type: 'main', index: 0 }]] };
	}
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}

/** One item for each of the ids that the webhook was sent. */
export const eachId: Link = {
	name: 'Each ID',
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: 'body.ids', options: { destinationFieldName: 'id' } },
};

/** Our node. */
export function ours(parameters: INodeParameters, rest: Partial<INode> = {}): Link {
	return {
		name: 'Chargebee Orders',
		type: 'n8n-nodes-chargebee-orders.chargebeeOrders',
		typeVersion: 1,
		credentials: { chargebeeSiteApi: { id: '', name: '' } },
		parameters,
		...rest,
	};
}

/** n8n's HTTP Request node, with the key as basic authentication. */
export function httpRequest(parameters: INodeParameters, rest: Partial<INode> = {}): Link {
	return {
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.5,
		credentials: { httpBasicAuth: { id: '', name: '' } },
		parameters: { authentication: 'genericCredentialType', genericAuthType: 'httpBasicAuth', ...parameters },
		...rest,
	};
}

/** What an expert sets for writes: form fields, and tries again. */
export const patient: Partial<INode> = { retryOnFail: true, maxTries: 5, waitBetweenTries: 1000 };

/** Form fields of an HTTP Request node. */
export function form(fields: Readonly<Record<string, string>>): INodeParameters {
	return {
		method: 'POST',
		sendBody: true,
		contentType: 'form-urlencoded',
		bodyParameters: { parameters: Object.entries(fields).map(([name, value]) => ({ name, value })) },
	};
}

import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from '../../engine/harness/runWorkflow';

/** A value that the model fills, as the button with the stars writes it. */
function filled(name: string, description: string): string {
	return `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`${description}\`, 'string') }}`;
}

/** The node as a tool, its description made by n8n from resource and operation. */
function tool(name: string, parameters: INodeParameters): INode {
	return {
		id: `tool ${name}`,
		name,
		type: 'n8n-nodes-chargebee-orders.chargebeeOrdersTool',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { chargebeeSiteApi: { id: null, name: '' } },
	};
}

const tools: readonly INode[] = [
	tool('Get Order', {
		operation: 'get',
		orderId: { __rl: true, mode: 'id', value: filled('id', 'ID of the order') },
		requestContext: {
			business_entity_id: { __rl: true, mode: 'id', value: filled('business_entity', 'Business entity, if any') },
		},
	}),
	tool('List Orders', {
		operation: 'getAll',
		limit: filled('limit', 'How many'),
		filters: {
			status: [{ operator: 'in', values: filled('statuses', 'Statuses, separated by commas') }],
			invoice_id: [{ operator: 'is', value: filled('invoice', 'ID of the invoice') }],
		},
	}),
	tool('Get Export', {
		resource: 'export',
		operation: 'get',
		exportId: filled('export_id', 'ID of the export'),
	}),
	tool('Update Order', {
		operation: 'update',
		orderId: { __rl: true, mode: 'id', value: filled('id', 'ID of the order') },
		fields: { note: filled('note', 'The new note'), tracking_id: filled('tracking', 'The tracking ID') },
	}),
];

/** `ai_tool` connections from the tools to a node, beside others. */
function connectedTo(target: string, others: IConnections = {}): IConnections {
	const toTarget = (type: 'ai_tool' | 'ai_languageModel' | 'main') => ({
		[type]: [[{ node: target, type, index: 0 }]],
	});
	return { ...Object.fromEntries(tools.map(({ name }) => [name, toTarget('ai_tool')])), ...others };
}

/**
 * A workflow whose agent of this version has the tools, and a chat model that asks for them.
 * @param settings of the tools; agents before version 3 tell their model nothing of an error that ends a tool
 */
export function agentWorkflow(typeVersion: number, settings: Pick<INode, 'onError'>): WorkflowFile {
	const place = { position: [0, 0] as [number, number] };
	const agent = 'AI Agent';
	return {
		name: `Agent ${typeVersion}`,
		nodes: [
			{ ...place, id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} },
			{
				...place,
				id: 'agent',
				name: agent,
				type: '@n8n/n8n-nodes-langchain.agent',
				typeVersion,
				parameters: { promptType: 'define', text: 'Look after the orders.', options: {} },
			},
			{
				...place,
				id: 'model',
				name: 'Model',
				type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
				typeVersion: 1.2,
				parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
				credentials: { openAiApi: { id: null, name: '' } },
			},
			...tools.map((node) => ({ ...node, ...settings })),
		],
		connections: connectedTo(agent, {
			Start: { main: [[{ node: agent, type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: agent, type: 'ai_languageModel', index: 0 }]] },
		}),
		settings: { executionOrder: 'v1' },
	};
}

/** A workflow that offers the tools at `/mcp/<path>`. */
export function mcpWorkflow(path: string): WorkflowFile {
	const trigger = 'MCP Server Trigger';
	return {
		name: 'MCP server',
		nodes: [
			{
				id: 'mcp',
				name: trigger,
				type: '@n8n/n8n-nodes-langchain.mcpTrigger',
				typeVersion: 2,
				position: [0, 0],
				webhookId: 'b0c7b4a6-93a1-4a3e-bd0c-5ac14a4a7f01',
				parameters: { path },
			},
			...tools,
		],
		connections: connectedTo(trigger),
		settings: { executionOrder: 'v1' },
	};
}

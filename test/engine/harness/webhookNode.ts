import { HookContext, WebhookContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IWebhookData,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ChargebeeOrdersTrigger } from '../../../nodes/ChargebeeOrdersTrigger/ChargebeeOrdersTrigger.node.js';

import type { LogLine } from './engine';
import { startEngine, withLogListener } from './engine';
import { loadNodeType } from './nodeTypes';
import type { CredentialInput } from './packageTypes';
import { triggerWorkflow } from './triggerWorkflow';

export type Hook = 'checkExists' | 'create' | 'delete';

export interface HookOptions {
	/** `activate` by default. */
	activation?: WorkflowActivateMode;
	/** Listening for a test event; n8n keeps the state of a test apart. */
	test?: boolean;
}

/** The webhook trigger in a workflow, with n8n's contexts for its hooks and a server for its deliveries. */
export class WebhookNode {
	readonly logs: LogLine[] = [];
	/** The items that started an execution each. */
	readonly executions: INodeExecutionData[][] = [];
	/** The node's state, as n8n keeps it. */
	data: IDataObject = {};
	parameters: INodeParameters = {};
	/** Where n8n says that it is. */
	origin = '';
	/** Whether n8n cannot store executions at the moment: it answers 500 then. */
	storesNothing = false;
	/** As n8n says in the webhook of a production or a test URL. */
	mode: WorkflowExecuteMode = 'webhook';
	node: Pick<INode, 'id' | 'name' | 'webhookId'> = {
		id: '2f3c8a51-91b7-4c56-8f0e-1d2e3f4a5b6c',
		name: 'Chargebee Orders Trigger',
		webhookId: '7d1f9c3e-0b2a-4d5e-9f8a-6c7b8a9d0e1f',
	};
	private readonly type = loadNodeType(new ChargebeeOrdersTrigger());
	private readonly server: Server;

	constructor(public credential: CredentialInput) {
		this.server = createServer((request, response) => void this.serve(request, response));
	}

	/** Begins to take deliveries, at an address of this machine. */
	async listen(): Promise<void> {
		await startEngine();
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** The URL of the webhook. */
	url(test = false): string {
		return `${this.origin}/webhook${test ? '-test' : ''}/${String(this.node.webhookId)}/webhook`;
	}

	/** Calls a hook as n8n does. */
	async hook(name: Hook, { activation = 'activate', test = false }: HookOptions = {}): Promise<boolean> {
		await startEngine();
		const { workflow, node, additionalData } = this.surroundings(test ? {} : this.data);
		const webhook = { isTest: test, webhookDescription: { name: 'default' } } as unknown as IWebhookData;
		const mode = test ? 'manual' : 'trigger';
		const context = new HookContext(workflow, node, additionalData, mode, test ? 'manual' : activation, webhook);
		const method = this.type.webhookMethods?.default?.[name];
		if (method === undefined) throw new Error(`The node has no ${name}`);
		return await withLogListener(
			(line) => this.logs.push(line),
			async () => await workflow.expression.withIsolate(async () => await method.call(context)),
		);
	}

	/** What n8n does where a workflow is published. */
	async publish(options?: HookOptions): Promise<void> {
		if (!(await this.hook('checkExists', options))) await this.hook('create', options);
	}

	/** When n8n answers a delivery, by the parameters as they are. */
	async responseMode(): Promise<unknown> {
		await startEngine();
		const { workflow, node } = this.surroundings(this.data);
		const [{ responseMode } = { responseMode: undefined }] = this.type.description.webhooks ?? [];
		return await workflow.expression.withIsolate(() =>
			Promise.resolve(workflow.expression.getSimpleParameterValue(node, responseMode, 'webhook', {})),
		);
	}

	private surroundings(data: IDataObject): ReturnType<typeof triggerWorkflow> {
		const { credential, parameters } = this;
		const { workflow, node, additionalData } = triggerWorkflow(this.type, this.node, { credential, parameters, data });
		additionalData.webhookBaseUrl = `${this.origin}/webhook`;
		additionalData.webhookTestBaseUrl = `${this.origin}/webhook-test`;
		return { workflow, node, additionalData };
	}

	/** Takes a delivery as n8n does: what the node leaves to it is answered once the execution is stored. */
	private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const { workflow, node, additionalData } = this.surroundings(this.data);
		const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
		additionalData.httpRequest = Object.assign(request, { body }) as unknown as typeof additionalData.httpRequest;
		additionalData.httpResponse = response as unknown as typeof additionalData.httpResponse;
		const webhook = { webhookDescription: { name: 'default' } } as unknown as IWebhookData;
		const context = new WebhookContext(workflow, node, additionalData, this.mode, webhook, [], null);
		const result = await withLogListener(
			(line) => this.logs.push(line),
			async () => await workflow.expression.withIsolate(async () => await this.type.webhook?.call(context)),
		);
		if (result?.noWebhookResponse === true) return;
		if (!this.storesNothing) for (const items of result?.workflowData ?? []) this.executions.push(items);
		response.statusCode = this.storesNothing ? 500 : 200;
		response.end();
	}
}

import { PollContext } from 'n8n-core';
import type { IDataObject, INodeExecutionData, INodeParameters, WorkflowActivateMode } from 'n8n-workflow';

import { ChargebeeOrdersPollingTrigger } from '../../../nodes/ChargebeeOrdersPollingTrigger/ChargebeeOrdersPollingTrigger.node.js';

import type { LogLine } from './engine';
import { startEngine, withLogListener } from './engine';
import { loadNodeType } from './nodeTypes';
import type { CredentialInput } from './packageTypes';
import { triggerWorkflow } from './triggerWorkflow';

export interface RegistrationOptions {
	/** `activate` by default, as where a person publishes the workflow. */
	activation?: WorkflowActivateMode;
	/** What n8n has stored for the node. */
	data?: IDataObject;
	/** Milliseconds that n8n allows for a poll; none where n8n knows no such bound. */
	budget?: number | undefined;
}

let nodes = 0;

/** The polling trigger in a workflow, polled with the contexts of n8n. */
export class PollNode {
	readonly logs: LogLine[] = [];
	private readonly type = loadNodeType(new ChargebeeOrdersPollingTrigger());
	private readonly id: string;

	constructor(
		public credential: CredentialInput,
		public parameters: INodeParameters = {},
	) {
		nodes += 1;
		this.id = `00000000-0000-4000-8000-${String(nodes).padStart(12, '0')}`;
	}

	/** Registers the node, as where a workflow is published and where n8n starts. */
	register(options: RegistrationOptions = {}): Registration {
		const { context, data } = this.contextOf('trigger', options);
		return { poll: async () => await this.poll(context), data };
	}

	/** One poll by hand, beside what n8n has stored. */
	async byHand(data: IDataObject = {}): Promise<INodeExecutionData[]> {
		return await this.poll(this.contextOf('manual', { activation: 'manual', data }).context);
	}

	private async poll(context: PollContext): Promise<INodeExecutionData[]> {
		await startEngine();
		const result = await withLogListener(
			(line) => this.logs.push(line),
			async () => await this.type.poll?.call(context),
		);
		return result?.[0] ?? [];
	}

	private contextOf(
		mode: 'manual' | 'trigger',
		options: RegistrationOptions,
	): { context: PollContext; data: () => IDataObject } {
		const { activation = 'activate', data = {} } = options;
		const { workflow, node, additionalData } = triggerWorkflow(
			this.type,
			{ id: this.id, name: 'Chargebee Orders Polling Trigger' },
			{ credential: this.credential, parameters: this.parameters, data: structuredClone(data) },
		);
		const context = new PollContext(workflow, node, additionalData, mode, activation);
		if ('budget' in options) {
			const { budget } = options;
			if (budget === undefined) Reflect.deleteProperty(context, 'getPollBudgetMs');
			else Object.assign(context, { getPollBudgetMs: () => budget });
		}
		return {
			context,
			data: () => JSON.parse(JSON.stringify(workflow.getStaticData('node', node))) as IDataObject,
		};
	}
}

/** The node as n8n polls it, until it is published anew or n8n starts again. */
export interface Registration {
	/** The items of one poll. */
	poll(): Promise<INodeExecutionData[]>;
	/** What n8n would store for the node now. */
	data(): IDataObject;
}

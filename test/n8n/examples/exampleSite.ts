import type { IDataObject } from 'n8n-workflow';

import type { WorkflowFile } from '../../engine/harness/runWorkflow';
import { startSandbox, type Order, type Sandbox, type SandboxOptions } from '../../sandbox';
import { credentialFor, startTestN8n, until, type Execution, type N8nServer, type Stored } from '../server';

import { DataTables } from './dataTables';
import { exampleWorkflow } from './exampleFiles';

/** An n8n and a sandbox in which examples are imported and run as people do it. */
export class ExampleSite {
	private constructor(
		public n8n: N8nServer,
		readonly sandbox: Sandbox,
		private readonly credentials: Record<string, Stored>,
	) {}

	get tables(): DataTables {
		return new DataTables(this.n8n);
	}

	static async open(options: SandboxOptions = {}): Promise<ExampleSite> {
		const [sandbox, n8n] = await Promise.all([
			startSandbox({ orders: 1000, exportMs: 0, now: Math.floor(Date.now() / 1000), ...options }),
			startTestN8n(),
		]);
		const { type, data } = credentialFor(sandbox);
		const site = new ExampleSite(n8n, sandbox, {});
		await site.addCredential(type, { ...data });
		return site;
	}

	/** Starts n8n again after it was killed. */
	async startAgain(): Promise<void> {
		this.n8n = await this.n8n.startAgain();
	}

	async close(): Promise<void> {
		await Promise.all([this.n8n.stop(), this.sandbox.close()]);
	}

	/** Makes a credential for the nodes of examples that ask for one of this type. */
	async addCredential(type: string, data: IDataObject): Promise<void> {
		this.credentials[type] = await this.n8n.rest.createCredential(type, `For examples: ${type}`, data);
	}

	/** Imports an example and chooses the credentials in its nodes; gives the workflow's id. */
	async import(name: string, edit?: (text: string) => string): Promise<string> {
		return await this.importFile(exampleWorkflow(name, edit));
	}

	/** The same with a workflow that is no example. */
	async importFile(file: WorkflowFile): Promise<string> {
		const { id } = await this.n8n.rest.importWorkflow(file, this.credentials);
		return id;
	}

	/** Runs a workflow from one of its triggers, as the button in the editor does. */
	async run(workflowId: string, trigger: string): Promise<Execution> {
		return await this.start(workflowId, { triggerToStartFrom: { name: trigger } });
	}

	/** Writes to a chat trigger, as in the editor's chat. */
	async chat(workflowId: string, trigger: string, chatInput: string): Promise<Execution> {
		const chatSessionId = 'session-of-a-test';
		const item = { json: { sessionId: chatSessionId, action: 'sendMessage', chatInput } };
		const data = { ...finished, data: { main: [[item]] } };
		return await this.start(workflowId, { triggerToStartFrom: { name: trigger, data }, chatSessionId });
	}

	/** The execution that a request started, when it has got so far. */
	async latest(workflowId: string, status: string): Promise<string> {
		return await until(`an execution is ${status}`, async () => {
			const [latest] = await this.n8n.rest.executionsOf(workflowId);
			return latest?.status === status ? latest.id : undefined;
		});
	}

	/** The orders in the sandbox for which something holds. */
	orders(holds: (attributes: Order['attributes']) => boolean): Array<Order['attributes']> {
		return [...this.sandbox.store.orders.all()].map(({ attributes }) => attributes).filter(holds);
	}

	/** What the requests so far had in them that is against the rules of the API. */
	faults(): string[] {
		return this.sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations]);
	}

	private async start(workflowId: string, body: IDataObject): Promise<Execution> {
		const { rest } = this.n8n;
		const { executionId } = await rest.call<{ executionId: string }>('post', `/workflows/${workflowId}/run`, body);
		return await rest.execution(executionId);
	}
}

/** A node's result, beside what it gave. */
const finished = { startTime: 0, executionIndex: 0, executionTime: 0, source: [], executionStatus: 'success' };

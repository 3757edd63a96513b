import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { ApiVersion } from '../../nodes/ChargebeeOrders/api/parameter';
import { startSandbox, type LedgerEntry, type Order, type Sandbox, type SandboxOptions } from '../sandbox';
import { orderBody } from '../sandbox/orders/orderBody';

import { runNode, type NodeRun, type NodeRunOptions } from './harness';

/** Both of n8n's paths, the second as agents take it. */
export const paths: ReadonlyArray<Pick<NodeRunOptions, 'path' | 'settings'> & { path: 'custom' | 'routing' }> = [
	{ path: 'custom' },
	{ path: 'routing', settings: { type: 'n8n-nodes-chargebee-orders.chargebeeOrdersTool' } },
];

/** A resource locator in which an id was typed. */
export function byId(value: string): INodeParameters {
	return { __rl: true, mode: 'id', value };
}

/** What no request of the node may ever do, whatever it is for. */
export function faultsOf(ledger: readonly LedgerEntry[]): string[] {
	return ledger.flatMap((entry) => {
		const key = entry.headers['chargebee-idempotency-key'];
		const faults = [...entry.violations, ...entry.unknown.map((name) => `unknown ${name}`)];
		if (entry.method === 'GET' && key !== undefined) faults.push('a read with an idempotency key');
		if (entry.method === 'POST' && (key === undefined || key === '' || key.length > 100)) {
			faults.push(`a write with the idempotency key ${String(key)}`);
		}
		if ((entry.server === 'api') !== 'authorization' in entry.headers) faults.push('the key at the wrong server');
		return faults.map((fault) => `${entry.method} ${entry.path}: ${fault}`);
	});
}

/** The order as the API sends it. */
export function asSent(order: Order | undefined, version: ApiVersion = 'v2'): IDataObject {
	if (order === undefined) throw new Error('the sandbox has no such order');
	return JSON.parse(JSON.stringify(orderBody(order, version).order)) as IDataObject;
}

/** The data of the items of one output. */
export function json({ output }: NodeRun, index = 0): IDataObject[] {
	return (output[index] ?? []).map((item) => item.json);
}

/** Input items that hold these data. */
export function items(...data: IDataObject[]): INodeExecutionData[] {
	return data.map((entry) => ({ json: entry }));
}

/** The sandbox of one test file and the node's runs against it. */
export class OrderSandbox {
	private started: Sandbox | undefined;
	private runs = 0;

	/** Starts with the file, judges the requests of every test after it, ends with the file. */
	constructor(options: SandboxOptions = {}) {
		beforeAll(async () => {
			this.started = await startSandbox(options);
		});
		afterEach(() => {
			const faults = faultsOf(this.ledger);
			this.sandbox.resetLedger();
			expect(faults).toEqual([]);
		});
		afterAll(async () => {
			await this.started?.close();
		});
	}

	get sandbox(): Sandbox {
		if (this.started === undefined) throw new Error('the sandbox runs within tests only');
		return this.started;
	}

	get ledger(): readonly LedgerEntry[] {
		return this.sandbox.ledger;
	}

	/** The one request that was made since the test began, or since the ledger was reset. */
	get request(): LedgerEntry {
		const [entry, ...more] = this.ledger;
		if (entry === undefined || more.length > 0) throw new Error(`there were ${this.ledger.length} requests, not one`);
		return entry;
	}

	/** Runs an operation on orders, each time in an execution of its own. */
	async run(
		operation: string,
		parameters: INodeParameters = {},
		options: Partial<NodeRunOptions> = {},
	): Promise<NodeRun> {
		this.runs += 1;
		const { url, apiKey } = this.sandbox;
		return await runNode({
			credential: { url, apiKey },
			executionId: String(this.runs),
			parameters: { resource: 'order', operation, ...parameters },
			...options,
		});
	}

	/** Updates a new order, and gives the form that was sent. */
	async formOf(
		fields: INodeParameters,
		more: INodeParameters = {},
		options: Partial<NodeRunOptions> = {},
	): Promise<Array<[string, string]>> {
		const run = await this.run('update', { orderId: byId(this.addOrder().attributes.id), fields, ...more }, options);
		if (run.error !== undefined) throw run.error;
		return this.request.form;
	}

	/** A new order with line items and custom fields. */
	addOrder(...[attributes, more]: Parameters<Sandbox['store']['addOrder']>): Order {
		const line = { fulfillment_quantity: 2, status: 'queued', object: 'order_line_item' };
		return this.sandbox.store.addOrder(
			{ cf_color: 'rot', cf_size: 42, ...attributes },
			{
				...more,
				details: {
					order_line_items: [
						{ id: 'li_1', ...line },
						{ id: 'li_2', ...line },
					],
					...more?.details,
				},
			},
		);
	}
}

import axios from 'axios';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../sandbox';
import { builtIn, chain, chargebeeOrders, eachId, orderTrigger, webhook, type Link } from '../support/workflowChain';

import { startQueue, type Queue } from './queue/startQueue';
import { credentialFor, listening, until, type Execution, type Program, type Stored } from './server';

let sandbox: Sandbox;
let queue: Queue;
let credential: Stored;

const byId = (value: string): IDataObject => ({ __rl: true, mode: 'id', value });
const exporting = (outputAs: 'rows' | 'file', filters: INodeParameters = {}): Link =>
	chargebeeOrders({
		resource: 'export',
		operation: 'startAndDownload',
		outputAs,
		filters,
		options: { pollInterval: 0.1 },
	});
const creating = chargebeeOrders(
	{
		resource: 'order',
		operation: 'create',
		invoice_id: byId('INV-without-orders'),
		fields: { id: '={{ $json.id }}' },
	} as INodeParameters,
	{ name: 'Create' },
);
const updating = chargebeeOrders({
	resource: 'order',
	operation: 'update',
	orderId: byId('order_1'),
	fields: { note: '={{ $json.id }}' },
} as INodeParameters);
const counting = (field: string): Link =>
	builtIn('Count', 'summarize', 1.1, {
		fieldsToSummarize: { values: [{ aggregation: 'count', field }] },
		options: {},
	});

/** What is to be ended, where the start of the next thing fails as well. */
const running: Array<() => Promise<void>> = [];

beforeAll(async () => {
	queue = await startQueue(2);
	running.push(queue.stop);
	sandbox = await startSandbox({ exportMs: 50, webhookPorts: 'any', deliveryTimeoutMs: 180_000 });
	running.push(sandbox.close);
	const { type, data } = credentialFor(sandbox);
	credential = await queue.main.rest.createCredential(type, 'Chargebee Sandbox', data);
});

afterAll(async () => {
	for (const stop of running) await stop();
});

/** Publishes a workflow under the path of its webhook. */
async function publish(path: string, mode: 'onReceived' | 'lastNode', ...links: Link[]): Promise<Stored> {
	const { rest } = queue.main;
	const file = chain(path, [webhook(path, mode), ...links]);
	const stored = await rest.importWorkflow(file, { chargebeeSiteApi: credential });
	await rest.activate(stored.id);
	await listening(`${queue.main.url}/webhook/${path}`);
	return stored;
}

async function call(path: string, ids: readonly string[] = []): Promise<IDataObject> {
	const { data } = await axios.post<IDataObject>(`${queue.main.url}/webhook/${path}`, { ids });
	return data;
}

/** Runs a webhook so often, some at a time, and gives the answers. */
async function callOften(path: string, count: number, atOnce: number): Promise<IDataObject[]> {
	const left = Array.from({ length: count }, (_, index) => index);
	const answers: IDataObject[] = [];
	const caller = async (): Promise<void> => {
		for (let index = left.shift(); index !== undefined; index = left.shift()) {
			answers.push(await call(path, [`${path}-${index}`]));
		}
	};
	await Promise.all(Array.from({ length: atOnce }, caller));
	return answers;
}

/** The executions of a workflow, the latest first, when there are so many and all have ended. */
async function executions({ id }: Stored, count: number): Promise<Execution[]> {
	const { rest } = queue.main;
	const found = await until(`there are ${count} executions`, async () => {
		const all = await rest.executionsOf(id);
		return all.length >= count && all;
	});
	return await Promise.all(found.map(async (execution) => await rest.execution(execution.id)));
}

async function onlyExecution(stored: Stored): Promise<Execution> {
	const [execution] = await executions(stored, 1);
	if (execution === undefined) throw new Error('There is no execution');
	return execution;
}

/** How many executions a worker has finished. */
function finishedBy(worker: Program): number {
	return worker.log().split('Worker finished execution').length - 1;
}

/** The orders with such an ID that were created, each as often as it was. */
function created(prefix: string): string[] {
	return sandbox.ledger
		.map(({ effect }) => effect ?? '')
		.filter((effect) => effect.startsWith(`create ${prefix}`))
		.sort();
}

describe('two workers', () => {
	it('share 200 executions that create an order each', async () => {
		await publish('create', 'lastNode', eachId, creating);
		const answers = await callOften('create', 200, 20);
		expect(new Set(answers.map(({ id }) => id)).size).toBe(200);
		expect(new Set(created('create-')).size).toBe(200);
		expect(created('create-')).toHaveLength(200);
		for (const worker of queue.workers) expect(finishedBy(worker)).toBeGreaterThan(20);
	});

	it('share 20 nightly exports', async () => {
		await publish('nightly', 'lastNode', exporting('rows'), counting('source_file'));
		const before = queue.workers.map(finishedBy);
		const answers = await callOften('nightly', 20, 4);
		// The same orders every time.
		const orders = [...sandbox.store.orders.all()].filter(({ attributes }) => !attributes.deleted).length;
		expect(new Set(answers.map(({ count_source_file: rows }) => rows))).toEqual(new Set([orders]));
		for (const [index, worker] of queue.workers.entries()) {
			expect(finishedBy(worker) - (before[index] ?? 0)).toBeGreaterThan(2);
		}
	});

	it('send eight requests at once each, and not one more', async () => {
		const stored = await publish('at-once', 'onReceived', eachId, updating);
		const ids = Array.from({ length: 20 }, (_, index) => `at-once-${index}`);
		// No answer comes until both workers have sent all they may.
		sandbox.script.gather(16);
		sandbox.resetLedger();
		let started = 0;
		await until('both workers have an execution of it', async () => {
			await call('at-once', ids);
			started += 1;
			return sandbox.maxInFlight >= 16;
		});
		await executions(stored, started);
		expect(sandbox.maxInFlight).toBe(16);
	});

	it('do one execution of 2,500 items', async () => {
		await publish('many', 'lastNode', eachId, updating, counting('id'));
		const ids = Array.from({ length: 2_500 }, (_, index) => `many-${index}`);
		expect(await call('many', ids)).toEqual({ count_id: 2_500 });
		const notes = sandbox.ledger
			.flatMap(({ form }) => new Map(form).get('note') ?? [])
			.filter((note) => note.startsWith('many-'));
		expect(new Set(notes)).toEqual(new Set(ids));
		expect(notes).toHaveLength(2_500);
	});

	it('stop an export that is waiting, and its requests, when Stop is pressed', async () => {
		const stored = await publish('stopped', 'onReceived', exporting('rows'));
		sandbox.script.nextExport({ outcome: 'never' });
		const exportsBefore = exportIds().length;
		await call('stopped');
		await until('the export is polled', () => polls(exportIds()[exportsBefore]) > 1);
		const [running] = await queue.main.rest.executionsOf(stored.id);
		await queue.main.rest.stop(running?.id ?? '');
		expect((await onlyExecution(stored)).status).toBe('canceled');
		// Other exports of the same workers go on meanwhile, for longer than several looks would take.
		await callOften('nightly', 4, 2);
		const asked = polls(exportIds()[exportsBefore]);
		await callOften('nightly', 8, 2);
		expect(polls(exportIds()[exportsBefore])).toBe(asked);
	});

	it('one killed in the middle of an export: that is reported, its id is in the log, and nothing is done twice', async () => {
		const stored = await publish('killed', 'onReceived', eachId, creating, { ...exporting('rows'), executeOnce: true });
		sandbox.script.nextExport({ outcome: 'never' });
		const exportsBefore = exportIds().length;
		await call('killed', ['killed-1', 'killed-2']);
		const id = await until('the export was started', () => exportIds()[exportsBefore]);
		const worker = await until('a worker has its id in the log', () =>
			queue.workers.find((candidate) => candidate.log().includes(id)),
		);
		await worker.kill();
		expect(['error', 'crashed']).toContain((await onlyExecution(stored)).status);
		expect(created('killed-')).toEqual(['create killed-1', 'create killed-2']);
		// The other worker has not taken it over, and works on.
		const answers = await callOften('nightly', 4, 2);
		expect(answers).toHaveLength(4);
		expect(exportIds().slice(exportsBefore)).toHaveLength(1 + answers.length);
		expect(created('killed-')).toHaveLength(2);
	});

	it('one killed while it creates orders: that is reported, and sending all of them again creates the rest', async () => {
		const refusalsAsItems = { ...creating, onError: 'continueRegularOutput' } as const;
		const stored = await publish('cut', 'onReceived', eachId, refusalsAsItems);
		const ids = Array.from({ length: 400 }, (_, index) => `cut-${index}`);
		await call('cut', ids);
		await until('some are created', () => created('cut-').length > 40);
		for (const worker of queue.workers.splice(0)) await worker.kill();
		const done = created('cut-');
		expect(done.length).toBeLessThan(ids.length);

		await queue.addWorker();
		expect(['error', 'crashed']).toContain((await onlyExecution(stored)).status);
		expect(created('cut-')).toEqual(done);
		await call('cut', ids);
		const [again] = await executions(stored, 2);
		const refused = (again?.runData.Create?.[0]?.data?.main?.[0] ?? []).filter(({ json }) => json.error !== undefined);
		expect(refused).toHaveLength(done.length);
		expect(created('cut-')).toEqual(ids.map((id) => `create ${id}`).sort());
	});

	it('run what events start, at the endpoint of the main process; one that is killed answers none with success', async () => {
		const reading = chargebeeOrders({ operation: 'get', orderId: byId('={{ $json.id }}') } as INodeParameters);
		const trigger = orderTrigger({ events: ['order_returned'], options: { respond: 'lastNode' } });
		const stored = await queue.main.rest.importWorkflow(chain('events', [trigger, reading]), {
			chargebeeSiteApi: credential,
		});
		await queue.main.rest.activate(stored.id);
		await until('the endpoint is there', () => sandbox.store.endpoints.all().length === 1);
		expect(sandbox.store.endpoints.all()[0]?.attributes.url).toContain(queue.main.url);
		const event = (): string => sandbox.store.addEvent({ event_type: 'order_returned', orderId: 'order_1' }).id;
		const before = queue.workers.map(finishedBy);
		const deliver = async (id: string): Promise<number | undefined> => (await sandbox.script.deliver(id))[0]?.status;
		expect(await Promise.all(Array.from({ length: 10 }, async () => await deliver(event())))).toEqual(
			Array.from({ length: 10 }, () => 200),
		);
		const finished = queue.workers.map((worker, index) => finishedBy(worker) - (before[index] ?? 0));
		expect(finished.reduce((sum, count) => sum + count, 0)).toBe(10);

		sandbox.script.latency(600_000);
		sandbox.resetLedger();
		const brokenOff = event();
		const delivery = deliver(brokenOff);
		await until('a worker waits for Chargebee', () => sandbox.ledger.length > 0);
		for (const worker of queue.workers.splice(0)) await worker.kill();
		sandbox.script.latency(0);
		await queue.addWorker();
		expect(await delivery).toBe(500);
		expect(await deliver(brokenOff)).toBe(200);
		await queue.main.rest.deactivate(stored.id);
		await until('the endpoint is gone', () => sandbox.store.endpoints.all().length === 0);
	});

	it('keep the file of an export in the database', async () => await fileIsKept('database'));

	it('keep the file of an export on disk, where n8n is set to', async () => {
		for (const worker of queue.workers.splice(0)) await worker.kill();
		await queue.addWorker({ N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' });
		await fileIsKept('filesystem');
	});
});

/** Exports to a file that n8n keeps so, and fetches it. */
async function fileIsKept(mode: 'database' | 'filesystem'): Promise<void> {
	const stored = await publish(mode, 'lastNode', exporting('file'));
	await call(mode);
	const { status, runData } = await onlyExecution(stored);
	expect(status).toBe('success');
	const item = runData['Chargebee Orders']?.[0]?.data?.main?.[0]?.[0];
	const binary = item?.binary?.data ?? { data: 'no file', mimeType: '' };
	expect(binary.id).toMatch(new RegExp(`^${mode}`));
	const file = await queue.main.rest.file(binary);
	expect(file.byteLength).toBe(item?.json.bytes);
	expect(file.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
}

function exportIds(): string[] {
	return [...sandbox.store.exports.all()].map(({ id }) => id);
}

/** How often an export was looked at. */
function polls(id = ''): number {
	return sandbox.ledger.filter(({ method, path }) => method === 'GET' && path.endsWith(`/exports/${id}`)).length;
}

import { startSandbox, type Sandbox } from '../sandbox';
import { chain, pollingTrigger } from '../support/workflowChain';

import { credentialFor, startTestN8n, until, type N8nServer, type Settings } from './server';

/** In seconds: n8n polls once a minute, and a busy machine may take as long for the run. */
const A_POLL = 150;

const trigger = 'Polling Trigger';
const workflow = chain('Every new order', [pollingTrigger({ events: ['order_created'] }, { name: trigger })]);

/** n8n's second engine, which keeps the place of every poll in its database; off by default. */
const durable = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};

let sandbox: Sandbox;
let n8n: N8nServer;
let workflowId: string;
let orders: number;

async function begin(settings: Settings): Promise<void> {
	sandbox = await startSandbox({ orders: 3 });
	n8n = await startTestN8n({ settings });
	const { type, data } = credentialFor(sandbox);
	const credential = await n8n.rest.createCredential(type, 'Sandbox', { ...data });
	({ id: workflowId } = await n8n.rest.importWorkflow(workflow, { [type]: credential }));
	orders = 0;
}

afterEach(async () => {
	const faults = sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations]);
	await sandbox.close();
	await n8n.stop();
	expect(faults).toEqual([]);
});

/** The polls that Chargebee has answered so far. */
const answered = (): number =>
	sandbox.ledger.filter(({ path, status }) => /\/events$/.test(path) && status === 200).length;

async function anotherPoll(): Promise<void> {
	const before = answered();
	await until('n8n has polled', () => answered() > before, A_POLL);
}

/** The IDs of the orders that started an execution, each as often as it did. */
async function started(): Promise<unknown[]> {
	const executions = await n8n.rest.executionsOf(workflowId);
	const ended = await Promise.all(executions.map(async ({ id }) => await n8n.rest.execution(id)));
	return ended.flatMap(({ runData }) => runData[trigger]?.[0]?.data?.main?.[0]?.map(({ json }) => json.id) ?? []);
}

function add(number: number): string[] {
	orders += number;
	return Array.from({ length: number }, () => sandbox.store.addOrder().attributes.id);
}

/** Adds orders and waits until every order so far has started an execution. */
async function addAndWait(number: number): Promise<string[]> {
	const added = add(number);
	await until('every order has started an execution', async () => (await started()).length >= orders, A_POLL);
	return added;
}

/** What n8n keeps for the workflow's triggers, where it has it with the workflow. */
async function staticData(): Promise<string> {
	return JSON.stringify(await n8n.rest.call<{ staticData: unknown }>('get', `/workflows/${workflowId}`));
}

it('starts once for each order from the publication on, and goes on over a kill while Chargebee is away', async () => {
	await begin({});
	await n8n.rest.activate(workflowId);
	await until('n8n has looked where to begin', () => answered() > 0, A_POLL);
	const first = await addAndWait(3);
	expect(await staticData()).toContain('"watermark"');

	await n8n.kill();
	const meanwhile = add(2);
	for (let tries = 0; tries < 8; tries += 1) {
		sandbox.script.respondOnce({ method: 'GET', path: /\/events$/ }, { status: 503, body: '' });
	}
	n8n = await n8n.startAgain();
	const last = await addAndWait(1);
	expect(n8n.log()).toContain('The first poll after the start failed, and the next one follows');
	await anotherPoll();
	expect((await started()).sort()).toEqual([...first, ...meanwhile, ...last].sort());
}, 900_000);

it('does so in the durable engine, which does not store where the first poll begins', async () => {
	await begin(durable);
	await n8n.rest.activate(workflowId);
	await until('n8n has looked where to begin', () => answered() > 0, A_POLL);
	const first = await addAndWait(2);

	await n8n.kill();
	const meanwhile = add(2);
	n8n = await n8n.startAgain();
	const last = await addAndWait(1);
	await anotherPoll();
	expect((await started()).sort()).toEqual([...first, ...meanwhile, ...last].sort());
	// It is this engine that has polled.
	expect(await staticData()).not.toContain('"watermark"');
}, 900_000);

import { startSandbox, type Sandbox } from '../sandbox';
import { chain, chargebeeOrders } from '../support/workflowChain';

import { credentialFor, madeBefore, ready, startProcess, startTestN8n, until, type N8nServer } from './server';
import { RestClient } from './server/restClient';

/** In seconds: n8n polls once a minute, and a busy machine may take as long for the run. */
const A_POLL = 150;

const trigger = 'Polling Trigger';
const workflow = chain('Every new order', [
	chargebeeOrders(
		{ events: ['order_created'] },
		{ name: trigger, type: 'n8n-nodes-chargebee-orders.chargebeeOrdersPollingTrigger' },
	),
]);

let sandbox: Sandbox;
let n8n: N8nServer;
let rest: RestClient;
let workflowId: string;
let orders: number;

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 3 });
	n8n = await startTestN8n();
	rest = n8n.rest;
	const { type, data } = credentialFor(sandbox);
	const credential = await rest.createCredential(type, 'Sandbox', { ...data });
	({ id: workflowId } = await rest.importWorkflow(workflow, { [type]: credential }));
}, 400_000);

afterAll(async () => {
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
	const executions = await rest.executionsOf(workflowId);
	const ended = await Promise.all(executions.map(async ({ id }) => await rest.execution(id)));
	return ended.flatMap(({ runData }) => runData[trigger]?.[0]?.data?.main?.[0]?.map(({ json }) => json.id) ?? []);
}

/** Adds orders and waits until every order so far has started an execution. */
async function addAndWait(number: number): Promise<string[]> {
	const added = Array.from({ length: number }, () => sandbox.store.addOrder().attributes.id);
	orders += number;
	await until('every order has started an execution', async () => (await started()).length >= orders, A_POLL);
	return added;
}

it('starts once for each order from the publication on, and goes on over a kill while Chargebee is away', async () => {
	orders = 0;
	await rest.activate(workflowId);
	await until('n8n has looked where to begin', () => answered() > 0, A_POLL);
	const first = await addAndWait(3);

	await n8n.kill();
	const meanwhile = Array.from({ length: 2 }, () => sandbox.store.addOrder().attributes.id);
	orders += meanwhile.length;
	for (let tries = 0; tries < 8; tries += 1) {
		sandbox.script.respondOnce({ method: 'GET', path: /\/events$/ }, { status: 503, body: '' });
	}
	const again = startProcess(madeBefore().n8n, ['start'], n8n.settings);
	try {
		await ready(again, n8n.url);
		rest = await RestClient.signIn(n8n.url);
		const last = await addAndWait(1);
		expect(again.log()).toContain('The first poll after the start failed, and the next one follows');
		await anotherPoll();
		expect((await started()).sort()).toEqual([...first, ...meanwhile, ...last].sort());
	} finally {
		await again.stop();
	}
}, 900_000);

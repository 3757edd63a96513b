import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setInterval as interval } from 'node:timers/promises';

import { isLong } from '../chaos/seeds';
import type { WorkflowFile } from '../engine/harness/runWorkflow';
import { startSandbox, type Sandbox } from '../sandbox';
import type { Endpoint } from '../sandbox/webhooks/endpointTable';
import { builtIn, chain, chargebeeOrders, orderTrigger } from '../support/workflowChain';

import { credentialFor, startTestN8n, until, type N8nServer, type Stored } from './server';

/** The webhook trigger in a real n8n: what it makes in Chargebee, and what starts an execution. */
let n8n: N8nServer;
let sandbox: Sandbox;
let credential: Stored;
/** It answers as soon as an event is stored. */
let atOnce: string;
/** It answers when it has read the order of the event. */
let whenDone: string;

const trigger = 'An Order Changes';
const webhookId = '8d1b7c3a-5e2f-4a60-9b84-c7d0e1f2a3b4';
const done = builtIn('Done', 'noOp', 1, {});
const events = chain('Order events', [orderTrigger({ events: ['order_created'] }), done]);
const reading = chain('Answered when done', [
	orderTrigger({ events: ['order_returned'], options: { respond: 'lastNode' } }, { webhookId }),
	chargebeeOrders({ operation: 'get', orderId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } }),
]);

beforeAll(async () => {
	// With a hundred requests a second a busy machine takes its time for one, and where its database does so too, n8n
	// answers all requests with 503.
	sandbox = await startSandbox({ orders: 5, deliver: true, webhookPorts: 'any', deliveryTimeoutMs: 300_000 });
	n8n = await startTestN8n({ settings: { DB_PING_TIMEOUT_MS: '300000' } });
	const { type, data } = credentialFor(sandbox);
	credential = await n8n.rest.createCredential(type, 'Sandbox', { ...data });
	atOnce = await imported(events);
	whenDone = await imported(reading);
}, 300_000);

afterAll(async () => {
	const faults = sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations]);
	await n8n.stop();
	await sandbox.close();
	expect(faults).toEqual([]);
});

beforeEach(() => sandbox.resetLedger());

async function imported(file: WorkflowFile): Promise<string> {
	return (await n8n.rest.importWorkflow(file, { chargebeeSiteApi: credential })).id;
}

const endpoints = (): Endpoint[] => sandbox.store.endpoints.all();
const urls = (): string[] => endpoints().map(({ attributes }) => String(attributes.url));
const requests = (): string[] =>
	sandbox.ledger.map(({ method, path }) => `${method} ${path.replace(/^\/api\/v2\/webhook_endpoints/, '')}`);

/** The endpoint of a workflow, or of its test. */
async function endpointOf(workflowId: string, test = false): Promise<Endpoint> {
	return await until('the endpoint is there', () =>
		endpoints().find(({ attributes }) => {
			const name = String(attributes.name);
			return name.includes(workflowId) && name.endsWith('(test)') === test;
		}),
	);
}

async function executions(workflowId = atOnce): Promise<number> {
	return (await n8n.rest.executionsOf(workflowId)).length;
}

async function publish(workflowId: string): Promise<string> {
	await n8n.rest.activate(workflowId);
	return await n8n.rest.publication(workflowId);
}

/** Changes the trigger of the workflow, and publishes it again. */
async function change(edit: { name?: string; parameters?: object }): Promise<void> {
	type Saved = Pick<WorkflowFile, 'nodes' | 'connections'> & { versionId: string };
	const { nodes, connections, versionId } = await n8n.rest.call<Saved>('get', `/workflows/${atOnce}`);
	const changed = nodes.map((node) => (node.type.endsWith('Trigger') ? { ...node, ...edit } : node));
	const [outputs = {}] = Object.values(connections);
	const name = changed[0]?.name ?? '';
	await n8n.rest.call('patch', `/workflows/${atOnce}`, { nodes: changed, connections: { [name]: outputs }, versionId });
	await publish(atOnce);
}

/** Waits for an event of the workflow's trigger, as Execute step does. */
async function listen(): Promise<void> {
	const body = { triggerToStartFrom: { name: trigger } };
	expect(await n8n.rest.call('post', `/workflows/${atOnce}/run`, body)).toEqual({ waitingForWebhook: true });
}

/** Makes an order, whose event is delivered. */
async function order(): Promise<string> {
	sandbox.store.addOrder();
	await sandbox.delivered();
	return sandbox.store.events.all().at(-1)?.id ?? '';
}

/** An event that is delivered by hand only. */
function returned(): string {
	return sandbox.store.addEvent({ event_type: 'order_returned', orderId: 'order_1', suppressed: true }).id;
}

async function deliver(eventId: string, workflowId: string): Promise<number | undefined> {
	const { attributes } = await endpointOf(workflowId);
	return (await sandbox.script.deliver(eventId, { endpointId: attributes.id }))[0]?.status;
}

const statuses = (): number[] => sandbox.deliveries.map(({ status }) => status);

it('publishing makes the endpoint, in two requests', async () => {
	await publish(atOnce);
	expect(requests()).toEqual(['GET ', 'POST ']);
	expect(urls()).toEqual([`${n8n.url}/webhook/3f0c8a51-91b7-4c56-8f0e-1d2e3f4a5b6c/webhook`]);
});

it('a real delivery starts one execution; forged, repeated, foreign and broken ones start none', async () => {
	const eventId = await order();
	await sandbox.script.deliver(eventId);
	await sandbox.script.deliver(eventId, { password: 'forged' });
	await sandbox.script.deliver(eventId, { headers: { authorization: undefined } });
	await sandbox.script.deliver(eventId, { body: { id: 'ev_x', event_type: 'invoice_generated', content: {} } });
	await sandbox.script.deliver(eventId, { body: { id: 'ev_y' } });
	expect(statuses()).toEqual([200, 200, 401, 401, 200, 400]);
	await until('the execution is listed', async () => (await executions()) > 0);
	const [first, ...more] = await n8n.rest.executionsOf(atOnce);
	expect(more).toEqual([]);
	const { runData } = await n8n.rest.execution(first?.id ?? '');
	expect(runData.Done?.[0]?.data?.main?.[0]?.[0]?.json).toMatchObject({
		object: 'order',
		event: { id: eventId, type: 'order_created' },
	});
	expect(requests()).toEqual([]);
});

it('publishing again without a change asks nothing of Chargebee', async () => {
	await publish(atOnce);
	expect([requests(), urls().length]).toEqual([[], 1]);
});

it('a test takes an event by an endpoint of its own, which is gone then', async () => {
	await listen();
	const { attributes } = await endpointOf(atOnce, true);
	expect(attributes.url).toBe(`${n8n.url}/webhook-test/3f0c8a51-91b7-4c56-8f0e-1d2e3f4a5b6c/webhook`);
	const before = await executions();
	await order();
	expect(statuses()).toEqual([200, 200]);
	await until('the test endpoint is gone', () => urls().length === 1);
	await until('both executions are listed', async () => (await executions()) === before + 2);
	const modes = (await n8n.rest.executionsOf(atOnce)).slice(0, 2).map(({ mode }) => mode);
	expect(modes.sort()).toEqual(['manual', 'webhook']);
});

it('where n8n responds when the last node finishes, a run that fails is answered with an error and repeated', async () => {
	await publish(whenDone);
	const eventId = returned();
	sandbox.script.respondOnce({ method: 'GET', path: /\/orders\/order_1$/ }, { status: 404, body: {} });
	expect(await deliver(eventId, whenDone)).toBe(500);
	expect(await deliver(eventId, whenDone)).toBe(200);
	// Answered once, it is done with.
	expect(await deliver(eventId, whenDone)).toBe(200);
	const ended = await n8n.rest.executionsOf(whenDone);
	expect(ended.map(({ status }) => status)).toEqual(['success', 'error']);
});

it('a hundred forged requests a second start nothing, and real deliveries beside them all do', async () => {
	const eventId = await order();
	await until('its execution has ended', async () =>
		(await n8n.rest.executionsOf(atOnce)).every(({ status }) => status === 'success'),
	);
	const seconds = isLong ? 10 : 2;
	const before = await executions();
	sandbox.resetLedger();
	const forged: Array<Promise<unknown>> = [];
	const tenths = interval(100)[Symbol.asyncIterator]();
	for (let tenth = 0; tenth < 10 * seconds; tenth += 1) {
		await tenths.next();
		forged.push(sandbox.script.deliver(eventId, { password: 'forged', times: 5 }));
		forged.push(sandbox.script.deliver(eventId, { headers: { authorization: undefined }, times: 5 }));
		if (tenth % 10 === 0) sandbox.store.addOrder();
	}
	await tenths.return?.();
	await Promise.all(forged);
	await sandbox.delivered();
	const refused = statuses().filter((status) => status === 401);
	expect(statuses().filter((status) => status !== 401)).toEqual(Array.from({ length: seconds }, () => 200));
	expect(refused).toHaveLength(100 * seconds);
	await until('the executions are listed', async () => (await executions()) >= before + seconds);
	expect(await executions()).toBe(before + seconds);
	expect(requests()).toEqual([]);
});

it('a kill and a restart ask nothing, and the next delivery runs', async () => {
	await listen();
	await endpointOf(atOnce, true);
	// Chargebee does the work and is silent.
	sandbox.script.latency(600_000);
	const eventId = returned();
	const delivery = deliver(eventId, whenDone);
	await until('the run waits for its answer', () => sandbox.ledger.some(({ path }) => path.endsWith('/order_1')));
	await n8n.kill();
	expect(await delivery).toBe(0);
	sandbox.script.latency(0);

	sandbox.resetLedger();
	n8n = await n8n.startAgain();
	const before = await executions();
	await until('n8n takes deliveries', async () => {
		const latest = await order();
		return sandbox.deliveries.some((answer) => answer.eventId === latest && answer.status === 200);
	});
	await until('the execution is listed', async () => (await executions()) > before);
	expect(requests()).toEqual([]);
	// What the kill broke off was not answered, so it comes again and is run.
	expect(await deliver(eventId, whenDone)).toBe(200);
	expect((await n8n.rest.executionsOf(whenDone)).map(({ status }) => status).slice(0, 2)).toEqual([
		'success',
		'crashed',
	]);
});

it('a test after the kill takes over the test endpoint that was left', async () => {
	const { attributes } = await endpointOf(atOnce, true);
	await listen();
	await until('it has a password of its own', () => requests().includes(`POST /${attributes.id}`));
	expect(urls()).toHaveLength(3);
	await order();
	await until('the test endpoint is gone', () => urls().length === 2);
});

it('other events replace the endpoint by one that sends them', async () => {
	await change({ parameters: { events: ['order_deleted', 'order_updated'] } });
	const { attributes } = await endpointOf(atOnce);
	expect(attributes.enabled_events).toEqual(['order_deleted', 'order_updated']);
	expect(urls()).toHaveLength(2);
	expect(requests()).toEqual([expect.stringMatching(/^POST .+\/delete$/), 'GET ', 'POST ']);
});

it('another name of the node replaces the endpoint, which goes on under it', async () => {
	await change({ name: 'Orders', parameters: { events: ['order_created'] } });
	expect(requests()).toEqual([expect.stringMatching(/^POST .+\/delete$/), 'GET ', 'POST ']);
	expect(urls()).toHaveLength(2);
	const before = await executions();
	await order();
	expect(statuses()).toEqual([200]);
	await until('the execution is listed', async () => (await executions()) > before);
});

it('the password stands in no file, no log and no answer of n8n', async () => {
	const secrets = endpoints().flatMap(({ auth: { username, password } }) => [
		password,
		Buffer.from(`${username}:${password}`).toString('base64'),
	]);
	expect(secrets.map(({ length }) => length)).toEqual([43, 64, 43, 64]);
	const ids = (await n8n.rest.executionsOf(atOnce)).map(({ id }) => id);
	const answers = await Promise.all(
		[`/workflows/${atOnce}`, `/workflows/${atOnce}/publication-status`, ...ids.map((id) => `/executions/${id}`)].map(
			async (path) => JSON.stringify(await n8n.rest.call('get', path)),
		),
	);
	const files = readdirSync(n8n.folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => !name.includes('node_modules'))
		.map((name) => join(n8n.folder, name))
		.filter((path) => statSync(path).isFile());
	expect(files).toContainEqual(expect.stringMatching(/database\.sqlite$/));
	const places = [n8n.log(), ...answers, ...files.map((path) => readFileSync(path, 'latin1'))];
	const known = [...secrets, sandbox.apiKey];
	expect(known.filter((secret) => places.some((text) => text.includes(secret)))).toEqual([]);
});

it('unpublished while Chargebee is down, the endpoint is kept, and used again when it is published again', async () => {
	const { attributes } = await endpointOf(atOnce);
	sandbox.script.outage({ lastsMs: 600_000, kinds: ['json503'] });
	await n8n.rest.deactivate(atOnce);
	await until('n8n gives up', () => n8n.log().includes('External webhook deregistration failed'), 120);
	expect(n8n.log()).toContain(`(${attributes.id}) may stay in ${sandbox.url}`);
	expect(n8n.log().split('may stay in').length - 1).toBe(3);
	sandbox.script.outage();

	sandbox.resetLedger();
	await publish(atOnce);
	expect(requests()).toEqual([`GET /${attributes.id}`]);
	expect(await endpointOf(atOnce)).toMatchObject({ attributes: { id: attributes.id } });
	expect(urls()).toHaveLength(2);
	await order();
	expect(statuses()).toEqual([200]);
});

it('unpublishing removes the endpoint', async () => {
	for (const id of [atOnce, whenDone]) await n8n.rest.deactivate(id);
	await until('the endpoints are gone', () => urls().length === 0);
	expect(requests()).toEqual([1, 2].map(() => expect.stringMatching(/^POST .+\/delete$/)));
});

it('five endpoints are named where the workflow is published, and are left alone', async () => {
	for (let number = 1; number <= 5; number += 1) {
		sandbox.store.addEndpoint({ name: `Foreign ${number}`, url: `https://${number}.example.com` });
	}
	await n8n.rest.activate(atOnce);
	const message = 'The Chargebee site has five webhook endpoints, the most it allows: Foreign 1, Foreign 2';
	await until('n8n says why', async () => (await n8n.rest.publication(atOnce)).includes(message));
	expect(requests().filter((request) => request === 'POST ').length).toBeLessThanOrEqual(5);
	expect(urls()).toHaveLength(5);
});

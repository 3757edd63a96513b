import { chain, builtIn, type Link } from '../support/workflowChain';
import { startSandbox, type Sandbox } from '../sandbox';

import { credentialFor, startTestN8n, until, type N8nServer, type Stored } from './server';

/** The webhook trigger in a real n8n: what it makes in Chargebee, and what starts an execution. */
let n8n: N8nServer;
let sandbox: Sandbox;
let credential: Stored;
let workflowId: string;

const credentialType = 'chargebeeSiteApi';

function trigger(parameters: Link['parameters']): Link {
	return {
		name: 'An Order Changes',
		type: 'n8n-nodes-chargebee-orders.chargebeeOrdersTrigger',
		typeVersion: 1,
		webhookId: '3f0c8a51-91b7-4c56-8f0e-1d2e3f4a5b6c',
		credentials: { [credentialType]: { id: '', name: '' } },
		parameters,
	};
}

const file = chain('Order events', [trigger({ events: ['order_created'] }), builtIn('Done', 'noOp', 1, {})]);

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 5, deliver: true, webhookPorts: 'any' });
	n8n = await startTestN8n();
	const { type, data } = credentialFor(sandbox);
	credential = await n8n.rest.createCredential(type, 'Sandbox', { ...data });
	({ id: workflowId } = await n8n.rest.importWorkflow(file, { [credentialType]: credential }));
}, 300_000);

afterAll(async () => {
	await n8n.stop();
	await sandbox.close();
});

beforeEach(() => sandbox.resetLedger());

const urls = (): string[] => sandbox.store.endpoints.all().map(({ attributes }) => String(attributes.url));
const requests = (): string[] =>
	sandbox.ledger.map(({ method, path }) => `${method} ${path.replace(/^\/api\/v2\/webhook_endpoints/, '')}`);
const statuses = (): number[] => sandbox.deliveries.map(({ status }) => status);

async function executions(): Promise<number> {
	return (await n8n.rest.executionsOf(workflowId)).length;
}

/** What n8n says of the triggers of the published workflow: published, or why not. */
async function published(): Promise<string> {
	return await until('n8n has published the workflow, or not', async () => {
		const path = `/workflows/${workflowId}/publication-status`;
		const answer = await n8n.rest.call<{ status: string }>('get', path);
		return answer.status === 'in_progress' ? undefined : JSON.stringify(answer);
	});
}

/** Changes the trigger of the workflow, and publishes it again. */
async function change(parameters: Link['parameters']): Promise<void> {
	type Saved = { versionId: string; nodes: Array<{ type: string; parameters: unknown }> };
	const { nodes, versionId } = await n8n.rest.call<Saved>('get', `/workflows/${workflowId}`);
	const changed = nodes.map((node) => (node.type.endsWith('Trigger') ? { ...node, parameters } : node));
	await n8n.rest.call('patch', `/workflows/${workflowId}`, {
		nodes: changed,
		connections: file.connections,
		versionId,
	});
	await n8n.rest.activate(workflowId);
}

async function deliveredOrder(): Promise<string> {
	sandbox.store.addOrder();
	await sandbox.delivered();
	return sandbox.store.events.all().at(-1)?.id ?? '';
}

it('publishing makes the endpoint, in two requests', async () => {
	await n8n.rest.activate(workflowId);
	await until('the endpoint is there', () => urls().length === 1);
	expect(requests()).toEqual(['GET ', 'POST ']);
	expect(urls()).toEqual([`${n8n.url}/webhook/3f0c8a51-91b7-4c56-8f0e-1d2e3f4a5b6c/webhook`]);
	await published();
	// What everyone sees who may see the workflow.
	const seen = JSON.stringify(await n8n.rest.call('get', `/workflows/${workflowId}`));
	const secret = sandbox.store.endpoints.all()[0]?.auth?.password ?? '';
	expect(secret).toHaveLength(43);
	expect(seen + n8n.log()).not.toContain(secret);
});

it('a real delivery starts one execution; forged, repeated, foreign and broken ones start none', async () => {
	const eventId = await deliveredOrder();
	await sandbox.script.deliver(eventId);
	await sandbox.script.deliver(eventId, { password: 'forged' });
	await sandbox.script.deliver(eventId, { headers: { authorization: undefined } });
	await sandbox.script.deliver(eventId, { body: { id: 'ev_x', event_type: 'invoice_generated', content: {} } });
	await sandbox.script.deliver(eventId, { body: { id: 'ev_y' } });
	expect(statuses()).toEqual([200, 200, 401, 401, 200, 400]);
	await until('the execution is listed', async () => (await executions()) > 0);
	const [first, ...more] = await n8n.rest.executionsOf(workflowId);
	expect(more).toEqual([]);
	const { runData } = await n8n.rest.execution(first?.id ?? '');
	expect(runData.Done?.[0]?.data?.main?.[0]?.[0]?.json).toMatchObject({
		object: 'order',
		event: { id: eventId, type: 'order_created' },
	});
	expect(requests()).toEqual([]);
});

it('publishing again without a change asks nothing of Chargebee', async () => {
	await n8n.rest.activate(workflowId);
	await published();
	expect([requests(), urls().length]).toEqual([[], 1]);
});

it('a kill and a restart ask nothing, and the next delivery runs', async () => {
	await n8n.kill();
	n8n = await n8n.startAgain();
	const before = await executions();
	await until('n8n takes deliveries', async () => {
		await deliveredOrder();
		return sandbox.deliveries.at(-1)?.status === 200;
	});
	await until('the execution is listed', async () => (await executions()) > before);
	expect([requests(), urls().length]).toEqual([[], 1]);
});

it('other events replace the endpoint by one that sends them', async () => {
	await change({ events: ['order_deleted', 'order_updated'] });
	await until(
		'the endpoint has other events',
		() => String(sandbox.store.endpoints.all()[0]?.attributes.enabled_events) === 'order_deleted,order_updated',
	);
	expect(urls()).toHaveLength(1);
	expect(requests()).toEqual([expect.stringMatching(/^POST .+\/delete$/), 'GET ', 'POST ']);
});

it('unpublishing removes the endpoint', async () => {
	await n8n.rest.call('post', `/workflows/${workflowId}/deactivate`);
	await until('the endpoint is gone', () => urls().length === 0);
	expect(requests()).toEqual([expect.stringMatching(/^POST .+\/delete$/)]);
});

it('five endpoints are named where the workflow is published, and are left alone', async () => {
	for (let number = 1; number <= 5; number += 1) {
		sandbox.store.addEndpoint({ name: `Foreign ${number}`, url: `https://${number}.example.com` });
	}
	await n8n.rest.activate(workflowId);
	const message = 'The Chargebee site has five webhook endpoints, the most it allows: Foreign 1, Foreign 2';
	await until('n8n says why', async () => (await published()).includes(message), 60);
	expect(requests().filter((request) => request === 'POST ').length).toBeLessThanOrEqual(5);
	expect(urls()).toHaveLength(5);
});

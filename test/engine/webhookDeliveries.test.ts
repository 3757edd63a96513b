import { startSandbox, type Sandbox } from '../sandbox';

import { WebhookNode } from './harness/webhookNode';
import { asSent } from './orderSandbox';

let sandbox: Sandbox;
let node: WebhookNode;
let nodes = 0;

beforeEach(async () => {
	sandbox = await startSandbox({ orders: 3, webhookPorts: 'any', deliver: true });
	node = new WebhookNode({ url: sandbox.url, apiKey: sandbox.apiKey });
	node.parameters = { events: ['order_created'] };
	// What was answered is remembered for each node, beyond a test.
	node.node = { ...node.node, id: `node-${(nodes += 1)}` };
	await node.listen();
	await node.publish();
	sandbox.resetLedger();
});

afterEach(async () => {
	const requests = sandbox.ledger.map(({ method, path }) => `${method} ${path}`);
	await sandbox.close();
	await node.close();
	// Whatever was delivered: nothing is asked of Chargebee, and the node's state is not touched.
	expect(requests).toEqual([]);
});

/** A new order; the ID of its event. */
async function created(attributes: Record<string, string> = {}): Promise<string> {
	sandbox.store.addOrder(attributes);
	await sandbox.delivered();
	return sandbox.store.events.all().at(-1)?.id ?? '';
}

const statuses = (): number[] => sandbox.deliveries.map(({ status }) => status);

it('a change starts the workflow with the order, and what happened to it', async () => {
	const eventId = await created({ note: 'by hand' });
	const event = sandbox.store.events.get(eventId);
	expect(statuses()).toEqual([200]);
	const order = asSent(sandbox.store.orders.get(String(node.executions[0]?.[0]?.json.id)));
	expect(node.executions).toEqual([
		[
			{
				json: {
					...order,
					event: {
						id: eventId,
						type: 'order_created',
						occurred_at: event?.occurred_at,
						source: 'api',
						user: event?.user,
					},
				},
			},
		],
	]);
});

it('gives the event as it was sent where that is wanted', async () => {
	node.parameters = { events: ['order_created'], output: 'event' };
	const eventId = await created();
	expect(node.executions[0]?.[0]?.json).toMatchObject({
		id: eventId,
		event_type: 'order_created',
		object: 'event',
		content: { order: { object: 'order' } },
	});
});

it.each([
	['the wrong password', { password: 'forged' }],
	['another user', { username: 'admin' }],
	['no password', { headers: { authorization: undefined } }],
	['a token', { headers: { authorization: 'Bearer abc' } }],
])('a delivery with %s is answered 401, and starts nothing', async (_what, forged) => {
	const eventId = await created();
	await sandbox.script.deliver(eventId, forged);
	expect(statuses()).toEqual([200, 401]);
	// And leaves no trace by which the real one would be taken for a repeat.
	node.node = { ...node.node, id: `${node.node.id} again` };
	await sandbox.script.deliver(eventId, forged);
	await sandbox.script.deliver(eventId);
	expect(node.executions).toHaveLength(2);
	expect(node.logs).toEqual([]);
});

it('nobody is let in where no endpoint was made', async () => {
	const eventId = await created();
	node.data = {};
	await sandbox.script.deliver(eventId);
	expect(statuses()).toEqual([200, 401]);
});

it.each([
	['no object', '[]'],
	['an event without an ID', { event_type: 'order_created', content: { order: { id: 'o' } } }],
	['an event whose ID is no text', { id: 1, event_type: 'order_created', content: { order: { id: 'o' } } }],
	['an event without a type', { id: 'ev', content: { order: { id: 'o' } } }],
	['an event without content', { id: 'ev', event_type: 'order_created' }],
	['an event without an order', { id: 'ev', event_type: 'order_created', content: { invoice: { id: 'i' } } }],
	['an order without an ID', { id: 'ev', event_type: 'order_created', content: { order: { status: 'new' } } }],
])('%s is answered 400, and starts nothing', async (_what, body) => {
	const eventId = await created();
	await sandbox.script.deliver(eventId, { body });
	expect(statuses()).toEqual([200, 400]);
	expect(node.executions).toHaveLength(1);
});

it('an event that was not chosen, or that a filter leaves out, is answered 200 and starts nothing', async () => {
	const eventId = await created({ status: 'queued' });
	const others = ['invoice_generated', 'order_updated'];
	for (const event_type of others) {
		await sandbox.script.deliver(eventId, { body: { id: event_type, event_type, content: { order: { id: 'o' } } } });
	}
	node.parameters = { events: ['order_created'], options: { statuses: ['shipped'] } };
	await created({ status: 'queued' });
	expect(statuses()).toEqual([200, 200, 200, 200]);
	expect(node.executions).toHaveLength(1);
});

it('a repeat of what was answered starts nothing; of what n8n could not store, it does', async () => {
	node.storesNothing = true;
	const eventId = await created();
	node.storesNothing = false;
	await sandbox.script.deliver(eventId, { times: 3 });
	expect(statuses()).toEqual([500, 200, 200, 200]);
	expect(node.executions).toHaveLength(1);
});

it('a test takes the same event as often as it comes', async () => {
	node.mode = 'manual';
	const eventId = await created();
	await sandbox.script.deliver(eventId, { times: 2 });
	expect(node.executions).toHaveLength(3);
});

it('a parameter that cannot be is answered 500, starts nothing and is said in the log', async () => {
	node.parameters = { events: ['order_created'], options: { statuses: ['shiped'] } };
	await created();
	expect(statuses()[0]).toBe(500);
	expect(node.executions).toEqual([]);
	expect(node.logs.map(({ message }) => message)).toEqual([
		expect.stringContaining(
			'An event of Chargebee was refused, and will be sent again: Only Statuses cannot be "shiped"',
		),
	]);
});

it('a delivery writes nothing into the state, which n8n would lose', async () => {
	const before = JSON.stringify(node.data);
	await created();
	expect(JSON.stringify(node.data)).toBe(before);
});

it('n8n answers once the event is stored, or when the last node has finished where that is wanted', async () => {
	expect(await node.responseMode()).toBe('onReceived');
	node.parameters = { events: ['order_created'], options: { respond: 'lastNode' } };
	expect(await node.responseMode()).toBe('lastNode');
});

import type { IDataObject } from 'n8n-workflow';

import { PollNode } from '../engine/harness/pollNode';
import { WebhookNode } from '../engine/harness/webhookNode';
import { startSandbox, type Sandbox } from '../sandbox';

import { orders, sample } from './facts/orderEvents.json';

/** The payloads that Chargebee publishes as samples start a workflow, delivered and listed. */
let sandbox: Sandbox;
let eventId: string;

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 1, webhookPorts: 'any' });
	sandbox.store.addOrder();
	eventId = sandbox.store.events.all()[0]?.id ?? '';
});
afterAll(async () => await sandbox.close());

type OrderEventType = keyof typeof orders;
const types = Object.keys(orders) as OrderEventType[];

/** The order of a sample. */
function orderOf(type: OrderEventType): IDataObject {
	return { ...sample.content.order, ...orders[type] };
}

/** A sample as it is delivered and listed. */
function payload(type: OrderEventType): IDataObject {
	return { ...sample, event_type: type, content: { order: orderOf(type) } };
}

function itemOf(type: OrderEventType): IDataObject {
	const { id, occurred_at, source, user } = sample;
	return { ...orderOf(type), event: { id, type, occurred_at, source, user } };
}

it.each(types)('%s by the webhook trigger', async (type) => {
	const node = new WebhookNode({ url: sandbox.url, apiKey: sandbox.apiKey });
	node.parameters = { events: types };
	// All samples have one ID, of which a node takes no second.
	node.node = { ...node.node, id: type };
	await node.listen();
	await node.publish();
	const [endpoint] = sandbox.store.endpoints.all();
	await sandbox.script.deliver(eventId, { endpointId: endpoint?.attributes.id, body: payload(type) });
	await node.hook('delete');
	await node.close();
	expect(node.executions).toEqual([[{ json: itemOf(type) }]]);
	expect(sandbox.deliveries.at(-1)?.status).toBe(200);
});

it.each(types)('%s by the polling trigger', async (type) => {
	const node = new PollNode({ url: sandbox.url, apiKey: sandbox.apiKey }, { events: types });
	node.parameters = { ...node.parameters, start: 'since', since: '2012-06-30T00:00:00Z' };
	sandbox.script.respondOnce(
		{ method: 'GET', path: /\/events$/ },
		{ status: 200, body: { list: [{ event: payload(type) }] } },
	);
	expect(await node.register().poll()).toEqual([{ json: itemOf(type) }]);
});

it('as they were sent, where that is wanted', async () => {
	const node = new PollNode({ url: sandbox.url, apiKey: sandbox.apiKey }, { events: types, output: 'event' });
	sandbox.script.respondOnce(
		{ method: 'GET', path: /\/events$/ },
		{ status: 200, body: { list: [{ event: payload('order_created') }] } },
	);
	expect(await node.byHand()).toEqual([{ json: sample }]);
});

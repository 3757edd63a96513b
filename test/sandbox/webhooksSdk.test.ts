import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type Chargebee from 'chargebee';
import { basicAuthValidator } from 'chargebee';
import type { Sandbox } from './index';
import { startSandbox } from './index';
import { officialClient } from './officialClient';

/** The official SDK manages endpoints, lists events, and takes deliveries with its own handler of webhooks. */
let sandbox: Sandbox;
let chargebee: Chargebee;

beforeEach(async () => {
	sandbox = await startSandbox({ orders: 5, deliver: true, webhookPorts: 'any' });
	chargebee = officialClient(sandbox);
});
afterEach(async () => {
	await sandbox.close();
	expect(sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations])).toEqual([]);
});

it('creates, changes, reads, lists and deletes endpoints', async () => {
	const { webhook_endpoint: created } = await chargebee.webhookEndpoint.create({
		name: 'n8n',
		url: 'https://n8n.example/webhook/abc',
		api_version: 'v2',
		basic_auth_username: 'u',
		basic_auth_password: 'p',
		disabled: false,
		primary_url: false,
		send_card_resource: false,
		enabled_events: ['order_created', 'order_updated'],
	});
	expect(created).toMatchObject({ name: 'n8n', enabled_events: ['order_created', 'order_updated'] });
	const { id } = created;
	const changed = await chargebee.webhookEndpoint.update(id, { disabled: true, enabled_events: ['order_deleted'] });
	expect(changed.webhook_endpoint).toMatchObject({ name: 'n8n', disabled: true, enabled_events: ['order_deleted'] });
	expect((await chargebee.webhookEndpoint.retrieve(id)).webhook_endpoint).toEqual(changed.webhook_endpoint);
	await chargebee.webhookEndpoint.create({ name: 'other', url: 'https://n8n.example/webhook/abc' });
	const first = await chargebee.webhookEndpoint.list({ limit: 1 });
	const second = await chargebee.webhookEndpoint.list({ limit: 1, offset: first.next_offset });
	expect([...first.list, ...second.list].map((row) => row.webhook_endpoint.name)).toEqual(['n8n', 'other']);
	expect(second.next_offset).toBeUndefined();
	expect((await chargebee.webhookEndpoint.delete(id)).webhook_endpoint.id).toBe(id);
	await expect(chargebee.webhookEndpoint.retrieve(id)).rejects.toMatchObject({ http_status_code: 404 });
	await expect(
		chargebee.webhookEndpoint.create({ name: 'x', url: 'https://x.example', enabled_events: ['nope' as 'card_added'] }),
	).rejects.toMatchObject({ api_error_code: 'param_wrong_value', param: 'enabled_events[0]' });
});

it('lists events with filters, order and offset, and reads one', async () => {
	for (const id of ['order_1', 'order_2']) await chargebee.order.update(id, { note: 'x' });
	await chargebee.order.cancel('order_3', { cancellation_reason: 'others' }).catch(() => undefined);
	const query = {
		limit: 1,
		event_type: { in: ['order_created', 'order_updated'] },
		source: { is: 'api' },
		occurred_at: { after: 1_000_000_000 },
		'sort_by[asc]': 'occurred_at',
	};
	type Query = Parameters<typeof chargebee.event.list>[0];
	const first = await chargebee.event.list(structuredClone(query) as Query);
	const second = await chargebee.event.list({ ...structuredClone(query), offset: first.next_offset } as Query);
	const [one, two] = [...first.list, ...second.list].map(({ event }) => event);
	expect([one?.content.order.id, two?.content.order.id]).toEqual(['order_1', 'order_2']);
	expect((await chargebee.event.retrieve(one?.id ?? '')).event).toEqual(one);
});

it('hands its deliveries to the handler of the SDK, which refuses forged ones', async () => {
	const handler = chargebee.webhooks.createHandler<IncomingMessage, ServerResponse>({
		requestValidator: basicAuthValidator((username, password) => username === 'n8n' && password === 'geheim: ü'),
	});
	const seen: string[] = [];
	handler.on('order_updated', ({ event, response }) => {
		seen.push(`${event.event_type} ${event.content.order.id}`);
		response?.writeHead(200).end();
	});
	handler.on('error', (error: Error, { response }) => {
		seen.push(error.name);
		response?.writeHead(401).end();
	});
	const receiver = createServer((request, response) => {
		const { headers } = request;
		void text(request).then(async (body) => await handler.handle({ body, headers, request, response }));
	}).listen(0, '127.0.0.1');
	await once(receiver, 'listening');
	await chargebee.webhookEndpoint.create({
		name: 'n8n',
		url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
		basic_auth_username: 'n8n',
		basic_auth_password: 'geheim: ü',
		enabled_events: ['order_updated'],
	});
	await chargebee.order.update('order_1', { note: 'x' });
	await sandbox.delivered();
	const id = sandbox.store.events.all()[0]?.id ?? '';
	await sandbox.script.deliver(id, { password: 'forged' });
	await sandbox.script.deliver(id, { headers: { authorization: undefined } });
	expect(sandbox.deliveries.map(({ status }) => status)).toEqual([200, 401, 401]);
	expect(seen).toEqual(['order_updated order_1', 'WebhookAuthenticationError', 'WebhookAuthenticationError']);
	expect((await chargebee.event.retrieve(id)).event.webhook_status).toBe('succeeded');
	await new Promise((resolve) => receiver.close(resolve));
});

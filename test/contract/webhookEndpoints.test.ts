import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { eventSources, orderEventTypes } from '../../nodes/ChargebeeOrders/api/enumerations';
import { WebhookNode } from '../engine/harness/webhookNode';

import { only } from './nodeRequests';
import { officialSdk } from './officialSdk';
import { recordedUrl, startRecordingServer, type RecordedRequest, type RecordingServer } from './recordingServer';

/** The five calls on webhook endpoints against those of Chargebee's official SDK, byte for byte. */
let server: RecordingServer;
let node: WebhookNode;

beforeAll(async () => {
	server = await startRecordingServer();
});
afterAll(() => server.close());
beforeEach(() => {
	node = new WebhookNode({ url: server.url, apiKey: 'k' });
	node.origin = 'http://127.0.0.1:5678';
	node.node = { ...node.node, webhookId: '7d1f9c3e' };
	node.parameters = { events: ['order_updated', 'order_ready_to_ship', 'order_created'] };
});

const events = ['order_created', 'order_ready_to_ship', 'order_updated'];
const known = { stateVersion: 1, endpointId: 'whe 1/é', secretHash: 'ab' };

async function theirs(method: string, ...args: readonly unknown[]): Promise<RecordedRequest> {
	const sdk = officialSdk(server.url) as unknown as {
		webhookEndpoint: Record<string, (...all: readonly unknown[]) => Promise<unknown>>;
	};
	await sdk.webhookEndpoint[method]?.(...args);
	return only(server.take());
}

function bytes({ method, path, query, body }: RecordedRequest): Partial<RecordedRequest> {
	return { method, path, query, body };
}

function passwordIn(request: RecordedRequest | undefined): string {
	return new URLSearchParams(request?.body).get('basic_auth_password') ?? '';
}

it('creates an endpoint as the SDK does', async () => {
	await node.hook('create');
	const ours = only(server.take());
	const sdk = await theirs('create', {
		name: 'n8n kq3XbT7wLz0aPmNe 2f3c8a51',
		url: recordedUrl,
		api_version: 'v2',
		basic_auth_username: 'n8n',
		basic_auth_password: passwordIn(ours),
		enabled_events: events,
	});
	expect(bytes(ours)).toEqual(bytes(sdk));
	expect(ours.body).toContain('&enabled_events%5B0%5D=order_created&');
});

it('reads and updates one, and its ID travels as one segment', async () => {
	node.data = { ...known, site: server.url };
	await node.hook('checkExists');
	const [read, update, ...more] = server.take();
	expect(more).toEqual([]);
	// The SDK leaves slashes in an ID, which would be another path.
	expect([read?.path, update?.body]).toEqual(['/api/v2/webhook_endpoints/whe%201%2F%C3%A9', expect.any(String)]);
	const sdk = await theirs('update', 'whe_1', {
		url: recordedUrl,
		api_version: 'v2',
		disabled: false,
		enabled_events: events,
	});
	expect(update === undefined ? undefined : bytes(update)).toEqual(bytes(sdk));
	expect(bytes(await theirs('retrieve', 'whe_1'))).toMatchObject({ method: 'GET', query: '', path: sdk.path });
});

it('lists and adopts as the SDK does', async () => {
	await node.hook('checkExists');
	const [list, update, ...more] = server.take();
	expect(more).toEqual([]);
	const sdk = [
		await theirs('list', { limit: 100 }),
		await theirs('update', 'whe_1', {
			url: recordedUrl,
			api_version: 'v2',
			disabled: false,
			basic_auth_username: 'n8n',
			basic_auth_password: passwordIn(update),
			enabled_events: events,
		}),
	];
	expect([list, update].map((request) => (request === undefined ? undefined : bytes(request)))).toEqual(sdk.map(bytes));
});

it('deletes one as the SDK does', async () => {
	node.data = { ...known, endpointId: 'whe_1', site: server.url };
	await node.hook('delete');
	expect(bytes(only(server.take()))).toEqual(bytes(await theirs('delete', 'whe_1')));
});

it('the nine events of an order and the eleven sources are those of the SDK', () => {
	const types = readFileSync(join(dirname(require.resolve('chargebee')), '../types/core.d.ts'), 'utf8');
	const valuesOf = (name: string): string[] => {
		const [, list = ''] = new RegExp(`type ${name} =([^;]+);`).exec(types) ?? [];
		return [...list.matchAll(/'(\w+)'/g)].map(([, value]) => value ?? '');
	};
	expect([...eventSources].sort()).toEqual(valuesOf('SourceEnum').sort());
	expect([...orderEventTypes].sort()).toEqual(
		valuesOf('EventTypeEnum')
			.filter((value) => value.startsWith('order_'))
			.sort(),
	);
});

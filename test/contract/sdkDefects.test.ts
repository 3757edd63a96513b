import type { INodeParameters } from 'n8n-workflow';
import { setTimeout } from 'node:timers/promises';

import { byId, nodeRequests, only } from './nodeRequests';
import { officialSdk } from './officialSdk';
import type { RecordedRequest, RecordingServer } from './recordingServer';
import { startRecordingServer } from './recordingServer';

/**
 * Where Chargebee's official SDK (3.33.0) sends what the API does not take, the node sends what it does. Each test
 * shows the defect first: it fails when a new SDK has mended it, and the case then belongs to sdkWire.test.ts.
 */
let server: RecordingServer;

beforeAll(async () => {
	server = await startRecordingServer();
});
afterAll(() => server.close());

async function ours(parameters: INodeParameters): Promise<RecordedRequest> {
	return only(await nodeRequests(server, parameters));
}

async function theirs(
	resource: 'order' | 'export',
	method: string,
	...args: readonly unknown[]
): Promise<RecordedRequest> {
	await officialSdk(server.url)[resource][method]?.(...args);
	return only(server.take());
}

const list = { resource: 'order', operation: 'getAll', returnAll: true };

it('two operators on one filter of a list are two parameters; the SDK runs them together', async () => {
	const sdk = await theirs('order', 'list', {
		limit: 100,
		updated_at: { after: 1_700_000_000, before: 1_700_086_400 },
	});
	expect(decodeURIComponent(sdk.query)).toBe(
		'limit=100&updated_at[after]=1700000000&updated_at[after][before]=1700086400',
	);

	const entries = [
		{ operator: 'after', value: '2023-11-14T22:13:20Z' },
		{ operator: 'before', value: 1_700_086_400 },
	];
	const correct = 'limit=100&updated_at%5Bafter%5D=1700000000&updated_at%5Bbefore%5D=1700086400';
	expect((await ours({ ...list, filters: { updated_at: entries } })).query).toBe(correct);
	const filtersJson = JSON.stringify({ updated_at: { after: 1_700_000_000, before: 1_700_086_400 } });
	expect((await ours({ ...list, specifyFilters: 'json', filtersJson })).query).toBe(correct);
});

it('an empty list of a filter is refused; the SDK sends it with lists and leaves it out with exports, which then hold everything', async () => {
	const listed = await theirs('order', 'list', { limit: 100, status: { in: [] } });
	expect(decodeURIComponent(listed.query)).toBe('limit=100&status[in]=[]');
	expect((await theirs('export', 'orders', { order: { status: { in: [] } } })).body).toBe('');

	const filtersJson = '{"status":{"in":[]}}';
	await expect(ours({ ...list, specifyFilters: 'json', filtersJson })).rejects.toThrow(
		/Status \(status\[in\]\) has no value/,
	);
	expect(server.take()).toEqual([]);
});

it.each([
	['order', 'get', 'order', 'retrieve', '/api/v2/orders/a%2Fb'],
	['order', 'update', 'order', 'update', '/api/v2/orders/a%2Fb'],
	['order', 'cancel', 'order', 'cancel', '/api/v2/orders/a%2Fb/cancel'],
	['order', 'delete', 'order', 'delete', '/api/v2/orders/a%2Fb/delete'],
	['order', 'getAllForInvoice', 'order', 'ordersForInvoice', '/api/v2/invoices/a%2Fb/orders'],
	['export', 'get', 'export', 'retrieve', '/api/v2/exports/a%2Fb'],
] as const)(
	'a slash in an ID stays inside of the ID: %s %s; the SDK lets it split the path',
	async (resource, operation, sdkResource, method, path) => {
		const input = {
			...(operation === 'update' ? { note: 'n' } : {}),
			...(operation === 'cancel' ? { cancellation_reason: 'others' } : {}),
		};
		expect((await theirs(sdkResource, method, 'a/b', input)).path).toBe(path.replace('%2F', '/'));

		const id =
			resource === 'export'
				? { exportId: 'a/b' }
				: operation === 'getAllForInvoice'
					? { invoiceId: byId('a/b') }
					: { orderId: byId('a/b') };
		const fields =
			operation === 'update'
				? { fields: { note: 'n' } }
				: operation === 'cancel'
					? { cancellation_reason: 'others' }
					: {};
		expect((await ours({ resource, operation, ...id, ...fields })).path).toBe(path);
	},
);

describe('headers of requests without parameters are headers; the SDK sends them as parameters', () => {
	const entity = { 'chargebee-business-entity-id': 'be1' };
	const requestContext = { business_entity_id: 'be1' };

	it.each([
		['order', 'get', 'retrieve', 'orderId'],
		['export', 'get', 'retrieve', 'exportId'],
	] as const)('%s %s', async (resource, operation, method, idParameter) => {
		const sdk = await theirs(resource, method, 'id1', entity);
		expect([sdk.query, sdk.headers['chargebee-business-entity-id']]).toEqual([
			'chargebee-business-entity-id=be1',
			undefined,
		]);

		const node = await ours({
			resource,
			operation,
			[idParameter]: resource === 'order' ? byId('id1') : 'id1',
			requestContext,
		});
		expect([node.query, node.headers['chargebee-business-entity-id']]).toEqual(['', 'be1']);
	});

	it.each(['assignOrderNumber', 'delete'])('order %s', async (operation) => {
		const key = { 'chargebee-idempotency-key': 'k2' };
		const sdk = await theirs('order', operation, 'o1', { ...entity, ...key });
		expect([sdk.body, sdk.headers['chargebee-idempotency-key']]).toEqual([
			'chargebee-business-entity-id=be1&chargebee-idempotency-key=k2',
			undefined,
		]);

		const node = await ours({
			resource: 'order',
			operation,
			orderId: byId('o1'),
			requestContext: { ...requestContext, idempotency_key: 'k2' },
		});
		expect(node.body).toBe('');
		expect([node.headers['chargebee-business-entity-id'], node.headers['chargebee-idempotency-key']]).toEqual([
			'be1',
			'k2',
		]);
	});
});

it('the SDK cannot wait for an export at all: it fails as soon as it has asked (the node waits, see the tests of the engine)', async () => {
	const waiting = officialSdk(server.url).export.wait_for_export_completion?.('e1') as unknown as {
		request(): Promise<unknown>;
	};
	await expect(waiting.request()).rejects.toThrow(TypeError);
	// Its request is still under way.
	while (server.take().length === 0) await setTimeout(5);
});

describe('what the API takes is sent; the SDK refuses it when it validates', () => {
	it.each([
		['order', 'list', [{ status: { in: ['queued', 'shipped'] } }]],
		['order', 'list', [{ updated_at: { after: 1_700_000_000 } }]],
		['order', 'update', ['o1', { order_line_items: [{ id: 'oli1', status: 'shipped' }] }]],
		['export', 'orders', [{ order: { status: { is: 'queued' } } }]],
	] as const)('%s.%s(%j)', async (resource, method, args) => {
		const validating = officialSdk(server.url, 'v2', { enableValidation: true });
		await expect(validating[resource][method]?.(...structuredClone(args))).rejects.toThrow();
		expect(server.take()).toEqual([]);

		await officialSdk(server.url)[resource][method]?.(...structuredClone(args));
		only(server.take());
	});
});

import type { AxiosAdapter } from 'axios';
import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';

import { orders } from '../../nodes/ChargebeeOrders/api/exports/orders';
import { filterName, type Filter, type Operator } from '../../nodes/ChargebeeOrders/api/filters';
import documented from './facts/documentedRequests.json';
import { editorEntry, operandFor } from './filterOperands';
import { byId, decodedPairs, only, runOnce } from './nodeRequests';
import type { RecordedRequest } from './recordingServer';
import { answerTo } from './recordingServer';

/**
 * What Chargebee's documentation says can be sent, the node sends: from the editor, in n8n's engine, to the documented
 * addresses. Nothing reaches the network: n8n's copy of axios is given an adapter that keeps the request.
 */
const sent: RecordedRequest[] = [];
const { adapter: realAdapter } = axios.defaults;

const keepingAdapter: AxiosAdapter = async (config) => {
	const { origin, pathname, search } = new URL(axios.getUri(config));
	const headers = Object.fromEntries(
		Object.entries(config.headers.toJSON()).map(([name, value]): [string, string] => [
			name.toLowerCase(),
			String(value),
		]),
	);
	const { username = '', password = '' } = config.auth ?? {};
	const request: RecordedRequest = {
		method: (config.method ?? '').toUpperCase(),
		path: `${origin}${pathname}`,
		query: search.slice(1),
		headers: { ...headers, authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` },
		body: typeof config.data === 'string' ? config.data : '',
	};
	sent.push(request);
	const data = JSON.stringify(answerTo({ method: request.method, path: pathname }));
	return await Promise.resolve({
		data,
		status: 200,
		statusText: 'OK',
		headers: { 'content-type': 'application/json' },
		config,
	});
};

beforeAll(() => {
	axios.defaults.adapter = keepingAdapter;
});
afterAll(() => {
	axios.defaults.adapter = realAdapter;
});

const live = { environment: 'live', site: 'acme', apiKey: 'k' };

/** The one request of a run: never two, and none that was not kept. */
async function requestOf(
	parameters: INodeParameters,
	credential: Record<string, string> = live,
): Promise<RecordedRequest> {
	await runOnce(parameters, credential);
	return only(sent.splice(0));
}

const context = {
	user_email: 'user@example.com',
	ip: '192.168.1.2',
	device: 'Android',
	suppress_events: ['actions', 'email', 'webhook'],
};

const sentContext = {
	'chargebee-request-origin-user': 'user@example.com',
	'chargebee-request-origin-ip': '192.168.1.2',
	'chargebee-request-origin-device': 'Android',
	'chargebee-event-actions': 'all-disabled',
	'chargebee-event-email': 'all-disabled',
	'chargebee-event-webhook': 'all-disabled',
};

/** The documented headers in a request; the idempotency key, which the node always adds, is documented on a page of its own. */
function chargebeeHeaders({ headers }: RecordedRequest): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).filter(([name]) => name.startsWith('chargebee-') && name !== 'chargebee-idempotency-key'),
	);
}

const encodedUser = 'chargebee-request-origin-user-encoded';

/** Where the documentation says that a site's API is: `{protocol}://{site}.{environment}:{port}`, with `-test` for a test site. */
const addresses: ReadonlyArray<[string, Record<string, string>, string]> = [
	['a live site', live, 'https://acme.chargebee.com:443'],
	['a test site', { ...live, environment: 'test' }, 'https://acme-test.chargebee.com:443'],
	[
		'a test site by its full name',
		{ ...live, environment: 'test', site: 'https://acme-test.chargebee.com/orders' },
		'https://acme-test.chargebee.com:443',
	],
	[
		'another protocol, host and port',
		{ environment: 'custom', baseUrl: 'http://acme.sandbox.example:8080', apiKey: 'k' },
		'http://acme.sandbox.example:8080',
	],
];

describe('POST /api/v1/orders', () => {
	const fields = {
		id: 'order 1',
		batch_id: 'batch-7',
		note: 'Leave with the neighbour & ring twice',
		tracking_id: '1Z999',
		fulfillment_status: 'Awaiting Shipment',
		status: 'processing',
		reference_id: 'SO-1',
	};
	const parameters = {
		resource: 'order',
		operation: 'create',
		invoice_id: byId('INV 1'),
		fields,
		requestContext: context,
	};

	it.each(addresses)('goes to %s with every documented field and header', async (_where, credential, server) => {
		const request = await requestOf(parameters, credential);
		expect([request.method, request.path]).toEqual(['POST', new URL(`${server}${documented.createOrder.path}`).href]);
		expect(Object.fromEntries(decodedPairs(request.body))).toEqual({ invoice_id: 'INV 1', ...fields });
		expect(
			decodedPairs(request.body)
				.map(([name]) => name)
				.sort(),
		).toEqual([...documented.createOrder.fields].sort());
		expect(chargebeeHeaders(request)).toEqual(sentContext);
		expect(request.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
		expect(request.headers.authorization).toBe(`Basic ${Buffer.from('k:').toString('base64')}`);
	});

	it('has no documented header that cannot be sent, one of the two for the user at a time', async () => {
		const request = await requestOf({ ...parameters, requestContext: { user_email: 'user+тест@example.com' } });
		expect(chargebeeHeaders(request)).toEqual({
			[encodedUser]: Buffer.from('user+тест@example.com').toString('base64'),
		});
		expect([...Object.keys(sentContext), encodedUser].sort()).toEqual([...documented.createOrder.headers].sort());
	});

	it('needs the invoice alone', async () => {
		const request = await requestOf({ resource: 'order', operation: 'create', invoice_id: byId('INV-1') });
		expect(decodedPairs(request.body)).toEqual([['invoice_id', 'INV-1']]);
		const withoutInvoice = {
			...parameters,
			invoice_id: undefined,
			specifyFields: 'json',
			fieldsJson: JSON.stringify(fields),
		};
		await expect(requestOf(withoutInvoice)).rejects.toThrow('Invoice ID (invoice_id) has no value');
		expect(sent).toEqual([]);
	});
});

describe('the other order operations of version 1', () => {
	const v1 = { resource: 'order', apiVersion: 'v1' };
	const order = 'https://acme.chargebee.com/api/v1/orders/o%2F1';

	it('updates every documented field, the shipping address too', async () => {
		const { fields: names, shippingAddress } = documented.updateOrder;
		const value = (name: string): string => (name === 'status' ? 'complete' : `${name} é`);
		const fields = Object.fromEntries(names.map((name) => [name, value(name)]));
		const address = Object.fromEntries(shippingAddress.map((name) => [name, value(name)]));
		const request = await requestOf({
			...v1,
			operation: 'update',
			orderId: byId('o/1'),
			fields: { ...fields, shipping_address: { values: address } },
			requestContext: context,
		});
		expect([request.method, request.path]).toEqual(['POST', order]);
		const expected = {
			...fields,
			...Object.fromEntries(shippingAddress.map((name) => [`shipping_address[${name}]`, value(name)])),
		};
		expect(Object.fromEntries(decodedPairs(request.body))).toEqual(expected);
		expect(chargebeeHeaders(request)).toEqual(sentContext);
	});

	it.each(['new', 'processing', 'complete', 'cancelled', 'voided'])('sets the status %s', async (status) => {
		const request = await requestOf({ ...v1, operation: 'update', orderId: byId('o/1'), fields: { status } });
		expect(request.body).toBe(`status=${status}`);
	});

	it('retrieves an order', async () => {
		const request = await requestOf({ ...v1, operation: 'get', orderId: byId('o/1') });
		expect([request.method, request.path, request.query, request.body]).toEqual(['GET', order, '', '']);
	});

	it.each([
		['all orders', { operation: 'getAll' }, 'https://acme.chargebee.com/api/v1/orders'],
		[
			'the orders of an invoice',
			{ operation: 'getAllForInvoice', invoiceId: byId('INV 1') },
			'https://acme.chargebee.com/api/v1/invoices/INV%201/orders',
		],
	])('lists %s', async (_which, parameters, path) => {
		const request = await requestOf({
			...v1,
			...parameters,
			limit: 100,
			requestContext: { user_email: 'user@example.com', ip: '::1', device: 'iOS' },
		});
		expect([request.method, request.path, request.query]).toEqual(['GET', path, 'limit=100']);
		expect(Object.keys(chargebeeHeaders(request)).sort()).toEqual(
			['device', 'ip', 'user'].map((name) => `chargebee-request-origin-${name}`),
		);
	});
});

describe('POST /api/v2/exports/orders', () => {
	const start = { resource: 'export', operation: 'start' };
	const conditions = Object.entries(documented.exportOrders.filters).flatMap(([path, operators]) =>
		operators.map((operator) => [path, operator] as const),
	);

	/** The pair that the documentation describes: lists and periods as one JSON array. */
	function documentedPair(filter: Filter, operator: Operator): [string, string] {
		const operand = operandFor(filter, operator);
		const [first = '', ...inner] = [...filter.path, operator];
		return [
			`${first}${inner.map((part) => `[${part}]`).join('')}`,
			Array.isArray(operand) ? JSON.stringify(operand) : String(operand),
		];
	}

	function find(path: string, operator: string): [Filter, Operator] {
		const filter = orders.filters.find((candidate) => candidate.path.join('.') === path);
		const known = filter?.operators.find((candidate) => candidate === operator);
		if (filter === undefined || known === undefined) throw new Error(`The node has no ${path}.${operator}`);
		return [filter, known];
	}

	it('has 84 documented conditions, and the node no more', () => {
		expect(conditions).toHaveLength(84);
		expect(orders.filters.flatMap(({ operators }) => operators)).toHaveLength(84);
	});

	it.each(conditions)('sends %s.%s', async (path, operator) => {
		const [filter, known] = find(path, operator);
		const request = await requestOf({ ...start, filters: { [filterName(filter)]: [editorEntry(filter, known)] } });
		expect(decodedPairs(request.body)).toEqual([documentedPair(filter, known)]);
	});

	it('sends every condition at once', async () => {
		const filters: Record<string, INodeParameters[]> = {};
		for (const [path, operator] of conditions) {
			const [filter, known] = find(path, operator);
			(filters[filterName(filter)] ??= []).push(editorEntry(filter, known));
		}
		const request = await requestOf({ ...start, filters });
		const expected = conditions.map(([path, operator]) => documentedPair(...find(path, operator)));
		expect(decodedPairs(request.body).sort()).toEqual(expected.sort());
	});

	it.each(addresses)('goes to %s with every documented header', async (_where, credential, server) => {
		const requestContext = { ...context, business_entity_id: '__dev__8at09TEfAyAk2' };
		const request = await requestOf({ ...start, requestContext }, credential);
		expect([request.method, request.path, request.body]).toEqual([
			'POST',
			new URL(`${server}${documented.exportOrders.path}`).href,
			'',
		]);
		expect(chargebeeHeaders(request)).toEqual({
			...sentContext,
			'chargebee-business-entity-id': '__dev__8at09TEfAyAk2',
		});
		expect([...Object.keys(chargebeeHeaders(request)), encodedUser].sort()).toEqual(
			[...documented.exportOrders.headers].sort(),
		);
		expect(request.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
	});
});

import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type IRequestOptions,
} from 'n8n-workflow';

import { runNode, type NodeRun } from './harness';
import { startEchoServer, type EchoServer } from './harness/echoServer';
import { json, OrderSandbox } from './orderSandbox';

const use = new OrderSandbox({ orders: 3 });
let elsewhere: EchoServer;

beforeAll(async () => {
	elsewhere = await startEchoServer();
});

afterEach(() => {
	expect(elsewhere.asked).toEqual([]);
});

afterAll(async () => {
	await elsewhere.close();
});

/** A node that sends what its parameter says with the credential, by n8n's older kind of request, as HTTP Request does. */
class SendsRequests implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Sends Requests',
		name: 'sendsRequests',
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'Sends Requests' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'chargebeeSiteApi', required: true }],
		properties: [{ displayName: 'Request', name: 'request', type: 'json', default: '' }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const request = JSON.parse(String(this.getNodeParameter('request', 0))) as IRequestOptions;
		const send = this.helpers.requestWithAuthentication;
		const answer: unknown = await send.call(this, 'chargebeeSiteApi', request, undefined, 0);
		return [[{ json: { answer } as INodeExecutionData['json'] }]];
	}
}

/** What HTTP Request asks for where nothing is chosen in its options. */
const asHttpRequest = { json: true, followRedirect: true, followAllRedirects: true };

async function send(request: IRequestOptions): Promise<NodeRun> {
	const { url, apiKey } = use.sandbox;
	return await runNode({
		nodeType: new SendsRequests(),
		parameters: { request: JSON.stringify({ ...asHttpRequest, ...request }) },
		credential: { url, apiKey },
	});
}

it('a request of another node to the host of the credential carries its key', async () => {
	const read = await send({ method: 'GET', uri: `${use.sandbox.url}/api/v2/orders/order_1` });
	expect(json(read)).toMatchObject([{ answer: { order: { id: 'order_1' } } }]);
});

it.each([
	['in uri', () => ({ uri: `${elsewhere.url}/` })],
	['in uri, with a base URL of the own one', () => ({ baseURL: use.sandbox.url, uri: `${elsewhere.url}/` })],
	['in url, with the own one in uri', () => ({ url: `${elsewhere.url}/`, uri: `${use.sandbox.url}/` })],
])('no other host gets it (%s)', async (_where, request) => {
	const { error } = await send({ method: 'GET', ...request() });
	expect(error?.message).toContain('is not sent to another host');
	expect(use.ledger).toEqual([]);
});

const redirects = [301, 302, 303, 307, 308];

describe.each(['GET', 'POST'] as const)('no redirect of a %s', (method) => {
	it.each(redirects)('with %i takes it elsewhere', async (status) => {
		const headers = { location: `${elsewhere.url}/api/v2/orders` };
		use.sandbox.script.respondOnce({ method, path: /\/orders$/ }, { status, headers, body: '' });
		const asked = await send({
			method,
			uri: `${use.sandbox.url}/api/v2/orders`,
			headers: method === 'POST' ? { 'chargebee-idempotency-key': 'key' } : {},
		});
		expect(asked.status).toBe('error');
		expect(use.ledger).toHaveLength(1);
	});
});

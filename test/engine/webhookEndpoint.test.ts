import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { NodeApiError } from 'n8n-workflow';

import { startSandbox, type LedgerEntry, type Sandbox } from '../sandbox';
import { RawClient } from '../sandbox/rawClient';
import { SkippedTime } from '../support/skippedTime';

import { WebhookNode } from './harness/webhookNode';
import { faultsOf } from './orderSandbox';

let sandbox: Sandbox;
let node: WebhookNode;
let time: SkippedTime;

beforeEach(async () => {
	time = new SkippedTime();
	time.install();
	sandbox = await startSandbox({ orders: 3, webhookPorts: 'any', clock: time });
	node = new WebhookNode({ url: sandbox.url, apiKey: sandbox.apiKey });
	node.origin = 'http://127.0.0.1:5678';
	node.parameters = { events: ['order_updated', 'order_created'] };
});

afterEach(async () => {
	jest.restoreAllMocks();
	const faults = faultsOf(sandbox.ledger.filter(({ rateLimited }) => rateLimited === undefined));
	await sandbox.close();
	expect(faults).toEqual([]);
});

/** The requests since the last call: `GET /webhook_endpoints`. */
function requests(): string[] {
	const all = sandbox.ledger.map(({ method, path }) => `${method} ${path.replace('/api/v2', '')}`);
	sandbox.resetLedger();
	return all;
}

function form(entry: LedgerEntry | undefined): Record<string, string> {
	return Object.fromEntries(entry?.form ?? []);
}

const endpoints = (): Array<Record<string, unknown>> =>
	sandbox.store.endpoints.all().map(({ attributes }) => ({ ...attributes }));

async function failureOfHook(...args: Parameters<WebhookNode['hook']>): Promise<Error> {
	return await node.hook(...args).then(
		() => {
			throw new Error('the hook did not fail');
		},
		(error: unknown) => error as Error,
	);
}

describe('publishing', () => {
	it('makes one endpoint, and remembers the hash of its password alone', async () => {
		await node.publish();
		const created = form(sandbox.ledger.at(-1));
		expect(created).toEqual({
			name: 'n8n kq3XbT7wLz0aPmNe 2f3c8a51',
			url: node.url(),
			api_version: 'v2',
			basic_auth_username: 'n8n',
			basic_auth_password: expect.stringMatching(/^[\w-]{43}$/),
			'enabled_events[0]': 'order_created',
			'enabled_events[1]': 'order_updated',
		});
		expect(requests()).toEqual(['GET /webhook_endpoints', 'POST /webhook_endpoints']);
		expect(node.data).toEqual({
			stateVersion: 1,
			site: sandbox.url,
			endpointId: endpoints()[0]?.id,
			secretHash: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
		expect(JSON.stringify([node.data, node.logs])).not.toContain(created.basic_auth_password);
	});

	it('twenty times makes one endpoint and writes once', async () => {
		for (let times = 0; times < 20; times += 1) await node.publish();
		expect(endpoints()).toHaveLength(1);
		expect(requests().filter((request) => request.startsWith('POST'))).toHaveLength(1);
	});

	it('looks at the endpoint that it remembers, in one request', async () => {
		await node.publish();
		requests();
		expect(await node.hook('checkExists')).toBe(true);
		expect(requests()).toEqual([`GET /webhook_endpoints/${String(node.data.endpointId)}`]);
	});

	it('takes a second one where the first was deleted by hand', async () => {
		await node.publish();
		const first = String(node.data.endpointId);
		sandbox.script.removeEndpoint(first);
		requests();
		await node.publish();
		expect(requests()).toEqual([
			`GET /webhook_endpoints/${first}`,
			'GET /webhook_endpoints',
			'POST /webhook_endpoints',
		]);
		expect(node.data.endpointId).not.toBe(first);
	});

	it.each<[string, () => void]>([
		['was disabled', () => sandbox.script.disableEndpoint(String(node.data.endpointId))],
		['is to send other events', () => (node.parameters = { events: ['order_deleted'] })],
		['has another address', () => (node.origin = 'http://127.0.0.1:8080')],
	])('puts an endpoint right that %s, and keeps its password', async (_what, change) => {
		await node.publish();
		const before = { ...node.data };
		change();
		requests();
		await node.publish();
		const update = form(sandbox.ledger.at(-1));
		const path = `/webhook_endpoints/${String(before.endpointId)}`;
		expect(requests()).toEqual([`GET ${path}`, `POST ${path}`]);
		expect(Object.keys(update)).not.toContain('basic_auth_password');
		expect(update).toMatchObject({ url: node.url(), disabled: 'false', api_version: 'v2' });
		expect(node.data).toEqual(before);
		expect(endpoints()).toMatchObject([{ url: node.url(), disabled: false }]);
	});

	it('leaves an endpoint alone that has the events in another order, or a name of its own', async () => {
		await node.publish();
		const { id } = endpoints()[0] ?? {};
		const renamed = { name: 'by hand', 'enabled_events[0]': 'order_updated', 'enabled_events[1]': 'order_created' };
		await new RawClient(sandbox).post(`/api/v2/webhook_endpoints/${String(id)}`, renamed);
		requests();
		await node.publish();
		expect(requests()).toEqual([`GET /webhook_endpoints/${String(id)}`]);
		expect(endpoints()).toMatchObject([{ name: 'by hand' }]);
	});

	it.each(['stateVersion', 'site', 'endpointId', 'secretHash'])(
		'adopts its endpoint where %s is missing in what it remembers',
		async (key) => {
			await node.publish();
			const before = { ...node.data };
			node.data = Object.fromEntries(Object.entries(before).filter(([name]) => name !== key));
			requests();
			await node.publish();
			expect(requests()).toEqual(['GET /webhook_endpoints', `POST /webhook_endpoints/${String(before.endpointId)}`]);
			expect(node.data).toEqual({ ...before, secretHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
			expect(node.data.secretHash).not.toBe(before.secretHash);
		},
	);

	it('adopts the endpoint of its URL with a new password, deletes others of it, and leaves all others alone', async () => {
		await node.publish();
		const { endpointId, secretHash } = node.data;
		sandbox.store.addEndpoint({ url: node.url(), name: 'twice' });
		sandbox.store.addEndpoint({ url: node.url(true), name: 'n8n kq3XbT7wLz0aPmNe 2f3c8a51 (test)' });
		sandbox.store.addEndpoint({ url: `${node.url()}2`, name: 'foreign' });
		node.data = {};
		requests();
		expect(await node.hook('checkExists')).toBe(true);
		const path = `/webhook_endpoints/${String(endpointId)}`;
		const [list, update, removal, ...more] = requests();
		expect([list, update, more]).toEqual(['GET /webhook_endpoints', `POST ${path}`, []]);
		expect(removal).toMatch(/^POST \/webhook_endpoints\/.+\/delete$/);
		expect(node.data.endpointId).toBe(endpointId);
		expect(node.data.secretHash).not.toBe(secretHash);
		expect(endpoints().map(({ name }) => name)).toEqual([
			'n8n kq3XbT7wLz0aPmNe 2f3c8a51',
			'n8n kq3XbT7wLz0aPmNe 2f3c8a51 (test)',
			'foreign',
		]);
	});

	it('makes one endpoint where the answer is lost ten times', async () => {
		for (let times = 0; times < 10; times += 1) {
			sandbox.script.faultOnce({ method: 'POST', path: /webhook_endpoints/ }, 'cutAfter');
		}
		// As n8n does, until the person gives it up and publishes again.
		for (let round = 0; round < 10 && node.data.endpointId === undefined; round += 1) {
			await node.publish().catch(async () => {
				await node.hook('delete').catch(() => undefined);
				await time.sleep(8_000);
			});
		}
		expect(sandbox.ledger.filter(({ fault }) => fault === 'cutAfter')).toHaveLength(10);
		expect(endpoints()).toHaveLength(1);
	});

	it('is refused without an answer that names the endpoint, and nothing is remembered', async () => {
		sandbox.script.respondOnce(
			{ method: 'POST', path: /webhook_endpoints$/ },
			{ status: 200, body: { webhook_endpoint: { name: 'x' } } },
		);
		const error = await failureOfHook('create');
		expect(error.message).toBe('Chargebee answered without the ID of the webhook endpoint');
		expect(node.data).toEqual({});
	});

	it('begins anew where the credential is that of another site', async () => {
		node.data = { stateVersion: 1, site: 'https://other.chargebee.com', endpointId: 'we_1', secretHash: 'ab' };
		await node.publish();
		expect(requests()).toEqual(['GET /webhook_endpoints', 'POST /webhook_endpoints']);
		expect(node.data.site).toBe(sandbox.url);
	});
});

it('the list of endpoints is read to its end', async () => {
	await sandbox.close();
	sandbox = await startSandbox({ orders: 1, webhookPorts: 'any', clock: time, pageOfNothingAt: 1 });
	node.credential = { url: sandbox.url, apiKey: sandbox.apiKey };
	const { attributes } = sandbox.store.addEndpoint({ url: node.url(), name: 'on the second page' });
	expect(await node.hook('checkExists')).toBe(true);
	expect(requests()).toEqual([
		'GET /webhook_endpoints',
		'GET /webhook_endpoints',
		`POST /webhook_endpoints/${attributes.id}`,
	]);
});

it('the password stands in no error and no log, even where an answer repeats it', async () => {
	const echo = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request
			.on('data', (chunk: Buffer) => chunks.push(chunk))
			.once('end', () => {
				const form = Buffer.concat(chunks).toString();
				response.writeHead(request.method === 'POST' ? 400 : 200, { 'content-type': 'application/json' });
				const list = [{ webhook_endpoint: { id: 'we_1', url: node.url() } }];
				response.end(JSON.stringify({ list, message: form, api_error_code: form, param: form }));
			});
	});
	await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
	node.credential = { url: `http://127.0.0.1:${(echo.address() as AddressInfo).port}`, apiKey: 'the key' };
	try {
		for (const hook of ['create', 'checkExists'] as const) {
			const error = await failureOfHook(hook);
			const told = JSON.stringify([
				error,
				error.message,
				(error as NodeApiError).description,
				error.stack,
				node.logs,
				node.data,
			]);
			expect(told).toContain('basic_auth_password=[API key]&');
			expect(told).not.toMatch(/basic_auth_password=[\w-]{43}/);
		}
	} finally {
		echo.closeAllConnections();
		echo.close();
	}
});

describe('a test', () => {
	it('takes an endpoint of its own at another URL, and leaves that of the workflow', async () => {
		await node.publish();
		const state = { ...node.data };
		await node.publish({ test: true });
		expect(endpoints().map(({ name, url }) => [name, url])).toEqual([
			['n8n kq3XbT7wLz0aPmNe 2f3c8a51', node.url()],
			['n8n kq3XbT7wLz0aPmNe 2f3c8a51 (test)', node.url(true)],
		]);
		// n8n was killed meanwhile: the next test finds the endpoint by its URL.
		await node.publish({ test: true });
		expect(endpoints()).toHaveLength(2);
		await node.hook('delete', { test: true });
		expect(endpoints().map(({ url }) => url)).toEqual([node.url()]);
		expect(node.data).toEqual(state);
	});
});

describe('what cannot be is told with the whole remedy in the message', () => {
	it('five endpoints are named, and none is deleted', async () => {
		const names = ['Warehouse', 'n8n abc 12345678', 'A name that is longer than thirty characters', 'ERP', 'CRM'];
		for (const name of names) sandbox.store.addEndpoint({ name, url: `https://${name.length}.example.com` });
		const error = await failureOfHook('create');
		expect(error.message).toBe(
			'The Chargebee site has five webhook endpoints, the most it allows: Warehouse, n8n abc 12345678 (n8n), A name that is longer than thi, ERP, CRM. Delete one in Settings, Configure Chargebee, API Keys and Webhooks, or use the Chargebee Orders Polling Trigger',
		);
		expect(requests()).toEqual(['POST /webhook_endpoints', 'GET /webhook_endpoints']);
		expect(endpoints()).toHaveLength(5);
		expect(node.data).toEqual({});
	});

	it("Chargebee's own refusal is told where the list cannot tell", async () => {
		sandbox.script.respondOnce(
			{ method: 'POST', path: /webhook_endpoints$/ },
			{ status: 400, body: { message: 'no more of them', api_error_code: 'resource_limit_exceeded' } },
		);
		sandbox.script.respondOnce({ method: 'GET', path: /webhook_endpoints$/ }, { status: 403, body: {} });
		const error = await failureOfHook('create');
		expect(error.message).toBe("no more of them (Chargebee's code: resource_limit_exceeded)");
	});

	it("Chargebee's own refusal is told in its words, with its code", async () => {
		sandbox.script.respondOnce(
			{ method: 'POST', path: /webhook_endpoints$/ },
			{ status: 400, body: { message: 'no such port', api_error_code: 'param_wrong_value', param: 'url' } },
		);
		const error = await failureOfHook('create');
		expect(error.message).toBe("url: no such port (Chargebee's code: param_wrong_value)");
	});

	it.each<[number, object, string]>([
		[403, { api_error_code: 'api_authorization_failed' }, 'The API key may not manage webhook endpoints: use a full'],
		[401, { api_error_code: 'api_authentication_failed' }, 'The API key is not valid for this site: check the key'],
		[404, { api_error_code: 'site_not_found' }, 'There is no Chargebee site of this name: check Site'],
		[400, { message: 'Authorization is missing' }, 'authentication is missing'],
	])('status %d', async (status, body, message) => {
		sandbox.script.respondOnce({ method: 'GET', path: /webhook_endpoints$/ }, { status, body });
		const error = await failureOfHook('checkExists');
		expect(error.message).toContain(message);
		// n8n 1 takes an error with this word for a wrong credential.
		expect(JSON.stringify(error)).not.toContain('Authorization');
		expect(error).not.toHaveProperty('detail');
	});

	it('no event is no event of all', async () => {
		node.parameters = { events: [] };
		const error = await failureOfHook('checkExists');
		expect(error.message).toContain(
			'No event is chosen, and to Chargebee that would mean all events: choose at least one',
		);
		expect(requests()).toEqual([]);
	});

	it('an event that Chargebee does not have is refused with the nearest one', async () => {
		node.parameters = { events: ['order_canceled'] };
		const error = await failureOfHook('checkExists');
		expect(error.message).toContain('Events cannot be "order_canceled". Did you mean "order_cancelled"?');
		expect(requests()).toEqual([]);
	});

	it('a way to respond that n8n does not have for it is refused', async () => {
		node.parameters = { events: ['order_created'], options: { respond: 'responseNode' } };
		const error = await failureOfHook('checkExists');
		expect(error.message).toContain('Respond cannot be "responseNode"');
		expect(requests()).toEqual([]);
	});

	it('an address that Chargebee cannot reach is refused without a request, and nothing is looked for', async () => {
		node.credential = { environment: 'test', site: 'acme', apiKey: 'a key of the test site' };
		const error = await failureOfHook('create');
		expect(error.message).toContain('Chargebee cannot reach this n8n at http://127.0.0.1:5678: it sends to https');
		expect(await node.hook('delete')).toBe(true);
		expect(requests()).toEqual([]);
	});
});

describe('Chargebee is away', () => {
	const outage = { method: 'GET', path: /webhook_endpoints/ };
	const always = (): void => {
		for (let times = 0; times < 30; times += 1) {
			sandbox.script.respondOnce(outage, { status: 503, body: {} });
			sandbox.script.respondOnce({ ...outage, method: 'POST' }, { status: 503, body: {} });
		}
	};

	it.each(['init', 'leadershipChange'] as const)(
		'at the start of n8n (%s) the endpoint is taken to be there',
		async (activation) => {
			await node.publish();
			always();
			expect(await node.hook('checkExists', { activation })).toBe(true);
			expect(node.logs.map(({ level, message }) => `${level} ${message}`)).toEqual([
				expect.stringMatching(/^warn The webhook endpoint could not be looked at, and is taken to be there: /),
			]);
		},
	);

	it('where a person publishes, or nothing is remembered, that is an error', async () => {
		always();
		await expect(node.hook('checkExists', { activation: 'init' })).rejects.toThrow('503');
		node.data = { stateVersion: 1, site: sandbox.url, endpointId: 'we_1', secretHash: 'ab' };
		await expect(node.hook('checkExists', { activation: 'activate' })).rejects.toThrow('503');
	});

	it('an endpoint that could not be deleted because nobody answers is remembered', async () => {
		await node.publish();
		const state = { ...node.data };
		node.credential = { url: 'http://127.0.0.1:9', apiKey: sandbox.apiKey };
		node.data = { ...state, site: 'http://127.0.0.1:9' };
		await expect(node.hook('delete')).rejects.toThrow('No usable answer from Chargebee');
		expect(node.data).toEqual({ ...state, site: 'http://127.0.0.1:9' });
		expect(node.logs.map(({ message }) => message)).toEqual([
			expect.stringContaining('may stay in http://127.0.0.1:9'),
		]);
	});

	it('an endpoint that could not be deleted is remembered, and said in the log', async () => {
		await node.publish();
		const state = { ...node.data };
		always();
		await expect(node.hook('delete')).rejects.toThrow('503');
		expect(node.data).toEqual(state);
		expect(node.logs.map(({ level, message }) => `${level} ${message}`)).toEqual([
			expect.stringContaining(
				`error The webhook endpoint "n8n kq3XbT7wLz0aPmNe 2f3c8a51" (${String(state.endpointId)}) may stay in ${sandbox.url}`,
			),
		]);
	});
});

describe('unpublishing', () => {
	it('deletes the endpoint and forgets it', async () => {
		await node.publish();
		const { endpointId } = node.data;
		requests();
		expect(await node.hook('delete')).toBe(true);
		expect(requests()).toEqual([`POST /webhook_endpoints/${String(endpointId)}/delete`]);
		expect(endpoints()).toEqual([]);
		expect(node.data).toEqual({});
	});

	it('is done where the endpoint is gone', async () => {
		await node.publish();
		sandbox.script.removeEndpoint(String(node.data.endpointId));
		expect(await node.hook('delete')).toBe(true);
		expect(node.data).toEqual({});
	});

	it('finds an endpoint that it does not remember by its URL', async () => {
		await node.publish();
		sandbox.store.addEndpoint({ url: `${node.url()}2`, name: 'foreign' });
		const { endpointId } = node.data;
		node.data = {};
		requests();
		await node.hook('delete');
		expect(requests()).toEqual(['GET /webhook_endpoints', `POST /webhook_endpoints/${String(endpointId)}/delete`]);
		expect(endpoints().map(({ name }) => name)).toEqual(['foreign']);
	});

	it('never sends the ID of an endpoint to another site', async () => {
		node.data = { stateVersion: 1, site: 'https://other.chargebee.com', endpointId: 'we_1', secretHash: 'ab' };
		expect(await node.hook('delete')).toBe(true);
		expect(requests()).toEqual([]);
		expect(node.data).toEqual({});
		expect(node.logs[0]?.message).toContain('The webhook endpoint we_1 of https://other.chargebee.com is not removed');
	});
});

import type { Sandbox, SandboxOptions } from './index';
import { startSandbox } from './index';
import type { RawAnswer } from './rawClient';
import { allPages, RawClient } from './rawClient';

const path = '/api/v2/webhook_endpoints';
const url = 'https://n8n.example/webhook/abc';

let sandbox: Sandbox;
let client: RawClient;

const start = async (options: SandboxOptions = {}): Promise<void> => {
	sandbox = await startSandbox({ orders: 3, ...options });
	client = new RawClient(sandbox);
};
beforeEach(() => start());
afterEach(() => sandbox.close());

const endpointIn = ({ body }: RawAnswer): Record<string, unknown> & { id: string } =>
	(body as { webhook_endpoint: Record<string, unknown> & { id: string } }).webhook_endpoint;
const create = async (form: Record<string, string> = {}): Promise<RawAnswer> =>
	await client.post(path, { name: 'n8n', url, ...form });
const refusal = ({ status, body }: RawAnswer): unknown => {
	const { api_error_code, param } = body as { api_error_code?: string; param?: string };
	return [status, api_error_code, param];
};

it('creates, retrieves, updates and deletes; the credentials are never in an answer', async () => {
	const auth = { basic_auth_username: 'n8n', basic_auth_password: 'secret' };
	const created = await create({ ...auth, 'enabled_events[0]': 'order_created', 'enabled_events[1]': 'plan_created' });
	const { id } = endpointIn(created);
	expect(endpointIn(created)).toEqual({
		id: expect.stringMatching(/^whv2_/) as string,
		name: 'n8n',
		url,
		api_version: 'v2',
		disabled: false,
		primary_url: true,
		send_card_resource: false,
		enabled_events: ['order_created', 'plan_created'],
		object: 'webhook_endpoint',
	});
	expect((await client.get(`${path}/${id}`)).body).toEqual(created.body);
	const changes = { name: 'new', disabled: 'true', 'enabled_events[3]': 'order_deleted' };
	expect(endpointIn(await client.post(`${path}/${id}`, changes))).toMatchObject({
		name: 'new',
		url,
		disabled: true,
		enabled_events: ['order_deleted'],
	});
	expect(sandbox.store.endpoints.get(id)?.auth).toEqual({ username: 'n8n', password: 'secret' });
	await client.post(`${path}/${id}`, { basic_auth_username: '', basic_auth_password: 'other' });
	expect(sandbox.store.endpoints.get(id)?.auth).toEqual({ username: '', password: 'other' });
	expect(endpointIn(await client.post(`${path}/${id}/delete`)).id).toBe(id);
	for (const answer of [
		await client.get(`${path}/${id}`),
		await client.post(`${path}/${id}`, { name: 'x' }),
		await client.post(`${path}/${id}/delete`),
	])
		expect(refusal(answer)).toEqual([404, 'resource_not_found', undefined]);
	const effects = sandbox.effects().map(({ effect }) => effect);
	expect(effects).toEqual([
		`create webhook endpoint ${id}`,
		`update webhook endpoint ${id}`,
		`update webhook endpoint ${id}`,
		`delete webhook endpoint ${id}`,
	]);
});

it('takes all events where none is named, also where they are not encoded with an index', async () => {
	expect(endpointIn(await create())).not.toHaveProperty('enabled_events');
	for (const name of ['enabled_events', 'enabled_events[]', 'enabled_events[in]', 'enabled_events[0][name]']) {
		const { id } = endpointIn(await create({ [name]: '["order_created"]' }));
		expect(sandbox.store.endpoints.get(id)?.attributes.enabled_events).toEqual([]);
		expect(sandbox.ledger.at(-1)?.unknown).toEqual([name]);
		sandbox.script.removeEndpoint(id);
	}
});

it.each([
	['name', ''],
	['name', 'x'.repeat(51)],
	['url', ''],
	['url', 'n8n.example/webhook'],
	['url', 'ftp://n8n.example/webhook'],
	['url', 'https://n8n.example:5678/webhook'],
	['url', 'http://n8n.example:81/webhook'],
	['url', `https://n8n.example/${'x'.repeat(493)}`],
	['api_version', 'v3'],
	['disabled', 'yes'],
	['primary_url', '1'],
	['send_card_resource', 'no'],
	['basic_auth_username', 'x'.repeat(251)],
	['basic_auth_password', 'x'.repeat(251)],
	['enabled_events[0]', 'order_shipped'],
	['enabled_events[0]', ''],
	['enabled_events[2]', 'Order_Created'],
])('refuses %s = %p, on creation and on update', async (name, value) => {
	const { id } = endpointIn(await create());
	const before = structuredClone(sandbox.store.endpoints.named(id));
	expect(refusal(await create({ [name]: value }))).toEqual([400, 'param_wrong_value', name]);
	expect(refusal(await client.post(`${path}/${id}`, { name: 'n', [name]: value }))).toEqual([
		400,
		'param_wrong_value',
		name,
	]);
	expect(sandbox.store.endpoints.all()).toEqual([before]);
});

it.each(['name', 'url'])('needs a %s', async (name) => {
	const { [name]: _left, ...form }: Record<string, string> = { name: 'n8n', url };
	expect(refusal(await client.post(path, form))).toEqual([400, 'param_wrong_value', name]);
});

it.each(['https://n8n.example:443/', 'https://n8n.example:8443/', 'http://n8n.example/', 'http://n8n.example:8080/'])(
	'takes %s',
	async (address) => {
		expect((await create({ url: address })).status).toBe(200);
	},
);

it('takes any port where it is asked to', async () => {
	await sandbox.close();
	await start({ webhookPorts: 'any' });
	expect((await create({ url: 'http://127.0.0.1:5678/webhook' })).status).toBe(200);
	expect((await create({ url: 'mailto:x@y.z' })).status).toBe(400);
});

it('has five at most, of which any number may be alike', async () => {
	for (let number = 0; number < 5; number += 1) expect((await create()).status).toBe(200);
	expect(refusal(await create())).toEqual([400, 'resource_limit_exceeded', undefined]);
	const ids = sandbox.store.endpoints.all().map(({ attributes }) => attributes.id);
	expect(new Set(ids).size).toBe(5);
	sandbox.script.removeEndpoint(ids[2] ?? '');
	expect((await create()).status).toBe(200);
	expect(() => sandbox.store.addEndpoint()).toThrow('5 webhook endpoints');
});

it('has one primary endpoint: the first, until another one is made it', async () => {
	const primary = (): boolean[] => sandbox.store.endpoints.all().map(({ attributes }) => attributes.primary_url);
	await create();
	await create();
	expect(primary()).toEqual([true, false]);
	await create({ primary_url: 'true' });
	expect(primary()).toEqual([false, false, true]);
	await client.post(`${path}/${sandbox.store.endpoints.all()[1]?.attributes.id}`, { primary_url: 'true' });
	expect(primary()).toEqual([false, true, false]);
});

it('lists in pages, the oldest first, and knows neither filters nor sorting', async () => {
	for (const name of ['a', 'b', 'c', 'd', 'e']) sandbox.store.addEndpoint({ name });
	const pages = await allPages(client, path, { limit: '2' });
	const names = pages.map(({ body }) =>
		(body as { list: Array<{ webhook_endpoint: { name: string } }> }).list.map((row) => row.webhook_endpoint.name),
	);
	expect(names).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
	await client.get(path, { 'name[is]': 'a', 'sort_by[asc]': 'name', limit: '1' });
	expect(sandbox.ledger.at(-1)?.unknown).toEqual(['name[is]', 'sort_by[asc]']);
	expect((await client.get(path, { limit: '101' })).status).toBe(400);
});

it('is only for keys that may: reading for the read-only one, nothing for the restricted one', async () => {
	const { id } = endpointIn(await create());
	const statusesOf = async (key: string): Promise<number[]> => {
		const other = new RawClient(sandbox, key);
		const reads = [await other.get(path), await other.get(`${path}/${id}`)];
		const form = { name: 'n', url };
		const writes = [await other.post(path, form), await other.post(`${path}/${id}`, form)];
		return [...reads, ...writes, await other.post(`${path}/${id}/delete`)].map(({ status }) => status);
	};
	expect(await statusesOf(sandbox.readOnlyKey)).toEqual([200, 200, 403, 403, 403]);
	expect(await statusesOf(sandbox.restrictedKey)).toEqual([403, 403, 403, 403, 403]);
	expect(sandbox.store.endpoints.all()).toHaveLength(1);
});

it('is in version 2 alone, and does a repeated write once', async () => {
	expect((await client.get('/api/v1/webhook_endpoints')).status).toBe(404);
	expect((await client.post('/api/v1/webhook_endpoints', { name: 'n8n', url })).status).toBe(404);
	const key = { 'chargebee-idempotency-key': 'k' };
	const [one, again] = [
		await client.post(path, { name: 'n8n', url }, key),
		await client.post(path, { name: 'n8n', url }, key),
	];
	expect(again?.body).toEqual(one?.body);
	expect(sandbox.store.endpoints.all()).toHaveLength(1);
});

it('can be disabled by hand; one that is not there cannot', async () => {
	const { attributes } = sandbox.store.addEndpoint();
	sandbox.script.disableEndpoint(attributes.id);
	expect(endpointIn(await client.get(`${path}/${attributes.id}`)).disabled).toBe(true);
	expect(() => sandbox.script.disableEndpoint('nope')).toThrow('no webhook endpoint nope');
	expect(() => sandbox.script.removeEndpoint('nope')).toThrow('no webhook endpoint nope');
});

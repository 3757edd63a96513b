import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';

import { testCredential } from './harness';
import { byId, items, json, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 10 });

/** A server that notes who asked it for what, and answers every request with an order of that id. */
class Witness {
	/** `method target key` of every request, and `CONNECT host:port` of every tunnel asked of it as a proxy. */
	readonly seen: string[] = [];
	private readonly server: Server;

	constructor() {
		this.server = createServer(({ method, url = '', headers }, response) => {
			const key = Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
			this.seen.push(`${method ?? ''} ${url} ${key}`);
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ order: { id: url.split('/').pop(), status: 'queued' } }));
		});
		this.server.on('connect', ({ url = '' }, socket) => {
			this.seen.push(`CONNECT ${url}`);
			socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
		});
	}

	async listen(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

const witness = new Witness();
let elsewhere = '';

beforeAll(async () => {
	elsewhere = await witness.listen();
});

afterEach(() => {
	witness.seen.length = 0;
});

afterAll(async () => {
	await witness.close();
});

describe('the test button', () => {
	it('accepts a key with full access and a restricted one', async () => {
		const { url, apiKey, restrictedKey } = use.sandbox;
		const good = { status: 'OK', message: 'Connection successful!' };
		expect(await testCredential({ url, apiKey })).toEqual(good);
		expect(await testCredential({ url, apiKey: restrictedKey })).toEqual(good);
		expect(use.ledger.map(({ method, path, status }) => [method, path, status])).toEqual([
			['GET', '/api/v2/configurations', 200],
			['GET', '/api/v2/configurations', 403],
		]);
	});

	it('tells a wrong key and a wrong site apart', async () => {
		const { url, apiKey } = use.sandbox;
		const wrongKey = await testCredential({ url, apiKey: 'a_key_of_another_site' });
		expect(wrongKey).toEqual({ status: 'Error', message: expect.stringMatching(/key is not valid for this site/) });
		const body = { message: 'Sorry, we could not find that site', api_error_code: 'site_not_found' };
		use.sandbox.script.respondOnce({ method: 'GET', path: /configurations$/ }, { status: 404, body });
		const wrongSite = await testCredential({ url, apiKey });
		expect(wrongSite).toEqual({ status: 'Error', message: expect.stringMatching(/no Chargebee site of this name/) });
	});

	it.each(['', ' \r\n', '\u200b'])('says that the key %j is empty', async (apiKey) => {
		const verdict = await testCredential({ url: use.sandbox.url, apiKey });
		expect(verdict).toEqual({ status: 'Error', message: 'The API key is empty' });
		expect(use.ledger).toEqual([]);
	});

	it.each([301, 302, 303, 307, 308])('does not follow a redirect (%i) with the key', async (status) => {
		const answer = { status, headers: { location: `${elsewhere}/api/v2/configurations` }, body: '' };
		use.sandbox.script.respondOnce({ method: 'GET', path: /configurations$/ }, answer);
		const { url, apiKey } = use.sandbox;
		const verdict = await testCredential({ url, apiKey });
		expect(verdict).toEqual({ status: 'Error', message: expect.stringMatching(/redirects elsewhere/) });
		expect(witness.seen).toEqual([]);
	});

	it.each([400, 429, 500, 503])('is no success where the answer is %i', async (status) => {
		use.sandbox.script.respondOnce({ method: 'GET', path: /configurations$/ }, { status, body: {} });
		const { url, apiKey } = use.sandbox;
		expect(await testCredential({ url, apiKey })).toMatchObject({ status: 'Error' });
	});

	it('says that there is no server', async () => {
		const verdict = await testCredential({ url: 'http://127.0.0.1:9', apiKey: 'k' });
		expect(verdict).toEqual({ status: 'Error', message: 'ECONNREFUSED' });
	});
});

describe('the host', () => {
	beforeAll(() => {
		// The test button has no option for a proxy; the sandbox's address is excepted from it.
		process.env.HTTPS_PROXY = elsewhere;
	});

	afterAll(() => {
		delete process.env.HTTPS_PROXY;
	});

	let hour = 0;
	beforeEach(() => {
		const now = clock.now.bind(clock);
		jest.spyOn(clock, 'now').mockImplementation(() => now() + hour * 3_600_000);
	});
	afterEach(() => jest.restoreAllMocks());

	/** Runs the node with the witness as proxy, and tells which host it wanted to talk to. */
	const hostsOf = async (credential: ICredentialDataDecryptedObject, on = paths[0]): Promise<[string[], string]> => {
		const requestOptions = { proxy: elsewhere };
		const parameters = { orderId: byId('order_1'), options: { maxRateLimitWait: 0 }, requestOptions };
		const { error } = await use.run('get', parameters, { ...on, credential: { apiKey: 'secret', ...credential } });
		return [[...witness.seen], `${error?.message ?? ''} ${error?.description ?? ''}`];
	};

	it.each([
		['acme', 'live', 'acme.chargebee.com'],
		['acme', 'test', 'acme-test.chargebee.com'],
		['acme-test', 'live', 'acme-test.chargebee.com'],
		['acme-test', 'test', 'acme-test.chargebee.com'],
		[' ACME ', 'live', 'acme.chargebee.com'],
		['\u00a0acme\u200b\n', 'test', 'acme-test.chargebee.com'],
		['acme.chargebee.com', 'live', 'acme.chargebee.com'],
		['acme.chargebee.com', 'test', 'acme-test.chargebee.com'],
		['acme-test.chargebee.com', 'test', 'acme-test.chargebee.com'],
		['https://acme.chargebee.com/dashboard?view=all#orders', 'live', 'acme.chargebee.com'],
		['https://acme.chargebee.com?view=all', 'test', 'acme-test.chargebee.com'],
		['http://acme-test.chargebee.com/', 'test', 'acme-test.chargebee.com'],
	])('of %j (%s) is %s', async (site, environment, host) => {
		for (const on of paths) {
			witness.seen.length = 0;
			// Nothing answers here, and an hour later no outage is remembered.
			hour += 1;
			const [seen] = await hostsOf({ site, environment }, on);
			expect(seen).toEqual([`CONNECT ${host}:443`]);
		}
		witness.seen.length = 0;
		await testCredential({ site, environment, apiKey: 'secret' });
		expect(witness.seen).toEqual([`CONNECT ${host}:443`]);
	});

	const wrongSites = [
		'acme.evil.com',
		'acme/',
		'acme#',
		'acme?',
		'a@b',
		'',
		'a b',
		'-acme',
		'acme:8080',
		'acme\\.evil.com',
		'evil.com#.chargebee.com',
		'acme.chargebee.com.evil.com',
		'https://evil.com',
		'https://evil.com/acme.chargebee.com',
		'https://acme.chargebee.com@evil.com',
		'https://evil.com#.chargebee.com',
		'a.b.chargebee.com',
		'x'.repeat(64),
	];

	it.each(wrongSites)('of %j is refused, and nothing is sent', async (site) => {
		for (const environment of ['live', 'test']) {
			for (const on of paths) {
				const [seen, text] = await hostsOf({ site, environment }, on);
				expect(seen).toEqual([]);
				expect(text).toMatch(
					/Site must be the part of your address before \.chargebee\.com, such as acme.*copy its address/,
				);
			}
			const message = 'Site must be the part of your address before .chargebee.com, such as acme';
			expect(await testCredential({ site, environment, apiKey: 'secret' })).toEqual({ status: 'Error', message });
			expect(witness.seen).toEqual([]);
		}
	});

	it.each([
		['app', 'app'],
		['app.eu', 'app.eu'],
		['app.chargebee.com', 'app'],
		['APP.eu.chargebee.com/login', 'app.eu'],
		['https://app.chargebee.com/login?site=acme', 'app'],
		[' https://app.au.chargebee.com/', 'app.au'],
		['http://app.in.chargebee.com:443/#/', 'app.in'],
	])('of %j is that of a sign-in page, and says where the site stands', async (site, host) => {
		const message = `${host}.chargebee.com is Chargebee's sign-in page, not your site: sign in, and take what the address then has before .chargebee.com, such as acme`;
		for (const environment of ['live', 'test']) {
			const [seen, text] = await hostsOf({ site, environment });
			expect([seen, text]).toEqual([[], expect.stringContaining(message)]);
			expect(await testCredential({ site, environment, apiKey: 'secret' })).toEqual({ status: 'Error', message });
		}
		const baseUrl = `https://${host}.chargebee.com`;
		expect(await testCredential({ environment: 'custom', baseUrl, apiKey: 'secret' })).toEqual({
			status: 'Error',
			message,
		});
		expect(witness.seen).toEqual([]);
	});

	it.each(['/path', '/?query=1', '?q', '#fragment', '/..', '\\', '@evil.com'])(
		'a base URL that ends in %j is refused',
		async (rest) => {
			const credential = { environment: 'custom', baseUrl: `${elsewhere}${rest}`, apiKey: 'secret' };
			for (const on of paths) {
				const [seen, text] = await hostsOf(credential, on);
				expect(seen).toEqual([]);
				expect(text).toMatch(/Base URL must be scheme, host and port and nothing else.*Leave out path/);
			}
			expect(await testCredential(credential)).toMatchObject({ status: 'Error' });
			expect(witness.seen).toEqual([]);
		},
	);

	it.each([
		'',
		'acme',
		'//127.0.0.1',
		'ftp://127.0.0.1',
		'file:///etc/passwd',
		'http://user:password@127.0.0.1:8080',
		'http://127.0.0.1:99999',
	])('the base URL %j is refused', async (baseUrl) => {
		const [seen, text] = await hostsOf({ environment: 'custom', baseUrl });
		expect(seen).toEqual([]);
		expect(text).toMatch(/Base URL must be scheme, host and port and nothing else/);
		expect(await testCredential({ environment: 'custom', baseUrl, apiKey: 'secret' })).toMatchObject({
			status: 'Error',
		});
	});

	it('a base URL may end in a slash or have spaces around it', async () => {
		const { apiKey } = use.sandbox;
		for (const url of [`${use.sandbox.url}/`, ` ${use.sandbox.url} `, `\u200b${use.sandbox.url}\u00a0\r\n`]) {
			for (const on of paths) {
				use.sandbox.resetLedger();
				const run = await use.run('get', { orderId: byId('order_1') }, { ...on, credential: { url, apiKey } });
				expect(json(run)).toMatchObject([{ id: 'order_1' }]);
				expect(use.request.path).toBe('/api/v2/orders/order_1');
			}
			expect(await testCredential({ url, apiKey })).toMatchObject({ status: 'OK' });
		}
	});
});

describe('the key', () => {
	it.each([' ', '\n', '\r\n', '\u00a0', '\u200b', '\ufeff'])('may have %j at its ends', async (blank) => {
		const { url, apiKey } = use.sandbox;
		const pasted = { url, apiKey: `${blank}${apiKey}${blank}` };
		expect(await testCredential(pasted)).toMatchObject({ status: 'OK' });
		for (const on of paths) {
			const run = await use.run('get', { orderId: byId('order_1') }, { ...on, credential: pasted });
			expect(json(run)).toMatchObject([{ id: 'order_1' }]);
		}
	});

	it.each(paths)('is missed before anything is sent ($path path)', async (on) => {
		const credential = { url: use.sandbox.url, apiKey: '={{ $json.key }}' };
		const { error } = await use.run('get', { orderId: byId('order_1') }, { ...on, credential });
		expect(error?.message).toContain('The API key is empty');
		expect(error?.description).toMatch(/Paste a key of the site into API Key/);
		expect(use.ledger).toEqual([]);
	});
});

it.each(paths)("works whatever n8n's allowed domains of HTTP requests say ($path path)", async (on) => {
	for (const [allowedHttpRequestDomains, allowedDomains] of [
		['domains', 'example.com'],
		['none', ''],
	]) {
		const { url, apiKey } = use.sandbox;
		const credential = { url, apiKey, allowedHttpRequestDomains, allowedDomains };
		const run = await use.run('get', { orderId: byId('order_1') }, { ...on, credential });
		expect(json(run)).toMatchObject([{ id: 'order_1' }]);
	}
});

describe('several tenants in one run', () => {
	it.each(paths)('each request goes to its own host with its own key ($path path)', async (on) => {
		const other = new Witness();
		const tenants = [
			{ url: elsewhere, key: 'key-of-one' },
			{ url: await other.listen(), key: 'key-of-other' },
		];
		const input = Array.from({ length: 10 }, (_, n) => ({ ...tenants[n % 2], id: `order-${n}` }));
		const run = await use.run(
			'get',
			{ orderId: byId('={{ $json.id }}') },
			{
				...on,
				items: items(...input),
				credential: { url: '={{ $json.url }}', apiKey: '={{ $json.key }}' },
			},
		);
		await other.close();
		expect(run.error).toBeUndefined();
		expect(json(run).map(({ id }) => id)).toEqual(input.map(({ id }) => id));
		const expected = (from: number, key: string): string[] =>
			[0, 2, 4, 6, 8].map((n) => `GET /api/v2/orders/order-${n + from} ${key}:`);
		expect(witness.seen.sort()).toEqual(expected(0, 'key-of-one'));
		expect(other.seen.sort()).toEqual(expected(1, 'key-of-other'));
	});
});

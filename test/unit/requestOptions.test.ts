import { batchPacer, poolSize } from '../../nodes/ChargebeeOrders/run/pacing';
import { batchingOf, siteOf, transportOptions } from '../../nodes/ChargebeeOrders/run/requestOptions';
import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { fakeFunctions } from '../support/fakeFunctions';
import { refusal } from '../support/refusal';

afterEach(() => jest.restoreAllMocks());

describe('how requests are sent', () => {
	it('is as usual where nothing is said', () => {
		const usual = {
			concurrency: 8,
			patience: 300_000,
			attended: false,
			timeout: 90_000,
			skipSslCertificateValidation: false,
		};
		expect(transportOptions({}, {}, false)).toEqual(usual);
		const empty = { simultaneousRequests: '', maxRateLimitWait: null };
		expect(transportOptions(empty, { timeout: '', proxy: '' }, true)).toEqual({ ...usual, attended: true });
	});

	it('is as it is said', () => {
		const said = { simultaneousRequests: '2.9', maxRateLimitWait: 0.5 };
		expect(transportOptions(said, { timeout: 1 }, false)).toMatchObject({
			concurrency: 2,
			patience: 30_000,
			timeout: 1,
		});
		expect(transportOptions({ simultaneousRequests: 1, maxRateLimitWait: 0 }, {}, false)).toMatchObject({
			concurrency: 1,
			patience: 0,
		});
	});

	it.each([
		['Simultaneous Requests', 1, { simultaneousRequests: 0.9 }, {}],
		['Rate Limit Wait', 0, { maxRateLimitWait: -0.1 }, {}],
		['Timeout', 1, {}, { timeout: 'x' }],
		['Timeout', 1, {}, { timeout: Infinity }],
	])('%s below %d, or no number, is refused', (label, least, options, requestOptions) => {
		const refused = refusal(() => transportOptions(options, requestOptions, false));
		const [given] = Object.values({ ...options, ...requestOptions });
		expect(refused).toEqual({
			parameter: label,
			message: `${label} is not a number of at least ${least}: ${String(given)}`,
			hint: `Give a number, ${least} or more.`,
		});
	});

	it.each([
		['http://proxy.example:3128', { host: 'proxy.example', port: 3128, protocol: 'http' }],
		['http://proxy.example', { host: 'proxy.example', port: 80, protocol: 'http' }],
		['https://proxy.example', { host: 'proxy.example', port: 443, protocol: 'https' }],
		[
			'http://me%40x:p%3Aw@proxy.example:1',
			{ host: 'proxy.example', port: 1, protocol: 'http', auth: { username: 'me@x', password: 'p:w' } },
		],
	])('goes through the proxy %s', (proxy, parts) => {
		expect(transportOptions({}, { proxy }, false).proxy).toEqual(parts);
	});

	it.each(['proxy', 7])('does not go through the proxy %j', (proxy) => {
		expect(refusal(() => transportOptions({}, { proxy }, false))).toEqual({
			parameter: 'Proxy',
			message: 'The proxy is not an address',
			hint: 'Give an address such as http://proxy.example.com:3128.',
		});
	});
});

it.each([
	[{ environment: 'custom', baseUrl: 'https://proxy.example/', apiKey: ' k\n' }, 'https://proxy.example', true],
	[{ environment: 'test', site: 'acme', apiKey: 'k' }, 'https://acme-test.chargebee.com', false],
])('the site of the credential %j is %s, in the place of any site: %s', (credential, origin, custom) => {
	expect(siteOf(credential)).toEqual({ origin, credential: { ...credential, apiKey: 'k' }, custom });
});

describe("n8n's batching", () => {
	it.each([
		[{}, { size: 50, interval: 1_000 }],
		[
			{ batchSize: 2, batchInterval: 1 },
			{ size: 2, interval: 1 },
		],
		[
			{ batchSize: 0, batchInterval: 10 },
			{ size: 1, interval: 10 },
		],
		[{ batchSize: -1, batchInterval: 10 }, undefined],
		[{ batchSize: 2, batchInterval: 0 }, undefined],
		['text', undefined],
	])('of %j is %j', (batch, batching) => {
		expect(batchingOf({ batching: { batch } })).toEqual(batching);
	});

	it('is none where it is not set', () => {
		expect([batchingOf({}), batchingOf({ batching: 'text' })]).toEqual([undefined, undefined]);
	});

	it('starts the items of a batch together, and the next batch later', async () => {
		let now = 5_000;
		const waits: number[] = [];
		const stop = new AbortController();
		jest.spyOn(clock, 'now').mockImplementation(() => now);
		jest.spyOn(clock, 'sleep').mockImplementation(async (ms, signal) => {
			waits.push(ms);
			expect(signal).toBe(stop.signal);
			await Promise.resolve();
		});
		const functions = fakeFunctions({ signal: stop.signal });
		const paced = batchPacer(functions, { batching: { batch: { batchSize: 2, batchInterval: 100 } } });
		now = 5_030;
		for (const itemIndex of [0, 1, 2, 3, 4]) await paced(itemIndex);
		expect(waits).toEqual([-30, -30, 70, 70, 170]);
		await batchPacer(functions, '={{ $json }}')(9);
		expect(waits).toHaveLength(5);
	});
});

it.each([
	[{}, 8],
	[undefined, 8],
	[{ simultaneousRequests: 1 }, 1],
	[{ simultaneousRequests: 50 }, 50],
	[{ simultaneousRequests: 51 }, 50],
	[{ simultaneousRequests: '2' }, 2],
	[{ simultaneousRequests: 0.5 }, 50],
	[{ simultaneousRequests: '={{ $json.many }}' }, 50],
])('with the options %j, %d items are under way at most', (options, size) => {
	expect(poolSize(options)).toBe(size);
});

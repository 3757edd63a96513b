import axios, { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios';
import { Readable } from 'node:stream';

import { businessEntities, startSandbox, type Sandbox } from '../sandbox';
import { detailsOf, exportIds, paths, runExport } from '../support/exportRuns';
import { bytes, startFileHost, type FileHost } from '../support/fileHost';
import { zipOfCsv } from '../support/zip';

import { runNode, type NodeRun } from './harness';

const outputs = ['rows', 'file'] as const;

let sound: Uint8Array;

beforeAll(async () => {
	sound = await zipOfCsv('Order Id\no1\no2\n');
});

afterEach(() => jest.restoreAllMocks());

describe.each(outputs)('a download that is led to another host, with %s as output', (outputAs) => {
	let sandbox: Sandbox;
	let host: FileHost;

	beforeAll(async () => {
		sandbox = await startSandbox({ orders: 5, exportMs: 0 });
		host = await startFileHost();
	});

	afterAll(async () => {
		await host.close();
		await sandbox.close();
	});

	it.each(paths)('is fetched there, and nothing of the API goes with it (%s)', async (_name, path) => {
		host.answers(bytes(sound));
		sandbox.resetLedger();
		sandbox.script.nextDownload('redirect', { to: host.url });
		const requestContext = { business_entity_id: businessEntities[0], user_email: 'ops@example.com', device: 'till' };
		const run = await runExport(sandbox, 'startAndDownload', { ...path, parameters: { outputAs, requestContext } });
		expect(run.error).toBeUndefined();
		expect(run.json).toMatchObject(outputAs === 'file' ? [{ bytes: sound.length }] : [{}, {}]);
		const atDownloadServer = sandbox.ledger.filter(({ server }) => server === 'download');
		expect([atDownloadServer.length, host.asked.length]).toEqual([1, 1]);
		for (const headers of [...host.asked, ...atDownloadServer.map((entry) => entry.headers)]) {
			expect(Object.keys(headers).filter((name) => /authorization|cookie|referer|chargebee/.test(name))).toEqual([]);
			expect(JSON.stringify(headers)).not.toMatch(/ops@example|till/);
		}
	});

	it('is followed three times and no more, whatever hosts are on the way', async () => {
		sandbox.script.nextDownload('redirect', { hops: 3 });
		expect((await runExport(sandbox, 'startAndDownload', { parameters: { outputAs } })).error).toBeUndefined();
		sandbox.script.nextDownload('redirect', { hops: 4 });
		const run = await runExport(sandbox, 'startAndDownload', { parameters: { outputAs } });
		expect(run.error?.message).toContain('redirects the download too often');
		expect(detailsOf(run)).toMatchObject({ exportId: exportIds(sandbox).at(-1) });
	});
});

describe.each(outputs)('for a site of Chargebee, with %s as output', (outputAs) => {
	/** Every request with what it carried of credentials. */
	let asked: Array<{ url: string; user: string | undefined; authorization: boolean }>;

	/** The API names the first address; each address leads to the next, and the last one has the file. No network is used. */
	function answers(...addresses: string[]): void {
		asked = [];
		jest.replaceProperty(axios.defaults, 'adapter', async (config: InternalAxiosRequestConfig) => {
			const url = String(config.url);
			asked.push({ url, user: config.auth?.username, authorization: config.headers.has('authorization') });
			const answer = (status: number, data: unknown, headers: Record<string, string> = {}) => ({
				status,
				data,
				statusText: '',
				headers: new AxiosHeaders(headers),
				config,
				request: {},
			});
			const at = addresses.indexOf(url);
			if (at === -1) {
				const found = { id: 'exp_1', status: 'completed', download: { download_url: addresses[0] } };
				return answer(200, JSON.stringify({ export: found }), { 'content-type': 'application/json' });
			}
			const next = addresses[at + 1];
			const stream = Readable.from([Buffer.from(next === undefined ? sound : '')]);
			return next === undefined ? answer(200, stream) : answer(302, stream, { location: next });
		});
	}

	const download = async (environment: string): Promise<NodeRun> =>
		await runNode({
			credential: { site: 'acme', environment, apiKey: 'live_0123456789' },
			parameters: { resource: 'export', operation: 'download', exportId: 'exp_1', outputAs },
		});

	it.each(['live', 'test'])(
		'a file comes over https, from whatever host, and the key stays behind (%s)',
		async (env) => {
			const way = ['https://a.example.com/1', 'https://b.example.com/2', 'https://c.example.com:8443/3?sig=x'];
			answers(...way);
			const run = await download(env);
			expect(run.error).toBeUndefined();
			expect(run.output[0]).toHaveLength(outputAs === 'file' ? 1 : 2);
			const api = `https://acme${env === 'test' ? '-test' : ''}.chargebee.com/api/v2/exports/exp_1`;
			expect(asked).toEqual([
				{ url: api, user: 'live_0123456789', authorization: false },
				...way.map((url) => ({ url, user: undefined, authorization: false })),
			]);
		},
	);

	it.each<[string, string[], RegExp]>([
		['whose address is http', ['http://a.example.com/1?sig=secret'], /a\.example\.com without encryption \(http:\)/],
		[
			'that is led to http',
			['https://a.example.com/1', 'http://b.example.com/2?sig=secret'],
			/b\.example\.com without encryption \(http:\)/,
		],
		[
			'that is led to http later',
			['https://a.example.com/1', 'https://b.example.com/2', 'http://127.0.0.1/3?sig=secret'],
			/127\.0\.0\.1 without encryption \(http:\)/,
		],
		['that is led to a file', ['https://a.example.com/1', 'file:///etc/passwd'], /without encryption \(file:\)/],
		['that is led to data', ['https://a.example.com/1', 'data:application/zip;base64,UEsF'], /\(data:\)/],
	])('a file %s is not fetched', async (_what, addresses, message) => {
		answers(...addresses);
		const run = await download('live');
		expect([run.status, run.output]).toEqual(['error', []]);
		expect(run.error?.message).toMatch(message);
		expect(JSON.stringify(run.run)).not.toContain('secret');
		expect(detailsOf(run)).toMatchObject({ exportId: 'exp_1', retryable: false });
		expect(asked.map(({ url }) => url).slice(1)).toEqual(addresses.slice(0, -1));
	});
});

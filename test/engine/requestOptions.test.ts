import type { INodeParameters } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../sandbox';
import { complaints, detailsOf, runExport } from '../support/exportRuns';
import { startForwardingProxy } from '../support/forwardingProxy';
import { LimitedSites, runOrders, times } from '../support/limitedSites';

import { paths } from './orderSandbox';

/** The options that n8n adds to every declarative node, as its editor stores them. */
const batching = (batchSize: number, batchInterval: number): INodeParameters => ({
	requestOptions: { batching: { batch: { batchSize, batchInterval } } },
});

describe('Batching', () => {
	const sites = new LimitedSites();

	it.each([
		['two items every second', 2, 1000, [0, 0, 1000, 1000, 2000]],
		['one item every minute', 1, 60_000, [0, 60_000, 120_000, 180_000, 240_000]],
		['what n8n takes for one item', 0, 500, [0, 500, 1000, 1500, 2000]],
		['no limit', -1, 1000, [0, 0, 0, 0, 0]],
		['no interval', 1, 0, [0, 0, 0, 0, 0]],
	])('starts %s', async (_what, size, interval, expected) => {
		const sandbox = await sites.start();
		const run = await runOrders(sandbox, 'update', { items: 5, parameters: batching(size, interval) });
		expect(run.output[0]).toHaveLength(5);
		expect(times(sandbox.ledger)).toEqual(expected);
	});

	it('does not come before a pause of the rate limit', async () => {
		const sandbox = await sites.start({ rateLimit: { perMinute: 2, allowanceMs: 0 } });
		const run = await runOrders(sandbox, 'update', { items: 5, parameters: batching(1, 1000) });
		expect(run.output[0]).toHaveLength(5);
		expect(complaints(sandbox)).toEqual([]);
		expect(times(sandbox.ledger)).toEqual([0, 1000, 2000, 60_000, 60_000, 60_000, 120_000]);
	});
});

describe.each(paths)('over sockets ($path)', (how) => {
	let sandbox: Sandbox;

	beforeEach(async () => {
		sandbox = await startSandbox({ orders: 10 });
	});

	afterEach(async () => {
		await sandbox.close();
	});

	it.each(['stall', 'stallBody'] as const)('Timeout ends a request whose answer does not come (%s)', async (kind) => {
		sandbox.script.faultOnce({ method: 'POST', path: /./ }, kind);
		const parameters = { options: { maxRateLimitWait: 0 }, requestOptions: { timeout: 100 } };
		const run = await runOrders(sandbox, 'update', { ...how, parameters });
		expect(run.status).toBe('error');
		expect(run.error?.message).toMatch(/No usable answer from Chargebee: .*(timeout|aborted|timed out)/i);
		expect(detailsOf(run)).toMatchObject({ retryable: true, outcomeUnknown: true });
		expect(sandbox.ledger).toHaveLength(1);
	});

	it('a repeat after Timeout is done once', async () => {
		sandbox.script.faultOnce({ method: 'POST', path: /./ }, 'stall');
		const run = await runOrders(sandbox, 'update', { ...how, parameters: { requestOptions: { timeout: 100 } } });
		expect(run.error).toBeUndefined();
		expect(sandbox.effects().map(({ replayed }) => replayed)).toEqual([false, true]);
	});

	it('Proxy is what every request goes through, with its own name and password', async () => {
		const proxy = await startForwardingProxy();
		const requestOptions = { proxy: `http://n8n:s%40fe@${proxy.address}` };
		const run = await runOrders(sandbox, 'update', { ...how, items: 3, parameters: { requestOptions } });
		expect(run.error).toBeUndefined();
		expect(run.output[0]).toHaveLength(3);
		expect(proxy.passed.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(
			[1, 2, 3].map((number) => `POST ${sandbox.url}/api/v2/orders/order_${number}`),
		);
		for (const { headers } of proxy.passed) {
			expect(headers['proxy-authorization']).toBe(`Basic ${Buffer.from('n8n:s@fe').toString('base64')}`);
			expect(headers.authorization).toBe(`Basic ${Buffer.from(`${sandbox.apiKey}:`).toString('base64')}`);
		}
		expect(sandbox.ledger).toHaveLength(3);
		await proxy.close();
	});

	it('Proxy is what the file of an export comes through', async () => {
		const proxy = await startForwardingProxy();
		const parameters = { requestOptions: { proxy: `http://${proxy.address}` } };
		const run = await runExport(sandbox, 'startAndDownload', { ...how, parameters });
		expect(run.error).toBeUndefined();
		expect(run.json.length).toBeGreaterThan(0);
		expect(proxy.passed).toHaveLength(sandbox.ledger.length);
		const downloads = proxy.passed.filter(({ url }) => url.startsWith(sandbox.downloadUrl));
		expect(downloads).toHaveLength(1);
		expect(downloads[0]?.headers).not.toHaveProperty('authorization');
		await proxy.close();
	});

	it('a proxy that is none is refused before anything is sent', async () => {
		const run = await runOrders(sandbox, 'get', { ...how, parameters: { requestOptions: { proxy: 'not a proxy' } } });
		expect(run.status).toBe('error');
		expect(sandbox.ledger).toEqual([]);
	});
});

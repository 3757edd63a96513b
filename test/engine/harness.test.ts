import { runNode, type NodeRunOptions } from './harness';
import { Echo, EchoApi } from './harness/echoNode';
import type { EchoServer } from './harness/echoServer';
import { startEchoServer } from './harness/echoServer';

describe('the harness runs a node as n8n does', () => {
	let server: EchoServer;
	const nodeType = new Echo();
	const credentialType = new EchoApi();

	const run = async (options: Partial<NodeRunOptions> = {}) =>
		await runNode({
			credential: { url: server.url, apiKey: 'key' },
			nodeType,
			credentialType,
			...options,
			parameters: { resource: 'a', operation: 'b', ...options.parameters },
		});

	beforeEach(async () => {
		server = await startEchoServer();
	});

	afterEach(async () => {
		await server.close();
	});

	it.each(['custom', 'routing'] as const)('sends with the credential on the %s path', async (path) => {
		const { status, output } = await run({ path });
		expect(status).toBe('success');
		expect(output).toEqual([[{ json: { path: '/echo', key: 'key:' }, pairedItem: { item: 0 } }]]);
	});

	it('takes the custom operation only on its path', async () => {
		expect((await run()).logs).toEqual([{ level: 'info', message: 'Asking', meta: { item: 0 } }]);
		expect((await run({ path: 'routing' })).logs).toEqual([]);
	});

	it('pairs items, evaluates parameters and credentials for each of them', async () => {
		const { output } = await run({
			items: [{ json: { path: '/x', key: 'k1' } }, { json: { path: '/y', key: 'k2' } }],
			parameters: { path: '={{ $json.path }}' },
			credential: { url: server.url, apiKey: '={{ $json.key }}' },
		});
		expect(output[0]).toEqual([
			{ json: { path: '/x', key: 'k1:' }, pairedItem: { item: 0 } },
			{ json: { path: '/y', key: 'k2:' }, pairedItem: { item: 1 } },
		]);
	});

	it('fills in defaults of parameters and credentials', async () => {
		const { output } = await run({ credential: { url: server.url } });
		expect(output[0]?.[0]?.json).toEqual({ path: '/echo', key: 'default-key:' });
	});

	it('reports an error with its status', async () => {
		const { status, error, output } = await run({ parameters: { path: '/404' } });
		expect(status).toBe('error');
		expect(error).toMatchObject({ name: 'NodeApiError', httpCode: '404' });
		expect(output).toEqual([]);
	});

	it('keeps the input on the error output', async () => {
		const { status, output } = await run({
			items: [{ json: { id: 1, path: '/echo' } }, { json: { id: 2, path: '/500' } }],
			parameters: { path: '={{ $json.path }}' },
			settings: { onError: 'continueErrorOutput' },
		});
		expect(status).toBe('success');
		expect(output[0]).toMatchObject([{ json: { path: '/echo' } }]);
		expect(output[1]).toMatchObject([{ json: { id: 2, path: '/500', details: { httpCode: '500' } } }]);
	});

	it.each(['custom', 'routing'] as const)('stops at once on the %s path', async (path) => {
		const begun = Date.now();
		const { status } = await run({
			path,
			parameters: { path: '/never' },
			onStart: (cancel) => setTimeout(cancel, 100),
		});
		expect(status).toBe('canceled');
		expect(Date.now() - begun).toBeLessThan(2_000);
	});

	it('retries a failed node', async () => {
		const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const { status } = await run({ parameters: { path: '/503' }, settings });
		expect(status).toBe('error');
		expect(server.asked).toHaveLength(3);
	});

	it('tells hints, messages to the editor and the run index', async () => {
		const { hints, ui } = await run({ runIndex: 2 });
		expect(hints).toMatchObject([{ message: 'Asked 1 times in run 2' }]);
		expect(ui).toEqual([{ asked: 1 }]);
	});

	it('runs the variant for agents', async () => {
		const { status, output } = await run({ settings: { type: 'n8n-nodes-chargebee-orders.echoTool' } });
		expect(status).toBe('success');
		expect(output[0]).toHaveLength(1);
	});

	it('keeps the logs of concurrent runs apart', async () => {
		const items = [{ json: {} }, { json: {} }];
		const [one, two] = await Promise.all([run(), run({ items })]);
		expect([one.logs.length, two.logs.length]).toEqual([1, 2]);
	});
});

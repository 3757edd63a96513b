import { NodeConnectionTypes } from 'n8n-workflow';

import { runNode, runWorkflow, searchList, testCredential, type NodeRunOptions, type WorkflowFile } from './harness';
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

describe('the harness runs workflows, credential tests and list searches as n8n does', () => {
	let server: EchoServer;
	const credentialTypes = [new EchoApi()];
	const [credentialType] = credentialTypes;
	const nodeTypes = { 'n8n-nodes-chargebee-orders.echo': new Echo() };
	const at = (name: string, type: string, parameters = {}) => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
	});
	const to = (node: string) => ({ main: [[{ node, type: NodeConnectionTypes.Main, index: 0 }]] });
	const file: WorkflowFile = {
		nodes: [
			at('Note', 'n8n-nodes-base.stickyNote'),
			at('Click', 'n8n-nodes-base.manualTrigger'),
			at('Ask', 'n8n-nodes-chargebee-orders.echo', { resource: 'a', operation: 'b' }),
			at('End', 'n8n-nodes-base.noOp'),
		],
		connections: { Click: to('Ask'), Ask: to('End') },
	};

	beforeAll(async () => {
		server = await startEchoServer();
	});

	afterAll(async () => {
		await server.close();
	});

	it('runs a workflow from its trigger to its end', async () => {
		const events: string[] = [];
		const run = await runWorkflow(file, {
			nodeTypes,
			credentialTypes,
			credentials: { echoApi: { url: server.url, apiKey: 'key' } },
			onNodeStart: (name) => events.push(`${name} starts`),
			onNodeFinish: (name, { data }) => events.push(`${name} gives ${data?.main?.[0]?.length}`),
			onLog: ({ message }) => events.push(message),
			onUiMessage: (message) => events.push(JSON.stringify(message)),
		});
		expect(run.status).toBe('success');
		expect(events).toEqual([
			'Click starts',
			'Click gives 1',
			'Ask starts',
			'Asking',
			'{"asked":1}',
			'Ask gives 1',
			'End starts',
			'End gives 1',
		]);
	});

	it('starts a scheduled workflow at its clock', async () => {
		const nodes = file.nodes.map((node) =>
			node.name === 'Click' ? { ...node, type: 'n8n-nodes-base.scheduleTrigger' } : node,
		);
		const credentials = { echoApi: { url: server.url } };
		const run = await runWorkflow({ ...file, nodes }, { nodeTypes, credentialTypes, credentials, mode: 'trigger' });
		expect(run.data.resultData.lastNodeExecuted).toBe('End');
	});

	it.each([
		['a good key', '', { status: 'OK', message: 'Connection successful!' }],
		['a status with a rule', '/401?', { status: 'Error', message: 'The key is wrong' }],
		['a status without one', '/404?', { status: 'Error', message: 'Not Found' }],
	])('tests a credential: %s', async (_case, path, verdict) => {
		expect(await testCredential({ url: `${server.url}${path}`, apiKey: 'key' }, credentialType)).toEqual(verdict);
	});

	it('tests a credential against a server that is not there', async () => {
		const verdict = await testCredential({ url: 'http://127.0.0.1:9' }, credentialType);
		expect(verdict).toEqual({ status: 'Error', message: 'ECONNREFUSED' });
	});

	it('searches a list', async () => {
		const list = await searchList({
			method: 'findThings',
			filter: 'f',
			paginationToken: 't',
			parameters: { path: '/p' },
			credential: { url: "={{ 'http://' + 'host' }}" },
			nodeType: new Echo(),
			credentialType,
		});
		expect(list).toEqual({ results: [{ name: 'f at http://host', value: '/p' }], paginationToken: 'after t' });
	});
});

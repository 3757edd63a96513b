import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import axios from 'axios';

import { callsFor, errorTold, received, requestsFor, schemaOf, toolsTold } from './agents/calls';
import { mcpWorkflow } from './agents/toolWorkflow';
import { ExampleSite } from './examples/exampleSite';
import { until } from './server';

let site: ExampleSite;
const client = new Client({ name: 'client-of-a-test', version: '1.0.0' });

beforeAll(async () => {
	site = await ExampleSite.open();
	await site.n8n.rest.activate(await site.importFile(mcpWorkflow('orders')));
	const url = `${site.n8n.url}/mcp/orders`;
	await until('the server of tools is registered', async () => {
		// Only a server that is registered says that a session is missing.
		const answer = await axios.delete(url, { validateStatus: null });
		return answer.status !== 404 || !JSON.stringify(answer.data).includes('not registered');
	});
	await client.connect(new StreamableHTTPClientTransport(new URL(url)));
});

afterAll(async () => {
	await client.close();
	await site.close();
});

it('offers each tool by name, purpose and arguments, all of them required', async () => {
	const { tools } = await client.listTools();
	expect(tools.sort((a, b) => a.name.localeCompare(b.name))).toEqual(
		toolsTold.map(([name, description, properties]) =>
			expect.objectContaining({ name, description, inputSchema: expect.objectContaining(schemaOf(properties)) }),
		),
	);
});

it('runs the tools: short lists of simplified orders, errors that say what to do, nothing sent of what was left empty', async () => {
	const note = 'By an MCP client';
	const orderId = String(site.orders(({ status }) => status === 'shipped')[0]?.id);
	const answers: Array<{ text: string; isError: boolean }> = [];
	for (const call of callsFor(orderId, note)) {
		const { content, isError } = await client.callTool({ name: call.tool, arguments: call.arguments });
		expect(content).toEqual([{ type: 'text', text: expect.any(String) as string }]);
		const [{ text = '' } = {}] = content as Array<{ text?: string }>;
		answers.push({ text, isError: isError === true });
	}
	expect(answers.map(({ isError }) => isError)).toEqual([false, false, false, false, true]);
	const results = answers.slice(0, 4).map(({ text }) => JSON.parse(text) as Array<Record<string, unknown>>);
	const [order, list, filtered, updated] = results;
	expect(order).toEqual([expect.objectContaining({ id: orderId, status: 'shipped' })]);
	expect(list).toHaveLength(20);
	expect(filtered).toHaveLength(2);
	expect(results.flat().filter((entry) => Object.keys(entry).length > 10)).toEqual([]);
	expect(updated).toEqual([expect.objectContaining({ id: orderId })]);
	expect(answers[4]?.text).toEqual(errorTold);
	expect(JSON.stringify(answers)).not.toContain(site.sandbox.apiKey);

	expect(received(site)).toEqual({ requests: requestsFor(orderId, note), headers: ['chargebee-idempotency-key'] });
	expect(site.faults()).toEqual([]);
	expect(site.sandbox.store.orders.get(orderId)?.attributes.note).toBe(note);
});

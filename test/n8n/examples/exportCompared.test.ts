import type { IDataObject } from 'n8n-workflow';

import type { WorkflowFile } from '../../engine/harness/runWorkflow';

import { ExampleSite } from './exampleSite';
import { jsonOf } from './nodeResults';

const trigger = 'Every Night at 2';

let site: ExampleSite;
let workflow: string;

/** Fills in the address of the site, which the sticky note asks for. */
function withSite(text: string): string {
	return text.replaceAll('https://acme-test.chargebee.com', site.sandbox.url);
}

function withoutEmpty(row: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));
}

beforeAll(async () => {
	site = await ExampleSite.open();
	await site.addCredential('httpBasicAuth', { user: site.sandbox.apiKey, password: '' });
	workflow = await site.import('export-compared', withSite);
});

afterAll(async () => {
	expect(site.faults()).toEqual([]);
	await site.close();
});

it('gives with one node what seven give', async () => {
	const since = Date.now() / 1000 - 86_400;
	const changed = site.orders(({ updated_at = 0 }) => updated_at > since).map(({ id }) => id);
	const execution = await site.run(workflow, trigger);
	expect(execution.status).toBe('success');

	const orders = jsonOf(execution, 'Export Changed Orders');
	expect(orders.map((row) => row['Order Id'])).toEqual(changed);

	const ofSeven = jsonOf(execution, 'Read the First CSV');
	// The seven nodes leave out what is empty.
	expect(ofSeven).toEqual(orders.map((row) => withoutEmpty({ ...row, source_file: '' })));
});

/** Imports the half of the example that is left when the wire to the first node of the other is cut. */
async function half(cut: string): Promise<string> {
	return await site.import('export-compared', (text) => {
		const workflow = JSON.parse(withSite(text)) as WorkflowFile;
		const ends = workflow.connections[trigger]?.main?.[0] ?? [];
		workflow.connections[trigger] = { main: [ends.filter(({ node }) => node !== cut)] };
		return JSON.stringify(workflow);
	});
}

it.each([
	['goes on after a rate limit with one node', 'Start Export', 'success'],
	['ends at a rate limit with seven', 'Export Changed Orders', 'error'],
])('%s', async (_, cut, status) => {
	const id = await half(cut);
	site.sandbox.script.respondOnce(
		{ method: 'POST', path: /\/exports\/orders$/ },
		{
			status: 429,
			headers: { 'retry-after': '0' },
			body: { message: 'Too many requests', api_error_code: 'api_request_limit_exceeded' },
		},
	);
	expect(await site.run(id, trigger)).toMatchObject({ status });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IRun } from 'n8n-workflow';

import type { WorkflowFile } from '../engine/harness/runWorkflow';
import { startSandbox, type Sandbox } from '../sandbox';

import { credentialFor, reloading, startTestN8n, until, type N8nServer } from './server';

const example = join(__dirname, '../../examples/nightly-export.json');

let n8n: N8nServer;
let sandbox: Sandbox;

beforeAll(async () => {
	const now = Math.floor(Date.now() / 1000);
	[sandbox, n8n] = await Promise.all([startSandbox({ exportMs: 0, now }), startTestN8n({ settings: reloading })]);
});

afterAll(async () => {
	await Promise.all([n8n.stop(), sandbox.close()]);
});

it('runs the example of the README by "n8n execute", on the engine for expressions that n8n has by default', async () => {
	const { type, data } = credentialFor(sandbox);
	const credential = await n8n.rest.createCredential(type, 'Chargebee Sandbox', data);
	const workflow = JSON.parse(readFileSync(example, 'utf8')) as WorkflowFile;
	const { id } = await n8n.rest.importWorkflow(workflow, { [type]: credential });

	const { data: run, status } = (await n8n.execute(id)) as Pick<IRun, 'data' | 'status'>;
	const { runData, error } = run.resultData;
	const items = (node: string): Array<Record<string, unknown>> =>
		(runData[node]?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json);
	expect([status, error]).toEqual(['success', undefined]);

	const [created] = items('Create Order for Newest');
	expect(items('Get It Again')).toEqual([expect.objectContaining({ id: created?.id, fulfillment_status: 'Shipped' })]);
	const orders = items('Export Changed Orders as Rows');
	const changed = [...sandbox.store.orders.all()].filter(
		({ attributes }) =>
			!['cancelled', 'voided'].includes(attributes.status) && (attributes.updated_at ?? 0) > Date.now() / 1000 - 86_400,
	);
	expect(orders.map(({ order_id }) => order_id)).toEqual(changed.map(({ attributes }) => attributes.id));
	expect(items('Download Export as File')).toEqual([expect.objectContaining({ mime_type: 'application/zip' })]);
	expect(sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations])).toEqual([]);
});

it('offers a package of which a file changed without a restart, as `npm run dev` needs it', async () => {
	const type = 'n8n-nodes-chargebee-orders.chargebeeOrders';
	expect(await n8n.rest.displayName(type)).toBe('Chargebee Orders');
	const bundle = join(n8n.package, 'dist/bundle.js');
	writeFileSync(bundle, readFileSync(bundle, 'utf8').replaceAll('"Chargebee Orders"', '"Changed Orders"'));
	// While n8n writes its list of nodes anew, a request may meet half of it.
	const name = async (): Promise<string | undefined> => await n8n.rest.displayName(type).catch(() => undefined);
	await until('the node has its new name', async () => (await name()) === 'Changed Orders');
});

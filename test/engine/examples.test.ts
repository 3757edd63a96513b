import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { IDataObject, INodeExecutionData, INodeType, IRun } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ChargebeeOrdersPollingTrigger } from '../../nodes/ChargebeeOrdersPollingTrigger/ChargebeeOrdersPollingTrigger.node.js';
import { ChargebeeOrdersTrigger } from '../../nodes/ChargebeeOrdersTrigger/ChargebeeOrdersTrigger.node.js';
import { readRows } from '../../nodes/ChargebeeOrders/exports/exportRows';
import { startSandbox, type Order, type Sandbox } from '../sandbox';

import { runWorkflow, type WorkflowFile, type WorkflowRunOptions } from './harness';
import { loadNodeType } from './harness/nodeTypes';
import { chargebeeOrders } from './harness/packageTypes';

const folder = join(__dirname, '..', '..', 'examples');
const chargebeeType = 'n8n-nodes-chargebee-orders.chargebeeOrders';
const triggerType = `${chargebeeType}Trigger`;
const pollingType = `${chargebeeType}PollingTrigger`;
/** As an agent's tool, the node has a type of its own. */
const isChargebee = (type: string): boolean =>
	[chargebeeType, `${chargebeeType}Tool`, triggerType, pollingType].includes(type);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

let sandbox: Sandbox;
/** The present of the seeded orders, in unix seconds. */
let now: number;

beforeEach(async () => {
	now = Math.floor(Date.now() / 1000);
	// As a fresh `npm run sandbox` is, only that its exports are done at once.
	sandbox = await startSandbox({ exportMs: 0, now });
});

afterEach(async () => {
	const faults = sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations]);
	await sandbox.close();
	expect(faults).toEqual([]);
});

function textOf(file: string): string {
	return readFileSync(join(folder, file), 'utf8');
}

function workflowOf(file: string): WorkflowFile {
	return JSON.parse(textOf(file)) as WorkflowFile;
}

async function run(workflow: WorkflowFile, options: Partial<WorkflowRunOptions> = {}): Promise<IRun> {
	const { url, apiKey } = sandbox;
	return await runWorkflow(workflow, { credentials: { chargebeeSiteApi: { url, apiKey } }, ...options });
}

/** The items of one output of a node; none where the node did not run. */
function itemsOf(result: IRun, node: string, output = 0): INodeExecutionData[] {
	return result.data.resultData.runData[node]?.[0]?.data?.main?.[output] ?? [];
}

function jsonOf(result: IRun, node: string, output = 0): IDataObject[] {
	return itemsOf(result, node, output).map(({ json }) => json);
}

describe.each(files)('the example %s', (file) => {
	it('is a workflow of nodes that exist, joined, named apart and explained by a sticky note', () => {
		const { name, nodes, connections } = workflowOf(file);
		const names = nodes.map((node) => node.name);
		expect(name).toBeTruthy();
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		expect(new Set(nodes.map(({ position }) => String(position))).size).toBe(nodes.length);
		expect(nodes.map(({ type }) => type)).toContain('n8n-nodes-base.stickyNote');
		expect(nodes.filter(({ type }) => isChargebee(type))).not.toEqual([]);
		expect(nodes.filter(({ type }) => /\.(\w+Trigger|webhook)$/.test(type))).not.toEqual([]);
		const targets = Object.values(connections).flatMap((outputs) =>
			Object.values(outputs).flatMap((ends) => ends.flatMap((end) => end ?? [])),
		);
		expect(names).toEqual(expect.arrayContaining([...Object.keys(connections), ...targets.map(({ node }) => node)]));
	});

	it('has the parameters that n8n itself would save, and none of them is missing or wrong', () => {
		const types: Record<string, INodeType> = {
			[chargebeeType]: chargebeeOrders(),
			[triggerType]: new ChargebeeOrdersTrigger(),
			// n8n adds the times of polls.
			[pollingType]: loadNodeType(new ChargebeeOrdersPollingTrigger()),
		};
		for (const node of workflowOf(file).nodes) {
			const description = types[node.type]?.description;
			if (description === undefined) continue;
			const { properties } = description;
			expect(NodeHelpers.getNodeParameters(properties, node.parameters, false, false, node, description)).toEqual(
				node.parameters,
			);
			const parameters =
				NodeHelpers.getNodeParameters(properties, node.parameters, true, false, node, description) ?? {};
			expect(NodeHelpers.getNodeParametersIssues(properties, { ...node, parameters }, description)).toBeNull();
		}
	});

	it('names a credential and holds no key', () => {
		for (const { credentials, type } of workflowOf(file).nodes) {
			const named = Object.values(credentials ?? {});
			expect(named).toEqual(named.map(() => ({ id: expect.any(String), name: expect.any(String) })));
			expect('chargebeeSiteApi' in (credentials ?? {})).toBe(isChargebee(type));
		}
		const keys = [sandbox.apiKey, sandbox.restrictedKey, sandbox.readOnlyKey].filter((key) =>
			textOf(file).includes(key),
		);
		expect(keys).toEqual([]);
		// The keys of Chargebee: test_… and live_… and a long rest.
		expect(textOf(file)).not.toMatch(/\b(test|live)_[A-Za-z0-9]{16,}|apiKey|instanceId/);
	});
});

describe('the nightly export', () => {
	const workflow = workflowOf('nightly-export.json');

	/** The ids of the orders in the store for which something holds, in the order of their making. */
	function ids(holds: (attributes: Order['attributes']) => boolean): string[] {
		return [...sandbox.store.orders.all()]
			.filter(({ attributes }) => holds(attributes))
			.map(({ attributes }) => attributes.id);
	}

	function changedOrders(): string[] {
		return ids(
			({ status, updated_at }) => !['cancelled', 'voided'].includes(status) && (updated_at ?? 0) > now - 86_400,
		);
	}

	function exportedOrders(result: IRun): unknown[] {
		return jsonOf(result, 'Export Changed Orders as Rows').map(({ order_id }) => order_id);
	}

	it('runs to its end in the sandbox, without an error on any output', async () => {
		const result = await run(workflow);
		expect(result.data.resultData.error).toBeUndefined();
		expect(result.status).toBe('success');
		const items = Object.values(result.data.resultData.runData).flatMap((runs) =>
			runs.flatMap(({ data }) => data?.main?.flat() ?? []),
		);
		expect(items.filter((item) => item?.json.error !== undefined)).toEqual([]);
	});

	it('lists open orders, makes one for the newest, adds tracking and reads it again', async () => {
		const result = await run(workflow);
		const listed = jsonOf(result, 'Get Open Orders, Newest First');
		const [newest] = listed;
		expect(listed.length).toBeGreaterThan(1);
		expect(listed.map(({ status }) => status)).not.toContain('cancelled');
		expect(listed.map(({ created_at }) => created_at)).toEqual(
			listed
				.map(({ created_at }) => created_at)
				.sort()
				.reverse(),
		);
		const [created, ...more] = jsonOf(result, 'Create Order for Newest');
		expect(more).toEqual([]);
		expect(created).toMatchObject({ invoice_id: newest?.invoice_id, status: 'new', reference_id: 'n8n-1001' });
		expect(created?.note).toMatch(new RegExp(`^Replacement for ${String(newest?.id)} of \\d+ [A-Z][a-z]+ \\d{4}$`));
		const id = String(created?.id);
		expect(jsonOf(result, 'Get It Again')).toEqual([
			expect.objectContaining({ id, fulfillment_status: 'Shipped', tracking_id: `1Z-${id}`, shipment_carrier: 'UPS' }),
		]);
		const writes = sandbox.ledger.filter(({ method, path }) => method === 'POST' && path.includes('/orders'));
		expect(writes.map(({ headers, effect }) => [effect, headers['chargebee-event-email']])).toEqual([
			[`create ${id}`, 'all-disabled'],
			[`update ${id}`, 'all-disabled'],
			[expect.stringContaining('export'), undefined],
			[expect.stringContaining('export'), undefined],
		]);
	});

	it('exports what changed in the last 24 hours as rows, its own order among them', async () => {
		const result = await run(workflow);
		expect(exportedOrders(result)).toEqual(changedOrders());
		expect(exportedOrders(result)).toContain(jsonOf(result, 'Get It Again')[0]?.id);
	});

	it('downloads the last 30 days as a file', async () => {
		const result = await run(workflow);
		const [item, ...more] = itemsOf(result, 'Download Export as File');
		const data = item?.binary?.data;
		expect(more).toEqual([]);
		expect(data).toMatchObject({ mimeType: 'application/zip', fileExtension: 'zip' });
		if (data === undefined) return;
		const zip = await Container.get(BinaryDataService).getAsBuffer(data);
		expect(zip.length).toBe(item?.json.bytes);
		const inFile: unknown[] = [];
		for await (const rows of readRows(zip, {
			columnNames: 'snakeCase',
			rowsFrom: { of: 'filesNamed', names: ['Orders'] },
		})) {
			inFile.push(...rows.map(({ values }) => values.order_id));
		}
		expect(inFile).toEqual(ids(({ order_date }) => typeof order_date === 'number' && order_date >= now - 30 * 86_400));
	});

	it('only reads when the clock starts it', async () => {
		const nodes = workflow.nodes.filter(({ type }) => type !== 'n8n-nodes-base.manualTrigger');
		const result = await run({ ...workflow, nodes }, { mode: 'trigger' });
		expect(result.status).toBe('success');
		expect(exportedOrders(result)).toEqual(changedOrders());
		expect(itemsOf(result, 'Download Export as File')).toHaveLength(1);
		expect(new Set(sandbox.ledger.filter(({ method }) => method === 'POST').map(({ path }) => path))).toEqual(
			new Set(['/api/v2/exports/orders']),
		);
	});

	it('goes on with the exports where Chargebee refuses to create orders, and says why', async () => {
		const body = { message: 'Orders can no longer be created.', api_error_code: 'configuration_incompatible' };
		sandbox.script.respondOnce({ method: 'POST', path: /^\/api\/v1\/orders$/ }, { status: 400, body });
		const result = await run(workflow);
		expect(result.status).toBe('success');
		const [refused] = jsonOf(result, 'Not Created: See error and details');
		expect(refused).toMatchObject({
			error: body.message,
			details: { hint: expect.stringContaining('legacy order management') },
		});
		expect(jsonOf(result, 'Add Tracking')).toEqual([]);
		expect(exportedOrders(result)).toEqual(changedOrders());
		expect(itemsOf(result, 'Download Export as File')).toHaveLength(1);
	});
});

describe('order events', () => {
	it('go a way of their own, each of those that start the workflow', () => {
		const { nodes } = workflowOf('order-events.json');
		const trigger = nodes.find(({ type }) => type === triggerType);
		const branches = JSON.stringify(nodes.find(({ type }) => type === 'n8n-nodes-base.switch')?.parameters);
		const ways = [...branches.matchAll(/"rightValue":"(\w+)"/g)].map(([, event]) => event);
		expect(ways.sort()).toEqual(trigger?.parameters.events);
		expect(trigger?.webhookId).toMatch(/^[\w-]{36}$/);
	});
});

describe('npm run demo', () => {
	interface Ended {
		code: number | string | null | undefined;
		stdout: string;
		stderr: string;
	}

	async function demo(argv: string[] = [], columns = '90'): Promise<Ended> {
		const child = [require.resolve('tsx/cli'), join(folder, 'demo.ts'), ...argv];
		const env = { ...process.env, COLUMNS: columns };
		return await new Promise((resolve) => {
			execFile(process.execPath, child, { env }, (error, stdout, stderr) =>
				resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
			);
		});
	}

	it('shows every step, ends with a table that fits, and leaves the ZIP behind', async () => {
		const began = Date.now();
		const { code, stdout, stderr } = await demo();
		expect(stderr).toBe('');
		expect(code).toBe(0);
		for (const { name, type } of workflowOf('nightly-export.json').nodes) {
			const runs = type !== 'n8n-nodes-base.stickyNote' && !/^Every Night|^Not Created/.test(name);
			expect([name, stdout.includes(`▶ ${name}`)]).toEqual([name, runs]);
		}
		expect(stdout).toMatch(/· Export __sandbox__\w+ is in process after \d s/);
		expect(stdout).toMatch(/│ order_id +│ customer_id +│ status +│/);
		expect(stdout).toMatch(/… \d+ more/);
		expect(stdout).toMatch(/Requests +\d+ to the sandbox .* by the rules/);
		expect(stdout).toContain('npm run sandbox');
		expect(stdout).not.toContain('\u001B');
		expect(stdout.split('\n').filter((line) => [...line].length > 90 && !line.includes('.zip'))).toEqual([]);
		const zip = /^File +(.+\.zip)$/m.exec(stdout)?.[1] ?? '';
		expect(existsSync(zip)).toBe(true);
		// Of this run, not left by an earlier one; file systems round times.
		expect(statSync(zip).mtimeMs).toBeGreaterThan(began - 2_000);
		expect(readFileSync(zip).subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004'));
	}, 60_000);

	it("ends an unfortunate run with the node's message and what to do, and nothing of its insides", async () => {
		const scratch = mkdtempSync(join(tmpdir(), 'chargebee-orders-demo-'));
		const path = join(scratch, 'wrong-order.json');
		writeFileSync(
			path,
			textOf('nightly-export.json').replaceAll("$('Create Order for Newest').item.json.id", "'none'"),
		);
		const { code, stderr } = await demo([path]);
		rmSync(scratch, { recursive: true });
		expect(code).toBe(1);
		expect(stderr).toMatch(/✗ Get It Again: none not found\s+Nothing exists under this ID/);
		expect(stderr).not.toMatch(/^\s+at /m);
	}, 60_000);
});

import { inspect } from 'node:util';
import { NodeConnectionTypes, type INode } from 'n8n-workflow';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { startSandbox, type Sandbox } from '../sandbox';
import {
	complaints,
	detailsOf,
	exportIds,
	logged,
	paths,
	requests,
	runExport,
	starts,
	type ExportRunOptions,
} from '../support/exportRuns';

import { runWorkflow } from './harness';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ orders: 60, exportMs: 20 });
});

afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const isExportId = expect.stringMatching(/^__sandbox__\w{15}$/) as string;

/** A clock on which waiting takes no time. */
function skipWaits(): void {
	let skipped = 0;
	jest.spyOn(clock, 'now').mockImplementation(() => Date.now() + skipped);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
		skipped += Math.max(0, ms);
		await new Promise(setImmediate);
	});
}

describe.each(paths)('the operations, %s', (_name, path) => {
	it('Start gives out the export and does not wait', async () => {
		const { json, error } = await runExport(sandbox, 'start', path);
		expect(error).toBeUndefined();
		expect(json).toEqual([
			{
				id: isExportId,
				operation_type: 'Orders',
				mime_type: 'zip',
				status: 'in_process',
				created_at: expect.any(Number) as number,
				object: 'export',
			},
		]);
		expect(requests(sandbox)).toEqual(['POST /api/v2/exports/orders']);
		expect(sandbox.ledger[0]).toMatchObject({ rawBody: '', rawQuery: '' });
		expect(complaints(sandbox)).toEqual([]);
	});

	it('Get Status gives out what Chargebee sent, with the address once there is one', async () => {
		sandbox.script.nextExport({ durationMs: 400 });
		const started = await runExport(sandbox, 'start', path);
		const id = String(started.json[0]?.id);
		const before = await runExport(sandbox, 'get', { ...path, parameters: { exportId: id } });
		expect(before.json[0]).toMatchObject({ id, status: 'in_process' });
		expect(before.json[0]).not.toHaveProperty('download');
		await runExport(sandbox, 'download', { ...path, parameters: { exportId: id } });
		const after = await runExport(sandbox, 'get', { ...path, parameters: { exportId: id } });
		expect(after.json[0]).toMatchObject({
			id,
			status: 'completed',
			download: { download_url: expect.stringContaining(sandbox.downloadUrl) as string },
		});
		expect(requests(sandbox).at(-1)).toBe(`GET /api/v2/exports/${id}`);
		const inIso = await runExport(sandbox, 'get', {
			...path,
			parameters: { exportId: id },
			options: { timestamps: 'iso' },
		});
		const isIso = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string;
		expect(inIso.json[0]).toMatchObject({ created_at: isIso, download: { valid_till: isIso } });
	});

	it('Download waits for an export that was started before', async () => {
		const { json } = await runExport(sandbox, 'start', path);
		sandbox.resetLedger();
		const id = String(json[0]?.id);
		const run = await runExport(sandbox, 'download', { ...path, parameters: { exportId: id } });
		expect(run.error).toBeUndefined();
		expect(run.json[0]).toMatchObject({ 'Order Id': 'order_1', source_file: 'Orders.csv' });
		const polls = requests(sandbox);
		expect(polls.pop()).toBe('download');
		expect(new Set(polls)).toEqual(new Set([`GET /api/v2/exports/${id}`]));
		expect(complaints(sandbox)).toEqual([]);
	});

	it('Start and Download does all of it, and pairs each row with its input', async () => {
		const run = await runExport(sandbox, 'startAndDownload', {
			...path,
			items: [{ json: { status: 'shipped' } }, { json: { status: 'queued' } }],
			parameters: {
				filters: { order__status: [{ operator: 'in', values: '={{ [$json.status] }}' }] },
			},
			options: { columns: 'Order Id, Status' },
		});
		expect(run.error).toBeUndefined();
		expect(starts(sandbox).map(({ form }) => form)).toEqual([
			[['order[status][in]', '["shipped"]']],
			[['order[status][in]', '["queued"]']],
		]);
		for (const [item, status] of ['Shipped', 'Queued'].entries()) {
			const rows = (run.output[0] ?? []).filter(({ pairedItem }) => inspect(pairedItem) === `{ item: ${item} }`);
			expect(rows.length).toBeGreaterThan(0);
			expect(new Set(rows.map(({ json }) => json.Status))).toEqual(new Set([status]));
		}
		expect(complaints(sandbox)).toEqual([]);
	});

	it('a failed export is an error that names it', async () => {
		sandbox.script.nextExport({ outcome: 'failed' });
		const { status, error, output } = await runExport(sandbox, 'startAndDownload', path);
		const [exportId] = exportIds(sandbox);
		expect(status).toBe('error');
		expect(output).toEqual([]);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: expect.stringContaining(`export ${exportId} failed`) as string,
			description: expect.stringContaining(String(exportId)) as string,
		});
		expect(error && 'context' in error && error.context.details).toMatchObject({ exportId, retryable: true });
		expect(requests(sandbox)).not.toContain('download');
	});

	it('an export that is never done is an error with id, last status and the time waited', async () => {
		skipWaits();
		sandbox.script.nextExport({ outcome: 'never' });
		const run = await runExport(sandbox, 'startAndDownload', { ...path, options: { maxWait: 2, pollInterval: 10 } });
		const [exportId = ''] = exportIds(sandbox);
		expect(run.status).toBe('error');
		expect(run.error?.message).toMatch(new RegExp(`^Export ${exportId} is still in process after 120 s`));
		expect(detailsOf(run)).toMatchObject({
			exportId,
			retryable: true,
			hint: expect.stringContaining('Download') as string,
		});
		expect(requests(sandbox)).toHaveLength(1 + 13);
		expect(logged(run)[0]).toContain(exportId);
	});

	it.each<[string, 'get' | 'download' | 'startAndDownload', ExportRunOptions, RegExp]>([
		['an export ID left empty', 'download', { parameters: { exportId: '' } }, /"Export ID" is required/],
		[
			'an expression without an export ID',
			'download',
			{ parameters: { exportId: '={{ $json.none }}' } },
			/Export ID is empty/,
		],
		['an over-long export ID', 'get', { parameters: { exportId: 'x'.repeat(51) } }, /51 characters.*at most 50/],
		['an export ID of dots', 'download', { parameters: { exportId: '..' } }, /Export ID/],
		['Maximum Rows of 0', 'startAndDownload', { options: { maxRows: 0 } }, /Maximum Rows/],
		['Maximum Rows of 1.5', 'startAndDownload', { options: { maxRows: 1.5 } }, /Maximum Rows/],
		[
			'batches of 0 rows',
			'startAndDownload',
			{ parameters: { outputAs: 'rowBatches', batchSize: 0 } },
			/Rows per Batch/,
		],
		['another output', 'startAndDownload', { parameters: { outputAs: '={{ "pdf" }}' } }, /Output As/],
		['a wait that is no number', 'startAndDownload', { options: { maxWait: '={{ "soon" }}' } }, /Maximum Wait/],
		['a negative interval', 'startAndDownload', { options: { pollInterval: -1 } }, /Polling Interval/],
		[
			'an unknown status',
			'startAndDownload',
			{ parameters: { filters: { order__status: [{ value: 'sent' }] } } },
			/order\[status\]\[is\] cannot be "sent"/,
		],
		[
			'a line break in a header',
			'startAndDownload',
			{ parameters: { requestContext: { device: 'a\nb' } } },
			/line break/,
		],
	])('refuses %s before anything is sent', async (_what, operation, options, message) => {
		const run = await runExport(sandbox, operation, { ...path, ...options });
		expect(run.status).toBe('error');
		expect(run.error?.message).toMatch(message);
		expect(sandbox.ledger).toEqual([]);
	});

	it('takes options that an agent leaves empty for not given', async () => {
		const options = { maxRows: '={{ "" }}', maxWait: '={{ "" }}', pollInterval: '={{ "" }}', columns: '' };
		sandbox.script.nextExport({ durationMs: 60 });
		skipWaits();
		const { error, json } = await runExport(sandbox, 'startAndDownload', { ...path, options });
		expect(error).toBeUndefined();
		expect(json[0]).toHaveProperty('Warehouse');
	});
});

describe('as a tool', () => {
	const tool = { settings: { type: 'n8n-nodes-chargebee-orders.chargebeeOrdersTool' } };

	it.each(['custom', 'routing'] as const)('20 rows come out by default, never more than 200 (%s)', async (way) => {
		const rows = async (maxRows?: number): Promise<number> => {
			const options = maxRows === undefined ? {} : { maxRows };
			sandbox.script.nextExport({ files: [{ name: 'Orders.csv', content: `Order Id\n${'x\n'.repeat(300)}` }] });
			const run = await runExport(sandbox, 'startAndDownload', { path: way, ...tool, options });
			expect(run.error).toBeUndefined();
			return run.run.data.resultData.runData.Node?.at(-1)?.data?.main?.[0]?.length ?? run.json.length;
		};
		expect([await rows(), await rows(5), await rows(5000)]).toEqual([20, 5, 200]);
	});
});

describe('an error branch', () => {
	const node = (name: string, operation: string, more: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type: 'n8n-nodes-chargebee-orders.chargebeeOrders',
		typeVersion: 1,
		position: [0, 0],
		...more,
		parameters: { resource: 'export', operation, ...more.parameters },
	});

	it('leads from Start and Download that waited too long straight into Download', async () => {
		sandbox.script.nextExport({ durationMs: 400 });
		const begin: INode = { ...node('Begin', ''), type: 'n8n-nodes-base.manualTrigger', parameters: {} };
		const nightly = node('Nightly', 'startAndDownload', {
			onError: 'continueErrorOutput',
			parameters: { options: { maxWait: 0.001, pollInterval: 0.1 } },
		});
		const later = node('Later', 'download', {
			parameters: { exportId: '={{ $json.details.exportId }}', options: { pollInterval: 0.1 } },
		});
		const to = (name: string) => [{ node: name, type: NodeConnectionTypes.Main, index: 0 }];
		const run = await runWorkflow(
			{
				nodes: [begin, nightly, later],
				connections: { Begin: { main: [to('Nightly')] }, Nightly: { main: [[], to('Later')] } },
			},
			{ credentials: { chargebeeSiteApi: { url: sandbox.url, apiKey: sandbox.apiKey } } },
		);
		const outputOf = (name: string, index: number) => run.data.resultData.runData[name]?.[0]?.data?.main?.[index] ?? [];
		const [exportId] = exportIds(sandbox);
		expect(outputOf('Nightly', 0)).toEqual([]);
		expect(outputOf('Nightly', 1)).toMatchObject([
			{
				json: {
					error: expect.stringContaining(`Export ${exportId} is still in process after `) as string,
					details: { exportId, retryable: true },
				},
			},
		]);
		expect(outputOf('Later', 0)).toHaveLength(60);
		expect(run.status).toBe('success');
		expect(exportIds(sandbox)).toHaveLength(1);
	});

	it.each(['custom', 'routing'] as const)('keeps the input beside the error of each item (%s)', async (path) => {
		sandbox.script.nextExport({ outcome: 'failed' });
		const { output, status } = await runExport(sandbox, 'startAndDownload', {
			path,
			items: [{ json: { tenant: 'a' } }, { json: { tenant: 'b' } }],
			settings: { onError: 'continueErrorOutput' },
		});
		expect(status).toBe('success');
		expect(output[1]).toHaveLength(1);
		expect(output[1]?.[0]?.json).toMatchObject({
			tenant: expect.stringMatching(/^[ab]$/) as string,
			error: expect.stringContaining('failed') as string,
			details: { exportId: isExportId },
		});
		expect(output[0]?.[0]?.json).toHaveProperty('Order Id');
	});
});

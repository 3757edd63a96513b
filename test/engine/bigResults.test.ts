import { stringify } from 'flatted';
import type { INodeParameters } from 'n8n-workflow';

import { storage } from '../../nodes/ChargebeeOrders/output/storedSize';
import { detailsOf, exportIds, requests, runExport } from '../support/exportRuns';
import { zipOf } from '../support/zip';

import type { NodeRun, NodeRunOptions } from './harness';
import { byId, json, OrderSandbox } from './orderSandbox';

const use = new OrderSandbox({ orders: 600, exportMs: 0 });

afterEach(() => jest.restoreAllMocks());

const bound = (characters: number): unknown => jest.replaceProperty(storage, 'mostCharacters', characters);

/** The next exports hold so many rows of a hundred characters. */
function nextExports(...rows: number[]): void {
	for (const count of rows) {
		const content = `Note\n${`${'x'.repeat(99)}\n`.repeat(count)}`;
		use.sandbox.script.nextExport({ files: [{ name: 'Orders.csv', content }], durationMs: 0 });
	}
}

it('the bound is well below the longest text that V8 has, which n8n stores a run as', () => {
	expect(storage.mostCharacters).toBe(400_000_000);
	expect(storage.mostCharacters).toBeLessThan(0.75 * (2 ** 29 - 24));
});

describe('what is counted is what n8n will store', () => {
	/** What is counted is at most a seventh less than what is stored, and at most three sevenths more. */
	const expectFair = async (start: () => Promise<NodeRun>): Promise<void> => {
		const first = await start();
		expect(first.error).toBeUndefined();
		const stored = stringify(first.run.data).length;
		bound(Math.ceil(stored / 0.7));
		expect((await start()).error).toBeUndefined();
		bound(Math.floor(stored / 1.15));
		expect((await start()).error?.message).toContain('more than n8n can store');
	};

	it.each<[string, INodeParameters, INodeParameters]>([
		['rows', {}, {}],
		['rows of one column', {}, { columns: 'Order Id' }],
		['batches', { outputAs: 'rowBatches' }, {}],
		['batches of one column', { outputAs: 'rowBatches' }, { columns: 'Order Id' }],
	])('for %s', async (_what, parameters, options) => {
		await expectFair(async () => await runExport(use.sandbox, 'startAndDownload', { parameters, options }));
	});

	it.each([1, 4, 30])('for rows of %d columns in which no value comes twice', async (columns) => {
		const line = (row: number): string =>
			Array.from({ length: columns }, (_, column) => String(row * columns + column)).join(',');
		const content = Array.from({ length: 3000 }, (_, row) => line(row + 100_000)).join('\n');
		await expectFair(async () => {
			use.sandbox.script.nextExport({ files: [{ name: 'Orders.csv', content }], durationMs: 0 });
			return await runExport(use.sandbox, 'startAndDownload');
		});
	});

	it.each<INodeParameters>([{}, { output: 'simplified' }, { output: 'selected', outputFields: ['id'] }])(
		'for a list of orders with %j',
		async (options) => {
			await expectFair(async () => await use.run('getAll', { returnAll: true, options }));
		},
	);
});

describe('rows beyond what n8n can store', () => {
	it.each(['rows', 'rowBatches'])('are an error that names the export and points to File (%s)', async (outputAs) => {
		bound(50_000);
		nextExports(1000);
		const run = await runExport(use.sandbox, 'startAndDownload', { parameters: { outputAs } });
		const exportId = exportIds(use.sandbox).at(-1) ?? '';
		expect([run.status, run.output]).toEqual(['error', []]);
		expect(run.error?.message).toContain(`The rows of export ${exportId} are more than n8n can store`);
		expect(run.error?.description).toMatch(/Run Download with this export ID and File as output/);
		expect(detailsOf(run)).toMatchObject({ exportId, retryable: false });
		expect(requests(use.sandbox).filter((request) => request === 'download')).toHaveLength(1);

		const file = await runExport(use.sandbox, 'download', { parameters: { exportId, outputAs: 'file' } });
		expect(file.json).toMatchObject([{ export_id: exportId }]);
		const few = await runExport(use.sandbox, 'download', { parameters: { exportId }, options: { maxRows: 20 } });
		expect(few.json).toHaveLength(20);
	});

	it('are no more read than counted: the reading ends at the bound', async () => {
		const archive = await zipOf([
			{ name: 'Orders.csv', content: `Note\n${`${'x'.repeat(99)}\n`.repeat(50_000)}`, deflate: false },
		]);
		// Its last row: who reads it to the end finds that its checksum is wrong.
		archive[archive.length - 300] = 'y'.charCodeAt(0);
		const messages: unknown[] = [];
		for (const characters of [storage.mostCharacters, 50_000]) {
			bound(characters);
			use.sandbox.script.nextExport({ archive, durationMs: 0 });
			messages.push((await runExport(use.sandbox, 'startAndDownload')).error?.message);
		}
		expect(messages).toEqual([
			expect.stringMatching(/checksum|damaged/),
			expect.stringContaining('more than n8n can store'),
		]);
	});

	it('count over all items of a run', async () => {
		bound(50_000);
		nextExports(150, 150);
		const items = [{ json: {} }, { json: {} }];
		const run = await runExport(use.sandbox, 'startAndDownload', { items, options: { simultaneousRequests: 1 } });
		expect(run.error?.message).toContain('more than n8n can store');
		nextExports(150);
		expect((await runExport(use.sandbox, 'startAndDownload')).json).toHaveLength(150);
	});

	it('leave their room to the other items where the workflow goes on', async () => {
		bound(50_000);
		nextExports(1000, 100, 100);
		const items = [{ json: { n: 1 } }, { json: { n: 2 } }, { json: { n: 3 } }];
		const run = await runExport(use.sandbox, 'startAndDownload', {
			items,
			options: { simultaneousRequests: 1 },
			settings: { onError: 'continueErrorOutput' },
		});
		expect(run.output[0]).toHaveLength(200);
		expect(run.output[1]).toMatchObject([{ json: { n: 1, details: { exportId: exportIds(use.sandbox).at(-3) } } }]);
	});
});

describe('lists beyond what n8n can store', () => {
	it('are an error that points to Limit, filters and exports, before the list is read to its end', async () => {
		bound(500_000);
		const run = await use.run('getAll', { returnAll: true });
		expect([run.status, run.output]).toEqual(['error', []]);
		expect(run.error?.message).toContain('The orders are more than n8n can store');
		expect(run.error?.description).toMatch(/Limit.*filters.*Output.*export with File/);
		expect(detailsOf(run)).toMatchObject({ retryable: false });
		expect(use.ledger.length).toBeLessThan(5);
		expect(json(await use.run('getAll', { limit: 100 }))).toHaveLength(100);
		const ids = { output: 'selected', outputFields: ['id'] };
		expect(json(await use.run('getAll', { returnAll: true, options: ids }))).toHaveLength(600);
	});

	it('of an invoice too, and of both versions', async () => {
		const { id } = use.sandbox.store.addInvoice().attributes;
		for (let number = 0; number < 300; number += 1) use.addOrder({ invoice_id: id });
		bound(20_000);
		for (const apiVersion of ['v1', 'v2']) {
			const run = await use.run('getAllForInvoice', { returnAll: true, apiVersion, invoiceId: byId(id) });
			expect(run.error?.message).toContain('more than n8n can store');
			expect((await use.run('getAll', { returnAll: true, apiVersion })).status).toBe('error');
		}
	});

	it('count over all items of a run, and leave their room where the workflow goes on', async () => {
		bound(500_000);
		const items = [{ json: { limit: 100 } }, { json: { limit: 600 } }, { json: { limit: 30 } }];
		const parameters = { limit: '={{ $json.limit }}', options: { simultaneousRequests: 1 } };
		expect((await use.run('getAll', parameters, { items })).status).toBe('error');
		const settings = { onError: 'continueErrorOutput' as const };
		const run = await use.run('getAll', parameters, { items, settings });
		expect(run.output.map((output) => output.length)).toEqual([130, 1]);
		expect(run.output[1]?.[0]?.json.limit).toBe(600);
	});
});

describe('where nothing is stored of executions', () => {
	const nothing = { saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' } as const;
	const all = { returnAll: true };

	it('a list is bound by memory alone', async () => {
		bound(500_000);
		const unstored = { mode: 'trigger', workflowSettings: nothing } as const;
		expect(json(await use.run('getAll', all, unstored)).length).toBeGreaterThan(600);
		jest.replaceProperty(storage, 'mostUnstored', 600_000);
		expect((await use.run('getAll', all, unstored)).error?.message).toContain(
			'The orders are more than n8n can hold (over 1,000 MB)',
		);
	});

	it.each<[string, Partial<NodeRunOptions>]>([
		['a run by hand', { workflowSettings: nothing }],
		[
			'a workflow that stores what failed',
			{ mode: 'trigger', workflowSettings: { ...nothing, saveDataErrorExecution: 'all' } },
		],
		[
			'one that stores its progress',
			{ mode: 'trigger', workflowSettings: { ...nothing, saveExecutionProgress: true } },
		],
		['one that says nothing of it', { mode: 'trigger' }],
	])('that of %s is bound by what n8n can store', async (_, options) => {
		bound(500_000);
		expect((await use.run('getAll', all, options)).error?.message).toContain('more than n8n can store');
	});
});

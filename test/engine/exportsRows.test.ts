import type { Readable } from 'node:stream';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData, INodeParameters } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../sandbox';
import { zipOf, zipOfCsv } from '../support/zip';
import { detailsOf, exportIds, hintOf, paths, runExport, starts, type ExportRun } from '../support/exportRuns';

import type { NodeRunOptions } from './harness';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 25, exportMs: 0 });
});

beforeEach(() => sandbox.resetLedger());

afterAll(async () => {
	await sandbox.close();
});

interface Given extends Pick<NodeRunOptions, 'path'> {
	files?: Array<{ name: string; content: string | Uint8Array }>;
	archive?: Uint8Array;
	parameters?: INodeParameters;
	options?: INodeParameters;
	settings?: NodeRunOptions['settings'];
}

/** Exports files of a test's own. */
async function exported({ files, archive, ...options }: Given): Promise<ExportRun> {
	sandbox.script.nextExport({ durationMs: 0, ...(files ? { files } : {}), ...(archive ? { archive } : {}) });
	const run = await runExport(sandbox, 'startAndDownload', options);
	expect(run.error).toBeUndefined();
	return run;
}

const csv = (content: string | Uint8Array, name = 'Orders.csv') => ({ files: [{ name, content }] });

/** Binary data as a later node reads it. */
async function bytesOf(data: IBinaryData | undefined): Promise<Buffer> {
	if (data === undefined) throw new Error('there is no binary data');
	return data.id === undefined
		? Buffer.from(data.data, 'base64')
		: await Container.get(BinaryDataService).getAsBuffer(data);
}

describe('rows', () => {
	it('are those of all CSV files of the export where they are asked for, each naming its file', async () => {
		const { json } = await exported({ parameters: { rowsFrom: 'allFiles' } });
		const orders = [...sandbox.store.orders.all()].filter(({ attributes }) => !attributes.deleted);
		const rows = (file: string) => json.filter((row) => row.source_file === file);
		expect(rows('Orders.csv').map((row) => row['Order Id'])).toEqual(orders.map(({ attributes }) => attributes.id));
		expect(rows('Order Line Items.csv').map((row) => [row['orders.id'], row['order_line_items.id']])).toEqual(
			orders.flatMap((order) => order.details.order_line_items.map(({ id }) => [order.attributes.id, id])),
		);
		expect(json).toHaveLength(rows('Orders.csv').length + rows('Order Line Items.csv').length);
	});

	it('keep quotes, line breaks and every script as they were sent, as text', async () => {
		const content = '\uFEFFId,Note\r\n007,"Ring ""twice"",\nthen\r\ncall"\r\n1e3,株式会社さくら\r\n,=SUM(1)\r\n';
		const { json } = await exported(csv(content));
		expect(json).toEqual([
			{ Id: '007', Note: 'Ring "twice",\nthen\r\ncall', source_file: 'Orders.csv' },
			{ Id: '1e3', Note: '株式会社さくら', source_file: 'Orders.csv' },
			{ Id: '', Note: '=SUM(1)', source_file: 'Orders.csv' },
		]);
	});

	it.each([
		['with a byte order mark', '\uFEFF"Größe",x\n"ß",1\n'],
		['without one', 'Größe,x\nß,1'],
	])('are read %s alike', async (_what, content) => {
		expect((await exported(csv(content))).json).toEqual([{ Größe: 'ß', x: '1', source_file: 'Orders.csv' }]);
	});

	it('keep every value under double and empty headers, and those beyond the header', async () => {
		const { json } = await exported(csv('Amount,,Amount,source_file\n1,2,3,4,5\n6\n'));
		expect(json).toEqual([
			{ Amount: '1', column_2: '2', Amount_2: '3', source_file_2: '4', column_5: '5', source_file: 'Orders.csv' },
			{ Amount: '6', column_2: '', Amount_2: '', source_file_2: '', source_file: 'Orders.csv' },
		]);
	});

	it('with a column called __proto__ or constructor are rows like any other', async () => {
		const { json } = await exported(csv('__proto__,constructor\np,c\n'));
		expect(JSON.stringify(json[0])).toBe('{"__proto__":"p","constructor":"c","source_file":"Orders.csv"}');
		expect(({} as Record<string, unknown>).p).toBeUndefined();
	});

	it('with a column called error are no failure: n8n would run the node, and the export, again', async () => {
		const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const { json } = await exported({ ...csv('error,Error\nlate,never\n'), settings });
		expect(json).toEqual([{ error_2: 'late', Error: 'never', source_file: 'Orders.csv' }]);
		expect(starts(sandbox)).toHaveLength(1);
		const snake = await exported({ ...csv('Error\nnone\n'), settings, options: { columnNames: 'snakeCase' } });
		expect(snake.json).toEqual([{ error_2: 'none', source_file: 'Orders.csv' }]);
		expect(starts(sandbox)).toHaveLength(2);
	});

	it.each([
		['without a file', { files: [] }],
		['with an empty file', csv('')],
		['with a header alone', csv('Order Id,Status\r\n')],
	])('of an export %s are no items, and the hint says so', async (_what, given) => {
		const run = await exported(given);
		expect([run.status, run.output]).toEqual(['success', [[]]]);
		expect(hintOf(run)).toContain('No rows.');
		expect(hintOf(run)).toContain(exportIds(sandbox).at(-1));
	});

	it('of an export without orders are no items in batches either', async () => {
		const run = await exported({
			parameters: { outputAs: 'rowBatches', filters: { order__id: [{ operator: 'is', value: 'nope' }] } },
		});
		expect(run.output).toEqual([[]]);
		expect(hintOf(run)).toContain('No rows.');
	});

	it('end at Maximum Rows, across files, and the hint says that there are more', async () => {
		const files = [
			{ name: 'a.csv', content: 'x\n1\n2\n3\n' },
			{ name: 'b.csv', content: 'y\n4\n5\n' },
		];
		const parameters = { rowsFrom: 'allFiles' };
		const cut = await exported({ files, parameters, options: { maxRows: 4 } });
		expect(cut.json.map(({ x, y }) => x ?? y)).toEqual(['1', '2', '3', '4']);
		expect(hintOf(cut)).toMatch(/^4 rows, cut there by Maximum Rows\. Export /);
		const all = await exported({ files, parameters, options: { maxRows: 5 } });
		expect(all.json).toHaveLength(5);
		expect(all.hints).toEqual([]);
	});

	it('of a file that holds no CSV are an error that says what it holds', async () => {
		sandbox.script.nextExport({ files: [{ name: 'report.pdf', content: '%PDF' }] });
		const { error } = await runExport(sandbox, 'startAndDownload');
		expect(error?.message).toContain('"report.pdf"');
		expect(error?.description).toContain(exportIds(sandbox).at(-1));
	});
});

describe.each(paths)('Rows From, %s,', (_name, path) => {
	const files = [
		{ name: 'Orders-1.csv', content: 'Order Id\no1\n' },
		{ name: 'Order Line Items.csv', content: 'line\nl1\nl2\n' },
		{ name: 'Orders-2.csv', content: 'Order Id\no2\n' },
		{ name: 'Taxes.csv', content: 'tax\nt1\n' },
	];
	const valuesFrom = async (parameters: INodeParameters, given = files) => {
		const run = await exported({ ...path, files: given, parameters });
		return [run.json.map((row) => row['Order Id'] ?? row.line ?? row.tax), hintOf(run)];
	};

	it('is the main table unless said otherwise, with all parts of it', async () => {
		const [values, hint] = await valuesFrom({});
		expect(values).toEqual(['o1', 'o2']);
		if (path.path === 'custom') {
			expect(hint).toContain('2 rows of Order Line Items.csv, 1 row of Taxes.csv left out.');
		}
	});

	it('is the main table of what Download finds, too', async () => {
		sandbox.script.nextExport({ durationMs: 0, files });
		const started = await runExport(sandbox, 'start', path);
		const run = await runExport(sandbox, 'download', {
			...path,
			parameters: { exportId: String(started.json[0]?.id) },
		});
		expect(run.json.map((row) => row['Order Id'])).toEqual(['o1', 'o2']);
	});

	it('is all files with a warning where the main table is not certain', async () => {
		const strange = [{ name: 'Bestellungen.csv', content: 'Order Id\no1\n' }, ...files.slice(1, 2)];
		const [values, hint] = await valuesFrom({}, strange);
		expect(values).toEqual(['o1', 'l1', 'l2']);
		if (path.path === 'custom') expect(hint).toContain('Which file is the main table is not certain');
	});

	it('is all files, or those of some names', async () => {
		expect((await valuesFrom({ rowsFrom: 'allFiles' }))[0]).toEqual(['o1', 'l1', 'l2', 'o2', 't1']);
		const named = { rowsFrom: 'filesNamed', fileNames: 'taxes, Order Line Items.csv' };
		expect((await valuesFrom(named))[0]).toEqual(['l1', 'l2', 't1']);
		expect((await valuesFrom({ ...named, fileNames: "={{ ['Taxes'] }}" }))[0]).toEqual(['t1']);
	});

	it('is refused where a file is not there, with those that are', async () => {
		sandbox.script.nextExport({ files });
		const parameters = { rowsFrom: 'filesNamed', fileNames: 'Taxes, Discounts' };
		const run = await runExport(sandbox, 'startAndDownload', { ...path, parameters });
		expect([run.status, run.output]).toEqual(['error', []]);
		expect(run.error?.message).toContain('The export has no file "Discounts"');
		expect(run.error?.description).toContain('Its CSV files are: Orders-1.csv, Order Line Items.csv');
		expect(detailsOf(run)).toMatchObject({ exportId: exportIds(sandbox).at(-1), retryable: false });
	});

	it('is refused before anything is sent where no file is named', async () => {
		for (const fileNames of ["={{ '' }}", '={{ [] }}', '={{ $json.none }}']) {
			const parameters = { rowsFrom: 'filesNamed', fileNames };
			const { error } = await runExport(sandbox, 'startAndDownload', { ...path, parameters });
			expect(error?.message).toContain('File Names names no file');
		}
		expect(starts(sandbox)).toEqual([]);
	});
});

describe('columns', () => {
	const files = [
		{ name: 'Orders.csv', content: 'Order Id,Status\no1,Shipped\n' },
		{ name: 'Items.csv', content: 'order_line_items.id,Amount\nli1,12\n' },
	];

	const parameters = { rowsFrom: 'allFiles' };

	it('are called as sent, or in snake_case', async () => {
		const { json } = await exported({ files, parameters });
		expect(json).toEqual([
			{ 'Order Id': 'o1', Status: 'Shipped', source_file: 'Orders.csv' },
			{ 'order_line_items.id': 'li1', Amount: '12', source_file: 'Items.csv' },
		]);
		const snake = await exported({ files, parameters, options: { columnNames: 'snakeCase' } });
		expect(snake.json).toEqual([
			{ order_id: 'o1', status: 'Shipped', source_file: 'Orders.csv' },
			{ order_line_items_id: 'li1', amount: '12', source_file: 'Items.csv' },
		]);
	});

	it.each([
		['by names with commas', 'Status , Amount', {}],
		['by a list', '={{ ["Status", "Amount"] }}', {}],
		['by either name', 'status,Amount', { columnNames: 'snakeCase' }],
	])('can be chosen %s', async (_how, columns, options) => {
		const { json } = await exported({ files, parameters, options: { columns, ...options } });
		expect(json.map((row) => Object.values(row))).toEqual([
			['Shipped', 'Orders.csv'],
			['12', 'Items.csv'],
		]);
	});

	it.each(paths)('that do not exist are refused with those that do, %s', async (_name, path) => {
		sandbox.script.nextExport({ files });
		const run = await runExport(sandbox, 'startAndDownload', {
			...path,
			parameters,
			options: { columns: 'Status,Amuont' },
		});
		expect(run.status).toBe('error');
		expect(run.output).toEqual([]);
		expect(run.error?.message).toContain('The export has no column "Amuont"');
		expect(run.error?.description).toContain('Order Id, Status, order_line_items.id, Amount');
		expect(detailsOf(run)).toMatchObject({ exportId: exportIds(sandbox).at(-1), retryable: false });
	});
});

describe('batches of rows', () => {
	it('hold as many rows as wanted, and never mix files', async () => {
		const files = [
			{ name: 'a.csv', content: 'x\n1\n2\n3\n' },
			{ name: 'b.csv', content: 'y\n4\n' },
		];
		const { json, output } = await exported({
			files,
			parameters: { rowsFrom: 'allFiles', outputAs: 'rowBatches', batchSize: 2 },
		});
		expect(json).toEqual([
			{ rows: [{ x: '1' }, { x: '2' }], row_count: 2, source_file: 'a.csv' },
			{ rows: [{ x: '3' }], row_count: 1, source_file: 'a.csv' },
			{ rows: [{ y: '4' }], row_count: 1, source_file: 'b.csv' },
		]);
		expect(output[0]?.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(true);
	});

	it('never mix files of the same name in different folders', async () => {
		const files = [
			{ name: '2024/a.csv', content: 'x\n1\n' },
			{ name: '2025/a.csv', content: 'y\n2\n' },
		];
		const { json } = await exported({
			files,
			parameters: { rowsFrom: 'allFiles', outputAs: 'rowBatches', batchSize: 5 },
		});
		expect(json.map(({ rows, source_file }) => [rows, source_file])).toEqual([
			[[{ x: '1' }], 'a.csv'],
			[[{ y: '2' }], 'a (2).csv'],
		]);
	});

	it('hold 500 rows unless told otherwise, and end at Maximum Rows', async () => {
		const content = `x\n${'1\n'.repeat(1203)}`;
		const sizes = async (options: INodeParameters) =>
			(await exported({ ...csv(content), parameters: { outputAs: 'rowBatches' }, options })).json.map(
				({ row_count }) => row_count,
			);
		expect(await sizes({})).toEqual([500, 500, 203]);
		expect(await sizes({ maxRows: 700 })).toEqual([500, 200]);
	});
});

describe.each(paths)('the file %s', (_name, path) => {
	it('is the ZIP as binary data, the same bytes as served', async () => {
		const archive = await zipOf([{ name: 'Orders.csv', content: `x\n${'ä,"\n'.repeat(50_000)}`, deflate: false }]);
		sandbox.script.nextExport({ archive, durationMs: 0 });
		const reading = jest.spyOn(Container.get(BinaryDataService), 'getAsStream');
		const run = await runExport(sandbox, 'startAndDownload', { ...path, parameters: { outputAs: 'file' } });
		expect(run.error).toBeUndefined();
		const opened = await Promise.all(reading.mock.results.map(({ value }) => value as Promise<Readable>));
		expect(opened.length).toBeGreaterThan(0);
		expect(opened.map(({ destroyed }) => destroyed)).not.toContain(false);
		reading.mockRestore();
		const [item, ...others] = run.output[0] ?? [];
		expect(others).toEqual([]);
		const id = String(exportIds(sandbox).at(-1));
		expect(item?.json).toEqual({
			export_id: id,
			operation_type: 'Orders',
			file_name: `chargebee-orders-${id}.zip`,
			mime_type: 'application/zip',
			bytes: archive.length,
		});
		expect(item?.pairedItem).toEqual({ item: 0 });
		expect(Object.keys(item?.binary ?? {})).toEqual(['data']);
		expect(item?.binary?.data).toMatchObject({ mimeType: 'application/zip', fileName: item?.json.file_name });
		expect((await bytesOf(item?.binary?.data)).equals(archive)).toBe(true);
	});

	it('goes into the field that is wanted, for each item its own', async () => {
		const run = await runExport(sandbox, 'startAndDownload', {
			...path,
			items: [{ json: { field: 'zip' } }, { json: { field: 'export' } }],
			parameters: { outputAs: 'file', binaryPropertyName: '={{ $json.field }}' },
		});
		expect(run.output[0]?.map(({ binary }) => Object.keys(binary ?? {}))).toEqual([['zip'], ['export']]);
	});

	it('of an export without a row or a file is handed out too', async () => {
		sandbox.script.nextExport({ archive: await zipOf([]), durationMs: 0 });
		const run = await runExport(sandbox, 'startAndDownload', { ...path, parameters: { outputAs: 'file' } });
		expect(run.json[0]).toMatchObject({ bytes: 22 });
	});
});

it('a file is handed out as it is, whatever is in it', async () => {
	const archive = await zipOfCsv('"broken', 'notes.txt');
	const run = await exported({ archive, parameters: { outputAs: 'file' } });
	expect(run.json[0]).toMatchObject({ bytes: archive.length });
});

import type { Call } from '../../nodes/ChargebeeOrders/Call';
import { CanceledError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import { rowItems, type RowOptions } from '../../nodes/ChargebeeOrders/exports/rowItems';
import { storage } from '../../nodes/ChargebeeOrders/output/storedSize';
import { RunReport } from '../../nodes/ChargebeeOrders/RunReport';
import { failureOf } from '../support/failureOf';
import { zipOf } from '../support/zip';

const FILES = [
	{ name: 'Orders.csv', content: 'Order Id,Total\no1,10\no2,20\no3,30\n' },
	{ name: 'Lines.csv', content: 'Order Id,Sku\no1,a\no2,b\n' },
];

const { mostCharacters } = storage;
const report = new RunReport();
const options: RowOptions = { columnNames: 'asSent', rowsFrom: { of: 'allFiles' } };

afterEach(() => {
	storage.mostCharacters = mostCharacters;
	report.storedCharacters = 0;
});

async function read(more: Partial<RowOptions> = {}, files = FILES, signal?: AbortSignal) {
	const call = { report, signal } as unknown as Call;
	const { items, ...rest } = await rowItems(call, await zipOf(files), 'exp_1', { ...options, ...more });
	return { json: items.map(({ json }) => json), ...rest };
}

describe('the rows of an export as items', () => {
	it('are one a row, each with the name of its file', async () => {
		expect(await read()).toEqual({
			json: [
				{ 'Order Id': 'o1', Total: '10', source_file: 'Orders.csv' },
				{ 'Order Id': 'o2', Total: '20', source_file: 'Orders.csv' },
				{ 'Order Id': 'o3', Total: '30', source_file: 'Orders.csv' },
				{ 'Order Id': 'o1', Sku: 'a', source_file: 'Lines.csv' },
				{ 'Order Id': 'o2', Sku: 'b', source_file: 'Lines.csv' },
			],
			rows: 5,
			cut: false,
			files: [
				{ name: 'Orders.csv', rows: 3, bytes: 33 },
				{ name: 'Lines.csv', rows: 2, bytes: 23 },
			],
			leftOut: [],
			isCertain: true,
		});
	});

	it('are those of the files that were asked for', async () => {
		const { json, rows, leftOut } = await read({ rowsFrom: { of: 'filesNamed', names: ['lines'] }, batchSize: 5 });
		expect(json.map(({ source_file }) => source_file)).toEqual(['Lines.csv']);
		expect([rows, leftOut]).toEqual([2, [{ name: 'Orders.csv', rows: 3 }]]);
	});

	it('have the names and the columns that were asked for', async () => {
		const { json } = await read({ columnNames: 'snakeCase', columns: ['Total'] });
		expect(json).toEqual(['10', '20', '30'].map((total) => ({ total, source_file: 'Orders.csv' })));
	});

	it('are one a batch of rows of the same file, the last one as large as is left', async () => {
		const { json, rows } = await read({ batchSize: 2 });
		expect(json).toEqual([
			{
				rows: [
					{ 'Order Id': 'o1', Total: '10' },
					{ 'Order Id': 'o2', Total: '20' },
				],
				row_count: 2,
				source_file: 'Orders.csv',
			},
			{ rows: [{ 'Order Id': 'o3', Total: '30' }], row_count: 1, source_file: 'Orders.csv' },
			{
				rows: [
					{ 'Order Id': 'o1', Sku: 'a' },
					{ 'Order Id': 'o2', Sku: 'b' },
				],
				row_count: 2,
				source_file: 'Lines.csv',
			},
		]);
		expect(rows).toBe(5);
		expect((await read({ batchSize: 3 })).json.map(({ row_count }) => row_count)).toEqual([3, 2]);
		expect((await read({ batchSize: 100 })).json.map(({ row_count }) => row_count)).toEqual([3, 2]);
		expect((await read({ batchSize: 2 }, [])).json).toEqual([]);
	});

	it.each([undefined, 2])(
		'are as many as the limit says, and it is said whether there are more (batches of %p)',
		async (batchSize) => {
			const count = async (limit: number) => {
				const { json, rows, cut, files } = await read({ limit, ...(batchSize === undefined ? {} : { batchSize }) });
				const inItems = json.reduce((sum, { row_count }) => sum + Number(row_count ?? 1), 0);
				return [inItems, rows, cut, files.length];
			};
			expect(await count(3)).toEqual([3, 3, true, 1]);
			expect(await count(4)).toEqual([4, 4, true, 1]);
			expect(await count(5)).toEqual([5, 5, false, 2]);
			expect(await count(6)).toEqual([5, 5, false, 2]);
		},
	);

	it('count towards what n8n can store: names, values, and what stands around them', async () => {
		await read({ batchSize: 100 }, [{ name: 'a.csv', content: 'id,name\n12345,x\n' }]);
		// 12 a row; for each value its name, 12, and itself.
		expect(report.storedCharacters).toBe(12 + (2 + 12 + 5) + (4 + 12 + 1));
		report.storedCharacters = 0;
		// As an item of its own a row has an envelope of 64, and a reference to the name of its file, which is written once.
		await read({}, [{ name: 'a.csv', content: 'id\n12345\n' }]);
		expect(report.storedCharacters).toBe(12 + (2 + 12 + 5) + ('source_file'.length + 12) + 64);
	});

	it('that are more than n8n can store are an error that names the export, and take no room', async () => {
		await read();
		storage.mostCharacters = report.storedCharacters;
		report.storedCharacters = 0;
		expect((await read()).rows).toBe(5);
		report.storedCharacters = 1;
		const failure = await failureOf(read());
		expect(failure.message).toBe('The rows of export exp_1 are more than n8n can store (over 400 MB)');
		expect(failure.details).toEqual({
			exportId: 'exp_1',
			retryable: false,
			hint: expect.stringMatching(/File as output.+\.$/),
		});
		expect(report.storedCharacters).toBe(1);
	});

	it.each([
		['tell what may be gone with another download', [{ name: 'a.csv', content: 'id\n1\n' }], true, 'damaged'],
		['and what will stay', [{ name: 'a.csv', content: 'id\n"1' }], false, 'Row 2 of a.csv'],
	])('are an error where the file is not sound: %s', async (_what, files, retryable, message) => {
		const zip = await zipOf(files.map((file) => ({ ...file, deflate: false })));
		if (retryable) zip[Buffer.from(zip).indexOf('id\n1')] = 0x78;
		const failure = await failureOf(rowItems({ report } as unknown as Call, zip, 'exp_1', options));
		expect(failure.message).toContain(message);
		expect(failure.details).toMatchObject({ exportId: 'exp_1', retryable, hint: expect.stringMatching(/\.$/) });
		expect(report.storedCharacters).toBe(0);
	});

	it("are no error of the file with n8n's Stop", async () => {
		await expect(read({}, FILES, AbortSignal.abort())).rejects.toBeInstanceOf(CanceledError);
	});
});

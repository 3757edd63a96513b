import { ApiError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import { columnIndex, nameColumns, snakeCase } from '../../nodes/ChargebeeOrders/exports/columns';
import { tooLarge } from '../../nodes/ChargebeeOrders/exports/entries';
import { ExportFileError, fileError } from '../../nodes/ChargebeeOrders/exports/ExportFileError';
import { createRowReader } from '../../nodes/ChargebeeOrders/exports/rowValues';
import { read } from '../support/exportArchives';
import { rawZip } from '../support/rawZip';

describe('the columns of a file', () => {
	it.each<[string[], string[]]>([
		[
			['a', 'a', 'a'],
			['a', 'a_2', 'a_3'],
		],
		[
			['a', 'a_2', 'a'],
			['a', 'a_2', 'a_3'],
		],
		[
			['a', 'a', 'a_2', 'a'],
			['a', 'a_3', 'a_2', 'a_4'],
		],
		[
			['', 'column_1', ''],
			['column_1_2', 'column_1', 'column_3'],
		],
		[
			['column_2', ''],
			['column_2', 'column_2_2'],
		],
		[
			['source_file', 'error', 'source_file_2'],
			['source_file_3', 'error_2', 'source_file_2'],
		],
		[
			['Error', 'error '],
			['Error', 'error '],
		],
		[[], []],
	])('%j are called %j', (sent, names) => {
		const columns = nameColumns(sent, 'asSent');
		expect([columns.names, columns.sent]).toEqual([names, sent]);
	});

	it('beyond the header have one name each, that no other column has', () => {
		const columns = nameColumns(['column_3', 'b'], 'asSent');
		expect([3, 4, 3, 4].map((position) => columns.nameBeyond(position))).toEqual([
			'column_3_2',
			'column_4',
			'column_3_2',
			'column_4',
		]);
		const toValues = createRowReader(columns);
		for (const value of ['x', 'y']) {
			expect(toValues(['1', '2', value])).toEqual({ column_3: '1', b: '2', column_3_2: value });
		}
	});

	it('are found by the name handed out, and else by the one sent', () => {
		const columns = nameColumns(['Order Id', 'order_id', 'Status'], 'snakeCase');
		expect(columns.names).toEqual(['order_id', 'order_id_2', 'status']);
		expect(['order_id', 'order_id_2', 'Order Id', 'Status', 'Total'].map((name) => columnIndex(columns, name))).toEqual(
			[0, 1, 0, 2, -1],
		);
	});

	it.each([
		['VATNumber', 'vat_number'],
		['orderIDs', 'order_ids'],
		['IDsAndSKUs', 'ids_and_skus'],
		['aB', 'a_b'],
		['line1Name', 'line1_name'],
		['A', 'a'],
		['_a_', 'a'],
		['--', ''],
		['ÄnderungsDatum', 'änderungs_datum'],
	])('called %s are %s in snake_case', (header, name) => expect(snakeCase(header)).toBe(name));
});

describe('a row', () => {
	const columns = nameColumns(['a', 'b'], 'asSent');

	it('has what every row has beside its columns, in front of none of them', () => {
		const same = { source_file: 'Orders.csv' };
		expect(Object.entries(createRowReader(columns, undefined, same)(['1']))).toEqual([
			['a', '1'],
			['b', ''],
			['source_file', 'Orders.csv'],
		]);
		expect(createRowReader(columns, ['b', 'x', 'b'], same)(['1', '2', '3'])).toEqual({ b: '2', ...same });
	});
});

describe('an error about a file', () => {
	const messageOf = async (work: Promise<unknown>): Promise<[string, string]> => {
		const failure: unknown = await work.catch((reason: unknown) => reason);
		if (!(failure instanceof ExportFileError)) throw new Error(`Not refused, or otherwise: ${String(failure)}`);
		return [failure.message, failure.hint];
	};
	const files = (...names: string[]) => rawZip(names.map((name) => ({ name, content: Buffer.from('a\n1\n') })));

	it('names five of the files that are no CSV, and says whether there are more', async () => {
		expect((await messageOf(read(files('1', '2', '3', '4', '5'))))[0]).toBe(
			'The ZIP file holds no CSV file, only "1", "2", "3", "4", "5"',
		);
		expect((await messageOf(read(files('1', '2', '3', '4', '5', '6'))))[0]).toMatch(/"5", …$/);
	});

	it('names two hundred of the columns that there are, and says whether there are more', async () => {
		const hintFor = async (count: number): Promise<string> => {
			const header = Array.from({ length: count }, (_, index) => `c${index}`).join(',');
			const zip = rawZip([{ name: 'a.csv', content: Buffer.from(`${header}\n`) }]);
			const [message, hint] = await messageOf(read(zip, { columns: ['x'] }));
			expect(message).toBe('The export has no column "x"');
			return hint;
		};
		expect(await hintFor(200)).toMatch(/^Its columns are: c0, c1, .*, c199\.$/);
		expect(await hintFor(201)).toMatch(/, c199, …$/);
	});

	it('names the limit that was reached', async () => {
		expect(tooLarge(2 * 1024 ** 3).message).toContain('more than 2,048 MiB');
		const many = files(...Array.from({ length: 1_001 }, (_, index) => `${index}.csv`));
		expect((await messageOf(read(many, { limits: { maxEntries: 1_000 } })))[0]).toContain('more than 1,000 entries');
	});

	it('becomes one of the export, and says whether another download may help', () => {
		const codes = ['truncated', 'corrupted', 'tooLarge', 'malformedCsv', 'notAZip'] as const;
		expect(codes.map((code) => fileError(new ExportFileError('what', code, 'do.'), 'exp_1'))).toEqual(
			[true, true, false, false, false].map(
				(retryable) => new ApiError('what', { exportId: 'exp_1', hint: 'do.', retryable }),
			),
		);
		const details = codes.map((code) => (fileError(new ExportFileError('what', code, 'do.')) as ApiError).details);
		expect(details.map(({ retryable }) => retryable)).toEqual([true, true, false, false, false]);
		expect(details[0]).toEqual({ hint: 'do.', retryable: true });
		const other = new TypeError('a mistake of ours');
		expect(fileError(other, 'exp_1')).toBe(other);
	});
});

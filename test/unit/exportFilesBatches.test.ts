import { readRows, type ReadOptions, type Summary } from '../../nodes/ChargebeeOrders/exports/exportRows';
import { rawZip } from '../support/rawZip';

const zipOf = (files: Readonly<Record<string, string>>): Buffer =>
	rawZip(Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content), stored: true })));

/** The sizes of the batches, the values of the rows, and what is said at the end. */
async function read(files: Readonly<Record<string, string>>, options: Partial<ReadOptions> = {}) {
	const reading = readRows(zipOf(files), { columnNames: 'asSent', ...options });
	const batches: number[] = [];
	const rows: string[][] = [];
	for (;;) {
		const next: IteratorResult<Array<{ values: object }>, Summary> = await reading.next();
		if (next.done === true) return { batches, rows, summary: next.value };
		batches.push(next.value.length);
		rows.push(...next.value.map(({ values }) => Object.values(values) as string[]));
	}
}

describe('the batches of an export', () => {
	it.each<[string, string, number[], Partial<ReadOptions>]>([
		['a thousand rows each', `a\n${'x\n'.repeat(2_100)}`, [1000, 1000, 100], {}],
		['none without a row', `a\n${'x\n'.repeat(1_000)}`, [1000], {}],
		['none without a row at a limit', `a\n${'x\n'.repeat(2_100)}`, [1000], { limit: 1_000 }],
		['as far as the limit goes', `a\n${'x\n'.repeat(2_100)}`, [1000, 1], { limit: 1_001 }],
		['less where the header is wide', `${'a,'.repeat(1_999)}a\n${'x\n'.repeat(60)}`, [50, 10], {}],
		['less where the rows are wide', `a\n${`${'x,'.repeat(1_999)}x\n`.repeat(60)}`, [50, 10], {}],
		['a hundred columns at a thousand rows', `${'a,'.repeat(99)}a\n${'x\n'.repeat(1_001)}`, [1000, 1], {}],
	])('have %s', async (_what, content, batches, options) => {
		const { batches: given, summary } = await read({ 'a.csv': content }, options);
		expect(given).toEqual(batches);
		const all = content.split('\n').length - 2;
		expect(summary.files).toEqual(summary.cut ? [] : [{ name: 'a.csv', rows: all, bytes: content.length }]);
	});
});

describe('the files of an export', () => {
	it('of one name are told apart by a number that no other has', async () => {
		const names = ['a.csv', 'b/a.csv', 'a.csv.csv', 'a (2).csv', 'c\\A.CSV', 'd/A.CSV', 'e/a.csv'];
		const { summary } = await read(Object.fromEntries(names.map((name) => [name, 'id\n1\n'])));
		expect(summary.files.map(({ name }) => name)).toEqual([
			'a.csv',
			'a (2).csv',
			'a.csv.csv',
			'a (2) (2).csv',
			'A.CSV',
			'A (2).CSV',
			'a (3).csv',
		]);
	});

	it('are all those that have one of the columns chosen', async () => {
		const files = { 'a.csv': 'id,status\n1,new\n', 'b.csv': 'id,total\n1,20\n', 'c.csv': 'id\n1\n' };
		const { rows, summary } = await read(files, { columns: ['status', 'total'] });
		expect(rows).toEqual([['new'], ['20']]);
		expect(summary.leftOut).toEqual([{ name: 'c.csv', rows: 1 }]);
	});
});

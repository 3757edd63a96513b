import { createCsvRecords, type CsvRecords } from '../../nodes/ChargebeeOrders/exports/csvRecords';
import { ExportFileError } from '../../nodes/ChargebeeOrders/exports/ExportFileError';

const push = (csv: CsvRecords, text: string): string[][] => csv.push(Buffer.from(text));

/** What is said of a file that is refused with its last piece and not before. */
function refusal(...pieces: string[]): string {
	const csv = createCsvRecords('Orders.csv');
	const last = pieces.pop() ?? '';
	for (const piece of pieces) push(csv, piece);
	try {
		push(csv, last);
	} catch (reason) {
		if (!(reason instanceof ExportFileError)) throw reason;
		expect([reason.code, reason.hint]).toEqual(['malformedCsv', expect.stringMatching(/\.$/)]);
		return reason.message;
	}
	throw new Error('It was not refused.');
}

describe('the records of a CSV file', () => {
	it('come as soon as they are whole, wherever the pieces are cut', () => {
		const csv = createCsvRecords('Orders.csv');
		const given = ['\r\n\r\na,b\r\n1', ',"2\n', '3"\r', '\n"4""', '5",6\r\n7,8'].map((piece) => push(csv, piece));
		expect(given).toEqual([[['a', 'b']], [], [], [['1', '2\n3']], [['4"5', '6']]]);
		expect(csv.end()).toEqual([['7', '8']]);
		expect(createCsvRecords('Orders.csv').end()).toEqual([]);
	});

	it('are none where the file ends with its last record', () => {
		const csv = createCsvRecords('Orders.csv');
		expect(push(csv, 'a,b\n1,2\n')).toEqual([
			['a', 'b'],
			['1', '2'],
		]);
		expect(csv.end()).toEqual([]);
	});

	it.each([
		[
			'a quoted value that goes on after its end',
			['a,b\n1,2\n3,4\n', '5,6\n7,"8"9",x\n8,9\n'],
			/^Row 5 of .+: a quoted value goes on after its closing quote/,
		],
		[
			'one that does so and has no end, with the next quote',
			['a,b\n1,"2"3\n4,', '"5'],
			/^Row 2 of .+: a quoted value goes on after its closing quote/,
		],
		[
			'a quoted value that takes up a million characters',
			// A million is 2 ** 20, and twice as much must have come before it is looked at again.
			['a,b\n1,2\n', `3,"${'x'.repeat(2 ** 19 - 3)}`, 'x'.repeat(2 ** 19), 'x'.repeat(2 ** 20)],
			/^Row 3 of .+: it is longer than 1 million characters, .+never closed/,
		],
		['a header of too many columns', [`${','.repeat(16_384)}\n1\n`], /^Row 1 of .+: it has more than 16,384 columns/],
		[
			'a row of too many columns',
			['a,b\n1,2\n', `3,4\n${','.repeat(16_384)}\n`],
			/^Row 4 of .+: it has more than 16,384 columns/,
		],
	])('are refused with %s, by file and row', (_what, pieces, message) => {
		expect(refusal(...pieces)).toMatch(message);
	});

	it('say where a quoted value is never closed', () => {
		const csv = createCsvRecords('Orders.csv');
		push(csv, 'a,b\n1,2\n3,"4\n');
		expect(() => csv.end()).toThrow('Row 3 of Orders.csv is not valid CSV: a quoted value is never closed');
	});

	it('may have 16,384 columns', () => {
		expect(push(createCsvRecords('Orders.csv'), `${','.repeat(16_383)}\n1,`)[0]).toHaveLength(16_384);
	});
});

import fc from 'fast-check';

import { createCsvRecords } from '../../nodes/ChargebeeOrders/exports/csvRecords';
import { ExportFileError } from '../../nodes/ChargebeeOrders/exports/ExportFileError';
import { read } from '../support/exportArchives';
import { zipOfCsv } from '../support/zip';

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
/** A text in each encoding that is known. */
const encodings: Readonly<Record<string, (text: string) => Uint8Array>> = {
	'UTF-8': (text) => Buffer.from(text),
	'UTF-8 with a byte order mark': (text) => Buffer.from(`\uFEFF${text}`),
	'UTF-16, little end first': (text) => wide(`\uFEFF${text}`),
	'UTF-16, big end first': (text) => wide(`\uFEFF${text}`).swap16(),
	'UTF-16 without a byte order mark, little end first': wide,
	'UTF-16 without a byte order mark, big end first': (text) => wide(text).swap16(),
};

/** The records of a file that comes in pieces of so many bytes, or as one. */
function records(file: Uint8Array | string, pieceBytes = Number.MAX_SAFE_INTEGER): string[][] {
	const bytes = typeof file === 'string' ? Buffer.from(file) : file;
	const csv = createCsvRecords('Orders.csv');
	const all: string[][] = [];
	for (let at = 0; at < bytes.length; at += pieceBytes) all.push(...csv.push(bytes.subarray(at, at + pieceBytes)));
	return [...all, ...csv.end()];
}

/** What is said of a file that is refused, however it is cut. */
function refusal(file: Uint8Array | string): string {
	const said = [1, 3, 1_000_000].map((pieceBytes) => {
		try {
			return JSON.stringify(records(file, pieceBytes));
		} catch (reason) {
			if (!(reason instanceof ExportFileError)) throw reason;
			expect([reason.code, reason.hint]).toEqual(['malformedCsv', expect.stringMatching(/\.$/)]);
			return reason.message;
		}
	});
	expect(new Set(said).size).toBe(1);
	return said[0] ?? '';
}

/** Expects the same records in pieces of every size. */
function expectRecords(file: Uint8Array | string, expected: string[][]): void {
	for (const pieceBytes of [1, 2, 3, 7, 1_000_000]) {
		expect([pieceBytes, records(file, pieceBytes)]).toEqual([pieceBytes, expected]);
	}
}

const character = fc.constantFrom(...'",;\t\r\n aüß0', '😀', '\uFEFF', '注', '\u4E0A');
const value = fc.oneof(
	fc.string({ unit: character, maxLength: 8 }),
	// NUL at the beginning of a file is what an unknown encoding looks like.
	fc.string({ unit: 'binary', maxLength: 8 }).map((text) => text.replaceAll('\0', '')),
);
/** Names begin with Latin letters, as those of Chargebee do. */
const name = fc.string({ unit: character, maxLength: 6 }).map((text) => `Id${text}`);
const tableOf = (width: number) =>
	fc.tuple(
		fc.array(name, { minLength: width, maxLength: width }),
		fc.array(fc.array(value, { minLength: width, maxLength: width }), { maxLength: 8 }),
	);
const howWritten = {
	lineBreak: fc.constantFrom('\r\n', '\n', '\r', '\n\n'),
	allQuoted: fc.boolean(),
	endsInBreak: fc.boolean(),
	encoding: fc.constantFrom(...Object.keys(encodings)),
	pieceBytes: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(1_000_000)),
};

interface Written {
	rows: string[][];
	delimiter: string;
	lineBreak: string;
	allQuoted: boolean;
	endsInBreak: boolean;
}

/** Writes a table as any program might; a value with a delimiter of any kind is quoted. */
function written({ rows, delimiter, lineBreak, allQuoted, endsInBreak }: Written): string {
	const field = (text: string, { length }: readonly string[]): string =>
		allQuoted || /[",;\t\r\n]/.test(text) || length === 1 ? `"${text.replaceAll('"', '""')}"` : text;
	return (
		rows.map((row) => row.map((text) => field(text, row)).join(delimiter)).join(lineBreak) +
		(endsInBreak ? lineBreak : '')
	);
}

describe('a table', () => {
	it('comes as it was written, whatever separates its values, its encoding and the size of its pieces', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 2, max: 5 }).chain(tableOf),
				fc.constantFrom(',', ';', '\t'),
				fc.record(howWritten),
				([header, rows], delimiter, { encoding, pieceBytes, ...how }) => {
					const bytes = encodings[encoding]?.(written({ rows: [header, ...rows], delimiter, ...how }));
					expect(records(bytes ?? '', pieceBytes)).toEqual([header, ...rows]);
				},
			),
			{ numRuns: 1_000 },
		);
	});

	it('of one column stays one, whatever its quoted values and its name hold', () => {
		fc.assert(
			fc.property(tableOf(1), fc.record(howWritten), ([header, rows], { encoding, pieceBytes, ...how }) => {
				const bytes = encodings[encoding]?.(written({ rows: [header, ...rows], delimiter: ',', ...how }));
				expect(records(bytes ?? '', pieceBytes)).toEqual([header, ...rows]);
			}),
			{ numRuns: 300 },
		);
	});

	it.each(Object.entries(encodings))('in %s is read as rows of an export', async (_name, encoded) => {
		const zip = await zipOfCsv(encoded('Order Id;Größe 😀\r\no1;注文,1\r\n'));
		expect((await read(zip)).rows).toEqual([{ 'Order Id': 'o1', 'Größe 😀': '注文,1' }]);
		expect((await read(zip, { columns: ['Größe 😀'] })).rows).toEqual([{ 'Größe 😀': '注文,1' }]);
	});
});

describe('the delimiter', () => {
	it.each<[string, string, string[][]]>([
		[
			'a comma',
			'a,b\n1,2;3\n',
			[
				['a', 'b'],
				['1', '2;3'],
			],
		],
		[
			'a semicolon',
			'a;b\n1,5;2\n',
			[
				['a', 'b'],
				['1,5', '2'],
			],
		],
		[
			'a tab',
			'a\tb\n1,5\t2;3\n',
			[
				['a', 'b'],
				['1,5', '2;3'],
			],
		],
		[
			'a semicolon behind empty lines',
			'\r\n\n\ra;b\r\n1;2',
			[
				['a', 'b'],
				['1', '2'],
			],
		],
		['a semicolon in a header alone', 'a;b', [['a', 'b']]],
		['a semicolon in a header alone whose quoted name has a comma', 'a;"b,c"', [['a', 'b,c']]],
		['none with one column', 'a\n1;2\n3,4\n', [['a'], ['1;2'], ['3', '4']]],
		['none with one column whose name is quoted', '"a;b\tc"\n1;2\n', [['a;b\tc'], ['1;2']]],
		[
			'a comma where a quoted name has others',
			'"a;x",b\n1;2,3\n',
			[
				['a;x', 'b'],
				['1;2', '3'],
			],
		],
		[
			'a semicolon where a quoted name has a comma',
			'a;"b,c";d\n1;2;3\n',
			[
				['a', 'b,c', 'd'],
				['1', '2', '3'],
			],
		],
		[
			'a semicolon where the first name is quoted',
			'"a,""b";c\n1;2\n',
			[
				['a,"b', 'c'],
				['1', '2'],
			],
		],
		[
			'a semicolon where a name has a line break',
			'a;"b\r\n,c"\r\n1;2\n',
			[
				['a', 'b\r\n,c'],
				['1', '2'],
			],
		],
		[
			'a tab where quoted names have both others',
			'"a,b"\t"c;d"\n1\t2\n',
			[
				['a,b', 'c;d'],
				['1', '2'],
			],
		],
		[
			'a comma behind a quoted name and blanks',
			'"a;x"  ,b\n1,2\n',
			[
				['a;x', 'b'],
				['1', '2'],
			],
		],
		[
			'a semicolon behind a quoted name and blanks',
			'"a,x"  ;b\n1;2\n',
			[
				['a,x', 'b'],
				['1', '2'],
			],
		],
		// The names could be those of either: the first row tells.
		[
			'a comma as the first row has it',
			'a;x,b\n1,2\n',
			[
				['a;x', 'b'],
				['1', '2'],
			],
		],
		[
			'a semicolon as the first row has it',
			'a, net;b\n1,5;2,0\n',
			[
				['a, net', 'b'],
				['1,5', '2,0'],
			],
		],
		[
			'a tab as the first row has it',
			'a;x\tb\n1\t2\n',
			[
				['a;x', 'b'],
				['1', '2'],
			],
		],
		[
			'a semicolon as a quoted first row has it',
			'a,x;b\n"1\n,;5";2\n',
			[
				['a,x', 'b'],
				['1\n,;5', '2'],
			],
		],
		['a comma where the first row is as neither has it', 'a;x,b\n1\n', [['a;x', 'b'], ['1']]],
		['a comma where the first row has a quote too many', 'a;x,b\n1;2"\n', [['a;x', 'b'], ['1;2"']]],
		['a comma where there is no first row', 'a;x,b', [['a;x', 'b']]],
		['a semicolon before a tab where there is no first row', 'a;x\tb', [['a', 'x\tb']]],
		[
			'a comma where quotes stand in the middle',
			'5" pipe;a,b\n1,2\n',
			[
				['5" pipe;a', 'b'],
				['1', '2'],
			],
		],
		[
			'a comma where no reading has every quote in its place',
			'x;"y,z"w\n1,2\n',
			[
				['x;"y', 'z"w'],
				['1', '2'],
			],
		],
	])('is %s', (_what, csv, expected) => {
		expectRecords(csv, expected);
	});

	it('is told by the header, however much of the file has come', () => {
		const csv = createCsvRecords('Orders.csv');
		const bytes = Buffer.from('a;b\n1;2\n3;4\n5;6\n');
		const first = [...bytes].flatMap((byte) => csv.push(Uint8Array.of(byte)));
		expect(first).toContainEqual(['1', '2']);
		expect([...first, ...csv.end()]).toEqual([
			['a', 'b'],
			['1', '2'],
			['3', '4'],
			['5', '6'],
		]);
	});

	it('is waited for until the first row has come only where the header is read in two ways', () => {
		const begun = (text: string): string[][] => createCsvRecords('Orders.csv').push(Buffer.from(text));
		expect(begun('a;b\n1')).toEqual([['a', 'b']]);
		expect(begun('a;x,b\n1')).toEqual([]);
		expect(begun('a;x,b\n1,2\n3')).toEqual([
			['a;x', 'b'],
			['1', '2'],
		]);
		expect(begun('a;"b')).toEqual([]);
		expect(begun('a;b')).toEqual([]);
	});

	it('is waited for in a beginning of a million characters at most', () => {
		const csv = createCsvRecords('Orders.csv');
		// By a semicolon the second name goes on for ever; by a comma it has a quote in its middle.
		const pieces = ['a,b;"c\n', ...Array.from({ length: 40 }, () => `x,${'y'.repeat(65_000)}\n`)];
		const read = pieces.flatMap((piece) => csv.push(Buffer.from(piece)));
		expect(read[0]).toEqual(['a', 'b;"c']);
		expect(read).toHaveLength(41);
	});

	it('counts in the complaint about a broken row, too', () => {
		expect(refusal('a;b\n1;"2"3\n')).toContain('Row 2 of Orders.csv');
		expect(refusal('a;b\n1;2\n3;"4\n')).toContain('Row 3 of Orders.csv');
		expect(refusal('"a"x,b\n1;2\n')).toContain('Row 1 of Orders.csv');
		expect(refusal('"a\n1;2\n')).toContain('Row 1 of Orders.csv');
	});
});

describe('an encoding', () => {
	it('that is not known is refused, never read as one column', () => {
		const unknown = [
			wide('注文;番号\n1;2\n'),
			wide('注文;番号\n1;2\n').swap16(),
			wide('注文\n1\n'),
			wide('注文\n1\n').swap16(),
			wide('Заказ\r\n1\r\n'),
			// UTF-32, with and without a byte order mark.
			...['\uFEFFId\n1\n', 'Id\n1\n'].map((text) => wide([...text].join('\0') + '\0')),
			wide('注'.repeat(10) + 'a'),
		];
		for (const bytes of unknown) expect(refusal(bytes)).toMatch(/^Orders\.csv is not text in UTF-8/);
	});

	it('of a zero among the values of a row is still UTF-8', () => {
		expectRecords('Id,Note\n1,\0\n2,a\0b\n', [
			['Id', 'Note'],
			['1', '\0'],
			['2', 'a\0b'],
		]);
	});

	it('of a few bytes is known all the same', () => {
		expect(records('')).toEqual([]);
		expectRecords('a', [['a']]);
		expectRecords('a\n', [['a']]);
		expectRecords('ü\n1', [['ü'], ['1']]);
		expectRecords(wide('\uFEFF'), []);
		expectRecords(wide('\uFEFFa'), [['a']]);
		expectRecords(wide('\uFEFFa').swap16(), [['a']]);
		expectRecords(wide('ab'), [['ab']]);
		expectRecords(wide('ab').swap16(), [['ab']]);
	});

	it('in which bytes are wrong has a replacement character for each', () => {
		expectRecords(Uint8Array.of(0x61, 0xff, 0x0a, 0x31, 0xe2), [['a\uFFFD'], ['1\uFFFD']]);
		// Each half of a byte order mark is no other encoding.
		for (const [first, second] of [
			[0xff, 0x61],
			[0x61, 0xfe],
			[0xfe, 0x61],
			[0x61, 0xff],
		] as const) {
			const text = [first, second].map((byte) => (byte === 0x61 ? 'a' : '\uFFFD')).join('');
			expectRecords(Uint8Array.of(first, second, 0x62, 0x0a, 0x31), [[`${text}b`], ['1']]);
		}
		// Half of a pair, and half of a character at the end.
		const bytes = Buffer.concat([wide('\uFEFFab\n'), Uint8Array.of(0x3d, 0xd8, 0x0a, 0, 0x31)]);
		expectRecords(bytes, [['ab'], ['\uFFFD'], ['\uFFFD']]);
	});
});

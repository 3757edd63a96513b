import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { CanceledError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import { createCsvRecords } from '../../nodes/ChargebeeOrders/exports/csvRecords';
import { ExportFileError } from '../../nodes/ChargebeeOrders/exports/ExportFileError';
import { readRows, type ReadOptions, type Row, type Summary } from '../../nodes/ChargebeeOrders/exports/exportRows';
import { rawZip } from '../support/rawZip';
import { DIRECTORY_HEADER, LOCAL_HEADER, positionOf, zipOf, zipOfCsv } from '../support/zip';

interface Read {
	rows: Row[];
	batches: number[];
	summary: Summary;
}

async function read(zip: Uint8Array, options: Partial<ReadOptions> = {}): Promise<Read> {
	const reading = readRows(zip, { columnNames: 'asSent', ...options });
	const rows: Row[] = [];
	const batches: number[] = [];
	for (;;) {
		const next = await reading.next();
		if (next.done) return { rows, batches, summary: next.value };
		rows.push(...next.value);
		batches.push(next.value.length);
	}
}

async function valuesOf(csv: string | Uint8Array, options: Partial<ReadOptions> = {}) {
	return (await read(await zipOfCsv(csv), options)).rows.map(({ values }) => values);
}

async function failureOf(reading: Promise<unknown>): Promise<ExportFileError> {
	const failure = await reading.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(failure instanceof ExportFileError)) throw new Error(`Not refused, or otherwise: ${String(failure)}`);
	expect(failure.hint).not.toBe('');
	return failure;
}

/** A copy of a ZIP file with some bytes of it changed. */
function changed(zip: Uint8Array, change: (copy: Uint8Array, view: DataView) => void): Uint8Array {
	const copy = Uint8Array.from(zip);
	change(copy, new DataView(copy.buffer));
	return copy;
}

const EXPORT = [
	{ name: 'Orders.csv', content: 'Order Id,Status\r\no1,shipped\r\no2,queued\r\n' },
	{ name: 'Order Line Items.csv', content: 'order_line_items.id,Amount\nli1,1200\n' },
];

describe('the rows of an export', () => {
	it('come file by file in the order of the archive, with the name of their file', async () => {
		const { rows, summary } = await read(await zipOf(EXPORT));
		expect(rows).toEqual([
			{ file: 'Orders.csv', values: { 'Order Id': 'o1', Status: 'shipped' } },
			{ file: 'Orders.csv', values: { 'Order Id': 'o2', Status: 'queued' } },
			{ file: 'Order Line Items.csv', values: { 'order_line_items.id': 'li1', Amount: '1200' } },
		]);
		expect(summary.files).toEqual([
			{ name: 'Orders.csv', rows: 2, bytes: 40 },
			{ name: 'Order Line Items.csv', rows: 1, bytes: 36 },
		]);
	});

	it('are those of the main table, and the others are counted, verified and left out', async () => {
		const files = [
			{ name: 'notes.csv', content: '' },
			...EXPORT,
			{ name: 'Orders 2.csv', content: 'Order Id,Status\no3,queued' },
		];
		const main = { rowsFrom: { of: 'mainTable', names: ['Orders'] } } as const;
		const { rows, summary } = await read(await zipOf(files), main);
		expect(rows.map(({ file, values }) => [file, values['Order Id']])).toEqual([
			['Orders.csv', 'o1'],
			['Orders.csv', 'o2'],
			['Orders 2.csv', 'o3'],
		]);
		expect(summary).toMatchObject({
			files: [{ rows: 2 }, { rows: 1 }],
			leftOut: [
				{ name: 'notes.csv', rows: 0 },
				{ name: 'Order Line Items.csv', rows: 1 },
			],
			isCertain: true,
		});
		const stored = await zipOf(files.map((file) => ({ ...file, deflate: false })));
		stored[positionOf(stored, [...new TextEncoder().encode('li1')])] = 0;
		expect(await failureOf(read(stored, main))).toMatchObject({ code: 'corrupted' });
		const other = await read(await zipOf(files), { rowsFrom: { of: 'mainTable', names: ['Invoices'] } });
		expect([other.rows.length, other.summary]).toMatchObject([4, { leftOut: [], isCertain: false }]);
	});

	it('end at a limit: what is left out is then named, and counted no more', async () => {
		const rowsFrom = { of: 'mainTable', names: ['Orders'] } as const;
		const upTo = async (limit: number) => {
			const { rows, summary } = await read(await zipOf([...EXPORT].reverse()), { rowsFrom, limit });
			return [rows.length, summary.cut, summary.files.length, summary.leftOut];
		};
		expect(await upTo(1)).toEqual([1, true, 0, [{ name: 'Order Line Items.csv' }]]);
		expect(await upTo(2)).toEqual([2, false, 1, [{ name: 'Order Line Items.csv', rows: 1 }]]);
		expect((await read(await zipOf(EXPORT), { limit: 2 })).summary).toMatchObject({ cut: true, files: [{ rows: 2 }] });
	});

	it('come in batches of 1,000, or fewer where rows are wide', async () => {
		const narrow = `id\n${'x\n'.repeat(2500)}`;
		expect((await read(await zipOfCsv(narrow))).batches).toEqual([1000, 1000, 500]);
		const wide = `${'c,'.repeat(1999)}c\n`.repeat(151);
		expect((await read(await zipOfCsv(wide))).batches).toEqual([50, 50, 50]);
	});

	it.each([
		['deflated', {}],
		['stored', { deflate: false }],
		['with data descriptors', { dataDescriptor: true }],
		['stored with data descriptors', { deflate: false, dataDescriptor: true }],
		['in ZIP64 format', { zip64: true }],
		['in ZIP64 format with data descriptors', { zip64: true, dataDescriptor: true }],
	])('are read from entries that are %s', async (_, how) => {
		const files = EXPORT.map((file) => ({ ...file, ...how }));
		expect((await read(await zipOf(files, 'made by a test'))).rows).toHaveLength(3);
	});

	it('are left out where there are none: an empty archive, an empty file, a header alone', async () => {
		const nothing = { files: [], leftOut: [], cut: false, isCertain: true };
		expect(await read(await zipOf([]))).toEqual({ rows: [], batches: [], summary: nothing });
		for (const content of ['', '\uFEFF', '\n', 'Order Id,Status', 'Order Id,Status\r\n']) {
			const { rows, summary } = await read(await zipOfCsv(content), { columns: ['Status'] });
			expect(rows).toEqual([]);
			expect(summary.files).toMatchObject([{ name: 'Orders.csv', rows: 0 }]);
		}
	});

	it('come from CSV files only; whatever else there is counts and is verified, and stays closed', async () => {
		const inner = await zipOfCsv('secret\n1\n');
		const zip = await zipOf([
			{ name: 'data/', content: '', directory: true },
			{ name: 'data/ORDERS.CSV', content: 'Id\n1\n' },
			{ name: 'more.zip', content: inner, deflate: false },
			{ name: 'read me.txt', content: 'Id\n2\n', deflate: false },
		]);
		expect((await read(zip)).summary.files).toEqual([{ name: 'ORDERS.CSV', rows: 1, bytes: 5 }]);
		const broken = changed(zip, (copy) => {
			copy[positionOf(zip, [...new TextEncoder().encode('Id\n2\n')])] = 0;
		});
		expect(await failureOf(read(broken))).toMatchObject({ code: 'corrupted' });
		expect(await failureOf(read(zip, { limits: { maxEntries: 3 } }))).toMatchObject({ code: 'tooManyEntries' });
	});

	it('name their file without folders, control characters and excess', async () => {
		const names = [
			'../../etc/Orders.csv',
			'C:\\temp\\Lines.csv',
			'a\u0000\u202Eb\u001b[1m.csv',
			`${'x'.repeat(500)}.csv`,
		];
		const { rows } = await read(
			await zipOf(names.map((name) => ({ name: name.replaceAll('\\', '|'), content: 'a\n1\n' }))).then((zip) =>
				// The writer turns backslashes into slashes; hostile archives need not.
				changed(zip, (copy) =>
					copy.forEach((byte, at) => {
						if (byte === 0x7c) copy[at] = 0x5c;
					}),
				),
			),
		);
		expect(rows.map(({ file }) => file)).toEqual(['Orders.csv', 'Lines.csv', 'ab[1m.csv', 'x'.repeat(200)]);
	});

	it('can be read from several archives at once, each at the pace of its consumer', async () => {
		const zip = await zipOfCsv(`id\n${'0123456789\n'.repeat(30_000)}`);
		const readings = Array.from({ length: 20 }, () => readRows(zip, { columnNames: 'asSent' }));
		const first = await Promise.all(readings.map((reading) => reading.next()));
		expect(first.every(({ done }) => !done)).toBe(true);
		await Promise.all(
			readings.map((reading) => reading.return({ files: [], leftOut: [], cut: false, isCertain: true })),
		);
	});

	it('let others have their turn while they are read, also from a stored entry or between the batches of a piece', async () => {
		// Forty pieces of 32 KiB that make one batch, and a hundred batches in seven pieces.
		const wide = { name: 'a.csv', content: `id\n${`${'x'.repeat(1_600)}\n`.repeat(800)}`, deflate: false };
		const narrow = { name: 'a.csv', content: `id\n${'x\n'.repeat(100_000)}`, deflate: false };
		for (const [file, least] of [
			[wide, 30],
			[narrow, 90],
		] as const) {
			const zip = await zipOf([file]);
			// Every look at the clock finds 25 ms gone, after which a turn is due.
			let now = 0;
			jest.spyOn(clock, 'now').mockImplementation(() => (now += 25));
			let turns = 0;
			let isOver = false;
			const count = (): void => {
				turns += 1;
				if (!isOver) setImmediate(count);
			};
			setImmediate(count);
			await read(zip);
			isOver = true;
			jest.restoreAllMocks();
			expect(turns).toBeGreaterThan(least);
		}
	});
});

describe('a CSV file', () => {
	const TRICKY =
		'\uFEFFOrder Id,"Note, long",Größe 😀\r\n' +
		'o1,"said ""hi""\r\nand\nleft",\r\n' +
		'"o""2",,"ü"\n' +
		'\r\n\n' +
		'o3,5" pipe,"" \r' +
		' o4 ,"""",😀😀\n\r\n' +
		'o5,"",""""""';
	const TRICKY_ROWS = [
		['o1', 'said "hi"\r\nand\nleft', ''],
		['o"2', '', 'ü'],
		['o3', '5" pipe', ''],
		[' o4 ', '"', '😀😀'],
		['o5', '', '""'],
	].map(([id, note, size]) => ({ 'Order Id': id, 'Note, long': note, 'Größe 😀': size }));

	it('is read by RFC 4180, whatever its line breaks, with or without a byte order mark', async () => {
		expect(await valuesOf(TRICKY)).toEqual(TRICKY_ROWS);
		expect(await valuesOf(TRICKY.slice(1))).toEqual(TRICKY_ROWS);
		for (const lineBreak of ['\r\n', '\n', '\r']) {
			const csv = ['a,b', '1,"x\r\ny\nz\r"', '2,', ''].join(lineBreak);
			expect(await valuesOf(csv)).toEqual([
				{ a: '1', b: 'x\r\ny\nz\r' },
				{ a: '2', b: '' },
			]);
		}
	});

	it('is read the same wherever it is cut, between any two of its bytes', () => {
		const bytes = new TextEncoder().encode(TRICKY);
		const whole = JSON.stringify(TRICKY_ROWS.map((row) => Object.values(row)));
		const differs = (pieces: readonly Uint8Array[]): boolean => {
			const csv = createCsvRecords('Orders.csv');
			return JSON.stringify([...pieces.flatMap((piece) => csv.push(piece)), ...csv.end()].slice(1)) !== whole;
		};
		const wrong: number[][] = [];
		for (let first = 0; first <= bytes.length; first++) {
			for (let second = first; second <= bytes.length; second++) {
				const pieces = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
				if (differs(pieces)) wrong.push([first, second]);
			}
		}
		expect(wrong).toEqual([]);
		expect(differs(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toBe(false);
	});

	it('keeps values as sent: no numbers, dates or blanks are touched', async () => {
		const [row] = await valuesOf('a,b,c,d,e\n007,1.10, x ,TRUE,=1+1\n');
		expect(row).toEqual({ a: '007', b: '1.10', c: ' x ', d: 'TRUE', e: '=1+1' });
	});

	it('takes empty lines for no rows, but an empty quoted value for one', async () => {
		expect(await valuesOf('a\n\n""\n\nx\n\n')).toEqual([{ a: '' }, { a: 'x' }]);
		expect(await valuesOf('a,b\n\n,\n')).toEqual([{ a: '', b: '' }]);
	});

	it('fills short rows with empty values and keeps values beyond the header', async () => {
		expect(await valuesOf('a,column_4,c\n1\n1,2,3,4,5\n')).toEqual([
			{ a: '1', column_4: '', c: '' },
			{ a: '1', column_4: '2', c: '3', column_4_2: '4', column_5: '5' },
		]);
	});

	it.each([
		['a quoted value that is never closed', 'a,b\n1,2\n3,"4\n5,6\n', 'Row 3 of Orders.csv'],
		['one that is never closed over many pieces', `a\n"${'x'.repeat(200_000)}`, 'Row 2 of Orders.csv'],
		['one that would fill memory', `a\n"${'x\n'.repeat(3_000_000)}`, 'Row 2 of Orders.csv'],
		['text after a closing quote', 'a,b\n1,"2"3\n', 'Row 2 of Orders.csv'],
		['a header wider than any sheet', `${','.repeat(20_000)}\n1\n`, 'Row 1 of Orders.csv'],
	])('with %s is refused by file and row', async (_, csv, where) => {
		const failure = await failureOf(valuesOf(csv));
		expect(failure.code).toBe('malformedCsv');
		expect(failure.message).toContain(where);
	});
});

describe('columns', () => {
	it('keep their names as sent, made unique', async () => {
		const [row = {}] = await valuesOf('Amount,Amount,,source_file,Amount_2,Amount,\n1,2,3,4,5,6,7\n');
		expect(row).toEqual({
			Amount: '1',
			Amount_3: '2',
			column_3: '3',
			source_file_2: '4',
			Amount_2: '5',
			Amount_4: '6',
			column_7: '7',
		});
	});

	it.each([
		['Order Id', 'order_id'],
		['order_line_items.id', 'order_line_items_id'],
		['Customer e-Mail', 'customer_e_mail'],
		['customerVATNumber', 'customer_vat_number'],
		['Order IDs', 'order_ids'],
		['SKUs', 'skus'],
		['SKU', 'sku'],
		['Shipping Line1', 'shipping_line1'],
		['Größe (cm)', 'größe_cm'],
		['注文 番号', '注文_番号'],
		['  Total % ', 'total'],
		['%', 'column_1'],
		['Source File', 'source_file_2'],
		['__proto__', 'proto'],
	])('called "%s" become %s in snake_case', async (sent, name) => {
		const [row = {}] = await valuesOf(`"${sent}"\nx\n`, { columnNames: 'snakeCase' });
		expect(row).toEqual({ [name]: 'x' });
	});

	it('stay apart when snake_case makes them the same', async () => {
		const [row] = await valuesOf('Order Id,order_id,order.id,order_id_2\n1,2,3,4\n', { columnNames: 'snakeCase' });
		expect(row).toEqual({ order_id: '1', order_id_3: '2', order_id_4: '3', order_id_2: '4' });
	});

	it('called like parts of an object are values like any other', async () => {
		const hostile = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
		const csv = `${hostile.join(',')}\np,c,t,h,\n`;
		for (const options of [{}, { columns: hostile }]) {
			const [row = {}] = await valuesOf(csv, options);
			expect(Object.entries(row).slice(0, 4)).toEqual(hostile.map((name, index) => [name, 'pcth'[index]]));
			expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
			expect(JSON.stringify(row)).toContain('{"__proto__":"p","constructor":"c"');
			expect(Object.keys(structuredClone(row)).slice(0, 4)).toEqual(hostile);
		}
		expect(({} as Record<string, unknown>)['p']).toBeUndefined();
	});

	it('can be selected by the name handed out or sent, in the order asked for', async () => {
		const csv = 'Order Id,Status,Total\no1,shipped,12\no2\n';
		const rows = await valuesOf(csv, { columnNames: 'snakeCase', columns: ['total', 'Order Id', 'order_id'] });
		expect(rows.map((row) => Object.entries(row))).toEqual([
			[
				['total', '12'],
				['order_id', 'o1'],
			],
			[
				['total', ''],
				['order_id', 'o2'],
			],
		]);
	});

	it('that exist in one of several files are taken from there, and files without any are left out', async () => {
		const { rows, summary } = await read(await zipOf(EXPORT), { columns: ['Status'] });
		expect(rows.map(({ values }) => values)).toEqual([{ Status: 'shipped' }, { Status: 'queued' }]);
		expect([summary.files, summary.leftOut]).toMatchObject([
			[{ name: 'Orders.csv', rows: 2 }],
			[{ name: 'Order Line Items.csv', rows: 1 }],
		]);
	});

	it('that only a file has that is left out are refused, and the error names it', async () => {
		const rowsFrom = { of: 'mainTable', names: ['Orders'] } as const;
		const failure = await failureOf(read(await zipOf(EXPORT), { rowsFrom, columns: ['Status', 'Amount'] }));
		expect([failure.code, failure.message]).toEqual(['unknownColumn', 'The export has no column "Amount"']);
		expect(failure.hint).toBe('Order Line Items.csv has it, and is left out: choose it with Rows From.');
	});

	it('that exist nowhere are refused before the first row, with the names that do', async () => {
		const failure = await failureOf(read(await zipOf(EXPORT), { columns: ['Status', 'Amuont'] }));
		expect(failure.code).toBe('unknownColumn');
		expect(failure.message).toContain('"Amuont"');
		expect(failure.hint).toContain('Order Id, Status, order_line_items.id, Amount');
	});
});

describe('what is no sound export is refused', () => {
	const bytes = (text: string) => new TextEncoder().encode(text);

	it.each([
		['an HTML page', '\uFEFF\n <!DOCTYPE html><html></html>', 'html'],
		['an XML message of the file store', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'html'],
		['JSON', '{"message":"gone"}', 'notAZip'],
		['nothing at all', '', 'truncated'],
	])('%s in place of a ZIP', async (_, content, code) => {
		expect(await failureOf(read(bytes(content)))).toMatchObject({ code });
	});

	it('a ZIP cut off anywhere', async () => {
		const zip = await zipOf(EXPORT);
		for (let length = 4; length < zip.length; length++) {
			expect(await failureOf(read(zip.subarray(0, length)))).toMatchObject({ code: 'truncated' });
		}
	});

	// The same of deflated archives, and of those of other programs, is in exportFilesHostile.
	it('a stored ZIP with a byte changed: never other rows than the ones sent', async () => {
		const zip = await zipOf(EXPORT.map((file) => ({ ...file, deflate: false })));
		const sent = new Set((await read(zip)).rows.map(({ values }) => JSON.stringify(values)));
		for (let at = 0; at < zip.length; at++) {
			const broken = changed(zip, (copy) => {
				copy[at] = (copy[at] ?? 0) ^ 0x41;
			});
			const seen = await read(broken).then(
				({ rows }) => rows.map(({ values }) => JSON.stringify(values)),
				(reason: unknown) => reason,
			);
			// Some bytes are of no consequence (a date, a version) and some are of the name.
			if (!(seen instanceof ExportFileError))
				expect([at, (seen as string[]).filter((row) => !sent.has(row))]).toEqual([at, []]);
		}
	});

	it.each([true, false])('contents that contradict their CRC (deflated: %s)', async (deflate) => {
		const zip = await zipOf([{ name: 'a.csv', content: 'id\n1\n', deflate }]);
		const broken = changed(zip, (_copy, view) => {
			for (const [header, field] of [
				[LOCAL_HEADER, 14],
				[DIRECTORY_HEADER, 16],
			] as const) {
				const at = positionOf(zip, header) + field;
				view.setUint32(at, view.getUint32(at) ^ 1);
			}
		});
		expect(await failureOf(read(broken))).toMatchObject({ code: 'corrupted' });
	});

	it.each([1, 100_000])('an entry that declares %d bytes and holds others', async (declared) => {
		const content = 'id\n' + 'x'.repeat(50_000);
		for (const deflate of [true, false]) {
			const zip = await zipOf([{ name: 'a.csv', content, deflate }]);
			const lying = changed(zip, (_copy, view) => {
				view.setUint32(positionOf(zip, LOCAL_HEADER) + 22, declared, true);
				view.setUint32(positionOf(zip, DIRECTORY_HEADER) + 24, declared, true);
			});
			expect(await failureOf(read(lying))).toMatchObject({ code: 'corrupted' });
		}
	});

	it('more entries than allowed', async () => {
		const zip = await zipOf(Array.from({ length: 30 }, (_, index) => ({ name: `${index}.csv`, content: 'a\n' })));
		expect(await failureOf(read(zip, { limits: { maxEntries: 29 } }))).toMatchObject({ code: 'tooManyEntries' });
		expect((await read(zip, { limits: { maxEntries: 30 } })).summary.files).toHaveLength(30);
	});

	it('more bytes than allowed, by what is declared and by what comes out', async () => {
		const zip = await zipOf(EXPORT);
		expect(await failureOf(read(zip, { limits: { maxInflatedBytes: 75 } }))).toMatchObject({ code: 'tooLarge' });
		expect((await read(zip, { limits: { maxInflatedBytes: 76 } })).rows).toHaveLength(3);
	});

	it('a bomb, by what it declares and by what comes out', async () => {
		const size = 8 * 1024 * 1024;
		const content = Buffer.alloc(size, 'x\n');
		const bomb = (declared: number) => rawZip([{ name: 'a.csv', content, declared }]);
		expect(await failureOf(read(bomb(4096)))).toMatchObject({ code: 'corrupted' });
		const limits = { maxInflatedBytes: size - 1 };
		expect(await failureOf(read(bomb(size), { limits }))).toMatchObject({ code: 'tooLarge' });
	});

	it('an encrypted entry', async () => {
		const zip = await zipOf([{ name: 'a.csv', content: 'id\n1\n', password: 'secret' }]);
		expect(await failureOf(read(zip))).toMatchObject({ code: 'encrypted' });
	});

	it('a way of packing that is not known', async () => {
		const zip = await zipOfCsv('id\n1\n');
		const exotic = changed(zip, (_copy, view) => {
			view.setUint16(positionOf(zip, LOCAL_HEADER) + 8, 95, true);
			view.setUint16(positionOf(zip, DIRECTORY_HEADER) + 10, 95, true);
		});
		expect(await failureOf(read(exotic))).toMatchObject({ code: 'corrupted' });
	});

	it('files of which none is a CSV', async () => {
		const failure = await failureOf(read(await zipOf([{ name: 'dir/report.pdf', content: '%PDF' }])));
		expect(failure.code).toBe('noCsv');
		expect(failure.message).toContain('"report.pdf"');
	});

	it("a reading after n8n's Stop, before and between pieces", async () => {
		const zip = await zipOfCsv(`id\n${'0123456789\n'.repeat(50_000)}`);
		await expect(read(zip, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(CanceledError);
		const controller = new AbortController();
		const reading = readRows(zip, { columnNames: 'asSent', signal: controller.signal });
		await reading.next();
		controller.abort();
		await expect(reading.next()).rejects.toBeInstanceOf(CanceledError);
		expect(await reading.next()).toMatchObject({ done: true });
	});
});

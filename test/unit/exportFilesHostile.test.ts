import { Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import fc from 'fast-check';

import { ExportFileError } from '../../nodes/ChargebeeOrders/exportFiles/errors';
import { reportedName } from '../../nodes/ChargebeeOrders/exportFiles/fileNames';
import { read, refusal, verified } from '../support/exportArchives';
import { foreignFiles, foreignZips } from '../support/foreignZips';
import { rawZip } from '../support/rawZip';
import { zipOf } from '../support/zip';

/** A copy in which one bit of a byte is another, at each place a different one. */
function withBitTurned(zip: Uint8Array, at: number): Uint8Array {
	const changed = Uint8Array.from(zip);
	changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
	return changed;
}

/** What an archive holds, by a reader without any check of ours. */
async function contentsOf(zip: Uint8Array): Promise<Record<string, string>> {
	const contents: Record<string, string> = {};
	for (const entry of await new ZipReader(new Uint8ArrayReader(zip)).getEntries()) {
		if ('arrayBuffer' in entry) contents[entry.filename] = Buffer.from(await entry.arrayBuffer()).toString();
	}
	return contents;
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

const FOREIGN_ROWS = [
	{ 'Order Id': 'o1', Note: 'Ring "twice"\r\nthen call' },
	{ 'Order Id': 'o2', Note: 'ä😀' },
	{ 'order_line_items.id': 'li1', Amount: '1200' },
];

/** The same two files in every way of packing them: by other programs, and by the library's own writer. */
const archives: ReadonlyArray<[string, () => Promise<Uint8Array>]> = [
	...Object.entries(foreignZips).map(([writer, base64]): [string, () => Promise<Uint8Array>] => [
		writer,
		async () => Buffer.from(base64, 'base64'),
	]),
	...[{ zip64: true }, { zip64: true, dataDescriptor: true }].map((how): [string, () => Promise<Uint8Array>] => [
		`zip.js, ${JSON.stringify(how)}`,
		async () => await zipOf(Object.entries(foreignFiles).map(([name, content]) => ({ name, content, ...how }))),
	]),
	[
		'by hand',
		async () => rawZip(Object.entries(foreignFiles).map(([name, content]) => ({ name, content: text(content) }))),
	],
];

describe.each(archives)('an archive of %s', (_writer, make) => {
	it('is read, and passes as a file', async () => {
		const zip = await make();
		expect(await read(zip)).toEqual({ rows: FOREIGN_ROWS, files: Object.keys(foreignFiles) });
		expect(await verified(zip)).toBe('none');
	});

	it('is refused where it is cut off, at whatever length', async () => {
		const zip = await make();
		for (let length = 0; length < zip.length; length += 1) {
			const part = zip.subarray(0, length);
			expect([await refusal(read(part)), length]).toEqual([length > 0 && length < 4 ? 'notAZip' : 'truncated', length]);
			expect(await verified(part)).toBe('truncated');
		}
	});

	it('with any byte changed is refused or gives the rows that were sent, all of them', async () => {
		const zip = await make();
		for (let at = 0; at < zip.length; at += 1) {
			const seen = await read(withBitTurned(zip, at)).catch((reason: unknown) => reason);
			// A byte may be one of a date or a version, which are of no consequence.
			if (!(seen instanceof ExportFileError)) expect([seen, at]).toMatchObject([{ rows: FOREIGN_ROWS }, at]);
		}
	});

	it('with any byte changed is refused as a file, or holds what it held', async () => {
		const zip = await make();
		for (let at = 0; at < zip.length; at += 1) {
			const changed = withBitTurned(zip, at);
			if ((await verified(changed)) !== 'none') continue;
			// What says that it is encrypted, or larger than is read, is handed out unread.
			if (/encrypted|tooLarge/.test(await refusal(read(changed)))) continue;
			expect([await contentsOf(changed), at]).toEqual([foreignFiles, at]);
		}
	});
});

describe('a bomb is refused', () => {
	const MEGABYTE = 1024 * 1024;
	const zeros = (bytes: number): Uint8Array => Buffer.alloc(bytes, '0');

	it('of more entries than allowed, however many its end record owns up to', async () => {
		const many = Array.from({ length: 5001 }, (_, number) => ({ name: `${number}.csv`, content: text('a\n') }));
		expect(await refusal(read(rawZip(many)))).toBe('tooManyEntries');
		const few = many.slice(0, 20);
		expect((await read(rawZip(few))).files).toHaveLength(20);
		for (const entries of [0, 1, 19, 21, 65_535]) {
			expect(await refusal(read(rawZip(few, { entries })))).toBe('corrupted');
		}
	});

	it('of more bytes than allowed in all entries together, by what they declare', async () => {
		const half = { content: text('a\n'), declared: 2 ** 30 };
		const entries = ['a.csv', 'b.csv', 'c.csv'].map((name) => ({ name, ...half }));
		expect(await refusal(read(rawZip(entries)))).toBe('tooLarge');
	});

	it('of more bytes than allowed, by what comes out where less is declared', async () => {
		const entries = ['a.csv', 'b.csv', 'c.csv'].map((name) => ({ name, content: zeros(4 * MEGABYTE), declared: 1 }));
		const limits = { maxInflatedBytes: 5 * MEGABYTE };
		expect(await refusal(read(rawZip(entries), { limits }))).toMatch(/corrupted|tooLarge|malformedCsv/);
		const other = entries.map((entry) => ({ ...entry, name: `${entry.name}.txt` }));
		const csv = { name: 'z.csv', content: text('a\n1\n') };
		expect(await refusal(read(rawZip([...other, csv]), { limits }))).toMatch(/corrupted|tooLarge/);
	});

	it('of many entries that share their bytes', async () => {
		const kernel = { name: '0.csv', content: zeros(MEGABYTE / 2) };
		const copies = Array.from({ length: 999 }, (_, number) => ({ ...kernel, name: `${number + 1}.csv`, shared: true }));
		expect(await refusal(read(rawZip([kernel, ...copies])))).toBe('corrupted');
	});

	it('within another archive by nobody, since it stays closed', async () => {
		const bomb = rawZip([{ name: 'bomb.csv', content: zeros(64 * MEGABYTE) }]);
		const layers = rawZip(Array.from({ length: 16 }, (_, number) => ({ name: `${number}.zip`, content: bomb })));
		const zip = rawZip([
			{ name: 'layers.zip', content: layers },
			{ name: 'Orders.csv', content: text('Order Id\no1\n') },
		]);
		const limits = { maxInflatedBytes: layers.length + 100 };
		expect(await read(zip, { limits })).toEqual({ rows: [{ 'Order Id': 'o1' }], files: ['Orders.csv'] });
		expect(await refusal(read(rawZip([{ name: 'layers.zip', content: layers }])))).toBe('noCsv');
		expect(await verified(zip)).toBe('none');
	});
});

describe('file names', () => {
	it.each<[string, string | Uint8Array, string]>([
		['climb', '../../../../root/.ssh/authorized_keys.csv', 'authorized_keys.csv'],
		['climb on Windows', '..\\..\\C:\\Windows\\system.csv', 'system.csv'],
		['are absolute', '/etc/cron.d/x.csv', 'x.csv'],
		['hold a line break and an escape', 'a\r\n\u001b[31mb.csv', 'a[31mb.csv'],
		['turn the text around', 'vsc.exe\u202egpj.csv', 'vsc.exegpj.csv'],
		['end in a NUL', 'a.csv\u0000', 'a.csv'],
		['are those of an object', '__proto__.csv', '__proto__.csv'],
		['have nothing before the ending', 'folder/.csv', '.csv'],
		['are no UTF-8', Buffer.from([0x61, 0xff, 0xfe, 0x2e, 0x63, 0x73, 0x76]), 'a'],
		['are as long as can be', `${'n'.repeat(65_000)}.csv`, 'n'.repeat(200)],
	])('that %s are labels and no more', async (_what, name, label) => {
		const { rows, files } = await read(rawZip([{ name, content: text('Id\n1\n') }]));
		expect(rows).toEqual([{ Id: '1' }]);
		expect(files).toHaveLength(1);
		expect(files[0]?.slice(0, label.length)).toBe(label);
		expect(files[0]?.length).toBeLessThanOrEqual(200);
	});

	it('never keep a folder, a control character or more than 200 characters', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
				const label = reportedName(name);
				expect(label).not.toMatch(/[/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Surrogate}/u);
				expect(Array.from(label).length).toBeLessThanOrEqual(200);
				expect(reportedName(label)).toBe(label);
			}),
		);
	});

	it('that come twice stay apart', async () => {
		const content = text('Id\n1\n');
		const zip = rawZip(['a.csv', 'b/a.csv', 'a.csv', 'a.csv (2)', 'c\\a.csv'].map((name) => ({ name, content })));
		const { files } = await read(zip);
		expect(new Set(files).size).toBe(files.length);
		expect(files).toEqual(['a.csv', 'a.csv (2)', 'a.csv (3)', 'a.csv (4)']);
	});
});

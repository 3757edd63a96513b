import fc from 'fast-check';

import { reportedName } from '../../nodes/ChargebeeOrders/exports/fileNames';
import { read, refusal, verified } from '../support/exportArchives';
import {
	archives,
	expectContentsOrRefusal,
	expectRowsOrRefusal,
	FOREIGN_ROWS,
	writtenByHand,
} from '../support/foreignArchives';
import { foreignFiles } from '../support/foreignZips';
import { rawZip } from '../support/rawZip';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

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
});

// The same of every other archive is in exportFilesHostile.long.test.ts: some thousand changed files each.
describe('an archive with any byte changed', () => {
	it('is refused or gives the rows that were sent, all of them', async () => {
		await expectRowsOrRefusal(writtenByHand());
	});

	it('is refused as a file, or holds what it held', async () => {
		await expectContentsOrRefusal(writtenByHand());
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
		const bomb = rawZip([{ name: 'bomb.csv', content: zeros(4 * MEGABYTE) }]);
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
			fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.integer({ min: 1, max: 10 }), (part, times) => {
				const name = part.repeat(times);
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
		expect(files).toEqual(['a.csv', 'a (2).csv', 'a (3).csv', 'a (4).csv']);
	});
});

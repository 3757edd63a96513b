import { ARCHIVE_LIMITS, inflate, openArchive } from '../../nodes/ChargebeeOrders/exports/entries';
import { ExportFileError } from '../../nodes/ChargebeeOrders/exports/ExportFileError';
import { rawZip } from '../support/rawZip';
import { zipOf } from '../support/zip';

const CSV = Buffer.from('Order Id\no1\n');
const two = (more = {}) => rawZip(['a.csv', 'b.csv'].map((name) => ({ name, content: CSV, ...more })));

/** The bytes of all entries, in their pieces. */
async function contentsOf(zip: Uint8Array): Promise<Uint8Array[][]> {
	const all: Uint8Array[][] = [];
	for (const entry of await openArchive(zip, ARCHIVE_LIMITS)) {
		const pieces: Uint8Array[] = [];
		for await (const piece of inflate(entry)) pieces.push(piece);
		all.push(pieces);
	}
	return all;
}

/** Some bytes of a ZIP file in place of others, the first ones that come after a mark. */
function replaced(zip: Buffer, found: string, by: string, after = ''): Buffer {
	const copy = Buffer.from(zip);
	copy.write(by, zip.indexOf(found, zip.indexOf(after, 0, 'latin1'), 'latin1'), 'latin1');
	return copy;
}

describe('a download in place of which something else came', () => {
	it.each<[string, () => Uint8Array | Promise<Uint8Array>, string, RegExp]>([
		['a web page', () => Buffer.from('<html>'), 'html', /web page or an XML message/],
		['something else', () => Buffer.from('{}'), 'notAZip', /is not a ZIP file/],
		['nothing', () => Buffer.alloc(0), 'truncated', /is empty/],
		['half a file', () => two().subarray(0, -1), 'truncated', /cut off: its end is missing/],
		[
			'a file with a password',
			// The first flag of an entry.
			() => replaced(rawZip([{ name: 'x/a.csv', content: CSV }]), '\x00\x08\x08', '\x01\x08\x08', 'PK\x01\x02'),
			'encrypted',
			/asks for a password: a\.csv is encrypted/,
		],
		[
			'a file whose list is encrypted',
			() => replaced(two(), 'PK\x01\x02', 'PK\x06\x08'),
			'encrypted',
			/asks for a password: its list of files is encrypted/,
		],
		[
			'a file whose list is none',
			() => replaced(two(), 'PK\x01\x02', 'PK\x01\x03'),
			'corrupted',
			/is damaged: its list of files can't be read \(.+\)/,
		],
		[
			'a file of more than 2 GiB, by what its entries declare together',
			() => two({ declared: 2 ** 30 + 1 }),
			'tooLarge',
			/more than 2,048 MiB/,
		],
		[
			'a file whose list has another name than an entry',
			() => replaced(two(), 'a.csv', 'a.txt'),
			'corrupted',
			/a\.csv can't be unpacked/,
		],
		[
			'a file with more in it than its end says',
			() =>
				rawZip(
					['a.csv', 'b.csv'].map((name) => ({ name, content: CSV })),
					{ entries: 1 },
				),
			'corrupted',
			/is damaged: its list of files goes on after its last file/,
		],
		[
			'a file whose entries share their bytes',
			() =>
				rawZip([
					{ name: 'a.csv', content: CSV },
					{ name: 'a.csv', content: CSV, shared: true },
				]),
			'corrupted',
			/a\.csv can't be unpacked \(.+\)/,
		],
		[
			'a file with other contents than its list says',
			() => replaced(two({ stored: true }), 'o1', 'o2'),
			'corrupted',
			/is damaged: a\.csv can't be unpacked \(.+\)/,
		],
	])('is refused and named: %s', async (_what, make, code, message) => {
		const failure = await contentsOf(await make()).catch((reason: unknown) => reason);
		if (!(failure instanceof ExportFileError)) throw new Error(`Not refused, or otherwise: ${String(failure)}`);
		expect([failure.code, failure.message, failure.hint]).toEqual([
			code,
			expect.stringMatching(message),
			expect.stringMatching(/\.$/),
		]);
	});
});

describe('the contents of an entry', () => {
	it('come in pieces of 32 KiB at most', async () => {
		const content = Buffer.alloc(100_000, 'x');
		for (const stored of [true, false]) {
			const [pieces = []] = await contentsOf(rawZip([{ name: 'a.csv', content, stored }]));
			expect(Buffer.concat(pieces).equals(content)).toBe(true);
			expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(32 * 1024);
		}
	});

	it('are none where it is a folder', async () => {
		const zip = await zipOf([
			{ name: 'data/', content: '', directory: true },
			{ name: 'data/a.csv', content: CSV },
		]);
		expect((await contentsOf(zip)).map((pieces) => Buffer.concat(pieces).toString())).toEqual(['', CSV.toString()]);
	});
});

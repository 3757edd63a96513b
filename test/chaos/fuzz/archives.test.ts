import fc from 'fast-check';

import { TAIL_BYTES } from '../../../nodes/ChargebeeOrders/exports/archive';
import { ExportFileError } from '../../../nodes/ChargebeeOrders/exports/ExportFileError';
import { verifyStored } from '../../../nodes/ChargebeeOrders/exports/storedArchive';
import { read, refusal, verified } from '../../support/exportArchives';

import { csvFiles, infoZip, packed, rowsIn, type CsvFile } from './archives';
import { mutated, mutations } from './mutations';
import { runs } from './runs';

const archive = csvFiles.chain((files) => packed(files).map((make) => ({ files, make })));
const bytesIn = (files: readonly CsvFile[]): number =>
	files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);

/** What is handed out of files with these names: without folders, and numbered where that makes them the same. */
const labels = (files: readonly CsvFile[]): string[] => files.map(({ name }) => name.replace(/^.*\//, ''));

describe("archives by zip.js and Debian's zip", () => {
	it('are read whole, whatever is in them and however they are packed', async () => {
		await fc.assert(
			fc.asyncProperty(archive, async ({ files, make }) => {
				const zip = await make();
				const seen = await read(zip, { limits: { maxInflatedBytes: bytesIn(files) } });
				expect(seen).toEqual({ rows: rowsIn(files), files: labels(files).map((name) => name.normalize('NFC')) });
				expect(await verified(zip)).toBe('none');
			}),
			runs(40),
		);
	});

	it('of hundreds of files are read whole', async () => {
		const files = Array.from({ length: 600 }, (_, number): CsvFile => {
			return { name: `${number}.csv`, content: `id\n${number}\n`, values: [String(number)] };
		});
		for (const streamed of [true, false]) {
			expect(await read(infoZip(files, { streamed }))).toEqual({ rows: rowsIn(files), files: labels(files) });
		}
	});

	it.each([
		['encrypted', ['-P', 'secret'], 'encrypted'],
		['packed in a way that is not known', ['-Z', 'bzip2'], 'corrupted'],
	])('that are %s are refused', async (_how, options, code) => {
		const files = [{ name: 'a.csv', content: 'id\n'.repeat(1000), values: [] }];
		expect(await refusal(read(infoZip(files, { options })))).toBe(code);
	});
});

/** Verifies an archive as one that n8n has stored, and counts the bytes that it reads for it. */
async function verifiedWithin(zip: Uint8Array, budget: number): Promise<{ code: string; bytes: number }> {
	let bytes = 0;
	const open = async () =>
		(async function* () {
			for (let at = 0; at < zip.length; at += 200) {
				const piece = zip.subarray(at, at + 200);
				bytes += piece.length;
				if (bytes > budget) throw new Error('More was read than there is reason to');
				yield piece;
			}
		})();
	const code = await refusal(verifyStored({ open, total: zip.length, tail: zip.subarray(-100) }, undefined));
	return { code, bytes };
}

describe('archives of which bytes are turned, cut out, doubled or put in', () => {
	const broken = fc.tuple(archive, mutations);

	it('give the rows that were sent, all of them, or an error that says what is wrong; never more than allowed', async () => {
		const seen = { read: 0, refused: 0 };
		await fc.assert(
			fc.asyncProperty(broken, async ([{ files, make }, changes]) => {
				const zip = mutated(await make(), changes);
				const outcome = await read(zip, { limits: { maxInflatedBytes: bytesIn(files) } }).catch(
					(reason: unknown) => reason,
				);
				if (outcome instanceof ExportFileError) {
					expect([outcome.message, outcome.hint]).not.toContain('');
					seen.refused += 1;
				} else {
					expect(outcome).toMatchObject({ rows: rowsIn(files) });
					seen.read += 1;
				}
			}),
			runs(200),
		);
		expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
	});

	it('are handed out as a file or refused, with no byte of them read more often than there are files', async () => {
		await fc.assert(
			fc.asyncProperty(broken, async ([{ files, make }, changes]) => {
				const zip = mutated(await make(), changes);
				const budget = zip.length * (2 * files.length + 3) + TAIL_BYTES;
				const { code, bytes } = await verifiedWithin(zip, budget);
				expect(['none', 'corrupted']).toContain(code);
				expect(bytes).toBeLessThanOrEqual(budget);
			}),
			runs(40),
		);
	});
});

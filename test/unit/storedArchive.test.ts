import { createHash } from 'node:crypto';

import { TAIL_BYTES } from '../../nodes/ChargebeeOrders/exports/archive';
import { verifyStored, type StoredFile } from '../../nodes/ChargebeeOrders/exports/storedArchive';
import { rawZip } from '../support/rawZip';
import { zipOf } from '../support/zip';

/** A ZIP file as n8n keeps it, counting how often it is opened. */
function stored(zip: Uint8Array, pieceBytes = 65_536) {
	const file = {
		opened: 0,
		total: zip.length,
		tail: zip.subarray(-TAIL_BYTES),
		async open() {
			file.opened += 1;
			return (async function* () {
				for (let at = 0; at < zip.length; at += pieceBytes) yield zip.subarray(at, at + pieceBytes);
			})();
		},
	};
	return file;
}

/** Counts the bytes that are read of a file. */
function counted(file: StoredFile) {
	const counting = {
		...file,
		read: 0,
		async open() {
			const pieces = await file.open();
			return (async function* () {
				for await (const piece of pieces) {
					counting.read += piece.length;
					yield piece;
				}
			})();
		},
	};
	return counting;
}

/** Text that hardly compresses, the same in every run. */
function incompressible(bytes: number, seed: number): string {
	const blocks = Array.from({ length: Math.ceil(bytes / 64) }, (_, block) =>
		createHash('sha512').update(`${seed} ${block}`).digest('base64'),
	);
	return blocks.join('').slice(0, bytes);
}

const archive = (entries: number, bytes: number) =>
	zipOf(
		Array.from({ length: entries }, (_, number) => ({
			name: `${number}.csv`,
			content: incompressible(bytes, number),
			dataDescriptor: number % 2 === 0,
			deflate: number % 3 !== 0,
		})),
	);

/** Where the data of each entry begins: behind its local header, which has the lengths of name and extra field. */
function dataStarts(zip: Uint8Array): number[] {
	const bytes = Buffer.from(zip);
	const starts: number[] = [];
	for (let at = bytes.indexOf('PK\x03\x04'); at >= 0; at = bytes.indexOf('PK\x03\x04', at + 4)) {
		starts.push(at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28));
	}
	return starts;
}

describe('a stored ZIP file', () => {
	it.each([1, 7, 100])('of %d entries is verified in one reading, whatever way they are packed', async (entries) => {
		const zip = await archive(entries, Math.ceil(2_000_000 / entries));
		const file = stored(zip);
		await verifyStored(file, undefined);
		expect(file.opened).toBe(1);
		const inSmallPieces = stored(zip, 1_000);
		await verifyStored(inSmallPieces, undefined);
		expect(inSmallPieces.opened).toBe(1);
	});

	it.each([100, 100_000])('with a byte changed in any entry of %d bytes is refused', async (bytes) => {
		const zip = await archive(6, bytes);
		const starts = dataStarts(zip);
		expect(starts).toHaveLength(6);
		for (const start of starts) {
			const changed = Uint8Array.from(zip);
			changed[start + 40] = (changed[start + 40] ?? 0) ^ 1;
			await expect(verifyStored(stored(changed), undefined)).rejects.toMatchObject({ code: 'corrupted' });
		}
	});

	it('is handed out unread where it is encrypted, empty or no CSV', async () => {
		await verifyStored(stored(await zipOf([{ name: 'a.csv', content: 'x', password: 'secret' }])), undefined);
		await verifyStored(stored(await zipOf([])), undefined);
		await verifyStored(stored(await zipOf([{ name: 'a.pdf', content: 'x' }])), undefined);
	});

	it('is handed out unread where it says to be larger than is read, and else not what it says', async () => {
		const saying = (declared: number) => rawZip([{ name: 'a.csv', content: Buffer.from('a\n'), declared }]);
		await verifyStored(stored(saying(2 ** 31 + 1)), undefined);
		await expect(verifyStored(stored(saying(2 ** 31)), undefined)).rejects.toMatchObject({ code: 'corrupted' });
	});

	it('is refused as soon as more comes out of an entry than it declares', async () => {
		const content = Buffer.from(incompressible(1_000_000, 0));
		const file = counted(stored(rawZip([{ name: 'a.csv', content, declared: 10 }])));
		await expect(verifyStored(file, undefined)).rejects.toMatchObject({ code: 'corrupted' });
		expect(file.read).toBeLessThan(file.total / 2);
	});

	it('is read from its beginning again where an entry stands before the last one', async () => {
		const zip = rawZip(
			['0.csv', '1.csv'].map((name, number) => ({ name, content: Buffer.from(incompressible(100_000, number)) })),
		);
		const directory = zip.indexOf('PK\x01\x02');
		const second = zip.indexOf('PK\x01\x02', directory + 4);
		const end = zip.indexOf('PK\x05\x06', second);
		const turned = Buffer.concat([
			zip.subarray(0, directory),
			zip.subarray(second, end),
			zip.subarray(directory, second),
			zip.subarray(end),
		]);
		const file = stored(turned);
		await verifyStored(file, undefined);
		expect(file.opened).toBe(2);
	});

	it('is not opened where its end is all of it', async () => {
		const small = stored(await archive(2, 1_000));
		expect(small.total).toBeLessThan(TAIL_BYTES);
		await verifyStored(small, undefined);
		expect(small.opened).toBe(0);
	});

	it('is closed when it has been read, also where it is damaged or the storage fails', async () => {
		const zip = await archive(2, 500_000);
		const damaged = Uint8Array.from(zip);
		damaged[dataStarts(zip)[0] ?? 0] = 0;
		for (const [bytes, breaksAt] of [
			[zip, Infinity],
			[damaged, Infinity],
			[zip, 100_000],
		] as const) {
			let closed = 0;
			const open = async () =>
				await Promise.resolve(
					(async function* () {
						try {
							for (let at = 0; at < bytes.length; at += 65_536) {
								if (at > breaksAt) throw new Error('the storage broke');
								yield await Promise.resolve(bytes.subarray(at, at + 65_536));
							}
						} finally {
							closed += 1;
						}
					})(),
				);
			const verified = verifyStored({ ...stored(bytes), open }, undefined);
			if (bytes === zip && breaksAt === Infinity) await verified;
			else await expect(verified).rejects.toMatchObject({ code: 'corrupted' });
			expect(closed).toBe(1);
		}
	});

	it('is refused where its end is not that of what is stored', async () => {
		const zip = await archive(2, 500_000);
		// Half of the file is missing, though the end is there.
		const open = async () =>
			await Promise.resolve(
				(async function* () {
					yield await Promise.resolve(zip.subarray(0, 200_000));
				})(),
			);
		await expect(verifyStored({ ...stored(zip), open }, undefined)).rejects.toMatchObject({ code: 'corrupted' });
	});

	it('is read no further when the run is stopped', async () => {
		const file = counted(stored(await archive(2, 500_000)));
		const stop = new AbortController();
		stop.abort();
		await verifyStored(file, stop.signal);
		expect(file.read).toBeLessThan(file.total / 2);
	});
});

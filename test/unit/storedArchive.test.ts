import { randomBytes } from 'node:crypto';

import { TAIL_BYTES } from '../../nodes/ChargebeeOrders/exportFiles/archive';
import { verifyStored } from '../../nodes/ChargebeeOrders/exportFiles/storedArchive';
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

const archive = (entries: number, bytes: number) =>
	zipOf(
		Array.from({ length: entries }, (_, number) => ({
			name: `${number}.csv`,
			content: randomBytes(bytes).toString('base64'),
			dataDescriptor: number % 2 === 0,
			deflate: number % 3 !== 0,
		})),
	);

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

	it('with a byte changed in any entry is refused, long or short', async () => {
		for (const bytes of [100, 100_000]) {
			const zip = await archive(6, bytes);
			for (const part of [0.1, 0.25, 0.42, 0.6, 0.75, 0.9]) {
				const changed = Uint8Array.from(zip);
				const at = Math.floor((changed.length - (bytes === 100 ? 600 : 0)) * part);
				changed[at] = (changed[at] ?? 0) ^ 1;
				await expect(verifyStored(stored(changed), undefined)).rejects.toMatchObject({ code: 'corrupted' });
			}
		}
	});

	it('is handed out unread where it is encrypted, empty or no CSV', async () => {
		await verifyStored(stored(await zipOf([{ name: 'a.csv', content: 'x', password: 'secret' }])), undefined);
		await verifyStored(stored(await zipOf([])), undefined);
		await verifyStored(stored(await zipOf([{ name: 'a.pdf', content: 'x' }])), undefined);
	});

	it('is read no further when the run is stopped', async () => {
		const file = stored(await archive(2, 500_000));
		const stop = new AbortController();
		stop.abort();
		let read = 0;
		const open = async () => {
			const pieces = await file.open();
			return (async function* () {
				for await (const piece of pieces) {
					read += piece.length;
					yield piece;
				}
			})();
		};
		await verifyStored({ ...file, open }, stop.signal);
		expect(read).toBeLessThan(file.total / 2);
	});
});

import { Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';

import { ExportFileError } from '../../nodes/ChargebeeOrders/exports/ExportFileError';

import { read, refusal, verified } from './exportArchives';
import { foreignFiles, foreignZips } from './foreignZips';
import { rawZip } from './rawZip';
import { zipOf } from './zip';

/** The rows of the two files in `foreignFiles`. */
export const FOREIGN_ROWS = [
	{ 'Order Id': 'o1', Note: 'Ring "twice"\r\nthen call' },
	{ 'Order Id': 'o2', Note: 'ä😀' },
	{ 'order_line_items.id': 'li1', Amount: '1200' },
];

/** Both files as they are written by hand, the shortest archive of them. */
export const writtenByHand = (): Uint8Array =>
	rawZip(Object.entries(foreignFiles).map(([name, content]) => ({ name, content: Buffer.from(content) })));

/** The same two files in every way of packing them: by other programs, and by the library's own writer. */
export const archives: ReadonlyArray<[string, () => Promise<Uint8Array>]> = [
	...Object.entries(foreignZips).map(([writer, base64]): [string, () => Promise<Uint8Array>] => [
		writer,
		async () => Buffer.from(base64, 'base64'),
	]),
	...[{ zip64: true }, { zip64: true, dataDescriptor: true }].map((how): [string, () => Promise<Uint8Array>] => [
		`zip.js, ${JSON.stringify(how)}`,
		async () => await zipOf(Object.entries(foreignFiles).map(([name, content]) => ({ name, content, ...how }))),
	]),
	['by hand', async () => await Promise.resolve(writtenByHand())],
];

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

/** Expects an archive with any one byte changed to be refused, or to give the rows that were sent, all of them. */
export async function expectRowsOrRefusal(zip: Uint8Array): Promise<void> {
	for (let at = 0; at < zip.length; at += 1) {
		const seen = await read(withBitTurned(zip, at)).catch((reason: unknown) => reason);
		// A byte may be one of a date or a version, which are of no consequence.
		if (!(seen instanceof ExportFileError)) expect([seen, at]).toMatchObject([{ rows: FOREIGN_ROWS }, at]);
	}
}

/** Expects an archive with any one byte changed to be refused as a file, or to hold what it held. */
export async function expectContentsOrRefusal(zip: Uint8Array): Promise<void> {
	for (let at = 0; at < zip.length; at += 1) {
		const changed = withBitTurned(zip, at);
		if ((await verified(changed)) !== 'none') continue;
		// What says that it is encrypted, or larger than is read, is handed out unread.
		if (/encrypted|tooLarge/.test(await refusal(read(changed)))) continue;
		expect([await contentsOf(changed), at]).toEqual([foreignFiles, at]);
	}
}

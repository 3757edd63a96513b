import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { configure, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

/** A file of an archive: its text in pieces, so that a large one is never held as a whole. */
export interface ArchiveFile {
	name: string;
	pieces: Iterable<string | Uint8Array>;
}

/** The moment that every entry carries, so that equal content gives equal bytes. */
const entryDate = new Date(Date.UTC(2025, 10, 22, 12));

configure({ useWebWorkers: false });

/** Makes a ZIP. Between two pieces other requests get their turn; `isClosed` ends the work early. */
export async function zipOf(files: readonly ArchiveFile[], isClosed: () => boolean): Promise<Uint8Array> {
	const zip = new ZipWriter(new Uint8ArrayWriter(), { level: 6, lastModDate: entryDate });
	for (const file of files) await zip.add(file.name, streamOf(file.pieces, isClosed));
	return await zip.close();
}

function streamOf(pieces: Iterable<string | Uint8Array>, isClosed: () => boolean): ReadableStream<Uint8Array> {
	const iterator = pieces[Symbol.iterator]();
	const encoder = new TextEncoder();
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			await yieldToOthers();
			const next = isClosed() ? undefined : iterator.next();
			if (next === undefined || next.done === true) controller.close();
			else controller.enqueue(typeof next.value === 'string' ? encoder.encode(next.value) : next.value);
		},
	});
}

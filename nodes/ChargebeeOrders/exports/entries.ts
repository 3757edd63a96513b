import {
	configure,
	ERR_ENCRYPTED_CENTRAL_DIRECTORY,
	Uint8ArrayReader,
	WARNING_TRAILING_CENTRAL_DIRECTORY_DATA,
	ZipReader,
	type Entry,
	type Reader,
} from '../bundled/zip';

import { hasEndOfCentralDirectory, looksLikeZip, TAIL_BYTES } from './archive';
import { ExportFileError } from './ExportFileError';
import { reportedName } from './fileNames';

/** How much of a ZIP file is read at most, against archives made to exhaust memory. */
export interface Limits {
	/** Entries of every kind, CSV or not. */
	maxEntries: number;
	/** Bytes of all entries together after inflation. */
	maxInflatedBytes: number;
}

/** The limits of every reading unless a caller sets others. A larger file is returned whole, its rows are not read. */
export const ARCHIVE_LIMITS: Limits = { maxEntries: 5000, maxInflatedBytes: 2 * 1024 ** 3 };

configure({
	// zip.js inflates a piece of compressed data to its end before it looks at its reader again, and
	// deflate grows by 1,032 times at most: with pieces of 32 KiB no more than 33 MB are under way.
	chunkSize: 32 * 1024,
	useWebWorkers: false,
	// Without workers, too, zip.js queues what exceeds this number: a reading that waits for its
	// consumer would keep others waiting, and the queue needs timers, which the bundle is without.
	maxWorkers: Number.MAX_SAFE_INTEGER,
});

/**
 * Opens a ZIP file held in memory and lists its entries in the order of its directory.
 *
 * Throws an `ExportFileError` for something other than a ZIP file, one that is cut off, more
 * entries or (as declared) more bytes than allowed, an encrypted entry, and a broken directory.
 */
export async function openArchive(zip: Uint8Array, limits: Limits): Promise<Entry[]> {
	refuseWhatIsNoZip(zip);
	return await listEntries(new Uint8ArrayReader(zip), limits, true);
}

/**
 * Lists the entries of what is known to be a whole ZIP file, wherever it is kept; throws like `openArchive`.
 * @param checkOverlap whether to refuse entries that share bytes; it looks behind each entry before it is read
 */
export async function listEntries(source: Reader<unknown>, limits: Limits, checkOverlap: boolean): Promise<Entry[]> {
	const reader = new ZipReader(source, {
		checkCrc32: true,
		checkOverlappingEntry: checkOverlap,
		// A file whose name in the directory is not that before its data would be left out where it no longer ends in .csv.
		checkLocalFilename: true,
		// Names are only reported, never used as paths, so a hostile one is no reason to refuse.
		filenameValidation: 'tolerant',
	});
	const listing = reader.getEntriesGenerator();
	const entries: Entry[] = [];
	let declaredBytes = 0;
	for (;;) {
		const next = await listing.next().then(
			(result) => result,
			(reason) => damaged("its list of files can't be read", reason),
		);
		if (next instanceof ExportFileError) throw next;
		if (next.done) {
			const listedLess = reader.warnings?.some(({ reason }) => reason === WARNING_TRAILING_CENTRAL_DIRECTORY_DATA);
			// What its end record does not count would be left out without a word.
			if (listedLess === true) throw damaged('its list of files goes on after its last file', 'wrong count');
			return entries;
		}
		entries.push(next.value);
		declaredBytes += next.value.uncompressedSize;
		if (entries.length > limits.maxEntries) throw tooMany(limits.maxEntries);
		if (declaredBytes > limits.maxInflatedBytes) throw tooLarge(limits.maxInflatedBytes);
		if (next.value.encrypted) throw encrypted(`${reportedName(next.value.filename)} is encrypted`);
	}
}

/**
 * Inflates an entry piece by piece (pieces of about 32 KiB, each only when asked for) and verifies
 * its CRC and size at the end. Leaving the loop early stops the inflation.
 *
 * Throws an `ExportFileError` of code `corrupted` where the contents contradict the directory.
 */
export async function* inflate(entry: Entry): AsyncGenerator<Uint8Array, void, undefined> {
	if (!('getData' in entry)) return;
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
	const outcome = entry.getData(writable).then(
		() => undefined,
		async (reason) => {
			// What zip.js refuses before the first byte leaves the stream open, and its reader waiting.
			await writable.abort(reason).then(undefined, () => undefined);
			return damaged(`${reportedName(entry.filename)} can't be unpacked`, reason);
		},
	);
	const reader = readable.getReader();
	try {
		for (;;) {
			const piece = await reader.read().then(
				({ value }) => value,
				() => undefined,
			);
			if (piece === undefined) break;
			yield piece;
		}
		const failure = await outcome;
		if (failure) throw failure;
	} finally {
		// Both are over already unless the loop was left early; then neither has news for anyone.
		await reader.cancel().then(undefined, () => undefined);
		await outcome;
	}
}

/** The error for more bytes after inflation than `limit`. */
export function tooLarge(limit: number): ExportFileError {
	const megabytes = Math.round(limit / 1024 / 1024).toLocaleString('en-US');
	return new ExportFileError(
		`The ZIP file holds more than ${megabytes} MiB of data once unpacked`,
		'tooLarge',
		'Narrow the export with filters, or give out the file itself instead of its rows.',
	);
}

function refuseWhatIsNoZip(zip: Uint8Array): void {
	const kind = looksLikeZip(zip.subarray(0, 512));
	if (kind === 'html') {
		throw new ExportFileError(
			'The download is a web page or an XML message, not a ZIP file',
			'html',
			'The download URL has probably run out, or a proxy answered in its place. Get the export again for a fresh URL.',
		);
	}
	if (kind === 'other' && zip.length > 0) {
		throw new ExportFileError(
			'The download is not a ZIP file',
			'notAZip',
			'Get the export again for a fresh download URL, and check that it is an export of CSV files.',
		);
	}
	if (!hasEndOfCentralDirectory(zip.subarray(-TAIL_BYTES), zip.length)) {
		throw new ExportFileError(
			zip.length === 0 ? 'The download is empty' : 'The ZIP file is cut off: its end is missing',
			'truncated',
			'The download was interrupted. Download it again.',
		);
	}
}

function tooMany(limit: number): ExportFileError {
	return new ExportFileError(
		`The ZIP file has more than ${limit.toLocaleString('en-US')} entries`,
		'tooManyEntries',
		'This is not what an export looks like. Give out the file itself and look inside.',
	);
}

function encrypted(message: string): ExportFileError {
	return new ExportFileError(
		`The ZIP file asks for a password: ${message}`,
		'encrypted',
		'Exports of Chargebee are not encrypted. Check where this file comes from.',
	);
}

function damaged(message: string, reason: unknown): ExportFileError {
	const detail = reason instanceof Error ? reason.message : String(reason);
	if (detail === ERR_ENCRYPTED_CENTRAL_DIRECTORY) return encrypted('its list of files is encrypted');
	return new ExportFileError(
		`The ZIP file is damaged: ${message} (${detail})`,
		'corrupted',
		'Download it again. If it stays like this, start the export again.',
	);
}

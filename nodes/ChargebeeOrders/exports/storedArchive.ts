import { Stretch } from '../async/eventLoop';
import { Reader } from '../bundled/zip';

import { ARCHIVE_LIMITS, inflate, listEntries } from './entries';
import { ExportFileError } from './ExportFileError';

/** A file that is kept where it can only be read from its beginning, as n8n keeps binary data. */
export interface StoredFile {
	/** Opens the file for reading from its beginning. */
	open(): Promise<AsyncIterable<Uint8Array>>;
	readonly total: number;
	/** Its last bytes. */
	readonly tail: Uint8Array;
}

/**
 * Gives zip.js what it asks for by position. Entries stand one behind the other and the directory at the end, which is
 * at hand, so that the file is read once, front to end; only a step back opens it again.
 */
class StoredReader extends Reader<StoredFile> {
	private chunks: AsyncIterator<Uint8Array> | undefined;
	/** What was read last, and where it begins. */
	private window = Buffer.alloc(0);
	private start = 0;

	constructor(private readonly file: StoredFile) {
		super(file);
		this.size = file.total;
	}

	override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
		const end = Math.min(index + length, this.file.total);
		const tailStart = this.file.total - this.file.tail.length;
		if (index >= tailStart) return this.file.tail.subarray(index - tailStart, end - tailStart);
		if (this.chunks === undefined || index < this.start) {
			await this.close();
			this.chunks = (await this.file.open())[Symbol.asyncIterator]();
			this.window = Buffer.alloc(0);
			this.start = 0;
		}
		while (this.start + this.window.length < end) {
			const next = await this.chunks.next();
			if (next.done === true) break;
			const kept = this.window.subarray(Math.max(0, index - this.start));
			this.start += this.window.length - kept.length;
			this.window = Buffer.concat([kept, next.value]);
		}
		return this.window.subarray(Math.max(0, index - this.start), end - this.start);
	}

	async close(): Promise<void> {
		await this.chunks?.return?.();
	}
}

async function verify(reader: StoredReader, signal: AbortSignal | undefined): Promise<void> {
	const stretch = new Stretch();
	// The check for shared bytes would go back and forth in the file. What it prevents is bounded by the limits: no entry
	// gives more than it declares.
	for (const entry of await listEntries(reader, ARCHIVE_LIMITS, false)) {
		const pieces = inflate(entry);
		while ((await pieces.next()).done !== true) {
			if (signal?.aborted === true) return void (await pieces.return());
			await stretch.breathe();
		}
	}
}

/**
 * Verifies checksum and size of every entry of a stored ZIP file, holding no more than a piece of it at a time.
 * A file that is encrypted, or larger than is read for rows, passes unread: as a file it is returned whatever is in it.
 *
 * @throws ExportFileError of code `corrupted` where the contents contradict the directory
 */
export async function verifyStored(file: StoredFile, signal: AbortSignal | undefined): Promise<void> {
	const reader = new StoredReader(file);
	const outcome = verify(reader, signal).catch((reason: unknown) => {
		if (!(reason instanceof ExportFileError) || reason.code === 'corrupted') throw reason;
	});
	await outcome.finally(async () => await reader.close());
}

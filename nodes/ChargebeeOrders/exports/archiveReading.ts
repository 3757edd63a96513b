import { Stretch } from '../async/eventLoop';
import type { Entry } from '../bundled/zip';
import { CanceledError } from '../errors/ApiError';

import { createCsvRecords } from './csvRecords';
import { inflate } from './entries';
import { reportedName } from './fileNames';

/** The records that a piece of a CSV file completes, and the size of the piece in bytes. */
interface Records {
	readonly records: string[][];
	readonly size: number;
}

/** One reading of an archive, through one entry after the other; no entry gives more than it declares. */
export class ArchiveReading {
	private readonly stretch = new Stretch();

	constructor(private readonly signal: AbortSignal | undefined) {}

	/** To be awaited between two pieces of work: lets the event loop through, and throws where the signal was aborted. */
	async pause(): Promise<void> {
		this.refuseIfCancelled();
		await this.stretch.breathe();
	}

	refuseIfCancelled(): void {
		if (this.signal?.aborted === true) throw new CanceledError();
	}

	/** The bytes of an entry in pieces of about 32 KiB, verified at its end. */
	async *pieces(entry: Entry): AsyncGenerator<Uint8Array, void, undefined> {
		for await (const piece of inflate(entry)) {
			this.refuseIfCancelled();
			yield piece;
			await this.stretch.breathe();
		}
	}

	/** The records of a CSV file, the header first. */
	async *records(entry: Entry): AsyncGenerator<Records, void, undefined> {
		const csv = createCsvRecords(reportedName(entry.filename));
		for await (const piece of this.pieces(entry)) yield { records: csv.push(piece), size: piece.length };
		yield { records: csv.end(), size: 0 };
	}

	/** Reads an entry to its end, of which nothing but its soundness is wanted. */
	async verify(entry: Entry): Promise<void> {
		const content = this.pieces(entry);
		while ((await content.next()).done !== true);
	}
}

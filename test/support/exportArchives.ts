import { hasEndOfCentralDirectory, TAIL_BYTES } from '../../nodes/ChargebeeOrders/exports/archive';
import { ExportFileError } from '../../nodes/ChargebeeOrders/exports/ExportFileError';
import { readRows, type ReadOptions } from '../../nodes/ChargebeeOrders/exports/exportRows';
import { verifyStored } from '../../nodes/ChargebeeOrders/exports/storedArchive';

/** What the rows of an archive are, in the order of its files. */
export interface Read {
	rows: Array<Record<string, string>>;
	files: string[];
}

/** Reads the rows of an archive as the node hands them out. */
export async function read(zip: Uint8Array, options: Partial<ReadOptions> = {}): Promise<Read> {
	const reading = readRows(zip, { columnNames: 'asSent', ...options });
	const rows: Read['rows'] = [];
	for (;;) {
		const next = await reading.next();
		if (next.done) return { rows, files: next.value.files.map(({ name }) => name) };
		rows.push(...next.value.map(({ values }) => values));
	}
}

/** The code by which something is refused; `none` where it is not. */
export async function refusal(work: Promise<unknown>): Promise<string> {
	return await work.then(
		() => 'none',
		(reason: unknown) => {
			if (reason instanceof ExportFileError) return reason.code;
			throw reason;
		},
	);
}

/** Verifies a ZIP file as one that n8n has stored and is to be handed out. */
export async function verified(zip: Uint8Array): Promise<string> {
	if (!hasEndOfCentralDirectory(zip.subarray(-TAIL_BYTES), zip.length)) return 'truncated';
	const open = async () =>
		(async function* () {
			for (let at = 0; at < zip.length; at += 50) yield zip.subarray(at, at + 50);
		})();
	// Nothing at the end is at hand, so that every byte is read as from a file.
	return await refusal(verifyStored({ open, total: zip.length, tail: zip.subarray(-30) }, undefined));
}

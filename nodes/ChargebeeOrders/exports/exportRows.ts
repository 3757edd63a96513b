import { ArchiveReading } from './archiveReading';
import { chooseFiles, type RowsFrom } from './chosenFiles';
import type { ColumnStyle } from './columns';
import { readHeaders, withColumns, type CsvFile } from './csvFiles';
import { ARCHIVE_LIMITS, openArchive, type Limits } from './entries';
import { createRowReader, type RowValues } from './rowValues';

const ROWS_PER_BATCH = 1000;
const VALUES_PER_BATCH = 100_000;

export interface ReadOptions {
	/** Columns named as in the file (made unique), or in snake_case. */
	columnNames: ColumnStyle;
	/** Only these columns, named as in the output or as sent; a file with none of them is left out. */
	columns?: readonly string[];
	/** Which files give rows; all of them where not given. */
	rowsFrom?: RowsFrom;
	/** The most rows to read. */
	limit?: number;
	/** Whether each row has the name of its CSV file, too, as `source_file`. */
	withSourceFile?: boolean;
	/** 5,000 entries and 2 GiB after inflation, where not given. */
	limits?: Partial<Limits>;
	/** Checked between pieces of about 32 KiB. */
	signal?: AbortSignal;
}

/** A row of an export and the name of the CSV file that it stands in. */
export interface Row {
	file: string;
	values: RowValues;
}

/** A CSV file and the number of its rows. */
export interface CountedFile {
	readonly name: string;
	readonly rows: number;
}

/** What was read. */
export interface Summary {
	/** The files whose rows were read, with their sizes in bytes. */
	readonly files: ReadonlyArray<CountedFile & { readonly bytes: number }>;
	/** The files whose rows were not wanted; behind a cut they are not counted. */
	readonly leftOut: ReadonlyArray<Pick<CountedFile, 'name'> & Partial<CountedFile>>;
	/** Whether there are more rows than the limit. */
	readonly cut: boolean;
	/** Whether the main table, where it is wanted, is certain; where not, the rows are those of all files. */
	readonly isCertain: boolean;
}

/**
 * Reads the rows of the CSV files in the ZIP file of an export, file by file in the archive's order, in batches of up to
 * 1,000 rows (fewer where they have over 100 columns). No more than the ZIP file, 33 MB under way and one batch are held
 * at a time, and the event loop is let through in between.
 *
 * Only the end of the loop says that the export is sound: checksums and sizes of an entry (also of one that is no CSV, or
 * is left out) are verified when it has been read. An archive without entries gives no rows.
 *
 * Throws an `ExportFileError`, see its codes, and a CanceledError when the signal aborts.
 */
export async function* readRows(zip: Uint8Array, options: ReadOptions): AsyncGenerator<Row[], Summary, undefined> {
	const reading = new ArchiveReading(options.signal);
	reading.refuseIfCancelled();
	const entries = await openArchive(zip, { ...ARCHIVE_LIMITS, ...options.limits });
	const csvFiles = await readHeaders(entries, reading, options.columnNames);
	const all = [...csvFiles.values()];
	const { chosen, isCertain } = chooseFiles(all, options.rowsFrom ?? { of: 'allFiles' });
	const wanted = new Set(options.columns === undefined ? chosen : withColumns(chosen, options.columns, all));

	const files: Array<Summary['files'][number]> = [];
	const leftOut: CountedFile[] = [];
	let left = options.limit ?? Number.POSITIVE_INFINITY;
	for (const entry of entries) {
		const file = csvFiles.get(entry);
		if (file === undefined) await reading.verify(entry);
		else if (!wanted.has(file)) leftOut.push({ name: file.name, rows: await countRows(file, reading) });
		else {
			const read = yield* readFile(file, reading, options, left);
			if (read === 'cut') {
				const unread = all.filter((one) => !wanted.has(one));
				return { files, leftOut: unread.map(({ name }) => ({ name })), cut: true, isCertain };
			}
			files.push(read);
			left -= read.rows;
		}
	}
	return { files, leftOut, cut: false, isCertain };
}

async function* readFile(
	{ entry, name, columns }: CsvFile,
	reading: ArchiveReading,
	options: ReadOptions,
	limit: number,
): AsyncGenerator<Row[], Summary['files'][number] | 'cut', undefined> {
	const same: RowValues = options.withSourceFile === true ? { source_file: name } : {};
	const toValues = createRowReader(columns, options.columns, same);
	let batch: Row[] = [];
	let values = 0;
	let rows = 0;
	let bytes = 0;
	let isHeader = true;
	for await (const { records, size } of reading.records(entry)) {
		bytes += size;
		for (const record of records) {
			if (isHeader) {
				isHeader = false;
				continue;
			}
			if (rows === limit) {
				if (batch.length > 0) yield batch;
				return 'cut';
			}
			rows += 1;
			batch.push({ file: name, values: toValues(record) });
			values += Math.max(record.length, columns.sent.length);
			if (batch.length < ROWS_PER_BATCH && values < VALUES_PER_BATCH) continue;
			yield batch;
			batch = [];
			values = 0;
			await reading.pause();
		}
	}
	if (batch.length > 0) yield batch;
	return { name, rows, bytes };
}

async function countRows({ entry }: CsvFile, reading: ArchiveReading): Promise<number> {
	let lines = 0;
	for await (const { records } of reading.records(entry)) lines += records.length;
	return Math.max(0, lines - 1);
}

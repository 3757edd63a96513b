import { Stretch } from '../async/eventLoop';
import type { Entry } from '../bundled/zip';

import { columnIndex, nameColumns, type Columns, type ColumnStyle } from './columns';
import { createCsvRecords } from './csvRecords';
import { ARCHIVE_LIMITS, inflate, openArchive, tooLarge, type Limits } from './entries';
import { ExportFileError } from './ExportFileError';
import { isCsvName, reportedName } from './fileNames';
import { createRowReader, type RowValues } from './rowValues';

const ROWS_PER_BATCH = 1000;
const VALUES_PER_BATCH = 100_000;
const COLUMNS_IN_HINT = 200;

export interface ReadOptions {
	/** Columns named as in the file (made unique), or in snake_case. */
	columnNames: ColumnStyle;
	/** Only these columns, named as in the output or as sent; a file with none of them gives no rows. */
	columns?: readonly string[];
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

/** What was read: each CSV file with the number of its rows and its size in bytes. */
export interface Summary {
	files: Array<{ name: string; rows: number; bytes: number }>;
}

/**
 * Reads the rows of all CSV files in the ZIP file of an export, file by file in the archive's order,
 * in batches of up to 1,000 rows (fewer where they have over 100 columns). No more than the ZIP file,
 * 33 MB under way and one batch are held at a time, and the event loop is let through in between.
 *
 * Only the end of the loop says that the export is sound: checksums and sizes of an entry (also of
 * one that is no CSV) are verified when it has been read. An archive without entries gives no rows.
 *
 * Throws an `ExportFileError`; see its codes.
 */
export async function* readRows(zip: Uint8Array, options: ReadOptions): AsyncGenerator<Row[], Summary, undefined> {
	const limits: Limits = { ...ARCHIVE_LIMITS, ...options.limits };
	refuseIfCancelled(options.signal);
	const entries = await openArchive(zip, limits);
	const csvEntries = entries.filter(isCsv);
	if (entries.length > 0 && csvEntries.length === 0) throw noCsv(entries);
	if (options.columns) await refuseUnknownColumns(csvEntries, options.columns, startReading(options, limits));

	const reading = startReading(options, limits);
	const summary: Summary = { files: [] };
	for (const entry of entries) {
		if (isCsv(entry)) {
			summary.files.push(yield* readFile(entry, nameApart(reportedName(entry.filename), summary.files), reading));
		} else {
			const content = piecesOf(entry, reading);
			while (!(await content.next()).done);
		}
	}
	return summary;
}

/** What goes on through all entries of one reading. */
interface Reading {
	options: ReadOptions;
	limits: Limits;
	/** What really came out of all entries together, whatever they declare. */
	inflatedBytes: number;
	stretch: Stretch;
}

function startReading(options: ReadOptions, limits: Limits): Reading {
	return { options, limits, inflatedBytes: 0, stretch: new Stretch() };
}

/** Files of one name in different folders stay apart by a number: `Orders.csv`, `Orders.csv (2)`. */
function nameApart(name: string, files: Summary['files']): string {
	const taken = new Set(files.map((file) => file.name));
	let apart = name;
	for (let number = 2; taken.has(apart); number++) apart = `${name} (${number})`;
	return apart;
}

async function* readFile(
	entry: Entry,
	file: string,
	reading: Reading,
): AsyncGenerator<Row[], Summary['files'][number], undefined> {
	const { options, stretch } = reading;
	let batch: Row[] = [];
	let values = 0;
	let rows = 0;
	let bytes = 0;
	let columns = 0;
	let toValues: ReturnType<typeof createRowReader> | undefined;
	for await (const { records, size } of recordsOf(entry, reading)) {
		bytes += size;
		for (const record of records) {
			if (toValues === undefined) {
				columns = record.length;
				const same: RowValues = options.withSourceFile === true ? { source_file: file } : {};
				toValues = createRowReader(nameColumns(record, options.columnNames), options.columns, same);
				continue;
			}
			if (toValues === null) break;
			batch.push({ file, values: toValues(record) });
			values += Math.max(record.length, columns);
			if (batch.length < ROWS_PER_BATCH && values < VALUES_PER_BATCH) continue;
			rows += batch.length;
			yield batch;
			batch = [];
			values = 0;
			refuseIfCancelled(options.signal);
			await stretch.breathe();
		}
	}
	rows += batch.length;
	if (batch.length > 0) yield batch;
	return { name: file, rows, bytes };
}

async function* recordsOf(entry: Entry, reading: Reading) {
	const csv = createCsvRecords(reportedName(entry.filename));
	for await (const piece of piecesOf(entry, reading)) yield { records: csv.push(piece), size: piece.length };
	yield { records: csv.end(), size: 0 };
}

async function* piecesOf(entry: Entry, reading: Reading): AsyncGenerator<Uint8Array, void, undefined> {
	const { options, limits, stretch } = reading;
	for await (const piece of inflate(entry)) {
		refuseIfCancelled(options.signal);
		reading.inflatedBytes += piece.length;
		if (reading.inflatedBytes > limits.maxInflatedBytes) throw tooLarge(limits.maxInflatedBytes);
		yield piece;
		await stretch.breathe();
	}
}

/**
 * A selected column that no file has is an error before the first row is returned, or a run over the
 * first few rows would pass with the column missing. This reads the headers of all files first.
 */
async function refuseUnknownColumns(
	csvEntries: readonly Entry[],
	selection: readonly string[],
	reading: Reading,
): Promise<void> {
	const headers: Columns[] = [];
	for (const entry of csvEntries) {
		for await (const { records } of recordsOf(entry, reading)) {
			const [header] = records;
			if (!header) continue;
			headers.push(nameColumns(header, reading.options.columnNames));
			break;
		}
	}
	const unknown = selection.find((name) => headers.every((one) => columnIndex(one, name) === -1));
	// Without a header there is nothing to select from, and no row either.
	if (unknown === undefined || headers.length === 0) return;
	const existing = Array.from(new Set(headers.flatMap(({ names }) => names)));
	const listed = existing.slice(0, COLUMNS_IN_HINT).join(', ');
	throw new ExportFileError(
		`The export has no column "${unknown}"`,
		'unknownColumn',
		`Its columns are: ${listed}${existing.length > COLUMNS_IN_HINT ? ', …' : '.'}`,
	);
}

function isCsv(entry: Entry): boolean {
	// A folder's name ends in a slash; attributes that call a file a folder do not make it one.
	return isCsvName(entry.filename);
}

function noCsv(entries: readonly Entry[]): ExportFileError {
	const names = entries.slice(0, 5).map(({ filename }) => `"${reportedName(filename)}"`);
	return new ExportFileError(
		`The ZIP file holds no CSV file, only ${names.join(', ')}${entries.length > 5 ? ', …' : ''}`,
		'noCsv',
		'Give out the file itself instead of its rows.',
	);
}

function refuseIfCancelled(signal: AbortSignal | undefined): void {
	if (!signal?.aborted) return;
	throw new ExportFileError(
		'Reading the export was cancelled',
		'cancelled',
		'Run the workflow again; the export itself is still there.',
	);
}

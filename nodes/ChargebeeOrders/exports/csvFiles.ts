import type { Entry } from '../bundled/zip';

import type { ArchiveReading } from './archiveReading';
import type { NamedFile } from './chosenFiles';
import { columnIndex, nameColumns, type Columns, type ColumnStyle } from './columns';
import { ExportFileError } from './ExportFileError';
import { isCsvName, reportedName } from './fileNames';

const COLUMNS_IN_HINT = 200;

/** A CSV file of the archive, with its columns as they are named in rows. */
export interface CsvFile extends NamedFile {
	readonly entry: Entry;
	readonly columns: Columns;
}

/**
 * The CSV files of an archive, in its order. Reads no more of each than its header: it takes those of all files to know
 * which are wanted.
 * @throws ExportFileError of code `noCsv` where there are files, and none of them is a CSV
 */
export async function readHeaders(
	entries: readonly Entry[],
	reading: ArchiveReading,
	columnNames: ColumnStyle,
): Promise<ReadonlyMap<Entry, CsvFile>> {
	const csvEntries = entries.filter(({ filename }) => isCsvName(filename));
	if (entries.length > 0 && csvEntries.length === 0) throw noCsv(entries);
	const files = new Map<Entry, CsvFile>();
	const taken = new Set<string>();
	for (const entry of csvEntries) {
		const header = await headerOf(entry, reading);
		const name = nameApart(reportedName(entry.filename), taken);
		taken.add(name);
		files.set(entry, { entry, name, header, columns: nameColumns(header, columnNames) });
	}
	return files;
}

async function headerOf(entry: Entry, reading: ArchiveReading): Promise<readonly string[]> {
	for await (const { records } of reading.records(entry)) {
		const [header] = records;
		if (header !== undefined) return header;
	}
	return [];
}

/** Files of one name in different folders stay apart by a number: `Orders.csv`, `Orders (2).csv`. */
function nameApart(name: string, taken: ReadonlySet<string>): string {
	let apart = name;
	for (let number = 2; taken.has(apart); number++) apart = name.replace(/(?:\.csv)?$/i, (end) => ` (${number})${end}`);
	return apart;
}

/**
 * The files that have one of the selected columns; an empty file has nothing to select from, and no row either.
 * @param all the files of the archive, of which `files` may be a part
 * @throws ExportFileError of code `unknownColumn` for a column that none of the files has: a run over the first few rows
 * would pass with the column missing
 */
export function withColumns(
	files: readonly CsvFile[],
	selection: readonly string[],
	all: readonly CsvFile[],
): readonly CsvFile[] {
	const has = ({ columns }: CsvFile, name: string): boolean => columnIndex(columns, name) !== -1;
	const headed = files.filter(({ header }) => header.length > 0);
	const unknown = selection.find((name) => !headed.some((file) => has(file, name)));
	if (unknown !== undefined && headed.length > 0) {
		const elsewhere = all.find((file) => has(file, unknown));
		throw noColumn(unknown, headed, elsewhere);
	}
	return files.filter((file) => file.header.length === 0 || selection.some((name) => has(file, name)));
}

function noColumn(name: string, files: readonly CsvFile[], elsewhere: CsvFile | undefined): ExportFileError {
	const existing = Array.from(new Set(files.flatMap(({ columns }) => columns.names)));
	const listed = existing.slice(0, COLUMNS_IN_HINT).join(', ');
	return new ExportFileError(
		`The export has no column "${name}"`,
		'unknownColumn',
		elsewhere === undefined
			? `Its columns are: ${listed}${existing.length > COLUMNS_IN_HINT ? ', …' : '.'}`
			: `${elsewhere.name} has it, and is left out: choose it with Rows From.`,
	);
}

function noCsv(entries: readonly Entry[]): ExportFileError {
	const names = entries.slice(0, 5).map(({ filename }) => `"${reportedName(filename)}"`);
	return new ExportFileError(
		`The ZIP file holds no CSV file, only ${names.join(', ')}${entries.length > 5 ? ', …' : ''}`,
		'noCsv',
		'Give out the file itself instead of its rows.',
	);
}

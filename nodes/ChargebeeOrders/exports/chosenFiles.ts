import { ExportFileError } from './ExportFileError';

/** Which CSV files of an export give rows; `names` are those of the export, or of the files that are wanted. */
export type RowsFrom =
	{ readonly of: 'allFiles' } | { readonly of: 'mainTable' | 'filesNamed'; readonly names: readonly string[] };

/** What a CSV file is chosen by. */
export interface NamedFile {
	/** As it is reported. */
	readonly name: string;
	/** As sent; empty in an empty file. */
	readonly header: readonly string[];
}

/** The files that give rows, in the order of the archive. */
export interface Choice<File extends NamedFile> {
	readonly chosen: readonly File[];
	/** Whether they are certain to be the main table, where that is wanted. */
	readonly isCertain: boolean;
}

const FILES_IN_HINT = 20;

/** Words of a name that tell parts apart, or that something was exported, but not what. */
const NO_TABLE = /^(?:\p{N}+|part|of|export|report|chargebee)$/u;

function baseName(name: string): string {
	return name.replace(/\.csv$/i, '').toLowerCase();
}

/** What the name of a file or an export says of the table: `creditnotes` for "Credit Notes.csv" and "credit_notes-2.CSV". */
function tableName(name: string): string {
	const words = baseName(name).match(/\p{L}+|\p{N}+/gu) ?? [];
	return words.filter((word) => !NO_TABLE.test(word)).join('');
}

/** The headers of some files, each once; a file of one header is of one table. */
function tablesOf(files: readonly NamedFile[]): Set<string> {
	return new Set(files.filter(({ header }) => header.length > 0).map(({ header }) => JSON.stringify(header)));
}

/** Some files and all others of their tables: a large table may be split over files of any name. */
function wholeTables<File extends NamedFile>(files: readonly File[], some: readonly File[]): File[] {
	const tables = tablesOf(some);
	return files.filter((file) => some.includes(file) || tables.has(JSON.stringify(file.header)));
}

function filesOfName<File extends NamedFile>(files: readonly File[], name: string): File[] {
	const table = tableName(name);
	return files.filter((file) => {
		return baseName(file.name) === baseName(name) || (table !== '' && tableName(file.name) === table);
	});
}

function mainTable<File extends NamedFile>(files: readonly File[], names: readonly string[]): Choice<File> {
	if (tablesOf(files).size <= 1) return { chosen: files, isCertain: true };
	const named = names.flatMap((name) => filesOfName(files, name));
	if (tablesOf(named).size === 1) return { chosen: wholeTables(files, named), isCertain: true };
	return { chosen: files, isCertain: false };
}

function filesNamed<File extends NamedFile>(files: readonly File[], names: readonly string[]): Choice<File> {
	const named = names.flatMap((name) => {
		const found = filesOfName(files, name);
		if (found.length === 0 && files.length > 0) throw noFile(name, files);
		return found;
	});
	return { chosen: wholeTables(files, named), isCertain: true };
}

function noFile(name: string, files: readonly NamedFile[]): ExportFileError {
	const listed = files
		.slice(0, FILES_IN_HINT)
		.map((file) => file.name)
		.join(', ');
	return new ExportFileError(
		`The export has no file "${name}"`,
		'unknownFile',
		`Its CSV files are: ${listed}${files.length > FILES_IN_HINT ? ', …' : '.'}`,
	);
}

/**
 * Chooses the CSV files of an export that give rows. Files of one header are one table and come together, however many
 * there are: which files an export has is not documented, and a large one may be split. The main table is the one that
 * is named for the export, numbers aside. Where none is, or several are, it is not certain, and all files are chosen: no
 * row may be lost.
 *
 * @throws ExportFileError of code `unknownFile` for a name that no file has; an export without files has nothing to name
 */
export function chooseFiles<File extends NamedFile>(files: readonly File[], from: RowsFrom): Choice<File> {
	if (from.of === 'mainTable') return mainTable(files, from.names);
	return from.of === 'filesNamed' ? filesNamed(files, from.names) : { chosen: files, isCertain: true };
}

import { unparse } from 'papaparse';
import type { Scalar } from '../requests/scalar';
import type { ArchiveFile } from './archive';

/** A column: its header, and how its cell is read off a row. */
export type Column<Row> = readonly [string, (row: Row) => Scalar | undefined];

export interface CsvLayout<Row> {
	name: string;
	/** Whether it begins with a byte order mark. */
	hasMark: boolean;
	columns: ReadonlyArray<Column<Row>>;
}

const SOURCES_PER_PIECE = 200;

/** A CSV file whose rows are made of their sources while it is read; without rows it consists of its header. */
export function csvFile<Source, Row>(
	{ name, hasMark, columns }: CsvLayout<Row>,
	sources: readonly Source[],
	rowsOf: (source: Source) => readonly Row[],
): ArchiveFile {
	function* pieces(): Generator<string> {
		yield `${hasMark ? '\uFEFF' : ''}${unparse([columns.map(([header]) => header)])}\r\n`;
		for (let at = 0; at < sources.length; at += SOURCES_PER_PIECE) {
			const rows = sources.slice(at, at + SOURCES_PER_PIECE).flatMap(rowsOf);
			if (rows.length > 0) yield `${unparse(rows.map((row) => columns.map(([, read]) => read(row))))}\r\n`;
		}
	}
	return { name, pieces: pieces() };
}

/** `partially_delivered` as `Partially Delivered`. */
export function titleCase(value: string): string {
	return value
		.split('_')
		.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
		.join(' ');
}

/** Unix seconds as `22-Nov-2025 12:00` in UTC. */
export function readableTime(seconds: Scalar | undefined): string | undefined {
	if (typeof seconds !== 'number') return undefined;
	const text = new Date(seconds * 1000).toUTCString();
	return `${text.slice(5, 16).replaceAll(' ', '-')} ${text.slice(17, 22)}`;
}

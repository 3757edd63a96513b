import { Parser } from '../bundled/csv';

import { createTextPieces } from './csvText';
import { delimiterOf, type Delimiter } from './delimiter';
import { ExportFileError } from './ExportFileError';
import { createLineBreakUnifier } from './lineBreaks';

// Far beyond any record of an export (a spreadsheet cell ends at 32,767 characters), and little
// enough that a quote that is never closed does not gather a whole file in memory.
const LONGEST_RECORD = 1024 * 1024;
// As many as a spreadsheet has. A header of millions would make every row of two bytes as wide.
const MOST_COLUMNS = 16_384;

interface Parsed {
	data: string[][];
	errors: Array<{ row: number; code: string }>;
	meta: { cursor: number };
}

/** Takes the bytes of one CSV file piece by piece; each call gives the records completed by it. */
export interface CsvRecords {
	push(bytes: Uint8Array): string[][];
	/** To be called once after the last piece: gives the last record where no line break ends it. */
	end(): string[][];
}

/** Takes the text of one CSV file piece by piece; each call gives the records completed by it. */
type TakeText = (text: string, isLast: boolean) => string[][];

/** The first line that is not empty, with its end. */
const FIRST_LINE = /^[\r\n]*[^\r\n]+[\r\n]+[^\r\n]/;

/**
 * Reads a CSV file (RFC 4180) into records of strings exactly as sent: nothing is trimmed or converted. Values may be
 * separated by commas, semicolons or tabs, as the header has them. Line breaks may be CR LF, LF or CR, also mixed; empty
 * lines are no records. The encoding is UTF-8 or UTF-16.
 *
 * Throws an `ExportFileError` of code `malformedCsv`, naming the file, for text in an encoding that is not known. It names
 * the row, too, for a quoted value that is never closed or goes on after its closing quote, and for a row of over 1
 * million characters or 16,384 columns.
 *
 * @param file the name of the file, for messages
 */
export function createCsvRecords(file: string): CsvRecords {
	const pieces = createTextPieces();
	let takeText: TakeText | undefined;
	// The text before the delimiter is known.
	let beginning = '';
	let decideFrom = 0;

	function take(text: string, isLast: boolean): string[][] {
		if (takeText !== undefined) return takeText(text, isLast);
		beginning += text;
		if (!isLast && beginning.length < decideFrom) return [];
		// Looked at again only when twice as much is there, so that the cost stays in proportion to the length.
		decideFrom = beginning.length * 2;
		const isAll = isLast || beginning.length > LONGEST_RECORD;
		const firstLine = FIRST_LINE.exec(beginning)?.[0] ?? (isAll ? beginning : undefined);
		if (firstLine === undefined) return [];
		if (firstLine.includes('\0')) throw notText(file);
		const delimiter = delimiterOf(beginning, isAll);
		if (delimiter === undefined) return [];
		takeText = createRecordParser(file, delimiter);
		return takeText(beginning, isLast);
	}

	return {
		push: (bytes) => take(pieces.push(bytes), false),
		end: () => take(pieces.end(), true),
	};
}

function createRecordParser(file: string, delimiter: Delimiter): TakeText {
	const unify = createLineBreakUnifier(delimiter);
	const parser = new Parser({ delimiter, newline: '\n' });
	let pending = '';
	let parseFrom = 0;
	let rowsSoFar = 0;

	function parse(isLast: boolean): string[][] {
		const { data, errors, meta }: Parsed = parser.parse(pending, 0, !isLast);
		// An incomplete last record is parsed again with what follows it. Of its complaints the last one
		// may be about no more than the cut, those before it are not.
		const broken = errors.find(({ row }, index) => isLast || row < data.length || index < errors.length - 1);
		if (broken) throw malformed(file, rowsSoFar + broken.row + 1, broken.code);
		const tooWide = data.findIndex((record) => record.length > MOST_COLUMNS);
		if (tooWide !== -1) throw malformed(file, rowsSoFar + tooWide + 1, 'TooWide');
		rowsSoFar += data.length;
		pending = pending.slice(meta.cursor);
		// A record that spans many pieces is tried again only when twice as much is there, so that
		// its cost stays in proportion to its length.
		parseFrom = data.length > 0 ? 0 : pending.length * 2;
		if (pending.length > LONGEST_RECORD) throw malformed(file, rowsSoFar + 1, 'TooLong');
		return data;
	}

	return (text, isLast) => {
		pending += unify(text);
		if (!isLast) return pending.length >= parseFrom ? parse(false) : [];
		return [...parse(false), ...parse(true)];
	};
}

const COMPLAINTS: Record<string, string> = {
	MissingQuotes: 'a quoted value is never closed',
	InvalidQuotes: 'a quoted value goes on after its closing quote',
	TooWide: 'it has more than 16,384 columns',
	TooLong: 'it is longer than 1 million characters, as when a quoted value is never closed',
};

function malformed(file: string, row: number, complaint: string): ExportFileError {
	return new ExportFileError(
		`Row ${row} of ${file} is not valid CSV: ${COMPLAINTS[complaint] ?? complaint} (the header is row 1)`,
		'malformedCsv',
		'Export again. If it stays like this, give out the file itself and look at that row.',
	);
}

function notText(file: string): ExportFileError {
	return new ExportFileError(
		`${file} is not text in UTF-8: its first line has NUL characters, as in UTF-16 without a byte order mark`,
		'malformedCsv',
		'Give out the file itself, and convert it to UTF-8.',
	);
}

import { Parser } from '../bundled/csv';
import { ExportFileError } from './errors';
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

/**
 * Reads a CSV file (RFC 4180, separated by commas) into records of strings exactly as sent: nothing
 * is trimmed or converted. Line breaks may be CR LF, LF or CR, also mixed; empty lines are no
 * records; a byte order mark is dropped. Bytes that are not UTF-8 become U+FFFD, since one broken
 * character in a name should not cost the whole export.
 *
 * Throws an `ExportFileError` of code `malformedCsv`, naming file and row, for a quoted value that
 * is never closed or goes on after its closing quote, and for a row of over 1 million characters or
 * 16,384 columns.
 *
 * @param file the name of the file, for messages
 */
export function createCsvRecords(file: string): CsvRecords {
	const decoder = new TextDecoder();
	const unify = createLineBreakUnifier();
	const parser = new Parser({ delimiter: ',', newline: '\n' });
	let pending = '';
	let parseFrom = 0;
	let rowsSoFar = 0;

	function take(isLast: boolean): string[][] {
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

	return {
		push(bytes) {
			pending += unify(decoder.decode(bytes, { stream: true }));
			return pending.length >= parseFrom ? take(false) : [];
		},
		end() {
			pending += unify(decoder.decode());
			const complete = take(false);
			return pending === '' ? complete : complete.concat(take(true));
		},
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

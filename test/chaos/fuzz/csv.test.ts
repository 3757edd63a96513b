import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { unparse } from 'papaparse';

import { createCsvRecords } from '../../../nodes/ChargebeeOrders/exports/csvRecords';
import { ExportFileError } from '../../../nodes/ChargebeeOrders/exports/ExportFileError';
import { readRows } from '../../../nodes/ChargebeeOrders/exports/exportRows';
import { zipOf } from '../../support/zip';

import { mutated, mutations } from './mutations';
import { runs } from './runs';

/**
 * csv-parse as the oracle. Its options say what is decided on purpose:
 * - the three line breaks may be mixed in one file (by itself it takes the first one that it finds for all),
 * - empty lines are no rows, but the quoted empty value of a file with one column is,
 * - records may be shorter or longer than the header: the reader of rows fills or names what differs, the reader of
 *   records hands them on as they are.
 */
function oracle(csv: Uint8Array, more: { relax_quotes?: boolean } = {}): string[][] {
	return parse(Buffer.from(csv), {
		...more,
		bom: true,
		record_delimiter: ['\r\n', '\n', '\r'],
		skip_empty_lines: true,
		relax_column_count: true,
	});
}

const MARK = Buffer.from('\uFEFF');
/** The first lines tell encoding and delimiter, of which csv-parse knows nothing: these are UTF-8 and a comma. */
const FIRST_LINES = 'first,line\nsecond,line\n';

/** The records that the node reads from a file that comes in these pieces, behind two lines that settle how it is read. */
function records(pieces: readonly Uint8Array[]): string[][] {
	const csv = createCsvRecords('Orders.csv');
	const isMarked = Buffer.concat(pieces).subarray(0, MARK.length).equals(MARK);
	const all = csv.push(Buffer.from((isMarked ? '\uFEFF' : '') + FIRST_LINES));
	let left = isMarked ? MARK.length : 0;
	for (const piece of pieces) {
		const skipped = Math.min(left, piece.length);
		left -= skipped;
		all.push(...csv.push(piece.subarray(skipped)));
	}
	return [...all, ...csv.end()].slice(2);
}

/** What a reader says of a file it does not take. */
const REFUSED = 'refused';

function attempt(read: () => string[][]): string[][] | typeof REFUSED {
	try {
		return read();
	} catch (reason) {
		if (!(reason instanceof ExportFileError) && !(reason instanceof Error && 'code' in reason)) throw reason;
		return REFUSED;
	}
}

/** A file in pieces that end anywhere, also within a character, a line break or a pair of quotes. */
function cut(bytes: Uint8Array, ends: readonly number[]): Uint8Array[] {
	const at = [0, ...ends.map((end) => end % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
	return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const ends = fc.array(fc.nat(), { maxLength: 12 });
const lineBreak = fc.constantFrom('\r\n', '\n', '\r', '\n\n', '\r\n\r\n', '\r\r');
const value = fc.oneof(
	{ weight: 3, arbitrary: fc.string({ unit: fc.constantFrom(...'",\r\n aüß😀\uFEFF\t0'), maxLength: 10 }) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 10 }) },
	{ weight: 1, arbitrary: fc.constantFrom('', '""', '\r\n', ' ', '👩‍👩‍👧', '007', '__proto__') },
);
const field = fc.record({ value, quoted: fc.boolean() });
const line = fc.record({ fields: fc.array(field, { minLength: 1, maxLength: 6 }), lineBreak });
const file = fc.record({
	lines: fc.array(line, { maxLength: 8 }),
	byteOrderMark: fc.boolean(),
	lastBreak: fc.boolean(),
	ends,
});

interface File {
	lines: Array<{ fields: Array<{ value: string; quoted: boolean }>; lineBreak: string }>;
	byteOrderMark: boolean;
	lastBreak: boolean;
}

/** Writes a file by RFC 4180, each value quoted where it must be and else where it happens to be. */
function written({ lines, byteOrderMark, lastBreak }: File): string {
	const texts = lines.map(({ fields, lineBreak: end }, index) => {
		const written = fields.map(({ value: text, quoted }) =>
			// A single empty value without quotes would be an empty line, a mark at the very beginning one that goes.
			quoted || /[",\r\n]/.test(text) || (fields.length === 1 && text === '') || text.startsWith('\uFEFF')
				? `"${text.replaceAll('"', '""')}"`
				: text,
		);
		return written.join(',') + (lastBreak || index < lines.length - 1 ? end : '');
	});
	return (byteOrderMark ? '\uFEFF' : '') + texts.join('');
}

/** Half of a character cannot be written as UTF-8; TextEncoder puts this in its place. */
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);
const wellFormed = (text: string): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(encoded(text));

it('what was written by RFC 4180 is read as it was written, and as csv-parse reads it', () => {
	fc.assert(
		fc.property(file, (given) => {
			const bytes = encoded(written(given));
			const read = records(cut(bytes, given.ends));
			expect(read).toEqual(given.lines.map(({ fields }) => fields.map((one) => wellFormed(one.value))));
			expect(read).toEqual(oracle(bytes));
		}),
		runs(3000),
	);
});

it('what Papa Parse wrote is read as it was, whatever is quoted and wherever it is cut', () => {
	fc.assert(
		fc.property(
			fc.array(fc.array(value.map(wellFormed), { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 8 }),
			fc.record({ quotes: fc.boolean(), newline: fc.constantFrom('\r\n', '\n', '\r') }),
			ends,
			(rows, how, places) => {
				expect(records(cut(encoded(unparse(rows, how)), places))).toEqual(rows);
			},
		),
		runs(1000),
	);
});

it('values as large as a record may be are read whole', () => {
	const large = fc
		.tuple(fc.string({ unit: fc.constantFrom(...'",\r\n aü😀'), minLength: 1, maxLength: 8 }), fc.nat(25_000))
		.map(([pattern, times]) => pattern.repeat(times));
	const fields = fc.array(fc.record({ value: large, quoted: fc.boolean() }), { minLength: 1, maxLength: 2 });
	fc.assert(
		fc.property(fc.array(fc.record({ fields, lineBreak }), { maxLength: 3 }), ends, (lines, places) => {
			const bytes = encoded(written({ lines, byteOrderMark: false, lastBreak: true }));
			const read = records(cut(bytes, places));
			expect(read.map((record) => record.map((one) => one.length))).toEqual(
				lines.map((one) => one.fields.map((each) => each.value.length)),
			);
			// Compared as one: a difference within a megabyte would take minutes to print.
			expect(JSON.stringify(read) === JSON.stringify(lines.map((one) => one.fields.map((each) => each.value)))).toBe(
				true,
			);
		}),
		runs(20),
	);
});

/** Expects a text to be read from its pieces as it should, and says how that is. */
function compared(text: string, pieces: readonly Uint8Array[]): 'alike' | 'refusedByBoth' | 'strayQuotes' | 'spaces' {
	const bytes = encoded(text);
	const expected = attempt(() => oracle(bytes));
	const read = attempt(() => records(pieces));
	if (expected !== REFUSED) {
		expect(read).toEqual(expected);
		return 'alike';
	}
	if (read === REFUSED) return 'refusedByBoth';
	// Spaces between a closing quote and the end of the value: csv-parse calls them invalid, here they go.
	if (/" +(?:[,\r\n]|$)/.test(text)) return 'spaces';
	return 'strayQuotes';
}

describe('text that nobody wrote as CSV', () => {
	const soup = fc.string({ unit: fc.constantFrom('"', '"', ',', ',', '\r', '\n', 'a', ' ', '😀'), maxLength: 14 });

	it('is read as csv-parse reads it wherever it takes it, and else refused or read with its quotes as they are', () => {
		const seen = { alike: 0, refusedByBoth: 0, strayQuotes: 0, spaces: 0 };
		fc.assert(
			fc.property(soup, ends, (text, places) => {
				const pieces = cut(encoded(text), places);
				const how = compared(text, pieces);
				seen[how] += 1;
				// A quote within a value that does not begin with one, such as 5" pipe, is a character like any other; RFC 4180
				// leaves it open, and csv-parse takes it only when asked to.
				if (how === 'strayQuotes') expect(records(pieces)).toEqual(oracle(encoded(text), { relax_quotes: true }));
			}),
			runs(3000),
		);
		expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
	});

	it('the same where bytes of a file are turned, cut out, doubled or put in', () => {
		const seen = { alike: 0, refusedByBoth: 0, strayQuotes: 0, spaces: 0 };
		fc.assert(
			fc.property(file, mutations, (given, changes) => {
				const bytes = mutated(encoded(written(given)), changes);
				const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
				// A NUL after a closing quote is the end of the file to csv-parse.
				fc.pre(!text.includes('"\0'));
				seen[compared(text, cut(bytes, given.ends))] += 1;
			}),
			runs(3000),
		);
		expect(Math.min(seen.alike, seen.refusedByBoth)).toBeGreaterThan(20);
	});

	it('is read the same in one piece and in any other pieces', () => {
		fc.assert(
			fc.property(soup, ends, (text, places) => {
				const bytes = encoded(text);
				const whole = attempt(() => records([bytes]));
				expect(attempt(() => records(cut(bytes, places)))).toEqual(whole);
				const byByte = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
				expect(attempt(() => records(byByte))).toEqual(whole);
			}),
			runs(1000),
		);
	});

	it('is read with a replacement character for each byte that is no UTF-8', () => {
		// Without quotes, and without the marks of encodings, which csv-parse goes by and which exports don't have.
		const bytes = fc
			.uint8Array({ maxLength: 12 })
			.map((some) => some.filter((byte) => ![0x22, 0xef, 0xfe].includes(byte)));
		fc.assert(
			fc.property(bytes, ends, (some, places) => {
				expect(records(cut(some, places))).toEqual(oracle(some));
			}),
			runs(500),
		);
	});
});

it('the same through a ZIP file, stored or deflated, with and without data descriptors and ZIP64', async () => {
	const table = fc.integer({ min: 1, max: 5 }).chain((width) => {
		const fields = fc.array(field, { minLength: width, maxLength: width });
		return fc.array(fc.record({ fields, lineBreak }), { minLength: 1, maxLength: 8 });
	});
	const how = fc.record({ deflate: fc.boolean(), dataDescriptor: fc.boolean(), zip64: fc.boolean() });
	await fc.assert(
		fc.asyncProperty(table, fc.boolean(), fc.boolean(), how, async (lines, byteOrderMark, lastBreak, options) => {
			const header = (lines[0]?.fields ?? []).map((_, index) => `c${index}`);
			const csv = `${header.join(',')}\n${written({ lines, byteOrderMark: false, lastBreak })}`;
			const bytes = encoded((byteOrderMark ? '\uFEFF' : '') + csv);
			const zip = await zipOf([{ name: 'Orders.csv', content: bytes, ...options }]);
			const rows: unknown[] = [];
			for await (const batch of readRows(zip, { columnNames: 'asSent' })) {
				for (const { values } of batch) rows.push(Object.values(values));
			}
			expect(rows).toEqual(oracle(bytes).slice(1));
		}),
		runs(300),
	);
});

/** What separates the values of a CSV file: by RFC 4180 a comma; spreadsheets of many countries write semicolons. */
export type Delimiter = ',' | ';' | '\t';

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];

/** A record of a CSV file, as one delimiter has it: `broken` where a quote stands in the wrong place, `open` where it goes on. */
type Scanned = { readonly values: number; readonly end: number } | 'broken' | 'open';

/**
 * Tells the delimiter of a CSV file from its beginning. It is the one by which the header has two columns or more, every
 * quote in its place; what stands within quotes never counts. Where that holds for several, it is the one by which the
 * first row is as wide as the header, and else the first of comma, semicolon and tab. It is a comma where it holds for
 * none, as with a single column.
 *
 * @param text the beginning of the file, without a byte order mark
 * @param isAll whether to decide by this text: it is all there is, or all that is waited for
 * @returns `undefined` where more text is needed. The answer is the same however much more there is
 */
export function delimiterOf(text: string, isAll: boolean): Delimiter | undefined {
	const whole = isAll ? `${text}\n` : text;
	const begin = afterLineBreaks(whole, 0);
	const possible: Array<{ delimiter: Delimiter; rowFits: boolean | undefined }> = [];
	for (const delimiter of DELIMITERS) {
		const header = scanRecord(whole, begin, delimiter);
		if (header === 'open' && !isAll) return undefined;
		if (typeof header === 'string' || header.values === 1) continue;
		const row = scanRecord(whole, afterLineBreaks(whole, header.end), delimiter);
		const isOpen = row === 'open' && !isAll;
		possible.push({ delimiter, rowFits: isOpen ? undefined : typeof row === 'object' && row.values === header.values });
	}
	if (possible.length > 1 && possible.some(({ rowFits }) => rowFits === undefined)) return undefined;
	const found = possible.find(({ rowFits }) => rowFits === true) ?? possible[0];
	return found?.delimiter ?? ',';
}

function scanRecord(text: string, from: number, delimiter: Delimiter): Scanned {
	let at = from;
	for (let values = 1; ; values++) {
		if (text[at] === '"') {
			do {
				const quote = text.indexOf('"', at + 1);
				if (quote === -1) return 'open';
				at = quote + 1;
			} while (text[at] === '"');
			while (text[at] === ' ') at++;
		} else {
			while (at < text.length && text[at] !== delimiter && !isLineBreak(text[at])) {
				if (text[at] === '"') return 'broken';
				at++;
			}
		}
		if (at >= text.length) return 'open';
		if (isLineBreak(text[at])) return { values, end: at };
		if (text[at] !== delimiter) return 'broken';
		at++;
	}
}

function afterLineBreaks(text: string, from: number): number {
	let at = from;
	while (isLineBreak(text[at])) at++;
	return at;
}

function isLineBreak(character: string | undefined): boolean {
	return character === '\r' || character === '\n';
}

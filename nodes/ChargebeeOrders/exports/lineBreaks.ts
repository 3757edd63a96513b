import type { Delimiter } from './delimiter';

/**
 * Returns a function that takes the text of a CSV piece by piece, cut anywhere, and gives it back
 * with every record ending in one line feed: CR LF and CR become LF, and empty lines go, while
 * quoted values keep every line break they have. Papa Parse knows but one kind of line break a
 * file, and would merge records silently where a file mixes them; and only here can an empty line
 * be told from the quoted empty value (`""`) of a file with one column.
 *
 * A quote opens a quoted value only at the start of a field, as in RFC 4180 and Papa Parse.
 *
 * @param delimiter what ends a field
 */
export function createLineBreakUnifier(delimiter: Delimiter): (text: string) => string {
	let inQuotes = false;
	// The last character was a quote within quotes: the next one tells a doubled quote from the end.
	let quoteSeen = false;
	let atFieldStart = true;
	let atLineStart = true;

	function openingQuote(text: string, from: number): number {
		let at = text.indexOf('"', from);
		while (at !== -1) {
			const before = at === from ? (atFieldStart ? delimiter : '') : text[at - 1];
			if (before === delimiter || before === '\n' || before === '\r') return at;
			at = text.indexOf('"', at + 1);
		}
		return text.length;
	}

	function outsideQuotes(segment: string, touched: boolean): string {
		const unified = touched ? segment.replace(/[\r\n]+/g, '\n') : segment;
		const kept = atLineStart && unified.startsWith('\n') ? unified.slice(1) : unified;
		if (kept === '') return '';
		atLineStart = kept.endsWith('\n');
		atFieldStart = atLineStart || kept.endsWith(delimiter);
		return kept;
	}

	return (text) => {
		// Most pieces need no change: then only the state is carried on, and no text is built.
		const touched = text.includes('\r') || text.includes('\n\n') || (atLineStart && text.startsWith('\n'));
		let unified = '';
		let at = 0;
		while (at < text.length) {
			if (inQuotes || (quoteSeen && text[at] === '"')) {
				const closing = text.indexOf('"', quoteSeen ? at + 1 : at);
				quoteSeen = closing !== -1;
				inQuotes = !quoteSeen;
				const end = quoteSeen ? closing + 1 : text.length;
				if (touched) unified += text.slice(at, end);
				at = end;
				continue;
			}
			quoteSeen = false;
			const opening = openingQuote(text, at);
			const segment = outsideQuotes(text.slice(at, opening), touched);
			inQuotes = opening < text.length;
			if (inQuotes) atFieldStart = atLineStart = false;
			if (touched) unified += inQuotes ? `${segment}"` : segment;
			at = opening + 1;
		}
		return touched ? unified : text;
	};
}

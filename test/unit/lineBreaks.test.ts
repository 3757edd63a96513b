import { createLineBreakUnifier } from '../../nodes/ChargebeeOrders/exports/lineBreaks';

const unified = (pieces: readonly string[], delimiter: ',' | ';' = ','): string =>
	pieces.map(createLineBreakUnifier(delimiter)).join('');

/** Expects the same text in one piece, in two that are cut anywhere, and character by character. */
function expectUnified(text: string, expected: string, delimiter: ',' | ';' = ','): void {
	for (let cut = 0; cut <= text.length; cut += 1) {
		const pieces = [text.slice(0, cut), text.slice(cut)];
		expect([pieces, unified(pieces, delimiter)]).toEqual([pieces, expected]);
	}
	expect(unified([...text], delimiter)).toBe(expected);
}

describe('line breaks of a CSV file', () => {
	it.each([
		['stay as they are where each is a line feed', 'a,b\n1,2\n3,4', 'a,b\n1,2\n3,4'],
		['become line feeds, of whatever kind', 'a\r\nb\rc\nd\r\n', 'a\nb\nc\nd\n'],
		['are one where lines are empty', 'a\r\n\r\nb\n\nc\r\rd\n\r\n', 'a\nb\nc\nd\n'],
		['are left out before the first record', '\r\n\n\ra,b\n', 'a,b\n'],
		['stay within quotes', '"a\r\nb","\n\n"\r\n"\r"', '"a\r\nb","\n\n"\n"\r"'],
		['stay behind doubled quotes', '"a ""b""\r\nc",d\r\n', '"a ""b""\r\nc",d\n'],
		['stay behind a doubled quote at the end and the beginning', '"""\r\n""",x\r\n', '"""\r\n""",x\n'],
		['end the line behind a closing quote', 'x,"a"\r\n"b"\r\n', 'x,"a"\n"b"\n'],
		['end the line where a quote stands in the middle of a value', '5" pipe,b\r\n1,2"\r\n', '5" pipe,b\n1,2"\n'],
		['end the line where a value is quoted in part', 'a "b\r\nc" d\r\n', 'a "b\nc" d\n'],
		['stay in a quoted value behind an empty one', ',"\r\n"\r\n', ',"\r\n"\n'],
		['are no line of their own where a value is an empty text', 'a\r\n""\r\n\r\n""', 'a\n""\n""'],
	])('%s', (_what, text, expected) => {
		expectUnified(text, expected);
	});

	it('stay within quotes at the start of a field alone, whatever ends that', () => {
		expectUnified('a;"\r\n";b,"\r\n', 'a;"\r\n";b,"\n', ';');
		expectUnified('a;"\r\n";b,"\r\n"', 'a;"\n";b,"\n"');
	});
});

import { isBlank, trimmed } from '../../nodes/ChargebeeOrders/values';

describe('a value that holds nothing', () => {
	test.each([
		['undefined', undefined],
		['null', null],
		['empty text', ''],
		['blanks', ' \t\n'],
		['a no-break space', '\u00a0'],
		['a zero-width space', '\u200b'],
		['an empty list', []],
		['a list of empties', [null, undefined, '', ' ']],
		['lists of empties', [[], [null]]],
		['a joined list of empties', [undefined, undefined].join(',')],
	])('%s', (_, value) => expect(isBlank(value)).toBe(true));

	test.each([
		['zero', 0],
		['false', false],
		['text', 'a'],
		['text with blanks', ' a '],
		['a list with one value', [null, 0]],
		['an object', {}],
		['a date', new Date(0)],
	])('not %s', (_, value) => expect(isBlank(value)).toBe(false));
});

test('text loses what is invisible at its ends, and nothing within', () => {
	expect(trimmed('\u00a0\u200b order 1\u00a02\ufeff\n')).toBe('order 1\u00a02');
});

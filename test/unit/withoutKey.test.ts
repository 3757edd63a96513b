import { maskKey } from '../../nodes/ChargebeeOrders/errors/withoutKey';

const key = 'live_key_of_acme';
const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/=+$/, '');

describe.each([
	['as it is', key],
	['pasted with blanks at its ends', ` ${key}\r\n`],
	['pasted with what is invisible at its ends', `\u200b${key}\u00a0`],
])('a key %s stands in no text', (_, stored) => {
	test.each([
		['as it is sent', key],
		['as it was pasted', stored],
		['in an address', encodeURIComponent(stored)],
		['as Basic authentication', base64(`${key}:`)],
		['as Basic authentication of what was pasted', base64(`${stored}:`)],
		['encoded', base64(key)],
	])('%s', (_where, form) => expect(maskKey(`before ${form} after`, stored)).toMatch(/^before \[API key\]=* after$/));
});

test('blanks do not make a short key long enough to be masked', () => {
	expect(maskKey('a text with key in it', `key${' '.repeat(10)}`)).toBe('a text with key in it');
});

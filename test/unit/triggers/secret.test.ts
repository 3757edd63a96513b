import { hashOf, isSignedIn, newSecret } from '../../../nodes/ChargebeeOrders/triggers/webhook/secret';

function basic(name: string, password: string, scheme = 'Basic'): string {
	return `${scheme} ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

const secret = newSecret();
const hash = hashOf(secret);

it('a password is 32 random bytes, and another each time', () => {
	expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
	expect(newSecret()).not.toBe(secret);
});

it.each(['Basic', 'basic', 'BASIC'])('lets the password in: %s', (scheme) => {
	expect(isSignedIn(basic('n8n', secret, scheme), hash)).toBe(true);
});

it.each(['a:b', ':', 'ümläut 漢字 🙂', 'x'.repeat(10_000)])(
	'lets any password in that is the right one: %.20s',
	(password) => {
		expect(isSignedIn(basic('n8n', password), hashOf(password))).toBe(true);
		expect(isSignedIn(basic('n8n', `${password}x`), hashOf(password))).toBe(false);
	},
);

it.each([
	['nothing', undefined],
	['an empty header', ''],
	['two headers', [basic('n8n', secret), basic('n8n', secret)]],
	['a bearer token', `Bearer ${secret}`],
	['the scheme alone', 'Basic'],
	['the scheme and blanks', 'Basic   '],
	['no colon', `Basic ${Buffer.from(`n8n${secret}`).toString('base64')}`],
	['no base64', 'Basic %%%'],
	['the password alone', basic('', secret)],
	['another user', basic('admin', secret)],
	['another case of the user', basic('N8N', secret)],
	['no password', basic('n8n', '')],
	['a password that is too short', basic('n8n', secret.slice(1))],
	['a password that is too long', basic('n8n', `${secret}=`)],
	['the hash as password', basic('n8n', hash)],
	['10 kB of a password', basic('n8n', 'x'.repeat(10_000))],
	['unicode', basic('n8n', '🙂')],
	['more behind it', `${basic('n8n', secret)} x`],
])('lets nobody in with %s', (_what, header) => {
	expect(isSignedIn(header, hash)).toBe(false);
});

it.each([undefined, '', 'ab', null, 1, 'zz'.repeat(32), hash.slice(2), `${hash}00`])(
	'lets nobody in where %s is remembered',
	(stored) => {
		expect(isSignedIn(basic('n8n', secret), stored)).toBe(false);
	},
);

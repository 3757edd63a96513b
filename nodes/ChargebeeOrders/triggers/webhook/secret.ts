import { createHash, randomBytes, timingSafeEqual } from 'crypto';

/** The user name with which Chargebee signs in at the webhook. */
export const USER_NAME = 'n8n';

/** A password for an endpoint: 32 random bytes as text. It is kept nowhere but in Chargebee. */
export function newSecret(): string {
	return randomBytes(32).toString('base64url');
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}

/** What is kept of a password: its SHA-256 in hexadecimal. */
export function hashOf(secret: string): string {
	return digest(secret).toString('hex');
}

/**
 * Whether a request carries the user name and the password of the endpoint. Takes the same time whatever differs: both
 * are compared as hashes, in constant time.
 * @param header that of the request, `Basic <base64 of name:password>`
 * @param secretHash as `hashOf` made it
 */
export function isSignedIn(header: unknown, secretHash: unknown): boolean {
	if (typeof header !== 'string' || typeof secretHash !== 'string') return false;
	const [, encoded] = /^basic +([a-z0-9+/=_-]+) *$/i.exec(header) ?? [];
	const expected = Buffer.from(secretHash, 'hex');
	if (encoded === undefined || expected.length !== 32) return false;
	const given = Buffer.from(encoded, 'base64').toString('utf8');
	const colon = given.indexOf(':');
	if (colon < 0) return false;
	const isUser = timingSafeEqual(digest(given.slice(0, colon)), digest(USER_NAME));
	const isPassword = timingSafeEqual(digest(given.slice(colon + 1)), expected);
	return isUser && isPassword;
}

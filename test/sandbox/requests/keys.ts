import { ApiError } from './apiError';

/** What a key may do. */
export type Access = 'full' | 'restricted' | 'read-only';

export const apiKey = 'sandbox_full_access_key';
/** Valid, but without the right to read the configuration, the list of orders and the list of invoices. */
export const restrictedKey = 'sandbox_restricted_key';
/** Valid, but without the right to write; exports count as reading. */
export const readOnlyKey = 'sandbox_read_only_key';

const accessByKey: ReadonlyMap<string, Access> = new Map<string, Access>([
	[apiKey, 'full'],
	[restrictedKey, 'restricted'],
	[readOnlyKey, 'read-only'],
]);

/** Reads HTTP Basic with the key as user name and an empty password; anything else throws 401. */
export function authenticate(authorization: string | undefined): Access {
	const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(authorization ?? '')?.[1];
	if (encoded === undefined) {
		throw new ApiError(
			401,
			'untyped',
			'basic_authentication_failed',
			'Sorry, authentication failed. The API key is missing.',
		);
	}
	const [, key = '', password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
	const access = accessByKey.get(key);
	if (access === undefined || password !== '') {
		throw new ApiError(401, 'untyped', 'api_authentication_failed', 'Sorry, authentication failed. Invalid api key');
	}
	return access;
}

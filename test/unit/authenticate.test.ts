import type { IHttpRequestOptions } from 'n8n-workflow';

import { ChargebeeSiteApi } from '../../credentials/ChargebeeSiteApi.credentials';

const { authenticate } = new ChargebeeSiteApi();
const credential = { environment: 'live', site: 'acme', apiKey: ' secret\u200b' };
const acme = 'https://acme.chargebee.com';

/** What nodes hand over: `uri` is that of n8n's older kind of request, which HTTP Request sends. */
type Request = Partial<Record<'baseURL' | 'url' | 'uri', string>>;

const authenticated = async (request: Request) => await authenticate(credential, request as IHttpRequestOptions);

describe('the key goes to the site of the credential, as user name without a password', () => {
	test.each<Request>([
		{ url: `${acme}/api/v2/orders` },
		{ uri: `${acme}/api/v2/orders` },
		{ uri: `${acme}/api/v2/orders`, url: '' },
		{ url: `${acme}/api/v2/orders?offset=2`, uri: `${acme}/api/v2/orders` },
		{ baseURL: acme, url: '/api/v2/orders' },
		{ baseURL: acme, uri: 'api/v2/orders' },
		{ baseURL: `${acme}/api/v2`, url: '' },
		{ baseURL: '', uri: `${acme}:443/` },
		{ url: `${acme}/api/v2/orders/a%20b%0A` },
	])('%j', async (request) => {
		const sent = await authenticated(request);
		expect(sent).toMatchObject({ ...request, auth: { username: 'secret', password: '' } });
	});
});

describe('the key goes to no other host, whoever uses the credential', () => {
	const elsewhere = [
		'https://evil.com/api/v2/orders',
		'//evil.com/',
		'http://acme.chargebee.com/api/v2/orders',
		'https://acme-test.chargebee.com/api/v2/orders',
		`${acme}:8443/`,
		`${acme}@evil.com/`,
		`${acme}.evil.com/`,
		'https:evil.com',
	];
	const own = `${acme}/api/v2/orders`;

	test.each<Request>([
		{},
		{ url: '', uri: '' },
		{ url: '/api/v2/orders' },
		{ baseURL: '/api', url: own },
		...elsewhere.flatMap((address) => [
			{ url: address },
			{ uri: address },
			{ url: own, uri: address },
			{ url: address, uri: own },
			{ baseURL: address, url: own },
			{ baseURL: address, uri: '/api/v2/orders' },
		]),
		...['https://evil.com/', '//evil.com/'].flatMap((address) => [
			{ baseURL: acme, url: address },
			{ baseURL: acme, uri: address },
			{ baseURL: acme, url: '/', uri: address },
		]),
	])('%j', async (request) => {
		await expect(authenticated(request)).rejects.toThrow(
			'The API key of acme.chargebee.com is not sent to another host',
		);
	});
});

describe('the key goes to no address of which n8n and its HTTP client may read different hosts', () => {
	const ambiguous = [' ', '\t', '\n', '\r', '\0', '\u007f', '\u00a0', '\u2028', '\\'];

	test.each(ambiguous)('%j', async (character) => {
		for (const request of [
			{ url: `${character}${acme}/` },
			{ uri: `${acme}/${character}/evil.com` },
			{ url: `${acme}/`, uri: `${acme}/orders${character}` },
			{ baseURL: acme, url: `${character}//evil.com` },
			{ baseURL: `${acme}${character}`, url: '/orders' },
		])
			await expect(authenticated(request)).rejects.toThrow(/not sent to an address that has a blank, .*: delete it/);
	});
});

test('no kind of request follows a redirect with the key, whatever the node chose', async () => {
	const chosen = { followRedirect: true, followAllRedirects: true, sendCredentialsOnCrossOriginRedirect: true };
	expect(await authenticate(credential, { url: acme, disableFollowRedirect: false, ...chosen })).toMatchObject({
		disableFollowRedirect: true,
		sendCredentialsOnCrossOriginRedirect: false,
		followRedirect: false,
		followAllRedirects: false,
	});
});

test.each([undefined, null, '', ' \n', '\u200b'])('the key %j is empty', async (apiKey) => {
	const { environment, site } = credential;
	const sent = authenticate({ environment, site, ...(apiKey === undefined ? {} : { apiKey }) } as never, { url: acme });
	await expect(sent).rejects.toThrow('The API key is empty');
});

test('an environment that an expression made up is refused', async () => {
	const sent = authenticate({ ...credential, environment: 'prod' }, { url: acme });
	await expect(sent).rejects.toThrow('Environment must be live, test or custom, not "prod"');
});

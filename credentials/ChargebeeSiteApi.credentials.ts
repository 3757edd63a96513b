import {
	ApplicationError,
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type ICredentialType,
	type IHttpRequestOptions,
	type Icon,
	type INodeProperties,
} from 'n8n-workflow';

import { isEmpty } from '../nodes/ChargebeeOrders/encode/scalar';
import { credentialKey, credentialOrigin, ORIGIN_EXPRESSION } from '../nodes/ChargebeeOrders/encode/site';
import { WRONG_KEY, WRONG_SITE } from '../nodes/ChargebeeOrders/errors/siteTexts';

/** What URL parsers strip or take for a slash: with it the host that is checked may not be the one that is asked. */
const AMBIGUOUS = /[\s\p{Cc}\\]/u;

const AMBIGUOUS_ADDRESS =
	'The API key is not sent to an address that has a blank, a line break or a backslash: delete it, or write %20 for a blank';

/**
 * Lets a request pass that can go to the credential's host only. A declarative node gives `url` with `baseURL`, HTTP
 * Request gives `uri`, and both where it reads page by page. Which one is followed depends on n8n, so each is checked.
 * @throws ApplicationError where one of them leads elsewhere, or could
 */
function requireOwnHost(options: IHttpRequestOptions, origin: string): void {
	const { baseURL, url, uri }: { baseURL?: unknown; url?: unknown; uri?: unknown } = options;
	const addresses = [baseURL, url, uri].filter((address) => !isEmpty(address)).map(String);
	if (addresses.some((address) => AMBIGUOUS.test(address)))
		throw new ApplicationError(AMBIGUOUS_ADDRESS, { level: 'warning' });
	const base = isEmpty(baseURL) ? undefined : String(baseURL);
	const own = (address: string): boolean => URL.canParse(address, base) && new URL(address, base).origin === origin;
	if (addresses.length > 0 && addresses.every(own)) return;
	throw new ApplicationError(`The API key of ${new URL(origin).host} is not sent to another host`, {
		level: 'warning',
	});
}

/** No redirect is followed, since it would carry the key: by the names of n8n's requests, and of its older kind, which HTTP Request sends. */
const WITHOUT_REDIRECTS = {
	disableFollowRedirect: true,
	sendCredentialsOnCrossOriginRedirect: false,
	followRedirect: false,
	followAllRedirects: false,
};

const redirects = [301, 302, 303, 307, 308];
const REDIRECTED = 'The address redirects elsewhere, and the key is not sent there: check Site and Environment';

const loopback = ['http://127.', 'http://localhost', 'http://[::1]'];

/** Everything but success and 403, which a valid key without the permission to read the configuration gets. */
const failures = Array.from({ length: 300 }, (_, index) => 300 + index).filter((status) => status !== 403);

export class ChargebeeSiteApi implements ICredentialType {
	name = 'chargebeeSiteApi';

	displayName = 'Chargebee Site API';

	icon: Icon = {
		light: 'file:../nodes/ChargebeeOrders/chargebeeOrders.svg',
		dark: 'file:../nodes/ChargebeeOrders/chargebeeOrders.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-chargebee-orders/n8n-nodes-chargebee-orders#the-credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'Live Site', value: 'live', description: 'https://acme.chargebee.com' },
				{ name: 'Test Site', value: 'test', description: 'https://acme-test.chargebee.com' },
				{ name: 'Custom URL', value: 'custom', description: 'A proxy, or a sandbox on this machine' },
			],
			default: 'live',
		},
		{
			displayName: 'Site',
			name: 'site',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. acme',
			description: 'The part of your Chargebee address before .chargebee.com; the whole address is fine too',
			displayOptions: { show: { environment: ['live', 'test'] } },
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://proxy.example.com',
			description: 'Scheme, host and port and nothing else',
			displayOptions: { show: { environment: ['custom'] } },
		},
		{
			displayName: 'With http the API key travels unencrypted: use it for a sandbox on this machine only.',
			name: 'httpNotice',
			type: 'notice',
			default: '',
			// No regex: n8n checks it in a context of its own, each time that it decrypts the credential for an item.
			displayOptions: {
				show: { environment: ['custom'], baseUrl: [{ _cnd: { startsWith: 'http://' } }] },
				hide: { baseUrl: loopback.map((startsWith) => ({ _cnd: { startsWith } })) },
			},
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'From Settings, Configure Chargebee, API Keys and Webhooks; a key of a test site works on the test site only',
		},
	];

	/** Basic authentication, the key as user name; only for requests to the site that the credential names. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		requireOwnHost(requestOptions, credentialOrigin(credentials));
		const auth = { username: credentialKey(credentials), password: '' };
		return { ...requestOptions, auth, ...WITHOUT_REDIRECTS };
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: ORIGIN_EXPRESSION,
			url: '/api/v2/configurations',
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: { ignore: true, except: failures },
		},
		rules: [
			{ type: 'responseCode', properties: { value: 401, message: WRONG_KEY } },
			{ type: 'responseCode', properties: { value: 404, message: WRONG_SITE } },
			// n8n 1 knows no exceptions to what it ignores: every answer is a success there, and its body tells.
			...Object.entries({
				api_authentication_failed: WRONG_KEY,
				basic_authentication_failed: WRONG_KEY,
				site_not_found: WRONG_SITE,
			}).map(([value, message]) => ({
				type: 'responseSuccessBody' as const,
				properties: { key: 'api_error_code', value, message },
			})),
			...redirects.map((value) => ({ type: 'responseCode' as const, properties: { value, message: REDIRECTED } })),
			{
				type: 'responseCode',
				properties: { value: 429, message: 'Chargebee limits requests for the moment: test again in a minute' },
			},
			// n8n takes both kinds of rules in one list; its type does not say so.
		] as ICredentialTestRequest['rules'],
	};
}

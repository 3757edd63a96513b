import { InputError } from '../errors/InputError';

import { toText } from './scalar';

/** One DNS label. Anything else (`#`, `?`, `/`, `@`, a dot) could send the key to another host. */
const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const CHARGEBEE = '.chargebee.com';

/** What was typed is not repeated: it may be a key in the wrong field. */
function refuseSite(): InputError {
	return new InputError(
		'site',
		'The site is not the name of a Chargebee site',
		'Open Chargebee and take the part of its address before .chargebee.com: acme for https://acme.chargebee.com.',
	);
}

/**
 * Reduces what a person pastes (`acme`, `acme-test`, `acme.chargebee.com`, `https://acme.chargebee.com/dashboard`) to the site's one DNS label.
 * @throws InputError for anything else, so that the key never travels to another host
 */
export function siteLabel(given: unknown): string {
	const text = toText(given, 'site').trim().toLowerCase();
	const url = /^https?:\/\/([^/?#@:\\]+)(?:[/?#].*)?$/.exec(text);
	const host = url === null ? text : (url[1] ?? '');
	const label = host.endsWith(CHARGEBEE) ? host.slice(0, -CHARGEBEE.length) : host;
	if ((url !== null && !host.endsWith(CHARGEBEE)) || !DNS_LABEL.test(label)) throw refuseSite();
	return label;
}

/**
 * An own base URL: scheme, host and port and nothing else.
 * @throws InputError for a path, query, fragment, user, or another scheme
 */
export function customOrigin(given: unknown): string {
	const text = toText(given, 'baseUrl').trim();
	const hint = 'Give scheme, host and port only, such as https://proxy.example.com or http://127.0.0.1:8080.';
	const match = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?\/?$/i.exec(text);
	if (match === null || !URL.canParse(text))
		throw new InputError('baseUrl', 'The base URL is not scheme, host and port alone', hint);
	return new URL(text).origin;
}

/**
 * The origin that the credential names, such as `https://acme-test.chargebee.com`.
 * @param credential decrypted data of the credential: `site`, `environment`, `baseUrl`
 */
export function credentialOrigin(credential: Readonly<Record<string, unknown>>): string {
	const environment = credential.environment ?? 'live';
	if (environment === 'custom') return customOrigin(credential.baseUrl);
	const label = siteLabel(credential.site);
	if (environment === 'live') return `https://${label}${CHARGEBEE}`;
	if (environment === 'test') return `https://${label.endsWith('-test') ? label : `${label}-test`}${CHARGEBEE}`;
	throw new InputError(
		'environment',
		`The environment "${String(environment)}" does not exist`,
		'Choose Live Site, Test Site or Custom URL in the credential.',
	);
}

/**
 * The same as an expression of n8n, for the places where n8n wants a base URL instead of code. It does not check:
 * the credential's `authenticate` refuses every request that does not go to `credentialOrigin`.
 */
export const ORIGIN_EXPRESSION =
	'={{ $credentials.environment === "custom" ? String($credentials.baseUrl).trim() : "https://" + String($credentials.site).trim().toLowerCase().replace(/^https?:\\/\\//, "").replace(/\\.chargebee\\.com([\\/?#].*)?$/, "").replace(/-test$/, $credentials.environment === "test" ? "" : "-test") + ($credentials.environment === "test" ? "-test" : "") + ".chargebee.com" }}';

import { InputError } from '../errors/InputError';
import { AT_THE_ENDS, isBlank, trimmed } from '../values';

import { toText } from './scalar';

/** One DNS label. Anything else (`#`, `?`, `/`, `@`, a dot) could send the key to another host. */
const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const CHARGEBEE = '.chargebee.com';

/** Where people sign in to Chargebee: one host a region, which serves all sites and is none. */
const SIGN_IN = /^(?:https?:\/\/)?(app(?:\.[a-z]{2})?)(?:\.chargebee\.com(?::\d+)?(?:[/?#].*)?)?$/;

/** @throws InputError for a sign-in page of Chargebee, with the way from there to the site's name */
function refuseSignIn(text: string, parameter: string): void {
	const host = SIGN_IN.exec(text)?.[1];
	if (host === undefined) return;
	throw new InputError(
		parameter,
		`${host}${CHARGEBEE} is Chargebee's sign-in page, not your site: sign in, and take what the address then has before .chargebee.com, such as acme`,
		'The site is acme where the address is https://acme.chargebee.com.',
	);
}

/** What was typed is not repeated: it may be a key in the wrong field. */
function refuseSite(): InputError {
	return new InputError(
		'site',
		'Site must be the part of your address before .chargebee.com, such as acme',
		'Open Chargebee and copy its address: the site is acme where it is https://acme.chargebee.com. Domains of your own are not supported.',
	);
}

/**
 * Reduces what a person pastes (`acme`, `acme-test`, `acme.chargebee.com`, `https://acme.chargebee.com/dashboard`) to the site's one DNS label.
 * @throws InputError for anything else, so that the key never travels to another host
 */
export function siteLabel(given: unknown): string {
	if (isBlank(given)) throw refuseSite();
	const text = trimmed(toText(given, 'Site')).toLowerCase();
	refuseSignIn(text, 'site');
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
	const text = isBlank(given) ? '' : trimmed(toText(given, 'Base URL'));
	refuseSignIn(text.toLowerCase(), 'baseUrl');
	const match = /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?\/?$/i.exec(text);
	if (match === null || !URL.canParse(text)) {
		throw new InputError(
			'baseUrl',
			'Base URL must be scheme, host and port and nothing else, such as https://proxy.example.com',
			'Leave out path, query and user name: https://proxy.example.com or http://127.0.0.1:8080.',
		);
	}
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
		`Environment must be live, test or custom, not "${String(environment)}"`,
		'Choose Live Site, Test Site or Custom URL in the credential, or have an expression give one of the three.',
	);
}

/**
 * The API key as it is sent: without the white space that a pasted one has at its ends.
 * @param credential decrypted data of the credential: `apiKey`
 * @throws InputError where there is none
 */
export function credentialKey(credential: Readonly<Record<string, unknown>>): string {
	if (isBlank(credential.apiKey)) {
		throw new InputError(
			'apiKey',
			'The API key is empty',
			'Paste a key of the site into API Key of the credential; where it is an expression, it gave nothing.',
		);
	}
	return trimmed(String(credential.apiKey));
}

const trimmedInExpression = (name: string): string =>
	`String($credentials.${name}).replace(/${AT_THE_ENDS.source}/gu, "")`;

/**
 * The same as `credentialOrigin` in an expression of n8n, for the places where n8n wants a base URL instead of code. It
 * does not check: the credential's `authenticate` refuses every request that does not go to `credentialOrigin`.
 */
export const ORIGIN_EXPRESSION = `={{ $credentials.environment === "custom" ? ${trimmedInExpression('baseUrl')} : "https://" + ${trimmedInExpression('site')}.toLowerCase().replace(/^https?:\\/\\//, "").replace(/\\.chargebee\\.com([\\/?#].*)?$/, "").replace(/-test$/, $credentials.environment === "test" ? "" : "-test") + ($credentials.environment === "test" ? "-test" : "") + ".chargebee.com" }}`;

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Site, TransportOptions } from '../Call';
import { numberOption, toBoolean } from '../encode/scalar';
import { credentialKey, credentialOrigin } from '../encode/site';
import { InputError } from '../errors/InputError';
import { isEmpty, isRecord } from '../values';

/**
 * Host and key of one credential, always together.
 * @throws InputError where the credential does not name a Chargebee site or a plain origin, or has no key
 */
export function siteOf(credential: ICredentialDataDecryptedObject): Site {
	return {
		origin: credentialOrigin(credential),
		credential: { ...credential, apiKey: credentialKey(credential) },
		custom: credential.environment === 'custom',
	};
}

export const DEFAULT_CONCURRENCY = 8;
const DEFAULT_PATIENCE_MINUTES = 5;
/** Above Chargebee's own time limit for a request, which its SDK takes to be 80 s. */
const DEFAULT_TIMEOUT = 90_000;

function proxyOf(value: unknown): TransportOptions['proxy'] {
	if (isEmpty(value)) return undefined;
	if (typeof value !== 'string' || !URL.canParse(value))
		throw new InputError(
			'Proxy',
			'The proxy is not an address',
			'Give an address such as http://proxy.example.com:3128.',
		);
	const { hostname, port, protocol, username, password } = new URL(value);
	return {
		host: hostname,
		port: Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port),
		protocol: protocol.replace(':', ''),
		...(username === ''
			? {}
			: { auth: { username: decodeURIComponent(username), password: decodeURIComponent(password) } }),
	};
}

/**
 * How requests are sent: the node's own options, and those that n8n adds to every declarative node
 * (proxy, SSL, timeout), which only its own routing would honour.
 * @param options the collection `options`
 * @param requestOptions n8n's collection of the same name
 * @param attended whether a person waits for the answer
 */
export function transportOptions(
	options: Readonly<Record<string, unknown>>,
	requestOptions: Readonly<Record<string, unknown>>,
	attended: boolean,
): TransportOptions {
	return {
		concurrency: Math.floor(
			numberOption(options.simultaneousRequests, 'Simultaneous Requests', { preset: DEFAULT_CONCURRENCY, least: 1 }),
		),
		patience:
			numberOption(options.maxRateLimitWait, 'Rate Limit Wait', { preset: DEFAULT_PATIENCE_MINUTES, least: 0 }) *
			60_000,
		attended,
		timeout: numberOption(requestOptions.timeout, 'Timeout', { preset: DEFAULT_TIMEOUT, least: 1 }),
		skipSslCertificateValidation: toBoolean(requestOptions.allowUnauthorizedCerts ?? false, 'Ignore SSL Issues'),
		proxy: proxyOf(requestOptions.proxy),
	};
}

/** n8n's batching: how many items may start together, and milliseconds between such batches. */
export function batchingOf(
	requestOptions: Readonly<Record<string, unknown>>,
): { size: number; interval: number } | undefined {
	const batch = isRecord(requestOptions.batching) ? requestOptions.batching.batch : undefined;
	if (!isRecord(batch)) return undefined;
	const size = Number(batch.batchSize ?? 50);
	const interval = Number(batch.batchInterval ?? 1000);
	if (!(interval > 0) || size < 0) return undefined;
	return { size: Math.max(1, size), interval };
}

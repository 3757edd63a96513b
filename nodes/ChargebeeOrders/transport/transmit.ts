import type { IHttpRequestOptions } from 'n8n-workflow';

import { headerNames } from '../api/requestHeaders';
import type { Requester } from '../Call';
import { encodePairs } from '../encode/form';

import type { Answer, ApiRequest, NoAnswer } from './outcome';

export const CREDENTIAL_TYPE = 'chargebeeSiteApi';

/** The request as n8n sends it. */
export function httpOptions(requester: Requester, request: ApiRequest): IHttpRequestOptions {
	const encoded = encodePairs(request.pairs);
	const post = request.method === 'POST';
	const { timeout, skipSslCertificateValidation, proxy } = requester.transport;
	return {
		method: request.method,
		url: `${requester.site.origin}/api/${request.version}${request.path}${post || encoded === '' ? '' : `?${encoded}`}`,
		headers: {
			Accept: 'application/json',
			...(post ? { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' } : {}),
			...(post && request.writeKey !== undefined ? { [headerNames.idempotencyKey]: request.writeKey.value } : {}),
			...request.headers,
		},
		...(post && encoded !== '' ? { body: encoded } : {}),
		// An error of the API is an answer like any other here; a redirect would carry the key to another host.
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
		disableFollowRedirect: true,
		timeout,
		...(skipSslCertificateValidation ? { skipSslCertificateValidation } : {}),
		...(proxy === undefined ? {} : { proxy }),
	};
}

/** The request as text, to compare it with another of the same key. */
export function textOf({ url, body }: IHttpRequestOptions): string {
	return `${url} ${String(body ?? '')}`;
}

function isAnswer(value: unknown): value is { statusCode: number; headers: Record<string, unknown>; body: unknown } {
	return typeof value === 'object' && value !== null && 'statusCode' in value && typeof value.statusCode === 'number';
}

/** The first code in an error and what caused it: n8n wraps the errors of axios, which wraps those of Node.js. */
function codeOf(error: unknown): string {
	for (let at = error; at instanceof Error; at = at.cause) {
		if ('code' in at && typeof at.code === 'string') return at.code;
	}
	return '';
}

/** Sends one try. A connection that fails is returned as NoAnswer, not thrown. */
export async function transmit(requester: Requester, options: IHttpRequestOptions): Promise<Answer | NoAnswer> {
	const { functions, site } = requester;
	// n8n decrypts once an item and sends host and key of that one result; 401 is not sent a second time.
	const credentialsDecrypted = { id: '', name: '', type: CREDENTIAL_TYPE, data: site.credential };
	try {
		const answer: unknown = await functions.helpers.httpRequestWithAuthentication.call(
			functions,
			CREDENTIAL_TYPE,
			// n8n adds authentication to what it is given, and a repeat starts from the same.
			{ ...options, headers: { ...options.headers } },
			{ credentialsDecrypted, preAuthenticationRetryStatusCode: [] },
		);
		return isAnswer(answer)
			? { status: answer.statusCode, headers: answer.headers, body: answer.body }
			: { reason: 'the answer could not be read', code: '' };
	} catch (error) {
		return { reason: error instanceof Error ? error.message : String(error), code: codeOf(error) };
	}
}

import type { Failure, IHookFunctions, IPollFunctions } from 'n8n-workflow';

import { ApiError } from '../errors/ApiError';
import { InputError } from '../errors/InputError';
import { WRONG_KEY, WRONG_SITE } from '../errors/siteTexts';

/** Why a trigger failed, in the words of n8n, which times the next polls by it; nothing where it has no word for it. */
export function failureOf(reason: unknown): Failure | undefined {
	if (reason instanceof InputError) return { cause: 'configuration-invalid' };
	if (!(reason instanceof ApiError)) return undefined;
	const { status, retryable, retryAfterMs } = reason.details;
	if (status === 429) return { cause: 'rate-limited', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
	if (status === 401) return { cause: 'credential-invalid' };
	if (status === 403 || status === 404) return { cause: 'configuration-invalid' };
	// Without a status nothing answered: n8n may have started before its network.
	if (status === undefined || retryable === true) return { cause: 'temporarily-unavailable' };
	return undefined;
}

/** Whether a failure is over by itself, so that a later try may succeed. */
export function isPassing(failure: Failure | undefined): boolean {
	return failure?.cause === 'rate-limited' || failure?.cause === 'temporarily-unavailable';
}

/** Whether n8n calls because it starts, and not because a person publishes: a failure then may end the trigger for good. */
export function isStartOfN8n(functions: IHookFunctions | IPollFunctions): boolean {
	return ['init', 'leadershipChange'].includes(functions.getActivationMode());
}

function wordsOf({ message, details }: ApiError, forbidden: string): string {
	const { status, code } = details;
	if (status === 403) return forbidden;
	if (status === 401) return WRONG_KEY;
	if (status === 404 && code !== 'resource_not_found') return WRONG_SITE;
	return code === undefined ? message : `${message} (Chargebee's code: ${code})`;
}

/**
 * What a trigger says of a failed request. The hints on Chargebee's codes speak of orders and exports, so its own words
 * are used instead. It never has the word by which n8n 1 takes an error for a wrong credential and never tries again.
 * @param forbidden what to say where the key is valid and may not do it
 */
export function messageOf(error: ApiError, forbidden: string): string {
	return wordsOf(error, forbidden).replace(/authorization/gi, 'authentication');
}

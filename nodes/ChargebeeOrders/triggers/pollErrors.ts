import type { Failure } from 'n8n-workflow';

import { ApiError } from '../errors/ApiError';
import { InputError } from '../errors/InputError';

/** Why a poll failed, in the words of n8n, which times the next ones by it; nothing where it has no word for it. */
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

/** Whether a failure is over by itself, so that the next poll may succeed. */
export function isPassing(failure: Failure | undefined): boolean {
	return failure?.cause === 'rate-limited' || failure?.cause === 'temporarily-unavailable';
}

/** The error as a person wants it who looks at a trigger: the hints of requests speak of orders, exports and options. */
export function explained(reason: unknown): unknown {
	if (!(reason instanceof ApiError)) return reason;
	const { message, details } = reason;
	if (isPassing(failureOf(reason))) {
		const hint = 'The next poll reads again what this one wanted to, so that no event is lost.';
		return new ApiError(message, { ...details, hint });
	}
	if (details.status !== 403) return reason;
	const hint = `Chargebee says: "${message}".`;
	return new ApiError('The API key may not read events: use one that may', { ...details, hint });
}

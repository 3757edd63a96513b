import { ApiError } from '../errors/ApiError';

import { failure, unknownOutcomeHint, type Answer, type ApiRequest, type NoAnswer } from './outcome';

/** The errors of requests that are not sent, or not repeated. */

/** Chargebee remembers an idempotency key for 30 minutes; a repeat after that would be done twice. In milliseconds. */
export const WRITE_PATIENCE = 25 * 60_000;

/** The next try of a request, which would come too late to be made. */
export interface NextTry {
	/** Milliseconds until the next try would be sent; 0 where there is no time left for any. */
	readonly wait: number;
	/** The longest wait that the person set, in milliseconds. */
	readonly patience: number;
	/** Whether one of the tries may have been done. */
	readonly unknown: boolean;
}

function seconds(ms: number): string {
	return `${Math.ceil(ms / 1000)} s`;
}

/** The error of a request whose next try would come after the longest wait set. */
export function patienceError(error: ApiError, request: ApiRequest, { wait, patience, unknown }: NextTry): ApiError {
	// After time-outs the patience is over although the next wait alone would be a short one.
	const bound =
		wait > patience
			? `the next try would be in ${seconds(wait)}, and the longest wait set is ${seconds(patience)}`
			: `the longest wait set, ${seconds(patience)}, is used up`;
	const hint = 'Raise Rate Limit Wait in Options, or run later.';
	return new ApiError(`${error.message} (${bound})`, {
		...error.details,
		...(wait > 0 ? { retryAfterMs: Math.ceil(wait) } : {}),
		hint: unknown ? `${hint} ${unknownOutcomeHint(request)}` : hint,
	});
}

/** The error of a request that is not sent because the site asks for more than the longest wait set. */
export function rateLimitError(request: ApiRequest, next: NextTry): ApiError {
	const details = { status: 429, retryable: true, ...(next.unknown ? { outcomeUnknown: true } : {}) };
	return patienceError(new ApiError("Chargebee's rate limit is used up", details), request, next);
}

/** The error of the start of an export for which Chargebee has no place. */
export function exportPlaceError(error: ApiError, patience: number): ApiError {
	return new ApiError(
		`Chargebee runs five exports of a site at a time, and had no place for this one (${error.message})`,
		{
			...error.details,
			hint: `It was tried for ${seconds(patience)}. Run it when others are done, or raise the wait: Maximum Wait of Start and Download, Rate Limit Wait of Start.`,
		},
	);
}

/**
 * The error of a request whose site did not answer, or was in trouble, for all of the patience.
 * @param error that of its last try
 * @param times for how long it was tried, and after what wait the site wants to be asked again, in milliseconds
 */
export function outageError(error: ApiError, { tried, wait = 0 }: { tried: number; wait?: number }): ApiError {
	if (tried < 1_000 && wait === 0) return error;
	const next = wait > 0 ? `, and it asks for ${seconds(wait)} more` : '';
	return new ApiError(`${error.message} (tried for ${seconds(tried)}${next})`, error.details);
}

/**
 * The error of a request that was not sent because the site has not answered others.
 * @param trouble what their last failure was
 * @param isUnknown whether nothing at this address ever answered
 */
export function notSentError(trouble: string, lasted: number, isUnknown: boolean): ApiError {
	return new ApiError(`Chargebee has not answered for ${seconds(lasted)}, so nothing was sent (${trouble})`, {
		hint: isUnknown
			? 'Check that the site in the credential exists and can be reached from n8n, then try again.'
			: 'Run it again when the site answers: status.chargebee.com tells of outages.',
		retryable: true,
	});
}

/**
 * The error of a write that may not be sent again because Chargebee would no longer recognise it.
 * @param age milliseconds since its first try
 * @param last what the last try of this request ended in; absent where Retry On Fail brought it up again
 * @param unknown whether one of the tries may have been done
 */
export function tooLateError(
	request: ApiRequest,
	age: number,
	last: Answer | NoAnswer | undefined,
	unknown: boolean,
): ApiError {
	const minutes = Math.floor(age / 60_000);
	const hint = 'Chargebee recognises a repeated write for 30 minutes only, so the node sends none after 25.';
	if (last === undefined) {
		return new ApiError(`Not sent again ${minutes} minutes after its first try in this execution`, {
			hint: `${hint} Look in Chargebee what became of the first try.`,
			retryable: false,
			outcomeUnknown: true,
		});
	}
	const error = failure(last, request, unknown);
	return new ApiError(`${error.message} (not sent again ${minutes} minutes after its first try)`, {
		...error.details,
		hint: unknown ? `${hint} It is not known whether Chargebee did the work: look there first.` : hint,
	});
}

import { ApiError } from '../errors/ApiError';

import { failure, unknownOutcomeHint, type Answer, type ApiRequest, type Silence } from './outcome';

/** The errors of requests that are not sent, or not once more. */

/** Chargebee remembers an idempotency key for 30 minutes; a repeat after that would be done twice. In milliseconds. */
export const WRITE_PATIENCE = 25 * 60_000;

function seconds(ms: number): string {
	return `${Math.ceil(ms / 1000)} s`;
}

/** The error of a request whose next try would come later than the person has patience for. */
export function impatient(error: ApiError, request: ApiRequest, wait: number, patience: number): ApiError {
	const unknown = error.details.outcomeUnknown === true ? ` ${unknownOutcomeHint(request)}` : '';
	// After time-outs the patience is over although the next wait alone would be a short one.
	const bound =
		wait > patience
			? `the next try would be in ${seconds(wait)}, and the longest wait set is ${seconds(patience)}`
			: `the longest wait set, ${seconds(patience)}, is used up`;
	return new ApiError(`${error.message} (${bound})`, {
		...error.details,
		hint: `Raise Rate Limit Wait in Options, or run later.${unknown}`,
	});
}

/** The error of a request that is not sent because the site asks for a longer wait than the person has patience for. */
export function closedTooLong(request: ApiRequest, wait: number, patience: number, unknown: boolean): ApiError {
	const details = { status: 429, retryable: true, ...(unknown ? { outcomeUnknown: true } : {}) };
	return impatient(new ApiError("Chargebee's rate limit is used up", details), request, wait, patience);
}

/**
 * The error of a write that may not be sent again because Chargebee would no longer recognise it.
 * @param age milliseconds since its first try
 * @param last what the last try of this request ended in; absent where Retry On Fail brought it up again
 * @param unknown whether one of the tries may have been done
 */
export function tooLate(
	request: ApiRequest,
	age: number,
	last: Answer | Silence | undefined,
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

import type { ApiVersion } from '../api/parameter';
import { headerNames } from '../api/requestHeaders';
import { isRecord } from '../encode/fields';
import type { Pair } from '../encode/form';
import { answerError, errorFields } from '../errors/answerError';
import { ApiError } from '../errors/ApiError';

import type { WriteKey } from './idempotencyKey';
import type { Outcome } from './retryTiming';

/** One request of the API, encoded. */
export interface ApiRequest {
	readonly method: 'GET' | 'POST';
	readonly version: ApiVersion;
	/** Path below the version, ids encoded: `/orders/a%2Fb/cancel`. */
	readonly path: string;
	/** Query of a GET, form of a POST. */
	readonly pairs: readonly Pair[];
	readonly headers: Readonly<Record<string, string>>;
	/** The node's own idempotency key for a POST; the person's own in `headers` goes before it. */
	readonly writeKey?: WriteKey;
	/** The resource that a success must hold: without it, the answer is not that of Chargebee. */
	readonly holds?: 'event' | 'export' | 'order' | 'webhook_endpoint';
	/** For the start of an export: how long to wait for Chargebee to have a place for it, in milliseconds. */
	readonly exportPatience?: number;
}

/** An answer of the API, whatever its status. */
export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
}

/** A try that brought no answer. */
export interface Silence {
	/** In n8n's words. */
	readonly reason: string;
	/** Node.js' code of the failure, such as ECONNRESET. */
	readonly code: string;
}

/** Codes of hosts that do not exist or cannot be trusted. */
const UNREACHABLE = /^(ENOTFOUND|ERR_INVALID_URL|EPROTO|ERR_TLS_.*|.*CERT.*|UNABLE_TO_.*)$/;
/** Codes of connections that never came about, so that nothing can have been done. */
const NEVER_CONNECTED = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/;

/** A header that came once. */
export function headerText(headers: Readonly<Record<string, unknown>>, name: string): string | undefined {
	const value = headers[name];
	return typeof value === 'string' ? value : undefined;
}

/** A 2xx whose body is no JSON object, or lacks what was asked for, was cut off or comes from something that is not Chargebee. */
export function isUsable(
	answer: Answer | Silence,
	{ holds }: ApiRequest,
): answer is Answer & { body: Record<string, unknown> } {
	if ('reason' in answer || answer.status < 200 || answer.status >= 300 || !isRecord(answer.body)) return false;
	return holds === undefined || isRecord(answer.body[holds]);
}

/** What a try that gave no result ended in, for the timing of the next. */
export function outcomeOf(answer: Answer | Silence): Outcome {
	if ('reason' in answer) return { kind: UNREACHABLE.test(answer.code) ? 'unreachable' : 'broken' };
	if (answer.status >= 200 && answer.status < 300) return { kind: 'broken' };
	const code = errorFields(answer.body).api_error_code;
	const retryAfter = headerText(answer.headers, 'retry-after');
	return {
		kind: 'answer',
		status: answer.status,
		...(typeof code === 'string' ? { code } : {}),
		...(retryAfter === undefined ? {} : { retryAfter }),
	};
}

/** Whether Chargebee may have done the work although the try brought no result. */
export function mayBeDone(answer: Answer | Silence): boolean {
	if ('reason' in answer) return !UNREACHABLE.test(answer.code) && !NEVER_CONNECTED.test(answer.code);
	return answer.status < 300 || answer.status >= 500;
}

/** Whose idempotency key an answer is about. */
function keyOwner(request: ApiRequest): { ownKey?: boolean } {
	if (request.headers[headerNames.idempotencyKey] !== undefined) return { ownKey: false };
	return request.writeKey === undefined ? {} : { ownKey: true };
}

function silent(answer: Answer | Silence): ApiError {
	const status = 'reason' in answer ? {} : { status: answer.status };
	const reason = 'reason' in answer ? answer.reason : 'the answer is not that of Chargebee';
	return new ApiError(`No usable answer from Chargebee: ${reason}`, {
		...status,
		hint: 'Check that the site in the credential exists and can be reached from n8n, then try again.',
		retryable: outcomeOf(answer).kind !== 'unreachable',
	});
}

/** What to do about a write of which it is not known whether it was done. */
export function unknownOutcomeHint(request: ApiRequest): string {
	const unknown = 'It is not known whether Chargebee did the work.';
	if (request.headers[headerNames.idempotencyKey] !== undefined)
		return `${unknown} Sent again with the same Idempotency Key within 30 minutes, it is done once; otherwise look in Chargebee first.`;
	if (request.writeKey?.lasting === true)
		return `${unknown} Retry On Fail repeats it safely within 30 minutes; otherwise look in Chargebee first.`;
	return `${unknown} Sent again, it may be done twice: look in Chargebee first.`;
}

/**
 * The error of the last try.
 * @param unknown whether one of the tries may have been done without an answer
 */
export function failure(answer: Answer | Silence, request: ApiRequest, unknown: boolean): ApiError {
	const failed = !('reason' in answer) && (answer.status < 200 || answer.status >= 300);
	const error = failed ? answerError({ ...answer, ...keyOwner(request) }) : silent(answer);
	if (request.method === 'GET' || !unknown) return error;
	const hint = [failed ? error.details.hint : undefined, unknownOutcomeHint(request)].filter(Boolean).join(' ');
	return new ApiError(error.message, { ...error.details, hint, outcomeUnknown: true });
}

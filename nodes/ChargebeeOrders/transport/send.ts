import type { IHttpRequestOptions } from 'n8n-workflow';

import type { ApiVersion } from '../api/parameter';
import { headerNames } from '../api/requestHeaders';
import { encodePairs, type Pair } from '../encode/form';
import { answerError, errorFields } from '../errors/answerError';
import { ApiError, CanceledError } from '../errors/ApiError';

import type { Requester } from './Call';
import { clock } from './clock';
import { gateOf, type Gate } from './gate';
import { judge, type Outcome } from './retryTiming';

export const CREDENTIAL_TYPE = 'chargebeeSiteApi';

/** Chargebee remembers an idempotency key for 30 minutes; a repeat after that would be done twice. */
const WRITE_PATIENCE = 25 * 60_000;

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
	readonly idempotencyKey?: string;
}

interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
}

function httpOptions(requester: Requester, request: ApiRequest): IHttpRequestOptions {
	const encoded = encodePairs(request.pairs);
	const post = request.method === 'POST';
	const { timeout, skipSslCertificateValidation, proxy } = requester.transport;
	return {
		method: request.method,
		url: `${requester.site.origin}/api/${request.version}${request.path}${post || encoded === '' ? '' : `?${encoded}`}`,
		headers: {
			Accept: 'application/json',
			...(post ? { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' } : {}),
			...(post && request.idempotencyKey !== undefined ? { [headerNames.idempotencyKey]: request.idempotencyKey } : {}),
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

function isAnswer(value: unknown): value is { statusCode: number; headers: Record<string, unknown>; body: unknown } {
	return typeof value === 'object' && value !== null && 'statusCode' in value && typeof value.statusCode === 'number';
}

/** One try. A connection that fails is a value too: its reason, in n8n's words. */
async function transmit(requester: Requester, options: IHttpRequestOptions): Promise<Answer | string> {
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
			: 'The answer could not be read';
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

function headerText(headers: Readonly<Record<string, unknown>>, name: string): string | undefined {
	const value = headers[name];
	return typeof value === 'string' ? value : undefined;
}

/** A 2xx whose body is no JSON object was cut off or comes from something that is not Chargebee. */
function isUsable(answer: Answer): answer is Answer & { body: Record<string, unknown> } {
	return answer.status >= 200 && answer.status < 300 && typeof answer.body === 'object' && answer.body !== null;
}

function outcomeOf(answer: Answer | string): Outcome {
	if (typeof answer === 'string' || (answer.status >= 200 && answer.status < 300)) return { kind: 'broken' };
	const code = errorFields(answer.body).api_error_code;
	const retryAfter = headerText(answer.headers, 'retry-after');
	return {
		kind: 'answer',
		status: answer.status,
		...(typeof code === 'string' ? { code } : {}),
		...(retryAfter === undefined ? {} : { retryAfter }),
	};
}

function failure(answer: Answer | string, request: ApiRequest): ApiError {
	const write = request.method === 'POST';
	const key = write ? request.idempotencyKey : undefined;
	const own = request.headers[headerNames.idempotencyKey];
	if (typeof answer !== 'string' && (answer.status < 200 || answer.status >= 300)) {
		const error = answerError({ ...answer, ...(own === undefined ? (key === undefined ? {} : { ownKey: true }) : { ownKey: false }) });
		return write && answer.status >= 500 ? new ApiError(error.message, { ...error.details, outcomeUnknown: true }) : error;
	}
	const reason = typeof answer === 'string' ? answer : 'The answer is not that of Chargebee';
	return new ApiError(`No usable answer from Chargebee: ${reason}`, {
		...(typeof answer === 'string' ? {} : { status: answer.status }),
		hint: write
			? 'It is not known whether Chargebee did the work. Retry On Fail repeats it safely within 30 minutes; otherwise look at the order first.'
			: 'Check that the site in the credential exists and can be reached from n8n, then try again.',
		retryable: true,
		...(write ? { outcomeUnknown: true } : {}),
	});
}

function seconds(ms: number): string {
	return `${Math.ceil(ms / 1000)} s`;
}

function impatient(error: ApiError, wait: number, patience: number): ApiError {
	return new ApiError(
		`${error.message} (the next try would be in ${seconds(wait)}, and the longest wait set is ${seconds(patience)})`,
		{ ...error.details, hint: 'Raise Maximum Wait for the Rate Limit in Options, lower Simultaneous Requests, or run later.' },
	);
}

function pausedTooLong(gate: Gate, patience: number): ApiError {
	return impatient(new ApiError('Chargebee\'s rate limit is used up', { status: 429, retryable: true }), gate.pauseLeft(), patience);
}

/** One try in its place at the gate, which learns of the answer before the next request starts. */
async function attempt(requester: Requester, options: IHttpRequestOptions, tries: number): Promise<{ answer: Answer | string; startedAt: number }> {
	const { signal, site, transport, report } = requester;
	const gate = gateOf(site.origin);
	if (!(await gate.enter(transport.concurrency, signal, tries > 1))) throw new CanceledError();
	const startedAt = clock.now();
	report.requests += 1;
	if (tries === 1) gate.requested();
	else report.retries += 1;
	const answer = await transmit(requester, options);
	if (typeof answer !== 'string' && answer.status !== 429) gate.answered();
	return { answer, startedAt };
}

/** What follows from a try that gave no result: a wait before the next, or the error. */
function consider(requester: Requester, request: ApiRequest, answer: Answer | string, state: { tries: number; startedAt: number; deadline: number; patience: number }): { wait: number } | ApiError {
	const gate = gateOf(requester.site.origin);
	const outcome = outcomeOf(answer);
	const limited = outcome.kind === 'answer' && outcome.status === 429;
	if (limited) gate.struck(state.startedAt);
	const verdict = judge(outcome, {
		tries: state.tries,
		strikes: gate.strikes,
		now: clock.now(),
		deadline: state.deadline,
		budgetLeft: gate.hasBudget,
		random: Math.random(),
	});
	if (limited && 'delay' in verdict) {
		requester.report.rateLimitWait += Math.max(0, verdict.delay - gate.pauseLeft());
		gate.pause(verdict.delay);
	}
	if (verdict.retry) {
		if (verdict.scope === 'request') gate.retried();
		return { wait: verdict.scope === 'request' ? verdict.delay : 0 };
	}
	const error = failure(answer, request);
	return verdict.reason === 'patience' ? impatient(error, verdict.delay, state.patience) : error;
}

/**
 * Sends one request and waits and repeats as long as that is safe and the person's patience lasts.
 *
 * @returns the body of the 2xx answer
 * @throws ApiError for every other answer and for none; CanceledError when n8n stops the execution
 */
export async function send(requester: Requester, request: ApiRequest): Promise<Record<string, unknown>> {
	const { signal, site, transport, report } = requester;
	const gate = gateOf(site.origin);
	const patience = request.method === 'POST' ? Math.min(transport.patience, WRITE_PATIENCE) : transport.patience;
	const options = httpOptions(requester, request);
	let deadline = Number.POSITIVE_INFINITY;
	for (let tries = 1; ; tries++) {
		if (clock.now() + gate.pauseLeft() > Math.min(deadline, clock.now() + patience)) throw pausedTooLong(gate, patience);
		const { answer, startedAt } = await attempt(requester, options, tries);
		deadline = Math.min(deadline, clock.now() + patience);
		const usable = typeof answer !== 'string' && isUsable(answer);
		const next = usable ? undefined : consider(requester, request, answer, { tries, startedAt, deadline, patience });
		gate.leave();
		if (signal?.aborted === true) throw new CanceledError();
		if (usable) {
			if (headerText(answer.headers, 'chargebee-idempotency-replayed') === 'true') report.replays += 1;
			return answer.body;
		}
		if (next instanceof ApiError) throw next;
		await clock.sleep(next?.wait ?? 0, signal);
	}
}

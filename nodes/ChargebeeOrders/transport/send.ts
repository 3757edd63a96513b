import type { IHttpRequestOptions } from 'n8n-workflow';

import { headerNames } from '../api/requestHeaders';
import { encodePairs } from '../encode/form';
import { ApiError, CanceledError } from '../errors/ApiError';

import type { Requester } from './Call';
import { clock } from './clock';
import { gateOf, type Gate } from './gate';
import {
	failure,
	headerText,
	isUsable,
	mayBeDone,
	OUTCOME_UNKNOWN,
	outcomeOf,
	type Answer,
	type ApiRequest,
	type Silence,
} from './outcome';
import { judge } from './retryTiming';

export const CREDENTIAL_TYPE = 'chargebeeSiteApi';

/** Chargebee remembers an idempotency key for 30 minutes; a repeat after that would be done twice. */
const WRITE_PATIENCE = 25 * 60_000;

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

/** The first code in an error and what caused it: n8n wraps the errors of axios, which wraps those of Node.js. */
function codeOf(error: unknown): string {
	for (let at = error; at instanceof Error; at = at.cause) {
		if ('code' in at && typeof at.code === 'string') return at.code;
	}
	return '';
}

/** One try. A connection that fails is a value too. */
async function transmit(requester: Requester, options: IHttpRequestOptions): Promise<Answer | Silence> {
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

function seconds(ms: number): string {
	return `${Math.ceil(ms / 1000)} s`;
}

function impatient(error: ApiError, wait: number, patience: number): ApiError {
	return new ApiError(
		`${error.message} (the next try would be in ${seconds(wait)}, and the longest wait set is ${seconds(patience)})`,
		{
			...error.details,
			hint: `Raise Maximum Wait for the Rate Limit in Options, or run later.${error.details.outcomeUnknown === true ? ` ${OUTCOME_UNKNOWN}` : ''}`,
		},
	);
}

/** The error of a request that is not sent because the site asks for a longer wait than the person has patience for. */
function closedTooLong(gate: Gate, patience: number, outcomeUnknown: boolean): ApiError {
	const details = { status: 429, retryable: true, ...(outcomeUnknown ? { outcomeUnknown } : {}) };
	return impatient(new ApiError("Chargebee's rate limit is used up", details), gate.closedFor(), patience);
}

/** One try in its place at the gate, which learns of the answer before the next request starts. */
async function attempt(
	requester: Requester,
	options: IHttpRequestOptions,
	{ tries, deadline, patience, unknown }: Omit<TryState, 'startedAt'>,
): Promise<{ answer: Answer | Silence; startedAt: number }> {
	const { signal, site, transport, report } = requester;
	const gate = gateOf(site.origin);
	report.watch(gate);
	const entered = await gate.enter({
		limit: transport.concurrency,
		first: tries > 1,
		endures: (until) => until <= Math.min(deadline, clock.now() + patience),
		...(signal === undefined ? {} : { signal }),
	});
	if (entered === 'canceled') throw new CanceledError();
	if (entered === 'closed') throw closedTooLong(gate, patience, unknown);
	const startedAt = clock.now();
	report.requests += 1;
	if (tries === 1) gate.requested();
	else report.retries += 1;
	const answer = await transmit(requester, options);
	if (!('reason' in answer) && answer.status !== 429) gate.answered(answer.status < 500);
	return { answer, startedAt };
}

/** Where a request stands after a try. */
interface TryState {
	readonly tries: number;
	readonly startedAt: number;
	readonly deadline: number;
	readonly patience: number;
	/** Whether this or an earlier try may have been done without an answer. */
	readonly unknown: boolean;
}

/** What follows from a try that gave no result: a wait before the next, or the error. */
function consider(
	requester: Requester,
	request: ApiRequest,
	answer: Answer | Silence,
	state: TryState,
): { wait: number } | ApiError {
	const gate = gateOf(requester.site.origin);
	const outcome = outcomeOf(answer);
	const limited = outcome.kind === 'answer' && outcome.status === 429;
	if (limited) gate.struck(state.startedAt, outcome.code === 'lock_timeout');
	const verdict = judge(outcome, {
		tries: state.tries,
		strikes: gate.strikes,
		now: clock.now(),
		deadline: state.deadline,
		minuteLeft: gate.minuteLeft(),
		budgetLeft: gate.hasBudget,
		random: Math.random(),
	});
	if (limited && 'delay' in verdict) gate.pause(verdict.delay);
	if (verdict.retry) {
		if (verdict.scope === 'request') gate.retried();
		return { wait: verdict.scope === 'request' ? verdict.delay : 0 };
	}
	const error = failure(answer, request, state.unknown);
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
	let unknown = false;
	for (let tries = 1; ; tries++) {
		const { answer, startedAt } = await attempt(requester, options, { tries, deadline, patience, unknown });
		deadline = Math.min(deadline, clock.now() + patience);
		const usable = !('reason' in answer) && isUsable(answer);
		unknown ||= mayBeDone(answer);
		const canceled = signal?.aborted === true;
		const next =
			usable || canceled
				? undefined
				: consider(requester, request, answer, { tries, startedAt, deadline, patience, unknown });
		gate.leave();
		if (canceled) throw new CanceledError();
		if (usable) {
			if (headerText(answer.headers, 'chargebee-idempotency-replayed') === 'true') report.replays += 1;
			return answer.body;
		}
		if (next instanceof ApiError) throw next;
		await clock.sleep(next?.wait ?? 0, signal);
	}
}

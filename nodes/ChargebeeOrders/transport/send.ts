import type { IHttpRequestOptions } from 'n8n-workflow';

import { headerNames } from '../api/requestHeaders';
import { encodePairs } from '../encode/form';
import { ApiError, CanceledError } from '../errors/ApiError';

import type { Requester } from './Call';
import { clock } from './clock';
import { gateOf } from './gate';
import { closedTooLong, impatient, tooLate, WRITE_PATIENCE } from './givingUp';
import type { WriteKey } from './idempotencyKey';
import {
	failure,
	headerText,
	isUsable,
	mayBeDone,
	outcomeOf,
	type Answer,
	type ApiRequest,
	type Silence,
} from './outcome';
import { LONGEST_SITE_PAUSE, judge, parseRetryAfter, type Repeat } from './retryTiming';

/** Says that Chargebee repeated an earlier answer. */
const REPLAY_HEADER = 'chargebee-idempotency-replayed';
const REPLAYED = { [REPLAY_HEADER]: 'true' };

export const CREDENTIAL_TYPE = 'chargebeeSiteApi';

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

/** What tells a request from another with the same key. */
function textOf({ url, body }: IHttpRequestOptions): string {
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

/** Where a request stands. */
interface TryState {
	/** Tries so far. */
	readonly tries: number;
	/** When the person's patience ends, in milliseconds since 1970, as are all times here. */
	readonly deadline: number;
	readonly patience: number;
	/** When a write was first sent. */
	readonly sentAt: number | undefined;
	/** Whether an earlier try may have been done without an answer. */
	readonly unknown: boolean;
	/** What the last try ended in. */
	readonly last: Answer | Silence | undefined;
}

/** One try in its place at the gate, which learns of the answer before the next request starts. */
async function attempt(
	requester: Requester,
	request: ApiRequest,
	options: IHttpRequestOptions,
	state: TryState,
): Promise<{ answer: Answer | Silence; startedAt: number }> {
	const { signal, site, transport, report } = requester;
	const { tries, deadline, patience, sentAt, unknown, last } = state;
	const gate = gateOf(site.origin);
	report.watch(gate);
	const entered = await gate.enter({
		limit: transport.concurrency,
		first: tries > 0,
		endures: (until) => until <= Math.min(deadline, clock.now() + patience),
		...(signal === undefined ? {} : { signal }),
	});
	if (entered === 'canceled') throw new CanceledError();
	if (entered === 'closed') throw closedTooLong(request, gate.closedFor(), patience, unknown);
	const startedAt = clock.now();
	if (sentAt !== undefined && startedAt > sentAt + WRITE_PATIENCE) {
		const done = request.writeKey?.done;
		if (done?.request === textOf(options))
			return { answer: { status: 200, headers: REPLAYED, body: done.body }, startedAt };
		gate.leave();
		throw tooLate(request, startedAt - sentAt, last, unknown);
	}
	report.requests += 1;
	if (tries === 0) gate.requested();
	else report.retries += 1;
	const answer = await transmit(requester, options);
	if (!('reason' in answer) && answer.status !== 429) gate.answered(answer.status < 500);
	return { answer, startedAt };
}

/** What follows from a try that gave no result: another one, or the error. The gate learns of a 429. */
function consider(
	requester: Requester,
	request: ApiRequest,
	answer: Answer | Silence,
	state: Pick<TryState, 'tries' | 'deadline' | 'patience' | 'unknown'> & { readonly startedAt: number },
): Repeat | ApiError {
	const gate = gateOf(requester.site.origin);
	const outcome = outcomeOf(answer);
	const limited = outcome.kind === 'answer' && outcome.status === 429;
	if (limited) {
		const named = parseRetryAfter(outcome.retryAfter, clock.now());
		gate.struck(state.startedAt, { locked: outcome.code === 'lock_timeout', named });
	}
	const verdict = judge(outcome, {
		tries: state.tries,
		strikes: gate.strikes,
		now: clock.now(),
		deadline: state.deadline,
		minuteLeft: gate.minuteLeft(),
		budgetLeft: gate.hasBudget,
		random: Math.random(),
	});
	if (limited && 'delay' in verdict) gate.pause(Math.min(verdict.delay, LONGEST_SITE_PAUSE));
	if (verdict.retry) return verdict;
	const error = failure(answer, request, state.unknown);
	return verdict.reason === 'patience' ? impatient(error, request, verdict.delay, state.patience) : error;
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
	const post = request.method === 'POST';
	const patience = post ? Math.min(transport.patience, WRITE_PATIENCE) : transport.patience;
	const options = httpOptions(requester, request);
	const key: Partial<WriteKey> = request.writeKey ?? {};
	let sentAt = key.sentAt;
	// What an earlier try of Retry On Fail sent may be done, whatever comes of this one.
	let unknown = sentAt !== undefined;
	let deadline = Number.POSITIVE_INFINITY;
	let last: Answer | Silence | undefined;
	for (let tries = 0; ;) {
		const { answer, startedAt } = await attempt(requester, request, options, {
			tries,
			deadline,
			patience,
			sentAt,
			unknown,
			last,
		});
		tries += 1;
		last = answer;
		if (post) sentAt ??= startedAt;
		deadline = Math.min(deadline, clock.now() + patience, (sentAt ?? Number.POSITIVE_INFINITY) + WRITE_PATIENCE);
		const usable = isUsable(answer, request);
		if (post && mayBeDone(answer)) {
			unknown = true;
			key.sentAt ??= startedAt;
		}
		// A 429 closes the gate for all others even if this request is no longer wanted.
		const next = usable
			? undefined
			: consider(requester, request, answer, { tries, startedAt, deadline, patience, unknown });
		gate.leave();
		if (signal?.aborted === true) throw new CanceledError();
		if (usable) {
			if (headerText(answer.headers, REPLAY_HEADER) === 'true') report.replays += 1;
			key.done = { request: textOf(options), body: answer.body };
			return answer.body;
		}
		if (next instanceof ApiError) throw next;
		// What the whole site waits for, the gate waits for.
		if (next?.scope !== 'request') continue;
		gate.retried();
		await clock.sleep(next.delay, signal);
	}
}

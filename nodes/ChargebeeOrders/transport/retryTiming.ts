import { DateTime } from 'luxon';

/**
 * When to try again. Everything about it stands here: what happened goes in, a verdict comes out; no clock, no sleep.
 * Sources: RFC 9110, 10.2.3 (Retry-After); Chargebee's limits count by the minute and by requests in flight;
 * its idempotency keys are remembered for 30 minutes.
 */

/** What one try ended in. */
export type Outcome =
	| { readonly kind: 'answer'; readonly status: number; readonly code?: string; readonly retryAfter?: string }
	/** No answer, or only a part of it: refused, reset, timed out. */
	| { readonly kind: 'broken' }
	/** There is no such host, or its certificate is not valid: that does not change within minutes. */
	| { readonly kind: 'unreachable' };

export interface History {
	/** Tries of this request so far, the last one included. */
	readonly tries: number;
	/** 429 answers in a row at this site. */
	readonly strikes: number;
	/** Milliseconds until a limit by the minute that was used up is over, as far as is known; otherwise 0. */
	readonly minuteLeft: number;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** When the person's patience for this request ends, in milliseconds since 1970. */
	readonly deadline: number;
	/** Whether the site's budget has a retry left; 429 needs none. */
	readonly budgetLeft: boolean;
	/** From 0 to 1. */
	readonly random: number;
}

/** `scope` site: not one request to the site starts before; request: this one alone waits. */
export interface Repeat {
	readonly retry: true;
	readonly delay: number;
	readonly scope: 'site' | 'request';
}

export type Verdict =
	| Repeat
	| { readonly retry: false; readonly reason: 'final' | 'tries' | 'budget' }
	/** The wait, in milliseconds, would go beyond the deadline. */
	| { readonly retry: false; readonly reason: 'patience'; readonly delay: number };

export const MOST_TRIES = 6;
const RETRIED_STATUSES: readonly number[] = [500, 502, 503, 504];
const FIRST_DELAY = 500;
const LONGEST_DELAY = 20_000;
/** A limit by the minute is over after a minute at most; asking every half second would only lengthen it. */
const FIRST_PAUSE = 10_000;
const LONGEST_PAUSE = 60_000;
/** The site's minute begins a little after ours, when the first request arrives. */
const MINUTE_SLACK = 1_000;
/** A lock on one order is over soon. */
const FIRST_LOCK_PAUSE = 1_000;
/** Even where the server says 0: a storm of repeats helps nobody. */
const LEAST_PAUSE = 250;

/** However long an answer asks for, a site is asked again after this: a wrong header must not close it for good. */
export const LONGEST_SITE_PAUSE = 60 * 60_000;

/** Exponential with equal jitter: 50 to 100 % of the step. */
function backoff(first: number, longest: number, step: number, random: number): number {
	const full = Math.min(longest, first * 2 ** (step - 1));
	return full / 2 + (full / 2) * random;
}

/**
 * Reads Retry-After: seconds or one of the three HTTP dates; `undefined` for garbage and negative seconds.
 * @param now milliseconds since 1970
 * @returns milliseconds to wait, 0 for a date in the past
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d{1,12}(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
	const date = DateTime.fromHTTP(text.replace(/\s+/g, ' '), { zone: 'utc' });
	return date.isValid ? Math.max(0, date.toMillis() - now) : undefined;
}

function pauseAfter(outcome: Extract<Outcome, { kind: 'answer' }>, history: History): number {
	const asked = parseRetryAfter(outcome.retryAfter, history.now);
	if (asked !== undefined) return Math.max(asked, backoff(LEAST_PAUSE, LONGEST_PAUSE, history.strikes, history.random));
	if (outcome.code === 'lock_timeout') return backoff(FIRST_LOCK_PAUSE, LONGEST_PAUSE, history.strikes, history.random);
	if (history.strikes === 1 && history.minuteLeft > 0) return history.minuteLeft + MINUTE_SLACK * history.random;
	return backoff(FIRST_PAUSE, LONGEST_PAUSE, history.strikes, history.random);
}

function delayOf(outcome: Outcome, history: History): { delay: number; scope: 'site' | 'request' } | undefined {
	if (outcome.kind === 'unreachable') return undefined;
	if (outcome.kind === 'answer' && outcome.status === 429)
		return { delay: pauseAfter(outcome, history), scope: 'site' };
	if (outcome.kind === 'broken')
		return { delay: backoff(FIRST_DELAY, LONGEST_DELAY, history.tries, history.random), scope: 'request' };
	if (!RETRIED_STATUSES.includes(outcome.status)) return undefined;
	const asked = parseRetryAfter(outcome.retryAfter, history.now) ?? 0;
	return {
		delay: Math.max(asked, backoff(FIRST_DELAY, LONGEST_DELAY, history.tries, history.random)),
		scope: 'request',
	};
}

/** Decides whether a try is repeated and when. 400, 401, 403, 404, 405, 409 and 422 never are. */
export function judge(outcome: Outcome, history: History): Verdict {
	const next = delayOf(outcome, history);
	if (next === undefined) return { retry: false, reason: 'final' };
	if (next.scope === 'request' && history.tries >= MOST_TRIES) return { retry: false, reason: 'tries' };
	if (next.scope === 'request' && !history.budgetLeft) return { retry: false, reason: 'budget' };
	if (history.now + next.delay > history.deadline) return { retry: false, reason: 'patience', delay: next.delay };
	return { retry: true, ...next };
}

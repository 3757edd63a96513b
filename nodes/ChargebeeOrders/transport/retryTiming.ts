import { DateTime } from 'luxon';

/**
 * Decides whether and when a request is tried again. Pure: the outcome of a try goes in, a verdict comes out.
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

/**
 * Why a try gave no result, and what waits for it: with `rate` all requests to the site, with `exports` the starts of
 * exports, with `lock` this request alone, with `trouble` all requests once several fail. Another try does not change a
 * `final` answer.
 */
export type Obstacle = 'rate' | 'exports' | 'lock' | 'trouble' | 'final';

export interface History {
	/** Tries of this request that met this obstacle, the last one included. */
	readonly tries: number;
	/** Refusals with 429 in a row at this site. */
	readonly refusalsInRow: number;
	/** Milliseconds until a limit by the minute that was used up is over, as far as is known; otherwise 0. */
	readonly minuteLeft: number;
	/** Milliseconds since 1970, as are the next two. */
	readonly now: number;
	/** When the try was started. */
	readonly startedAt: number;
	/** When the patience for this obstacle ends. */
	readonly deadline: number;
	/** Whether the site's circuit breaker is open, and says when to try again. */
	readonly isDown: boolean;
	/** From 0 to 1. */
	readonly random: number;
}

/** `scope` site: the site's gate says when; request: this one alone waits. */
export interface Repeat {
	readonly retry: true;
	readonly delay: number;
	readonly scope: 'site' | 'request';
}

export type Verdict =
	| Repeat
	| { readonly retry: false; readonly reason: 'final' | 'tries' }
	/** The wait, in milliseconds, would go beyond the deadline; 0 where the deadline is over. */
	| { readonly retry: false; readonly reason: 'patience'; readonly delay: number };

/** Failures of a request that the site does not have with others. */
export const MOST_TRIES = 6;
const RETRIED_STATUSES: readonly number[] = [500, 502, 503, 504];
/** Codes of trouble that passes. Chargebee documents them with 503; they were also seen with 400. */
const PASSING_CODES: readonly string[] = ['db_connection_failure', 'internal_temporary_error', 'site_not_ready'];
const FIRST_DELAY = 500;
const LONGEST_DELAY = 20_000;
/** A limit by the minute is over after a minute at most; frequent tries would lengthen it. */
const FIRST_PAUSE = 10_000;
const LONGEST_PAUSE = 60_000;
/** The site's minute begins a little after ours, when the first request arrives. */
const MINUTE_SLACK = 1_000;
/** A lock on one order is over soon. */
const FIRST_LOCK_PAUSE = 1_000;
const LONGEST_LOCK_PAUSE = 10_000;
/** The least pause, even where Retry-After is 0: repeats without a pause add to the trouble. */
const LEAST_PAUSE = 250;

/** However long a rate limit asks for, a site is asked again after this: a wrong header must not close it for good. */
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
	const date = DateTime.fromHTTP(text);
	return date.isValid ? Math.max(0, date.toMillis() - now) : undefined;
}

/**
 * Tells what stood in the way. 400, 401, 403, 404, 405, 409 and 422 are final unless their code says that it passes.
 * @param startsExport whether the request starts an export: a 429 is then about the exports under way
 */
export function obstacleOf(outcome: Outcome, startsExport: boolean): Obstacle {
	if (outcome.kind === 'unreachable') return 'final';
	if (outcome.kind === 'broken') return 'trouble';
	const { status, code = '' } = outcome;
	if (status === 429) return code === 'lock_timeout' ? 'lock' : startsExport ? 'exports' : 'rate';
	return RETRIED_STATUSES.includes(status) || PASSING_CODES.includes(code) ? 'trouble' : 'final';
}

/** Milliseconds to wait after an obstacle other than trouble. */
function pauseAfter(obstacle: Obstacle, asked: number | undefined, history: History): number {
	const { refusalsInRow, tries, minuteLeft, random } = history;
	const step = obstacle === 'rate' ? refusalsInRow : tries;
	if (asked !== undefined) return Math.max(asked, backoff(LEAST_PAUSE, LONGEST_PAUSE, step, random));
	if (obstacle === 'lock') return backoff(FIRST_LOCK_PAUSE, LONGEST_LOCK_PAUSE, step, random);
	if (obstacle === 'rate' && refusalsInRow === 1 && minuteLeft > 0) return minuteLeft + MINUTE_SLACK * random;
	return backoff(FIRST_PAUSE, LONGEST_PAUSE, step, random);
}

function afterTrouble(asked: number, history: History): Verdict {
	const { tries, now, startedAt, deadline, isDown, random } = history;
	if (asked > 0 && now + asked > deadline) return { retry: false, reason: 'patience', delay: asked };
	// A try that began before the deadline says nothing of the time after it: one more is due then.
	if (startedAt >= deadline) return { retry: false, reason: 'patience', delay: 0 };
	if (isDown) return { retry: true, delay: 0, scope: 'site' };
	if (tries >= MOST_TRIES) return { retry: false, reason: 'tries' };
	const delay = Math.max(asked, backoff(FIRST_DELAY, LONGEST_DELAY, tries, random));
	return { retry: true, delay: Math.min(delay, Math.max(0, deadline - now)), scope: 'request' };
}

/** Decides whether a try is repeated, and when. */
export function judge(obstacle: Obstacle, outcome: Outcome, history: History): Verdict {
	if (obstacle === 'final') return { retry: false, reason: 'final' };
	const asked = parseRetryAfter(outcome.kind === 'answer' ? outcome.retryAfter : undefined, history.now);
	if (obstacle === 'trouble') return afterTrouble(asked ?? 0, history);
	const delay = pauseAfter(obstacle, asked, history);
	if (history.now + delay > history.deadline) return { retry: false, reason: 'patience', delay };
	return { retry: true, delay, scope: obstacle === 'rate' ? 'site' : 'request' };
}

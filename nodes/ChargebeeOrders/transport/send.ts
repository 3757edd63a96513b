import type { IHttpRequestOptions } from 'n8n-workflow';

import { clock } from '../async/clock';
import type { Requester, WriteKey } from '../Call';
import { CanceledError, type ApiError } from '../errors/ApiError';

import { exportStartsPause, pauseExportStarts } from './limits/exportPlaces';
import { gateOf, type Patience, type Place, type Refusal, type SiteGate } from './limits/siteGate';
import {
	failure,
	headerText,
	isUsable,
	mayBeDone,
	outcomeOf,
	type Answer,
	type ApiRequest,
	type NoAnswer,
} from './outcome';
import {
	rateLimitError,
	patienceError,
	outageError,
	exportPlaceError,
	notSentError,
	tooLateError,
	WRITE_PATIENCE,
} from './requestErrors';
import {
	judge,
	LONGEST_SITE_PAUSE,
	obstacleOf,
	parseRetryAfter,
	type Obstacle,
	type Outcome,
	type Repeat,
	type Verdict,
} from './retryTiming';
import { httpOptions, textOf, transmit } from './transmit';

/** Says that Chargebee repeated an earlier answer. */
const REPLAY_HEADER = 'chargebee-idempotency-replayed';

/** How often an obstacle was met, and since when. */
interface Met {
	readonly tries: number;
	/** Milliseconds since 1970. */
	readonly since: number;
}

/** One request, from its first try to its result or error. Times are in milliseconds since 1970. */
class Sending {
	private readonly gate: SiteGate;
	private readonly options: IHttpRequestOptions;
	private readonly key: Partial<WriteKey>;
	private readonly isWrite: boolean;
	private readonly met = new Map<Obstacle, Met>();
	private tries = 0;
	/** When the first try of a write started, after which Chargebee may know its key. */
	private sentAt: number | undefined;
	/** Whether a try may have been done without an answer that says so; those of Retry On Fail count. */
	private unknown: boolean;
	private last: Answer | NoAnswer | undefined;
	private lastObstacle: Obstacle | undefined;
	/** When the request came to the gate for its latest try. */
	private cameAt = 0;
	/** What the site had answered, to others too, when this request failed last. */
	private answersBefore = 0;

	constructor(
		private readonly requester: Requester,
		private readonly request: ApiRequest,
	) {
		this.gate = gateOf(requester.site.origin);
		this.options = httpOptions(requester, request);
		this.key = request.writeKey ?? {};
		this.isWrite = request.method === 'POST';
		this.sentAt = this.key.sentAt;
		this.unknown = this.sentAt !== undefined;
		requester.report.watch(this.gate);
	}

	/** Sends until there is an answer that is final, and throws where there is none. */
	async toEnd(): Promise<Record<string, unknown>> {
		const { places, transport, signal } = this.requester;
		for (;;) {
			if (this.request.exportPatience !== undefined) await exportStartsPause(this.requester);
			const next = await places.within({ most: transport.concurrency, signal }, async () => await this.atGate());
			// After Stop the answer is dropped, but the gate has counted it.
			if (next === 'canceled' || signal?.aborted === true) throw new CanceledError();
			if (!('retry' in next)) return next.body;
			// The gate waits for the site; a wait that concerns this request alone is made here.
			if (next.scope === 'request') await clock.sleep(next.delay, signal);
		}
	}

	private async atGate(): Promise<Repeat | { body: Record<string, unknown> } | 'canceled'> {
		const now = clock.now();
		this.cameAt = now;
		const limit = Math.min(this.deadline('rate'), now + this.patienceFor('rate'));
		const result = await this.gate.within(
			{
				patience: this.outagePatience,
				mayWait: (until) => until <= limit,
				first: this.lastObstacle === 'rate',
				signal: this.requester.signal,
			},
			async (place) => await this.attempt(place),
		);
		return typeof result === 'string' ? this.turnedAway(result) : result;
	}

	/** One try. The gate learns of its answer before the next request starts. */
	private async attempt(place: Place): Promise<Repeat | { body: Record<string, unknown> }> {
		const { report } = this.requester;
		const { startedAt } = place;
		if (this.sentAt !== undefined && startedAt > this.sentAt + WRITE_PATIENCE) {
			const { done } = this.key;
			if (done?.request !== textOf(this.options))
				throw tooLateError(this.request, startedAt - this.sentAt, this.last, this.unknown);
			report.replays += 1;
			return { body: { ...done.body } };
		}
		report.requests += 1;
		if (this.tries > 0) report.retries += 1;
		this.tries += 1;
		const answer = await transmit(this.requester, this.options);
		if (this.isWrite) this.remember(answer, startedAt);
		if (!isUsable(answer, this.request)) return this.afterFailure(answer, place);
		this.gate.answered(place);
		if (headerText(answer.headers, REPLAY_HEADER) === 'true') report.replays += 1;
		this.key.done = { request: textOf(this.options), body: answer.body };
		return { body: answer.body };
	}

	/** Notes what a try of a write may have done: a repeat is safe for as long as Chargebee knows its key. */
	private remember(answer: Answer | NoAnswer, startedAt: number): void {
		// The start of an export that finds no place may wait for longer than half an hour, and has done nothing.
		if (mayBeDone(answer) || this.request.exportPatience === undefined) this.sentAt ??= startedAt;
		if (!mayBeDone(answer)) return;
		this.unknown = true;
		this.key.sentAt ??= startedAt;
	}

	/** Another try, or the error. The gate learns what the try ended in before the next one is timed. */
	private afterFailure(answer: Answer | NoAnswer, place: Place): Repeat {
		const outcome = outcomeOf(answer);
		const obstacle = obstacleOf(outcome, this.request.exportPatience !== undefined);
		const named = outcome.kind === 'answer' ? parseRetryAfter(outcome.retryAfter, clock.now()) : undefined;
		const error = failure(answer, this.request, this.unknown);
		this.last = answer;
		const tries = this.meet(obstacle, place);
		if (obstacle === 'rate') this.gate.refused(place, named);
		else if (obstacle === 'trouble') {
			const notBefore = named === undefined ? 0 : clock.now() + named;
			this.gate.failed(place, error.message, { isAnswer: outcome.kind === 'answer', notBefore });
		} else if (outcome.kind === 'answer') this.gate.answered(place);
		const verdict = this.judge(obstacle, outcome, tries, place);
		if (obstacle === 'rate' && 'delay' in verdict) this.gate.pause(Math.min(verdict.delay, LONGEST_SITE_PAUSE));
		if (obstacle === 'exports' && verdict.retry) pauseExportStarts(this.requester.site.origin, verdict.delay);
		if (verdict.retry) return verdict;
		throw this.error(error, obstacle, verdict);
	}

	private judge(obstacle: Obstacle, outcome: Outcome, tries: number, { startedAt }: Place): Verdict {
		const now = clock.now();
		return judge(obstacle, outcome, {
			tries,
			refusalsInRow: this.gate.refusalsInRow,
			minuteLeft: this.gate.minuteLeft(now),
			now,
			// Without any patience there is no second try, however long the first one took.
			startedAt: this.patienceFor(obstacle) === 0 ? now : startedAt,
			deadline: this.deadline(obstacle),
			isDown: this.gate.isDown,
			random: Math.random(),
		});
	}

	/** Counts the tries that met an obstacle. While the site answers no request at all, its trouble counts once. */
	private meet(obstacle: Obstacle, { attempt }: Place): number {
		const now = clock.now();
		// A request that probes has waited for the site since it came, or since the outage began.
		const first = attempt.isProbe ? Math.max(this.cameAt, now - this.gate.unansweredFor(now)) : now;
		const before = this.met.get(obstacle);
		const isAnother = before === undefined || this.gate.answers > this.answersBefore;
		const tries = (before?.tries ?? 0) + (isAnother ? 1 : 0);
		this.met.set(obstacle, { tries, since: before?.since ?? first });
		this.lastObstacle = obstacle;
		this.answersBefore = this.gate.answers;
		return tries;
	}

	private patienceFor(obstacle: Obstacle): number {
		if (obstacle === 'exports') return this.request.exportPatience ?? 0;
		const { patience } = this.requester.transport;
		return this.isWrite ? Math.min(patience, WRITE_PATIENCE) : patience;
	}

	private get outagePatience(): Patience {
		return {
			since: this.met.get('trouble')?.since ?? clock.now(),
			longest: this.patienceFor('trouble'),
			attended: this.requester.transport.attended,
		};
	}

	/** When the patience for an obstacle is over; it begins when the obstacle was met first. */
	private deadline(obstacle: Obstacle): number {
		const mayBeRepeated = (this.sentAt ?? Number.POSITIVE_INFINITY) + WRITE_PATIENCE;
		const since = this.met.get(obstacle)?.since;
		if (since === undefined) return mayBeRepeated;
		const end =
			obstacle === 'trouble' ? this.gate.troubleDeadline(this.outagePatience) : since + this.patienceFor(obstacle);
		return Math.min(mayBeRepeated, end);
	}

	private turnedAway(refusal: Refusal): 'canceled' {
		if (refusal === 'canceled') return refusal;
		const now = clock.now();
		if (refusal === 'limited') {
			const wait = this.gate.closedFor(now);
			throw rateLimitError(this.request, { wait, patience: this.patienceFor('rate'), unknown: this.unknown });
		}
		if (this.last === undefined)
			throw notSentError(this.gate.trouble, this.gate.unansweredFor(now), this.gate.isUnknown);
		throw outageError(failure(this.last, this.request, this.unknown), { tried: now - this.outagePatience.since });
	}

	private error(error: ApiError, obstacle: Obstacle, verdict: Verdict): ApiError {
		if (verdict.retry || verdict.reason !== 'patience') return error;
		const patience = this.patienceFor(obstacle);
		if (obstacle === 'exports') return exportPlaceError(error, patience);
		const wait = verdict.delay;
		if (obstacle === 'trouble') return outageError(error, { tried: clock.now() - this.outagePatience.since, wait });
		return patienceError(error, this.request, { wait, patience, unknown: this.unknown });
	}
}

/**
 * Sends one request, and waits and repeats as long as that is safe and the person's patience lasts.
 *
 * @returns the body of the 2xx answer
 * @throws ApiError for every other answer and for none; CanceledError when n8n stops the execution
 */
export async function send(requester: Requester, request: ApiRequest): Promise<Record<string, unknown>> {
	return await new Sending(requester, request).toEnd();
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerInPlaceOfWork, spoilAnswer } from '../faults/faultyAnswers';
import type { FaultPlan, PlannedFault } from '../faults/faultPlan';
import type { Outage, OutageKind } from '../faults/outage';
import type { Ledger, LedgerEntry } from '../ledger';
import type { AnnouncedPauses } from '../limits/announcedPauses';
import type { RateLimit } from '../limits/rateLimit';
import { ApiError } from '../requests/apiError';
import { decodePairs } from '../requests/formPairs';
import type { Access } from '../requests/keys';
import { authenticate } from '../requests/keys';
import type { CannedAnswers } from '../script';
import type { InFlight } from './inFlight';

declare module 'fastify' {
	interface FastifyRequest {
		ledgerEntry: LedgerEntry | undefined;
		access: Access | undefined;
		/** What is going to happen to the answer. */
		plannedFault: PlannedFault | undefined;
	}
}

/** What stands between the wire and the operations of the API. */
export interface ApiFront {
	ledger: Ledger;
	canned: CannedAnswers;
	inFlight: InFlight;
	rateLimit: RateLimit;
	pauses: AnnouncedPauses;
	faults: FaultPlan;
	outage: Outage;
	/** Where redirects lead that are told nothing else. */
	downloadOrigin: string;
	/** Unix time in milliseconds. */
	clock(): number;
	/** Milliseconds by which every answer is delayed, read anew for each. */
	latency(): number;
	/** Waits so many milliseconds, or until the sandbox closes. */
	sleep(ms: number): Promise<void>;
}

/** Puts the ledger, outages, canned answers, the rate limit, faults and authentication, in this order, in front of the operations. */
export function addHooks(app: FastifyInstance, front: ApiFront): void {
	app.decorateRequest('ledgerEntry', undefined);
	app.decorateRequest('access', undefined);
	app.decorateRequest('plannedFault', undefined);
	app.addHook('onRequest', async (request, reply) => {
		const { method, headers } = request;
		const entry = front.ledger.open('api', { method, url: request.raw.url ?? '/', headers });
		request.ledgerEntry = entry;
		const outage = front.outage.meet();
		if (outage !== undefined) return turnAway(reply, entry, outage, front.downloadOrigin);
		front.inFlight.enter(reply.raw);
		const early = front.pauses.brokenBy(clientOf(request), front.clock());
		if (early > 0) entry.violations.push(`sent ${Math.ceil(early)} ms before the Retry-After of a 429 was over`);
		return undefined;
	});
	app.addHook('preHandler', async (request, reply) => {
		const entry = entryOf(request);
		entry.rawBody = typeof request.body === 'string' ? request.body : '';
		entry.form = decodePairs(entry.rawBody);
		const answer = front.canned.take(request.method, entry.path);
		if (answer !== undefined)
			return reply
				.code(answer.status)
				.headers(answer.headers ?? {})
				.send(answer.body);
		admit(front, reply, entry);
		const fault = faultFor(front.faults, request, entry);
		if (fault?.moment === 'before') return answerInPlaceOfWork(reply, fault, front.downloadOrigin);
		request.plannedFault = fault;
		request.access = authenticate(request.headers.authorization);
		return undefined;
	});
	app.addHook('onSend', (request, reply, payload, done) => {
		send(front, request, reply, payload).then(
			(sent) => {
				// Without `done` the framework sends nothing: the fault has the connection.
				if (sent !== takenOver) done(null, sent);
			},
			(error: Error) => done(error),
		);
	});
}

/** Lets a request meet a site that is away. */
function turnAway(reply: FastifyReply, entry: LedgerEntry, kind: OutageKind, downloadOrigin: string): FastifyReply {
	entry.outage = kind;
	entry.worked = false;
	if (kind === 'silent' || kind === 'refused') return reply.hijack();
	const fault = { moment: 'before', delayMs: 0, sliceBytes: 1, reset: true, redirectTo: undefined } as const;
	return answerInPlaceOfWork(reply, { kind: kind === 'reset' ? 'cutBefore' : kind, ...fault }, downloadOrigin);
}

/** The ledger entry of a request. */
export function entryOf(request: FastifyRequest): LedgerEntry {
	if (request.ledgerEntry === undefined) throw new Error('a request came without a ledger entry');
	return request.ledgerEntry;
}

const takenOver = Symbol('the fault has taken the connection over');

async function send(front: ApiFront, request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
	const { ledgerEntry: entry, plannedFault: fault } = request;
	const wait = front.latency() + (fault?.kind === 'slow' ? fault.delayMs : 0);
	await front.inFlight.gathered();
	if (wait > 0) await front.sleep(wait);
	let sent = payload;
	if (entry !== undefined && fault !== undefined) {
		sent = spoil(front, reply, entry, fault, typeof payload === 'string' ? payload : '');
		if (sent === takenOver) return sent;
	}
	if (entry !== undefined) entry.status = reply.statusCode;
	announcePause(front, request, reply);
	front.inFlight.leave(reply.raw);
	return sent;
}

function spoil(
	front: ApiFront,
	reply: FastifyReply,
	entry: LedgerEntry,
	fault: PlannedFault,
	answer: string,
): string | typeof takenOver {
	const { kind } = fault;
	if (kind !== 'slow' && kind !== 'sliced') entry.worked = reply.statusCode < 400;
	if (kind !== 'stall' && kind !== 'cutAfter') entry.status = reply.statusCode;
	// An answer that stalls stays in progress until the client gives up.
	if (kind !== 'stall' && kind !== 'stallBody') front.inFlight.leave(reply.raw);
	return spoilAnswer(reply, answer, fault) ?? takenOver;
}

function admit({ rateLimit, inFlight }: ApiFront, reply: FastifyReply, entry: LedgerEntry): void {
	const refusal = rateLimit.enter();
	if (refusal === undefined) {
		inFlight.whenLeft(reply.raw, () => rateLimit.leave());
		return;
	}
	entry.rateLimited = refusal.limit;
	if (refusal.retryAfter !== undefined) reply.header('retry-after', refusal.retryAfter);
	throw new ApiError(429, 'operation_failed', 'api_request_limit_exceeded', 'API request limit has been reached.');
}

function faultFor(faults: FaultPlan, request: FastifyRequest, entry: LedgerEntry): PlannedFault | undefined {
	const key = entry.headers['chargebee-idempotency-key'] ?? `${entry.method} ${request.raw.url}\n${entry.rawBody}`;
	const fault = faults.next({ method: entry.method, path: entry.path, key });
	if (fault === undefined) return undefined;
	entry.fault = fault.kind;
	if (fault.moment === 'before') entry.worked = false;
	return fault;
}

/** A pause begins when the 429 that asks for it has left. */
function announcePause({ pauses, clock }: ApiFront, request: FastifyRequest, reply: FastifyReply): void {
	const retryAfter = reply.getHeader('retry-after');
	if (reply.statusCode !== 429 || retryAfter === undefined) return;
	reply.raw.once('finish', () => pauses.announce(clientOf(request), String(retryAfter), clock()));
}

function clientOf(request: FastifyRequest): string {
	return request.headers.authorization ?? '';
}

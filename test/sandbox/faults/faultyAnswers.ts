import type { ServerResponse } from 'node:http';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { ApiError } from '../requests/apiError';
import type { PlannedFault } from './faultPlan';
import { redirectTarget } from './redirectTarget';

type FailureKind = 'json500' | 'json503' | 'html502' | 'empty504';

interface Failure {
	status: number;
	type?: string;
	body: string;
}

const failures: Readonly<Record<FailureKind, () => Failure>> = {
	json500: () =>
		jsonOf(
			new ApiError(500, 'operation_failed', 'internal_error', 'Sorry, something went wrong when processing this.'),
		),
	json503: () =>
		jsonOf(new ApiError(503, 'operation_failed', 'internal_temporary_error', 'A temporary error. Please try again.')),
	html502: () => ({
		status: 502,
		type: 'text/html',
		body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n',
	}),
	empty504: () => ({ status: 504, body: '' }),
};

const MOST_SLICES = 400;

function jsonOf(error: ApiError): Failure {
	return { status: error.status, type: 'application/json;charset=utf-8', body: JSON.stringify(error.body()) };
}

function isFailure(kind: string): kind is FailureKind {
	return kind in failures;
}

/** Lets a fault take the place of the work. */
export function answerInPlaceOfWork(reply: FastifyReply, fault: PlannedFault, downloadOrigin: string): FastifyReply {
	const { kind } = fault;
	if (isFailure(kind)) return reply.send(writeFailure(reply, kind) || undefined);
	if (kind === 'redirect302' || kind === 'redirect307') {
		const to = redirectTarget(fault.redirectTo ?? downloadOrigin, reply.request.raw.url ?? '/');
		return reply
			.code(kind === 'redirect302' ? 302 : 307)
			.header('location', to)
			.send();
	}
	reply.hijack();
	cut(reply.raw, fault.reset);
	return reply;
}

/**
 * Lets a fault take the place of the answer once the work is done. Gives what is to be sent in the ordinary way, or
 * undefined where the fault has taken the connection over.
 */
export function spoilAnswer(reply: FastifyReply, answer: string, fault: PlannedFault): string | undefined {
	const { kind } = fault;
	if (kind === 'slow') return answer;
	if (isFailure(kind)) {
		reply.removeHeader('chargebee-idempotency-replayed');
		return writeFailure(reply, kind);
	}
	if (kind === 'cutAfter') cut(reply.raw, fault.reset);
	else if (kind === 'sliced') void sendSlices(reply, Buffer.from(answer), fault.sliceBytes);
	else if (kind !== 'stall') sendHalf(reply, Buffer.from(answer), kind === 'cutMidBody');
	return undefined;
}

function writeFailure(reply: FastifyReply, kind: FailureKind): string {
	const { status, type, body } = failures[kind]();
	reply.code(status);
	if (type === undefined) reply.removeHeader('content-type');
	else reply.type(type);
	return body;
}

function cut(response: ServerResponse, reset: boolean): void {
	if (reset) response.socket?.resetAndDestroy();
	else response.destroy();
}

function writeHead(reply: FastifyReply, length: number): ServerResponse {
	for (const [name, value] of Object.entries(reply.getHeaders())) {
		if (value !== undefined) reply.raw.setHeader(name, value);
	}
	return reply.raw.writeHead(reply.statusCode, { 'content-length': length });
}

function sendHalf(reply: FastifyReply, body: Buffer, thenCut: boolean): void {
	const response = writeHead(reply, body.length);
	response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
		if (thenCut) response.destroy();
	});
}

async function sendSlices(reply: FastifyReply, body: Buffer, sliceBytes: number): Promise<void> {
	const response = writeHead(reply, body.length);
	const step = Math.max(sliceBytes, Math.ceil(body.length / MOST_SLICES));
	for (let at = 0; at < body.length && !response.destroyed; at += step) {
		response.write(body.subarray(at, at + step));
		await yieldToOthers();
	}
	response.end();
}

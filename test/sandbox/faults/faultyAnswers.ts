import type { ServerResponse } from 'node:http';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { ApiError } from '../requests/apiError';
import type { FaultKind } from './faultKinds';
import type { PlannedFault } from './faultPlan';
import { redirectTarget } from './redirectTarget';

interface Failure {
	status: number;
	type?: string;
	body: string;
}

const titles: Readonly<Record<string, string>> = {
	200: 'Welcome',
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Timeout',
};

const MOST_SLICES = 400;

/** The answer of a kind such as `html502`; undefined for one that is no answer of its own. */
function failureOf(kind: FaultKind): Failure | undefined {
	const [, form, digits = ''] = /^(json|html|empty|half|other)(\d{3})$/.exec(kind) ?? [];
	const status = Number(digits);
	if (form === 'html') {
		const title = `${status} ${titles[digits] ?? ''}`;
		const body = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
		return { status, type: 'text/html', body };
	}
	if (form === 'empty') return { status, body: '' };
	const body = form === 'json' ? errorBody(status) : form === 'half' ? '{"order":{"id":"ord' : '{"status":"ok"}';
	return form === undefined ? undefined : { status, type: 'application/json;charset=utf-8', body };
}

function errorBody(status: number): string {
	const error =
		status === 500
			? new ApiError(500, 'operation_failed', 'internal_error', 'Sorry, something went wrong when processing this.')
			: new ApiError(status, 'operation_failed', 'internal_temporary_error', 'A temporary error. Please try again.');
	return JSON.stringify(error.body());
}

/** Lets a fault take the place of the work. */
export function answerInPlaceOfWork(reply: FastifyReply, fault: PlannedFault, downloadOrigin: string): FastifyReply {
	const { kind } = fault;
	const failure = failureOf(kind);
	if (failure !== undefined) return reply.send(writeFailure(reply, failure) || undefined);
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
	const failure = failureOf(kind);
	if (failure !== undefined) {
		reply.removeHeader('chargebee-idempotency-replayed');
		return writeFailure(reply, failure);
	}
	if (kind === 'cutAfter') cut(reply.raw, fault.reset);
	else if (kind === 'sliced') void sendSlices(reply, Buffer.from(answer), fault.sliceBytes);
	else if (kind !== 'stall') sendHalf(reply, Buffer.from(answer), kind === 'cutMidBody');
	return undefined;
}

function writeFailure(reply: FastifyReply, { status, type, body }: Failure): string {
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

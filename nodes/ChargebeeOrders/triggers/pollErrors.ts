import type { Failure, INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ApiError } from '../errors/ApiError';
import { InputError } from '../errors/InputError';
import { nodeError } from '../errors/nodeError';

import { messageOf } from './hookError';

/** Why a poll failed, in the words of n8n, which times the next ones by it; nothing where it has no word for it. */
export function failureOf(reason: unknown): Failure | undefined {
	if (reason instanceof InputError) return { cause: 'configuration-invalid' };
	if (!(reason instanceof ApiError)) return undefined;
	const { status, retryable, retryAfterMs } = reason.details;
	if (status === 429) return { cause: 'rate-limited', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
	if (status === 401) return { cause: 'credential-invalid' };
	if (status === 403 || status === 404) return { cause: 'configuration-invalid' };
	// Without a status nothing answered: n8n may have started before its network.
	if (status === undefined || retryable === true) return { cause: 'temporarily-unavailable' };
	return undefined;
}

/** Whether a failure is over by itself, so that the next poll may succeed. */
export function isPassing(failure: Failure | undefined): boolean {
	return failure?.cause === 'rate-limited' || failure?.cause === 'temporarily-unavailable';
}

const FORBIDDEN = 'The API key may not read events: use one that may';
const NEXT = 'The next poll reads again what this one wanted to, so that no event is lost.';

/**
 * The error of a poll as n8n shows it: its message alone where a workflow is published, so that the whole remedy stands
 * there. It tells n8n why the poll failed.
 */
export function pollError(reason: unknown, node: INode): NodeApiError | NodeOperationError {
	const failure = failureOf(reason);
	const hint = isPassing(failure) ? NEXT : '';
	const told =
		reason instanceof ApiError ? new ApiError(messageOf(reason, FORBIDDEN), { ...reason.details, hint }) : reason;
	const place = { node, itemIndex: 0, asTool: told instanceof InputError };
	return nodeError(told, failure === undefined ? place : { ...place, failure });
}

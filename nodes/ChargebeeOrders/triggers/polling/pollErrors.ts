import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ApiError } from '../../errors/ApiError';
import { InputError } from '../../errors/InputError';
import { nodeError } from '../../errors/nodeError';

import { failureOf, isPassing, messageOf } from '../failure';

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

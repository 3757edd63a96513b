import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ApiError } from '../../errors/ApiError';
import { InputError } from '../../errors/InputError';
import { nodeError } from '../../errors/nodeError';
import { withoutKey } from '../../errors/withoutKey';

import { messageOf } from '../failure';

const FORBIDDEN =
	'The API key may not manage webhook endpoints: use a full-access key, or the Chargebee Orders Polling Trigger, which only reads';

/**
 * The error of a hook as n8n shows it where a workflow is published: its message alone, so that the whole remedy stands
 * there.
 * @param secrets texts that must not stand in it
 */
export function hookError(
	reason: unknown,
	node: INode,
	secrets: readonly unknown[] = [],
): NodeApiError | NodeOperationError {
	const masked = secrets.reduce((text, secret) => withoutKey(text, secret), reason);
	const told =
		masked instanceof ApiError
			? new ApiError(messageOf(masked, FORBIDDEN), { ...masked.details, hint: undefined })
			: masked;
	return nodeError(told, { node, itemIndex: 0, asTool: told instanceof InputError });
}

import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ApiError } from '../errors/ApiError';
import { InputError } from '../errors/InputError';
import { nodeError } from '../errors/nodeError';
import { WRONG_KEY, WRONG_SITE } from '../errors/siteTexts';
import { withoutKey } from '../errors/withoutKey';

const FORBIDDEN =
	'The API key may not manage webhook endpoints: use a full-access key, or the Chargebee Orders Polling Trigger, which only reads';

/** The hints on Chargebee's codes speak of orders and exports, so its own words are used instead. */
function messageOf({ message, details }: ApiError): string {
	const { status, code } = details;
	if (status === 403) return FORBIDDEN;
	if (status === 401) return WRONG_KEY;
	if (status === 404 && code !== 'resource_not_found') return WRONG_SITE;
	return code === undefined ? message : `${message} (Chargebee's code: ${code})`;
}

/**
 * The error of a hook as n8n shows it where a workflow is published: its message alone, so that the whole remedy stands
 * there. It never has the word by which n8n 1 takes an error for a wrong credential and never tries again.
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
			? new ApiError(messageOf(masked).replace(/authorization/gi, 'authentication'), {
					...masked.details,
					hint: undefined,
				})
			: masked;
	return nodeError(told, { node, itemIndex: 0, asTool: told instanceof InputError });
}

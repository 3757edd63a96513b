import { ApiError } from '../../errors/ApiError';
import type { Requester } from '../../Call';
import type { Resource } from '../../transport/paging';

import { listEndpoints } from './endpoints';

/** The most endpoints that a site can have. Source: Chargebee's API reference, webhook endpoints. */
const MOST_ENDPOINTS = 5;
const SHOWN_OF_NAME = 30;

/** Those of n8n are marked: another workflow's may be one that nobody needs any more. */
function shown({ name }: Resource): string {
	const text = String(name);
	return `${text.slice(0, SHOWN_OF_NAME)}${text.startsWith('n8n ') ? ' (n8n)' : ''}`;
}

/**
 * Why an endpoint could not be created: that the site has five, by name, or else what Chargebee says. It does not
 * document how it refuses a sixth, so that the list tells.
 */
export async function creationRefusal(requester: Requester, reason: unknown): Promise<unknown> {
	const status = reason instanceof ApiError ? (reason.details.status ?? 0) : 0;
	if (status < 400 || status >= 500 || [401, 403, 429].includes(status)) return reason;
	const endpoints = await listEndpoints(requester).catch(() => []);
	if (endpoints.length < MOST_ENDPOINTS) return reason;
	return new ApiError(
		`The Chargebee site has five webhook endpoints, the most it allows: ${endpoints.map(shown).join(', ')}. Delete one in Settings, Configure Chargebee, API Keys and Webhooks, or use the Chargebee Orders Polling Trigger`,
		{ retryable: false },
	);
}

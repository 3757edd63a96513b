import { encodeId } from '../../encode/path';
import { isRecord } from '../../values';
import type { Pair } from '../../encode/form';
import { ApiError } from '../../errors/ApiError';
import type { Requester } from '../../Call';
import { randomKey } from '../../transport/idempotencyKey';
import type { ApiRequest } from '../../transport/outcome';
import { readPages, type Resource } from '../../transport/paging';
import { send } from '../../transport/send';

import { USER_NAME } from './secret';

/** How an endpoint is to be. */
export interface WantedEndpoint {
	/** At most 50 characters. */
	readonly name: string;
	readonly url: string;
	/** At least one: without any, Chargebee sends all events of the site. Sorted. */
	readonly events: readonly string[];
}

const API_VERSION = 'v2';
/** More than Chargebee's IDs have, which are 16 or so. */
const LONGEST_ID = 100;

function request(method: 'GET' | 'POST', path: string, pairs: readonly Pair[] = []): ApiRequest {
	return {
		method,
		version: 'v2',
		path: `/webhook_endpoints${path}`,
		pairs,
		headers: {},
		...(method === 'POST' ? { writeKey: randomKey() } : {}),
	};
}

function pathOf(id: string): string {
	return `/${encodeId(id, 'Endpoint ID', LONGEST_ID)}`;
}

/** The password that Chargebee is to send. */
function signIn(secret: string): Pair[] {
	return [
		['basic_auth_username', USER_NAME],
		['basic_auth_password', secret],
	];
}

/** Filters have one list a field; this has its index in every name. */
function enabled(events: readonly string[]): Pair[] {
	return events.map((event, index) => [`enabled_events[${index}]`, event]);
}

/** The answer; `undefined` where there is no such endpoint. That there is no such site is another error. */
async function unlessGone<Body>(answer: Promise<Body>): Promise<Body | undefined> {
	return await answer.catch((reason: unknown) => {
		if (reason instanceof ApiError && reason.details.code === 'resource_not_found') return undefined;
		throw reason;
	});
}

/** All endpoints of the site, foreign ones among them; Chargebee cannot look for one by its URL. */
export async function listEndpoints(requester: Requester): Promise<Resource[]> {
	const found: Resource[] = [];
	for await (const { entries } of readPages(
		requester,
		request('GET', ''),
		'webhook_endpoint',
		Number.POSITIVE_INFINITY,
	))
		found.push(...entries);
	return found;
}

/** An endpoint; `undefined` where there is none of this ID. */
export async function getEndpoint(requester: Requester, id: string): Promise<Resource | undefined> {
	const reading = send(requester, { ...request('GET', pathOf(id)), expects: 'webhook_endpoint' });
	const body = await unlessGone(reading);
	return isRecord(body?.webhook_endpoint) ? body.webhook_endpoint : undefined;
}

/**
 * Creates an endpoint.
 * @returns its ID
 * @throws ApiError where the answer names none
 */
export async function createEndpoint(requester: Requester, wanted: WantedEndpoint, secret: string): Promise<string> {
	const { name, url, events } = wanted;
	const pairs: Pair[] = [
		['name', name],
		['url', url],
		['api_version', API_VERSION],
		...signIn(secret),
		...enabled(events),
	];
	const body = await send(requester, { ...request('POST', '', pairs), expects: 'webhook_endpoint' });
	const id = isRecord(body.webhook_endpoint) ? body.webhook_endpoint.id : undefined;
	if (typeof id === 'string' && id !== '') return id;
	throw new ApiError('Chargebee answered without the ID of the webhook endpoint', {
		status: 200,
		hint: 'Try again; if it stays so, a proxy may change the answers.',
		retryable: true,
	});
}

/** Whether an endpoint has all of what is wanted, and is not switched off. Its name is for people and may differ. */
export function isAsWanted(endpoint: Resource, { url, events }: WantedEndpoint): boolean {
	const { enabled_events: given } = endpoint;
	const has = new Set<unknown>(Array.isArray(given) ? given : []);
	return (
		endpoint.url === url &&
		endpoint.api_version === API_VERSION &&
		endpoint.disabled !== true &&
		has.size === events.length &&
		events.every((event) => has.has(event))
	);
}

/** Changes an endpoint to what is wanted and switches it on; `secret` where it is to have a new password. */
export async function updateEndpoint(
	requester: Requester,
	id: string,
	{ url, events }: WantedEndpoint,
	secret?: string,
): Promise<void> {
	const pairs: Pair[] = [
		['url', url],
		['api_version', API_VERSION],
		['disabled', 'false'],
		...(secret === undefined ? [] : signIn(secret)),
		...enabled(events),
	];
	await send(requester, { ...request('POST', pathOf(id), pairs), expects: 'webhook_endpoint' });
}

/** Deletes an endpoint, or finds that it is gone. */
export async function deleteEndpoint(requester: Requester, id: string): Promise<void> {
	await unlessGone(send(requester, request('POST', `${pathOf(id)}/delete`)));
}

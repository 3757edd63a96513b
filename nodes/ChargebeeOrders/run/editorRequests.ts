import { isExpression, type ILoadOptionsFunctions } from 'n8n-workflow';

import type { ApiVersion } from '../api/parameter';
import { Places } from '../async/places';
import type { Requester } from '../Call';
import type { ConsoleResource } from '../encode/consoleUrl';
import type { Pair } from '../encode/form';
import { ApiError } from '../errors/ApiError';
import { nodeError } from '../errors/nodeError';
import { withoutKey } from '../errors/withoutKey';
import { RunReport } from '../RunReport';
import { readPage, type Page } from '../transport/paging';
import { CREDENTIAL_TYPE } from '../transport/transmit';
import { isRecord } from '../values';

import { siteOf, transportOptions } from './requestOptions';

/** The longest wait for the rate limit while a list is opened in the editor, in minutes. */
const PATIENCE_MINUTES = 0.5;

/**
 * The node's proxy, SSL and timeout. An expression that the editor could not evaluate comes as its text: no item is at
 * hand there, and the list does without what it would give.
 */
function requestOptionsOf(functions: ILoadOptionsFunctions): Record<string, unknown> {
	const options = functions.getCurrentNodeParameter('requestOptions');
	if (!isRecord(options)) return {};
	return Object.fromEntries(Object.entries(options).filter(([, value]) => !isExpression(value)));
}

/** The error of a key that may not read. With what is typed it may still do the work of the node. */
function forbidden(reason: unknown, things: string, instead: string): unknown {
	if (!(reason instanceof ApiError) || reason.details.status !== 403) return reason;
	return new ApiError(`The API key may not list ${things}: choose ${instead} instead, or use a key that may`, {
		...reason.details,
		hint: `Chargebee says: "${reason.message}".`,
	});
}

/**
 * Reads from Chargebee what the open editor offers; the requests pass through the same gate as all others.
 * @param things what is listed, for the error of a key that may not
 * @param instead the mode of the input that needs no list
 * @throws NodeApiError or NodeOperationError, never with the API key in it
 */
export async function readForEditor<Result>(
	functions: ILoadOptionsFunctions,
	{ things, instead }: { things: string; instead: string },
	read: (requester: Requester) => Promise<Result>,
): Promise<Result> {
	const reading = async (): Promise<Result> => {
		const requester = {
			functions,
			site: siteOf(await functions.getCredentials(CREDENTIAL_TYPE)),
			transport: transportOptions({ maxRateLimitWait: PATIENCE_MINUTES }, requestOptionsOf(functions), true),
			report: new RunReport(),
			places: new Places(),
		};
		return await read(requester).catch((reason: unknown) => {
			throw withoutKey(forbidden(reason, things, instead), requester.site.credential.apiKey);
		});
	};
	return await reading().catch((reason: unknown) => {
		throw nodeError(reason, { node: functions.getNode(), itemIndex: 0, asTool: false });
	});
}

/** The version of the API that the node is set to. */
export function versionInEditor(functions: ILoadOptionsFunctions): ApiVersion {
	return functions.getCurrentNodeParameter('apiVersion') === 'v1' ? 'v1' : 'v2';
}

/** By which time each is sorted. */
const times: Readonly<Record<ConsoleResource, string>> = { order: 'created_at', invoice: 'date' };

/** A page of orders or invoices, the newest first; version 1 can neither sort nor filter. */
export async function readNewest(
	requester: Requester,
	resource: ConsoleResource,
	{
		version,
		size,
		offset,
		filters = [],
	}: { version: ApiVersion; size: number; offset?: string | undefined; filters?: Pair[] },
): Promise<Page> {
	const pairs: Pair[] = version === 'v1' ? [] : [...filters, ['sort_by[desc]', times[resource]]];
	const page: Pair[] = [['limit', String(size)], ...(offset === undefined ? [] : [['offset', offset] as const])];
	const request = { method: 'GET' as const, version, path: `/${resource}s`, headers: {}, pairs };
	return await readPage(requester, request, resource, page);
}

import { DateTime } from 'luxon';
import {
	isExpression,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import type { ApiVersion } from '../api/parameter';
import { Places } from '../async/places';
import type { Requester } from '../Call';
import type { ConsoleResource } from '../encode/consoleUrl';
import type { Pair } from '../encode/form';
import { ApiError } from '../errors/ApiError';
import { nodeError } from '../errors/nodeError';
import { withoutKey } from '../errors/withoutKey';
import { RunReport } from '../RunReport';
import { PAGE_SIZE, readPage, type Page, type Resource } from '../transport/paging';
import { CREDENTIAL_TYPE } from '../transport/transmit';
import { isRecord } from '../values';

import { transportOptions, siteOf } from './requestOptions';

/** The longest wait for the rate limit while a list is opened in the editor, in minutes. */
const PATIENCE_MINUTES = 0.5;
/** Entries that the editor gets at once. */
const SHOWN = 50;
/** Pages that are looked through for an ID where Chargebee cannot search, before the person is asked to scroll. */
const MOST_PAGES = 10;

/** By which time each is sorted, the newest first, and which date is shown. */
const times: Readonly<Record<ConsoleResource, { readonly sort: string; readonly shown: readonly string[] }>> = {
	order: { sort: 'created_at', shown: ['order_date', 'created_at'] },
	invoice: { sort: 'date', shown: ['date'] },
};

/** "order_1042 · shipped · cust_77 · 2026-11-22"; orders of version 1 name no customer, but their invoice. */
function label(entry: Resource, resource: ConsoleResource, timezone: string): string {
	const seconds = times[resource].shown.map((name) => entry[name]).find((time) => typeof time === 'number');
	const date = typeof seconds === 'number' ? DateTime.fromSeconds(seconds, { zone: timezone }).toISODate() : undefined;
	const whose = entry.customer_id ?? (resource === 'order' ? entry.invoice_id : undefined);
	return [entry.id, entry.status, whose, date].filter((fact) => typeof fact === 'string').join(' · ');
}

interface Search {
	readonly functions: ILoadOptionsFunctions;
	readonly requester: Requester;
	readonly resource: ConsoleResource;
	/** The beginning of the ID; empty for all. */
	readonly filter: string;
	readonly offset: string | undefined;
}

async function readEntries(
	{ requester, resource }: Search,
	version: ApiVersion,
	size: number,
	offset: string | undefined,
	pairs: readonly Pair[] = [],
): Promise<Page> {
	const page: Pair[] = [['limit', String(size)], ...(offset === undefined ? [] : [['offset', offset] as const])];
	return await readPage(
		requester,
		{ method: 'GET', version, path: `/${resource}s`, headers: {}, pairs },
		resource,
		page,
	);
}

async function currentVersion(search: Search): Promise<Page> {
	const { filter, resource, offset } = search;
	const sort: Pair = ['sort_by[desc]', times[resource].sort];
	return await readEntries(search, 'v2', SHOWN, offset, filter === '' ? [sort] : [['id[starts_with]', filter], sort]);
}

/** Version 1 can neither search nor sort: its pages are looked through here, from where the last search ended. */
async function firstVersion(search: Search): Promise<Page> {
	if (search.filter === '') return await readEntries(search, 'v1', SHOWN, search.offset);
	const found: Resource[] = [];
	let offset = search.offset;
	for (let pages = 0; pages < MOST_PAGES && found.length < SHOWN; pages += 1) {
		const page = await readEntries(search, 'v1', PAGE_SIZE, offset);
		found.push(...page.entries.filter(({ id }) => String(id).startsWith(search.filter)));
		offset = page.nextOffset;
		if (offset === undefined) break;
	}
	return { entries: found, nextOffset: offset };
}

/**
 * The node's proxy, SSL and timeout. An expression that the editor could not evaluate comes as its text: no item is at
 * hand there, and the list does without what it would give.
 */
function requestOptionsOf(functions: ILoadOptionsFunctions): Record<string, unknown> {
	const options = functions.getCurrentNodeParameter('requestOptions');
	if (!isRecord(options)) return {};
	return Object.fromEntries(Object.entries(options).filter(([, value]) => !isExpression(value)));
}

/** One page of a list for a resource locator; it passes through the same gate as all requests. */
async function search(
	functions: ILoadOptionsFunctions,
	resource: ConsoleResource,
	filter = '',
	offset?: string,
): Promise<INodeListSearchResult> {
	const requester = {
		functions,
		site: siteOf(await functions.getCredentials(CREDENTIAL_TYPE)),
		transport: transportOptions({ maxRateLimitWait: PATIENCE_MINUTES }, requestOptionsOf(functions), true),
		report: new RunReport(),
		places: new Places(),
	};
	const one: Search = { functions, requester, resource, filter: filter.trim(), offset };
	const reading = functions.getCurrentNodeParameter('apiVersion') === 'v1' ? firstVersion(one) : currentVersion(one);
	const page = await reading.catch((reason: unknown) => {
		throw withoutKey(forbidden(reason, resource), requester.site.credential.apiKey);
	});
	const timezone = functions.getTimezone();
	return {
		results: page.entries.map((entry): INodeListSearchItems => {
			return { name: label(entry, resource, timezone), value: String(entry.id) };
		}),
		...(page.nextOffset === undefined ? {} : { paginationToken: page.nextOffset }),
	};
}

/** The error of a key that may not list. With a typed ID it may still read and change orders. */
function forbidden(reason: unknown, resource: ConsoleResource): unknown {
	if (!(reason instanceof ApiError) || reason.details.status !== 403) return reason;
	return new ApiError(`The API key may not list ${resource}s: choose By ID instead, or use a key that may`, {
		...reason.details,
		hint: `Chargebee says: "${reason.message}".`,
	});
}

async function searchOrFail(
	functions: ILoadOptionsFunctions,
	resource: ConsoleResource,
	filter?: string,
	offset?: string,
): Promise<INodeListSearchResult> {
	return await search(functions, resource, filter, offset).catch((reason: unknown) => {
		throw nodeError(reason, { node: functions.getNode(), itemIndex: 0, asTool: false });
	});
}

/** The lists behind "From List" of the order and invoice locators. */
export const listSearch = {
	async searchOrders(
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		return await searchOrFail(this, 'order', filter, paginationToken);
	},
	async searchInvoices(
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		return await searchOrFail(this, 'invoice', filter, paginationToken);
	},
};

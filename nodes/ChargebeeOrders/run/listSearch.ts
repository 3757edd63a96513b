import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { nodeError } from '../errors/nodeError';
import { withoutKey } from '../errors/withoutKey';
import { readPage } from '../transport/paging';
import { RunReport } from '../transport/RunReport';
import { CREDENTIAL_TYPE } from '../transport/send';

import { transportOptions } from './requestOptions';
import { siteOf } from './site';

/** A person waits at the list: no longer than this for the rate limit, in minutes. */
const PATIENCE_MINUTES = 0.5;

function label(entry: Readonly<Record<string, unknown>>): string {
	const facts = [entry.status, entry.customer_id].filter((fact): fact is string => typeof fact === 'string');
	return [String(entry.id), ...facts].join(' · ');
}

/** One page of a list for a resource locator, by the beginning of the ID; it passes through the same gate as all requests. */
async function search(
	functions: ILoadOptionsFunctions,
	resource: 'order' | 'invoice',
	filter: string | undefined,
	offset: string | undefined,
): Promise<INodeListSearchResult> {
	const requester = {
		functions,
		site: siteOf(await functions.getCredentials(CREDENTIAL_TYPE)),
		transport: transportOptions({ maxRateLimitWait: PATIENCE_MINUTES }, {}),
		report: new RunReport(),
	};
	const request = {
		method: 'GET' as const,
		version: 'v2' as const,
		path: `/${resource}s`,
		headers: {},
		pairs: filter === undefined || filter === '' ? [] : ([['id[starts_with]', filter]] as const),
	};
	const page = await readPage(requester, request, resource, [
		['limit', '50'],
		...(offset === undefined ? [] : ([['offset', offset]] as const)),
	]).catch((reason: unknown) => {
		throw withoutKey(reason, requester.site.credential.apiKey);
	});
	return {
		results: page.entries.map((entry) => ({ name: label(entry), value: String(entry.id) })),
		...(page.nextOffset === undefined ? {} : { paginationToken: page.nextOffset }),
	};
}

async function searchOrFail(
	functions: ILoadOptionsFunctions,
	resource: 'order' | 'invoice',
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

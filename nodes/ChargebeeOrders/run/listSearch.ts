import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { ConsoleResource } from '../encode/consoleUrl';

import { businessEntities, customFields, lineItems, searchNames } from './nameSearch';
import { searchResources } from './orderSearch';

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

function searchOf(resource: ConsoleResource): Search {
	return async function (filter, paginationToken) {
		return await searchResources(this, resource, filter, paginationToken);
	};
}

function searchIn(listed: typeof lineItems): Search {
	return async function (filter) {
		return await searchNames(this, listed, filter);
	};
}

/** The lists behind From List of the locators, by the names that these call them by. */
export const listSearch = {
	searchOrders: searchOf('order'),
	searchInvoices: searchOf('invoice'),
	searchBusinessEntities: searchIn(businessEntities),
	searchCustomFields: searchIn(customFields),
	searchLineItems: searchIn(lineItems),
};

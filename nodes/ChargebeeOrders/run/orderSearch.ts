import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import type { Requester } from '../Call';
import type { ConsoleResource } from '../encode/consoleUrl';
import { PAGE_SIZE, type Page, type Resource } from '../transport/paging';

import { readForEditor, readNewest, versionInEditor } from './editorRequests';

/** Entries that the editor gets at once where nothing is searched. */
const SHOWN = 50;
/** Pages that are looked through where Chargebee cannot search, before the person is asked to scroll. */
const MOST_PAGES = 10;

/** What does not change, since it stays in the workflow: "order_1042 · cust_77"; orders of version 1 name their invoice. */
function label(entry: Resource, resource: ConsoleResource): string {
	const whose = entry.customer_id ?? (resource === 'order' ? entry.invoice_id : undefined);
	return [entry.id, whose].filter((fact) => typeof fact === 'string').join(' · ');
}

interface Search {
	readonly requester: Requester;
	readonly resource: ConsoleResource;
	/** What was typed; empty for all. */
	readonly filter: string;
	readonly offset: string | undefined;
}

/** Those whose label holds the text, in any case. */
function holding(entries: readonly Resource[], { resource, filter }: Search): Resource[] {
	const text = filter.toLowerCase();
	return entries.filter((entry) => label(entry, resource).toLowerCase().includes(text));
}

/**
 * Chargebee finds by the beginning of the ID alone, so that the newest are looked through here as well. What both find
 * is on the first page of the second list, since both have the newest first.
 */
async function currentVersion(search: Search): Promise<Page> {
	const { requester, resource, filter, offset } = search;
	const version = 'v2';
	if (filter === '') return await readNewest(requester, resource, { version, size: SHOWN, offset });
	const filters: Array<[string, string]> = [['id[starts_with]', filter]];
	const byId = async (): Promise<Page> =>
		await readNewest(requester, resource, { version, size: PAGE_SIZE, filters, offset });
	if (offset !== undefined) return await byId();
	const [newest, found] = await Promise.all([readNewest(requester, resource, { version, size: PAGE_SIZE }), byId()]);
	const shown = holding(newest.entries, search);
	const known = new Set(shown.map(({ id }) => id));
	return { ...found, entries: [...shown, ...found.entries.filter(({ id }) => !known.has(id))] };
}

/** Version 1 can neither search nor sort: its pages are looked through here, from where the last search ended. */
async function firstVersion(search: Search): Promise<Page> {
	const { requester, resource, filter } = search;
	const version = 'v1';
	if (filter === '') return await readNewest(requester, resource, { version, size: SHOWN, offset: search.offset });
	const found: Resource[] = [];
	let { offset } = search;
	for (let pages = 0; pages < MOST_PAGES && found.length < SHOWN; pages += 1) {
		const page = await readNewest(requester, resource, { version, size: PAGE_SIZE, offset });
		found.push(...holding(page.entries, search));
		offset = page.nextOffset;
		if (offset === undefined) break;
	}
	return { entries: found, nextOffset: offset };
}

/** One page of the list behind the locators of orders and invoices. Each entry opens in Chargebee, where the site is known. */
export async function searchResources(
	functions: ILoadOptionsFunctions,
	resource: ConsoleResource,
	filter = '',
	offset?: string,
): Promise<INodeListSearchResult> {
	return await readForEditor(functions, { things: `${resource}s`, instead: 'By ID' }, async (requester) => {
		const search = { requester, resource, filter: filter.trim(), offset };
		const page = await (versionInEditor(functions) === 'v1' ? firstVersion(search) : currentVersion(search));
		const { custom, origin } = requester.site;
		return {
			results: page.entries.map((entry): INodeListSearchItems => {
				const id = String(entry.id);
				const url = custom ? {} : { url: `${origin}/d/${resource}s/${encodeURIComponent(id)}` };
				return { name: label(entry, resource), value: id, ...url };
			}),
			...(page.nextOffset === undefined ? {} : { paginationToken: page.nextOffset }),
		};
	});
}

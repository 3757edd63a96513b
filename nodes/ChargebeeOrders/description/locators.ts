import type { INodeProperties } from 'n8n-workflow';

import { consoleUrlPattern, type ConsoleResource } from '../encode/consoleUrl';

interface Locator {
	readonly name: string;
	readonly displayName: string;
	readonly description: string;
	readonly resource: ConsoleResource;
	readonly example: string;
}

const searches = { order: 'searchOrders', invoice: 'searchInvoices' } as const;

/** Chargebee may be asked to wait, for half a minute. Milliseconds. */
function slowLoadNotice(instead: string): { message: string; timeout: number } {
	return { message: `Chargebee may be slow or ask to wait; with ${instead} nothing is loaded`, timeout: 5_000 };
}

/** An ID to pick from a searchable list, to type, or to take from the address of its page in Chargebee. */
function locator({ name, displayName, description, resource, example }: Locator): INodeProperties {
	const regex = consoleUrlPattern(resource);
	const page = `https://acme.chargebee.com/d/${resource}s/${example}`;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				hint: 'Search finds the newest 100 by any text shown, all others by the beginning of the ID',
				placeholder: `Select an ${resource}…`,
				typeOptions: {
					searchListMethod: searches[resource],
					searchable: true,
					slowLoadNotice: slowLoadNotice('By ID'),
				},
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${example}`,
				validation: [
					{
						type: 'regex',
						properties: { regex: '(?!https?://)[^]*', errorMessage: 'This is a URL, not an ID: choose By URL for it' },
					},
				],
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				hint: `Open the ${resource} in Chargebee and copy the address of the page`,
				placeholder: `e.g. ${page}`,
				extractValue: { type: 'regex', regex },
				validation: [
					{
						type: 'regex',
						properties: { regex, errorMessage: `Not the address of an ${resource} in Chargebee, such as ${page}` },
					},
				],
			},
		],
	};
}

/** The order that an operation is about. */
export const orderLocator = locator({
	name: 'orderId',
	displayName: 'Order',
	description: 'The order: from the list, by its ID, or by the address of its page in Chargebee',
	resource: 'order',
	example: 'order_1042',
});

/** The invoice whose orders are listed. */
export const invoiceLocator = locator({
	name: 'invoiceId',
	displayName: 'Invoice',
	description: 'The invoice whose orders to list: from the list, by its ID, or by the address of its page in Chargebee',
	resource: 'invoice',
	example: 'INV-1042',
});

/** The invoice of a new order: a field of the request. */
export const invoiceField = locator({
	name: 'invoice_id',
	displayName: 'Invoice',
	description:
		'The invoice that the order belongs to: from the list, by its ID, or by the address of its page in Chargebee',
	resource: 'invoice',
	example: 'INV-1042',
});

/** What is picked from what the site has, or typed. */
interface Named extends Pick<Locator, 'name' | 'displayName'> {
	readonly description?: string;
	/** The method that lists it, and what it lists. */
	readonly search: keyof typeof listed;
	/** What is typed instead. */
	readonly typed: 'ID' | 'Name';
	readonly placeholder: string;
}

/** What each list holds, by the method that gives it. */
const listed = {
	searchBusinessEntities: 'Those of the newest 100 orders',
	searchCustomFields: 'Those of the newest 100 orders',
	searchLineItems: 'Those of the chosen order',
} as const;

/** A name or an ID to pick from a list, or to type. */
export function namedLocator({ search, typed, placeholder, ...base }: Named): INodeProperties {
	return {
		...base,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				hint: listed[search],
				typeOptions: {
					searchListMethod: search,
					searchable: true,
					slowLoadNotice: slowLoadNotice(`By ${typed}`),
				},
			},
			{ displayName: `By ${typed}`, name: typed.toLowerCase(), type: 'string', placeholder },
		],
	};
}

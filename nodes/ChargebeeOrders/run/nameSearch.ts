import {
	isExpression,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { isCustomField } from '../encode/fields';
import { InputError } from '../errors/InputError';
import type { Requester } from '../Call';
import { locatedValue } from '../read/located';
import { orderSegment } from '../resources/order/orderInputs';
import { PAGE_SIZE, type Resource } from '../transport/paging';
import { send } from '../transport/send';
import { isBlank, isRecord } from '../values';

import { readForEditor, readNewest, versionInEditor } from './editorRequests';

/** What may be picked: the text that is shown holds nothing that changes, since it stays in the workflow. */
interface Listed {
	readonly things: string;
	/** The mode of the input that needs no list. */
	readonly instead: string;
	read(requester: Requester, functions: ILoadOptionsFunctions): Promise<INodeListSearchItems[]>;
}

/** The list, or what of it holds the text, in any case. */
export async function searchNames(
	functions: ILoadOptionsFunctions,
	listed: Listed,
	filter = '',
): Promise<INodeListSearchResult> {
	const found = await readForEditor(functions, listed, async (requester) => await listed.read(requester, functions));
	const text = filter.trim().toLowerCase();
	return { results: found.filter(({ name }) => name.toLowerCase().includes(text)) };
}

/** What the newest orders have, each once and sorted: Chargebee lists neither custom fields nor business entities. */
async function ofNewestOrders(
	requester: Requester,
	functions: ILoadOptionsFunctions,
	namesIn: (order: Resource) => string[],
): Promise<INodeListSearchItems[]> {
	const page = await readNewest(requester, 'order', { version: versionInEditor(functions), size: PAGE_SIZE });
	return [...new Set(page.entries.flatMap(namesIn))].sort().map((name) => ({ name, value: name }));
}

export const customFields: Listed = {
	things: 'orders',
	instead: 'By Name',
	async read(requester, functions) {
		return await ofNewestOrders(requester, functions, (order) => Object.keys(order).filter(isCustomField));
	},
};

export const businessEntities: Listed = {
	things: 'orders',
	instead: 'By ID',
	async read(requester, functions) {
		return await ofNewestOrders(requester, functions, ({ business_entity_id: id }) =>
			typeof id === 'string' ? [id] : [],
		);
	},
};

/** @throws InputError where no order is chosen, or one that is known to a run alone */
function chosenOrder(functions: ILoadOptionsFunctions, origin: string): string {
	const located = functions.getCurrentNodeParameter('orderId');
	const value = locatedValue(located);
	if (isBlank(value) || isExpression(value)) {
		throw new InputError(
			'Order',
			isBlank(value) ? 'No order is chosen yet' : 'The order comes from an expression that has no value here',
			'Choose an order above to list its line items, or choose By ID.',
		);
	}
	return orderSegment(located, origin);
}

export const lineItems: Listed = {
	things: 'line items',
	instead: 'By ID',
	async read(requester, functions) {
		const path = `/orders/${chosenOrder(functions, requester.site.origin)}`;
		const { order } = await send(requester, { method: 'GET', version: 'v2', path, headers: {}, pairs: [] });
		const lines: unknown = isRecord(order) ? order.order_line_items : undefined;
		return (Array.isArray(lines) ? lines : []).filter(isRecord).map(({ id, description, entity_id }) => ({
			name: [id, description ?? entity_id].filter((fact) => typeof fact === 'string').join(' · '),
			value: String(id),
		}));
	},
};

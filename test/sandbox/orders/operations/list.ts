import { sortFields } from '../../../../nodes/ChargebeeOrders/api/enumerations';
import { orderListFilters } from '../../../../nodes/ChargebeeOrders/api/filters';
import type { ScalarParameter } from '../../../../nodes/ChargebeeOrders/api/parameter';
import { readFilters } from '../../requests/filters';
import { listBody, readPage, readPageRequest } from '../../requests/listPage';
import { SortedIndex } from '../../requests/sortedIndex';
import type { ApiCall, Handler } from '../../site';
import { findInvoice } from '../findOrder';
import type { Order } from '../order';
import { orderBody } from '../orderBody';

const flags: readonly ScalarParameter[] = [
	{ name: 'include_deleted', kind: 'boolean', description: 'Whether deleted orders are among the results' },
	{ name: 'exclude_deleted_credit_notes', kind: 'boolean', description: 'Whether deleted credit notes are left out' },
];

/** `GET /api/{v1,v2}/orders`; version 1 has neither filters nor sorting. */
export const listOrders: Handler = (site, call) => {
	const isV2 = call.version === 'v2';
	const filters = readFilters(call.pairs, isV2 ? orderListFilters : [], call.entry);
	const request = readPageRequest(filters.rest, isV2 ? sortFields : [], isV2 ? flags : [], call.entry);
	const withDeleted = request.flags.include_deleted === true;
	const { byCreation, byUpdate } = site.listed.table;
	const { field, descending } = request.sortBy ?? { field: 'created_at', descending: false };
	const source = {
		index: field === 'updated_at' ? byUpdate : byCreation,
		descending,
		accepts: (order: Order) =>
			(withDeleted || !order.attributes.deleted) && isOfEntity(call, order) && filters.matches(order.attributes),
		name: ['orders', call.version, field, descending, withDeleted, call.businessEntity, filters.fingerprint].join(' '),
	};
	const { rows, nextOffset } = readPage(source, request, site.offsets, call.entry);
	return listBody(
		rows.map((order) => orderBody(order, call.version)),
		nextOffset,
	);
};

/** `GET /api/{v1,v2}/invoices/{id}/orders`: the latest order first. */
export const listOrdersForInvoice: Handler = (site, call) => {
	const request = readPageRequest(call.pairs, [], [], call.entry);
	const invoice = findInvoice(site, call, call.id);
	const index = new SortedIndex<Order>((order) => order.attributes.created_at);
	for (const order of site.listed.table.ofInvoice(invoice.attributes.id)) index.add(order);
	const accepts = (order: Order): boolean => !order.attributes.deleted && isOfEntity(call, order);
	const source = {
		index,
		descending: true,
		accepts,
		name: ['orders of', call.version, invoice.attributes.id].join(' '),
	};
	const { rows, nextOffset } = readPage(source, request, site.offsets, call.entry);
	return listBody(
		rows.map((order) => orderBody(order, call.version)),
		nextOffset,
	);
};

function isOfEntity(call: ApiCall, order: Order): boolean {
	return call.businessEntity === undefined || call.businessEntity === order.attributes.business_entity_id;
}

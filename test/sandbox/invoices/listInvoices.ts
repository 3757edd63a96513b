import type { Filter } from '../../../nodes/ChargebeeOrders/api/filters';
import { priceTypes } from '../../../nodes/ChargebeeOrders/api/enumerations';
import { readFilters } from '../requests/filters';
import { listBody, readPage, readPageRequest } from '../requests/listPage';
import type { Handler } from '../site';
import type { Invoice } from './invoiceTable';

const text = ['is', 'is_not', 'starts_with', 'in', 'not_in'] as const;

export const invoiceStatuses = ['paid', 'posted', 'payment_due', 'not_paid', 'voided', 'pending'] as const;

/** The filters of `GET /api/v2/invoices` that a picker has use for. */
const invoiceFilters: readonly Filter[] = [
	{ path: ['id'], kind: 'string', operators: text },
	{ path: ['customer_id'], kind: 'string', operators: text },
	{ path: ['status'], kind: 'enum', operators: ['is', 'is_not', 'in', 'not_in'], values: invoiceStatuses },
	{ path: ['price_type'], kind: 'enum', operators: ['is', 'is_not', 'in', 'not_in'], values: priceTypes },
	{ path: ['date'], kind: 'timestamp', operators: ['after', 'before', 'on', 'between'] },
];

/** `GET /api/{v1,v2}/invoices`; as with orders, version 1 has no filters. */
export const listInvoices: Handler = (site, call) => {
	const filters = readFilters(call.pairs, call.version === 'v2' ? invoiceFilters : [], call.entry);
	const request = readPageRequest(filters.rest, call.version === 'v2' ? ['date'] : [], [], call.entry);
	const descending = request.sortBy?.descending ?? false;
	const source = {
		index: site.invoices.byDate,
		descending,
		accepts: ({ attributes }: Invoice) =>
			(call.businessEntity === undefined || attributes.business_entity_id === call.businessEntity) &&
			filters.matches(attributes),
		name: ['invoices', call.version, descending, call.businessEntity, filters.fingerprint].join(' '),
	};
	const { rows, nextOffset } = readPage(source, request, site.offsets, call.entry);
	return listBody(
		rows.map(({ attributes }) => ({ invoice: { ...attributes, object: 'invoice' } })),
		nextOffset,
	);
};

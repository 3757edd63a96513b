import { orderExportFilters } from '../../../nodes/ChargebeeOrders/api/filters';
import { configurationIncompatible, wrongValue } from '../requests/apiError';
import { readFilters } from '../requests/filters';
import type { ApiCall, Handler, Site } from '../site';
import { exportBody } from './exportBody';
import type { OtherExport } from './exportTypes';
import { orderFiles } from './orderFiles';

/** `POST /api/v2/exports/orders`: the orders that all filters hold for, in the order of their making; deleted ones are left out. */
export const startOrderExport: Handler = (site, call) => {
	const filters = readFilters(call.pairs, orderExportFilters, call.entry);
	call.entry.unknown.push(...filters.rest.map(([name]) => name));
	const { businessEntity } = call;
	const job = site.exports.start({
		operationType: 'Orders',
		businessEntity,
		contentKey: ['orders', site.listed.revision, businessEntity, filters.fingerprint].join(' '),
		files: () =>
			orderFiles(
				[...site.listed.table.all()].filter(
					({ attributes }) =>
						!attributes.deleted &&
						(businessEntity === undefined || attributes.business_entity_id === businessEntity) &&
						filters.matches({ total: attributes.total, order: attributes }),
				),
			),
	});
	call.entry.effect = `export ${job.id}`;
	return exportBody(site, job);
};

/** `POST /api/v2/exports/{type}` for a type other than orders. */
export function startOtherExport(type: OtherExport): Handler {
	return (site: Site, call: ApiCall) => {
		if (type.catalog === 'v1')
			throw configurationIncompatible('This API operation is not enabled for this site.', 'pc2_to_pc1_error');
		for (const name of type.requires ?? []) {
			if (!call.pairs.some(([sent, value]) => sent === name && value !== '')) throw wrongValue(name, 'cannot be blank');
		}
		call.entry.unknown.push(
			...call.pairs.map(([name]) => name).filter((name) => type.requires?.includes(name) !== true),
		);
		const job = site.exports.start({
			operationType: type.operationType,
			businessEntity: call.businessEntity,
			contentKey: type.operationType,
			files: () => [{ name: `${type.operationType}.csv`, pieces: ['Id,Status\r\n'] }],
		});
		call.entry.effect = `export ${job.id}`;
		return exportBody(site, job);
	};
}

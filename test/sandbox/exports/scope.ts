import type { ExportType } from '../../../nodes/ChargebeeOrders/api/exports/ExportType';
import { wrongValue } from '../requests/apiError';
import type { FilteredRecord } from '../requests/filters';
import type { ApiCall } from '../site';

export interface Scope {
	/** Whether a record is of the business entity that the header names. */
	includes(record: FilteredRecord): boolean;
	/** The record as filters see it: what belongs to the site as a whole belongs to the entity that is asked for. */
	widened(record: FilteredRecord): FilteredRecord;
}

const ENTITY_FILTER = 'business_entity_id[is]';
const SITE_LEVEL = 'include_site_level_resources';

/**
 * Reads which business entity an export is of: that of the header, or of the filter, which must not name two. The
 * exports of a catalog hand out what belongs to the site as a whole, too, unless `include_site_level_resources` is
 * false (documented for the lists of the same resources; taken over for their exports).
 */
export function readScope(type: ExportType, { pairs, businessEntity }: ApiCall): Scope {
	const named = pairs.find(([name]) => name === ENTITY_FILTER)?.[1];
	if (named !== undefined && businessEntity !== undefined && named !== businessEntity)
		throw wrongValue(ENTITY_FILTER, 'should be the business entity of the request header');
	const asked = businessEntity ?? named;
	if (!type.filters.some(({ path }) => path[0] === SITE_LEVEL)) {
		const includes = (record: FilteredRecord): boolean =>
			businessEntity === undefined || record.business_entity_id === businessEntity;
		return { includes, widened: (record) => record };
	}
	return {
		includes: ({ business_entity_id: owner }) =>
			businessEntity === undefined || owner === undefined || owner === businessEntity,
		widened: (record) =>
			record.business_entity_id === undefined
				? { ...record, business_entity_id: asked, [SITE_LEVEL]: true }
				: // Both values find what belongs to an entity.
					{ ...record, [SITE_LEVEL]: [true, false] },
	};
}

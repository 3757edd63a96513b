import type { ExportType } from '../../../nodes/ChargebeeOrders/api/exports/ExportType';
import { configurationIncompatible, wrongValue } from '../requests/apiError';
import { readFilters } from '../requests/filters';
import { readForm } from '../requests/parameters';
import type { Handler } from '../site';
import { exportBody } from './exportBody';
import { contentOf } from './exportFiles';
import { readMonths } from './revenueSchedule';
import { readScope } from './scope';

/** `POST /api/v2/exports/{type}`: everything that all filters hold for. */
export function startExport(type: ExportType): Handler {
	const isReport = type.parameters.some(({ name }) => name === 'report_from_month');
	return (site, call) => {
		requireCatalog(type, site.settings.productCatalog);
		const content = contentOf(type);
		const filters = readFilters(call.pairs, type.filters, call.entry);
		const { fields } = readForm(filters.rest, { parameters: type.parameters }, call.entry);
		for (const [name, value] of Object.entries(fields)) if (value === null) throw wrongValue(name, 'cannot be blank');
		if (isReport) readMonths(fields);
		const scope = readScope(type, call);
		const { businessEntity } = call;
		const asked = JSON.stringify([type.value, fields, businessEntity, filters.fingerprint]);
		const job = site.exports.start({
			operationType: content.operationType,
			businessEntity,
			contentKey: `${site.shop.revision} ${asked}`,
			files: () =>
				content.files(site, {
					values: fields,
					accepts: (record) => scope.includes(record) && filters.matches(scope.widened(record)),
				}),
		});
		call.entry.effect = `export ${job.id}`;
		return exportBody(site, job);
	};
}

function requireCatalog({ catalog }: ExportType, ofSite: string): void {
	if (catalog === 'both' || catalog === ofSite) return;
	const code = catalog === '1.0' ? 'pc2_to_pc1_error' : 'pc1_to_pc2_error';
	throw configurationIncompatible('This API operation is not enabled for this site.', code);
}

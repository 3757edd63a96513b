import type { ExportType } from '../../../nodes/ChargebeeOrders/api/exports/ExportType';
import type { FilteredRecord } from '../requests/filters';
import type { Values } from '../requests/parameters';
import type { Site } from '../site';
import type { ArchiveFile } from './archive';
import { csvFile } from './csvFile';
import { orderFiles } from './orderFiles';
import { exportRecords } from './records';
import { revenueFile, revenueRecords } from './revenueReport';
import type { RevenueReport } from './revenueSchedule';
import { layoutOf } from './tableLayout';
import { exportTables } from './tables';

/** What an export was asked for. */
export interface AskedExport {
	/** Its parameters that are no filters, checked. */
	values: Values;
	accepts(record: FilteredRecord): boolean;
}

interface ExportContent {
	/** What the answer calls the export. */
	operationType: string;
	/** Its files with everything that it was asked for. */
	files(site: Site, asked: AskedExport): ArchiveFile[];
}

const orders: ExportContent = {
	operationType: 'Orders',
	files: (site, { accepts }) =>
		orderFiles(
			[...site.listed.table.all()].filter(({ attributes }) => {
				const { total, business_entity_id } = attributes;
				return !attributes.deleted && accepts({ total, business_entity_id, order: attributes });
			}),
		),
};

const report = (type: RevenueReport, operationType: string): ExportContent => ({
	operationType,
	files: ({ shop, settings }, { values, accepts }) => {
		const records = revenueRecords(shop.shop, settings.productCatalog).filter(accepts);
		return [revenueFile(type, `${operationType}.csv`, records, values)];
	},
});

const tables: Array<[string, ExportContent]> = Object.entries(exportTables).map(([type, described]) => [
	type,
	{
		operationType: described.operationType,
		files: ({ shop, settings }, { values, accepts }) => {
			const all = exportRecords[type]?.(shop.shop, settings.productCatalog) ?? [];
			const accepted = all.filter(({ record }) => accepts(record));
			const importable = values.export_type === 'import_friendly_data' ? described.importable : undefined;
			if (importable !== undefined) return [csvFile(layoutOf(importable), accepted, ({ record }) => [record])];
			const main = csvFile(layoutOf(described.main), accepted, ({ record }) => [record]);
			if (described.parts === undefined) return [main];
			return [main, csvFile(layoutOf(described.parts), accepted, ({ parts = [] }) => parts)];
		},
	},
]);

const contents = new Map<string, ExportContent>([
	['orders', orders],
	['revenue_recognition', report('revenue_recognition', 'Revenue Recognition Report')],
	['deferred_revenue', report('deferred_revenue', 'Deferred Revenue Report')],
	...tables,
]);

/** What the sandbox has for an export; one that it has nothing for is an error of the sandbox. */
export function contentOf({ value }: ExportType): ExportContent {
	const content = contents.get(value);
	if (content === undefined) throw new Error(`the sandbox has no data for the export ${value}`);
	return content;
}

import type { ExportType } from '../../nodes/ChargebeeOrders/api/exports/ExportType';
import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import type { Filter, Operator } from '../../nodes/ChargebeeOrders/api/filters';
import { filterName } from '../../nodes/ChargebeeOrders/api/filters';
import { ExportClient, rowsIn } from './exportClient';
import { exportRecords } from './exports/records';
import { revenueRecords } from './exports/revenueReport';
import { exportTables } from './exports/tables';
import type { Sandbox } from './index';
import { businessEntities, startSandbox } from './index';
import { RawClient } from './rawClient';
import type { FilteredRecord } from './requests/filters';
import type { ProductCatalog } from './siteSettings';

/*
 * For every operator of every filter of every export: what comes over the wire is what a plain reading of the filter
 * leaves of the data, and each filter finds something and leaves something out.
 */

type Value = string | number | boolean;

const reportForm = {
	report_by: 'invoice',
	report_from_month: '10',
	report_from_year: '2024',
	report_to_month: '12',
	report_to_year: '2025',
};

const sandboxes: Partial<Record<ProductCatalog, Sandbox>> = {};
beforeAll(async () => {
	for (const productCatalog of ['1.0', '2.0'] as const)
		sandboxes[productCatalog] = await startSandbox({ orders: 120, exportMs: 0, productCatalog });
});
afterAll(async () => {
	await Promise.all(Object.values(sandboxes).map((sandbox) => sandbox.close()));
});

function sandboxOf(catalog: ProductCatalog): Sandbox {
	const sandbox = sandboxes[catalog];
	if (sandbox === undefined) throw new Error('the sandbox did not start');
	return sandbox;
}

/** Everything that an export has, with the id that its rows begin with. */
function dataOf(type: ExportType, catalog: ProductCatalog): Array<{ id: Value; record: FilteredRecord }> {
	const { shop, orders } = sandboxOf(catalog).store;
	if (type.value === 'orders')
		return [...orders.all()].map(({ attributes }) => ({
			id: attributes.id,
			record: { total: attributes.total, order: attributes },
		}));
	const table = exportTables[type.value];
	const records =
		exportRecords[type.value]?.(shop, catalog).map(({ record }) => record) ??
		revenueRecords(shop, catalog).filter(
			// What is earned at once is never deferred.
			({ line }) => type.value !== 'deferred_revenue' || line.date_to > line.date_from,
		);
	return records.map((record) => {
		const [id = ''] = valuesAt(record, [table?.main.resource ?? 'invoice', 'id']);
		return { id, record };
	});
}

/** The values at the path of a filter: none, one, or those of several parts. */
function valuesAt(record: FilteredRecord, [first = '', second]: readonly string[]): Value[] {
	const outer = record[first] as unknown;
	const value = second === undefined ? outer : (outer as Record<string, unknown> | undefined)?.[second];
	return (value === undefined ? [] : Array.isArray(value) ? value : [value]) as Value[];
}

interface Case {
	operator: Operator;
	sent: string;
	/** Whether a record with these values at the filter's path is found. */
	holds(found: Value[]): boolean;
}

/** What is sent for each operator, drawn from the values that there are, and what it must find. */
function cases(filter: Filter, values: readonly Value[]): Case[] {
	const sorted = [...new Set(values)].sort((one, other) => (one < other ? -1 : 1));
	const low = sorted[Math.floor(sorted.length / 3)] ?? '';
	const high = sorted[Math.floor((sorted.length * 2) / 3)] ?? low;
	const begin = String(low).slice(0, -1);
	const day = (value: Value): string => new Date(Number(value) * 1000).toISOString().slice(0, 10);
	const some =
		(holds: (value: Value) => boolean) =>
		(found: Value[]): boolean =>
			found.some(holds);
	const all =
		(holds: (value: Value) => boolean) =>
		(found: Value[]): boolean =>
			found.length > 0 && found.every(holds);
	const list = JSON.stringify([String(low), String(high)]);
	const known: Record<Operator, Array<[string, (found: Value[]) => boolean]>> = {
		is: [...(filter.kind === 'boolean' ? [true, false] : [low])].map((sent) => [
			String(sent),
			some((value) => value === sent),
		]),
		is_not: [[String(low), all((value) => value !== low)]],
		starts_with: [[begin === '' ? String(low) : begin, some((value) => String(value).startsWith(begin))]],
		in: [[list, some((value) => value === low || value === high)]],
		not_in: [[list, all((value) => value !== low && value !== high)]],
		is_present: [
			['true', (found) => found.length > 0],
			['false', (found) => found.length === 0],
		],
		lt: [[String(high), some((value) => value < high)]],
		lte: [[String(low), some((value) => value <= low)]],
		gt: [[String(low), some((value) => value > low)]],
		gte: [[String(high), some((value) => value >= high)]],
		after: [[String(low), some((value) => value > low)]],
		before: [[String(high), some((value) => value < high)]],
		on: [[String(low), some((value) => day(value) === day(low))]],
		between: [[`[${String(low)},${String(high)}]`, some((value) => value >= low && value <= high)]],
	};
	return filter.operators.flatMap((operator) =>
		known[operator].map(([sent, holds]): Case => ({ operator, sent, holds })),
	);
}

const isSiteLevel = (type: ExportType): boolean =>
	type.filters.some((filter) => filterName(filter) === 'include_site_level_resources');

/** The two filters that say whose resources are handed out are no plain comparison. */
function casesOfEntity(filter: Filter, type: ExportType): Case[] | undefined {
	const [entity] = businessEntities;
	if (filterName(filter) === 'include_site_level_resources')
		return [
			{ operator: 'is', sent: 'true', holds: () => true },
			{ operator: 'is', sent: 'false', holds: (owners) => owners.length > 0 },
		];
	if (filterName(filter) !== 'business_entity_id' || !isSiteLevel(type)) return undefined;
	return [
		{ operator: 'is', sent: entity, holds: (owners) => owners.length === 0 || owners[0] === entity },
		{ operator: 'is_present', sent: 'true', holds: (owners) => owners.length > 0 },
		{ operator: 'is_present', sent: 'false', holds: (owners) => owners.length === 0 },
	];
}

async function idsOf(type: ExportType, catalog: ProductCatalog, form: Record<string, string>): Promise<string[]> {
	const exported = new ExportClient(new RawClient(sandboxOf(catalog)));
	const required = type.parameters.some((parameter) => parameter.required === true) ? reportForm : {};
	const [main] = Object.values(await exported.files(type.value, { ...required, ...form }));
	return rowsIn(main).map((row) => Object.values(row)[0] ?? '');
}

describe.each(exportTypes.map((type) => [type.value, type] as const))('%s', (_name, type) => {
	it.each(type.filters.map((filter) => [filterName(filter), filter] as const))('%s', async (_filterName, filter) => {
		const catalogs = (['2.0', '1.0'] as const).filter((one) => type.catalog === 'both' || type.catalog === one);
		const path = filterName(filter) === 'include_site_level_resources' ? ['business_entity_id'] : filter.path;
		const catalog =
			catalogs.find((one) => dataOf(type, one).some(({ record }) => valuesAt(record, path).length > 0)) ?? '2.0';
		const data = dataOf(type, catalog);
		const values = data.flatMap(({ record }) => valuesAt(record, path));
		if (filter.kind === 'enum') expect(filter.values).toEqual(expect.arrayContaining([...new Set(values)]));
		const everything = new Set(data.map(({ id }) => id));
		let selective = 0;
		for (const { operator, sent, holds } of casesOfEntity(filter, type) ?? cases(filter, values)) {
			const expected = new Set(data.filter(({ record }) => holds(valuesAt(record, path))).map(({ id }) => id));
			const [head = '', ...inner] = filter.path;
			const name = `${head}${inner.map((part) => `[${part}]`).join('')}[${operator}]`;
			expect([name, sent, await idsOf(type, catalog, { [name]: sent })]).toEqual([name, sent, [...expected]]);
			if (expected.size > 0 && expected.size < everything.size) selective += 1;
		}
		expect(selective).toBeGreaterThan(0);
	});
});

it('knows every parameter that was sent', () => {
	for (const { ledger } of Object.values(sandboxes))
		expect(ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations])).toEqual([]);
});

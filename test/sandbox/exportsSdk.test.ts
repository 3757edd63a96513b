import type Chargebee from 'chargebee';
import type { ExportType } from '../../nodes/ChargebeeOrders/api/exports/ExportType';
import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { filesOf, rowsIn } from './exportClient';
import type { Sandbox } from './index';
import { startSandbox } from './index';
import { officialClient } from './officialClient';

/** The official SDK starts every export, waits for it and finds rows in its file. */
type Start = (form: Record<string, unknown>) => Promise<{ export: { id: string } }>;

const sandboxes: Sandbox[] = [];
afterAll(async () => {
	await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

const methodOf = ({ value }: ExportType): string =>
	value.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());

const reportForm = {
	report_by: 'customer',
	report_from_month: 1,
	report_from_year: 2025,
	report_to_month: 12,
	report_to_year: 2025,
	include_discounts: true,
};

describe.each(['1.0', '2.0'] as const)('with product catalog %s', (productCatalog) => {
	let sandbox: Sandbox;
	let chargebee: Chargebee;
	beforeAll(async () => {
		sandbox = await startSandbox({ orders: 60, exportMs: 0, productCatalog });
		sandboxes.push(sandbox);
		chargebee = officialClient(sandbox);
	});

	it.each(exportTypes.map((type) => [methodOf(type), type] as const))('%s', async (method, type) => {
		const starts = chargebee.export as unknown as Record<string, Start>;
		const start = starts[method];
		if (start === undefined) throw new Error(`the SDK has no export ${method}`);
		const required = type.parameters.some((parameter) => parameter.required === true) ? reportForm : {};
		const started = start.call(chargebee.export, required);
		if (type.catalog !== 'both' && type.catalog !== productCatalog) {
			await expect(started).rejects.toMatchObject({
				api_error_code: 'configuration_incompatible',
				http_status_code: 400,
			});
			return;
		}
		let job = (await chargebee.export.retrieve((await started).export.id)).export;
		while (job.status === 'in_process') job = (await chargebee.export.retrieve(job.id)).export;
		const files = await filesOf(job.download?.download_url ?? '');
		for (const file of Object.values(files)) expect(rowsIn(file).length).toBeGreaterThan(0);
		expect(Object.keys(files).length).toBeGreaterThan(0);
		expect(sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations])).toEqual([]);
	});
});

import type { INodeParameters } from 'n8n-workflow';

import type { ExportType } from '../../nodes/ChargebeeOrders/api/exports/ExportType';
import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { startSandbox, type Sandbox } from '../sandbox';
import { complaints, detailsOf, hintOf, logged, paths, requests, runExport, starts } from '../support/exportRuns';

/** Every export from start to rows, on the site whose product catalog has it. */
let ofItems: Sandbox;
let ofPlans: Sandbox;

beforeAll(async () => {
	ofItems = await startSandbox({ orders: 150, exportMs: 20 });
	ofPlans = await startSandbox({ orders: 150, exportMs: 20, productCatalog: '1.0' });
});

afterEach(() => {
	jest.restoreAllMocks();
	ofItems.resetLedger();
	ofPlans.resetLedger();
});

afterAll(async () => {
	await ofItems.close();
	await ofPlans.close();
});

const home = ({ catalog }: Pick<ExportType, 'catalog'>): Sandbox => (catalog === '1.0' ? ofPlans : ofItems);

/** The months of the seeded shop before the one that is its present. */
const report = {
	report_by: 'customer',
	report_from_month: 9,
	report_from_year: 2025,
	report_to_month: 10,
	report_to_year: 2025,
};

function parametersOf({ value, parameters }: ExportType): INodeParameters {
	return { exportType: value, ...(parameters.some(({ required }) => required === true) ? report : {}) };
}

describe.each(paths)('every export, %s', (_name, path) => {
	it.each(exportTypes)('$value comes out as rows', async (type) => {
		const sandbox = home(type);
		const run = await runExport(sandbox, 'startAndDownload', { ...path, parameters: parametersOf(type) });
		expect(run.error).toBeUndefined();
		expect(run.json.length).toBeGreaterThan(2);
		const [first = {}] = run.json;
		const file = `${type.name}${type.deprecated === true ? ' Report' : ''}.csv`;
		expect(new Set(run.json.map((row) => row.source_file))).toEqual(new Set([file]));
		expect(Object.keys(first).length).toBeGreaterThan(3);
		expect(requests(sandbox)[0]).toBe(`POST /api/v2/exports/${type.value}`);
		expect(complaints(sandbox)).toEqual([]);
	});

	it.each(exportTypes)('$value takes a filter, which leaves out what it does not hold for', async (type) => {
		const id = type.filters.find(({ path: names }) => ['id', 'subscription_id'].includes(names.at(-1) ?? ''));
		const filters = { [id?.path.join('__') ?? '']: [{ operator: 'is', value: 'nothing has this ID' }] };
		const parameters = { ...parametersOf(type), filters };
		const run = await runExport(home(type), 'startAndDownload', { ...path, parameters });
		expect([run.error, run.json]).toEqual([undefined, []]);
		expect(starts(home(type))[0]?.form?.at(-1)?.[1]).toBe('nothing has this ID');
		expect(complaints(home(type))).toEqual([]);
	});

	it.each(exportTypes.filter(({ catalog }) => catalog !== 'both'))(
		'$value is refused in words by a site of the other product catalog',
		async (type) => {
			const other = type.catalog === '1.0' ? ofItems : ofPlans;
			const run = await runExport(other, 'startAndDownload', { ...path, parameters: { exportType: type.value } });
			expect(run.status).toBe('error');
			const catalogs = type.catalog === '1.0' ? ['1.0', '2.0', 'Items'] : ['2.0', '1.0', 'Plans'];
			for (const words of [type.name, ...catalogs])
				expect(String(run.error?.message) + String(run.error?.description)).toContain(words);
			expect(detailsOf(run)).toMatchObject({ code: 'configuration_incompatible', retryable: false });
			expect(starts(other)).toHaveLength(1);
		},
	);
});

describe('what people want', () => {
	const rowsOf = async (exportType: string, filters: INodeParameters): Promise<Array<Record<string, unknown>>> => {
		const run = await runExport(ofItems, 'startAndDownload', { parameters: { exportType, filters } });
		expect(run.error).toBeUndefined();
		expect(complaints(ofItems)).toEqual([]);
		return run.json;
	};

	it('invoices that are due', async () => {
		const due = ['payment_due', 'not_paid', 'posted'];
		const rows = await rowsOf('invoices', { invoice__status: [{ operator: 'in', values: due }] });
		const expected = ofItems.store.shop.invoices.filter(({ attributes }) => due.includes(attributes.status));
		expect(rows.map((row) => row['Invoice Id'])).toEqual(expected.map(({ attributes }) => attributes.id));
		expect(rows.length).toBeGreaterThan(3);
	});

	it('invoices with something left to pay', async () => {
		const rows = await rowsOf('invoices', { invoice__amount_due: [{ operator: 'gt', value: 0 }] });
		const expected = ofItems.store.shop.invoices.filter(({ attributes }) => attributes.amount_due > 0);
		expect(rows.map((row) => row['Invoice Id'])).toEqual(expected.map(({ attributes }) => attributes.id));
	});

	it('customers created last week', async () => {
		const created = [...ofItems.store.shop.customers.values()].map(({ attributes }) => Number(attributes.created_at));
		const latest = Math.max(...created);
		const aWeekOn = (latest + 7 * 86_400) * 1000 - Date.now();
		jest.spyOn(clock, 'now').mockImplementation(() => Date.now() + aWeekOn);
		const rows = await rowsOf('customers', {
			customer__created_at: [{ operator: 'between', date: 'relative', period: 'previousWeek' }],
		});
		const [sent] = starts(ofItems);
		const [from = 0, to = 0] = JSON.parse(sent?.form?.[0]?.[1] ?? '[]') as number[];
		expect(to - from).toBe(7 * 86_400 - 1);
		expect(rows).toHaveLength(created.filter((at) => at >= from && at <= to).length);
		expect(rows.length).toBeGreaterThan(0);
	});

	it('payments by some of the 64 payment methods', async () => {
		const values = ['card', 'direct_debit'];
		const rows = await rowsOf('transactions', { transaction__payment_method: [{ operator: 'in', values }] });
		expect(new Set(rows.map((row) => row['transactions.payment_method']))).toEqual(new Set(values));
	});

	it('subscriptions that were cancelled by the customer, not by Chargebee, as JSON', async () => {
		const filtersJson =
			'{ "subscription": { "status": { "is": "cancelled" }, "cancel_reason": { "is_present": false } } }';
		const parameters = { exportType: 'subscriptions', specifyFilters: 'json', filtersJson };
		const run = await runExport(ofItems, 'startAndDownload', { parameters });
		expect(run.error).toBeUndefined();
		expect(starts(ofItems)[0]?.form).toEqual([
			['subscription[status][is]', 'cancelled'],
			['subscription[cancel_reason][is_present]', 'false'],
		]);
	});

	it('customers in the form that can be imported again', async () => {
		const parameters = { exportType: 'customers', fields: { export_type: 'import_friendly_data' } };
		const run = await runExport(ofItems, 'startAndDownload', { parameters });
		expect(starts(ofItems)[0]?.form).toEqual([['export_type', 'import_friendly_data']]);
		expect(Object.keys(run.json[0] ?? {})).toContain('customer[id]');
	});

	it('a report of months, whose fields come from expressions', async () => {
		const parameters = {
			...report,
			exportType: 'revenue_recognition',
			report_from_month: '={{ $json.month }}',
			fields: { currency_code: 'USD', include_discounts: false },
		};
		const items = [{ json: { month: 8 } }];
		const run = await runExport(ofItems, 'startAndDownload', { items, parameters });
		expect(run.error).toBeUndefined();
		expect(Object.fromEntries(starts(ofItems)[0]?.form ?? [])).toEqual({
			...{ report_by: 'customer', report_from_month: '8', report_from_year: '2025' },
			...{ report_to_month: '10', report_to_year: '2025', currency_code: 'USD', include_discounts: 'false' },
		});
	});
});

describe('a run says what was exported', () => {
	const parameters = { exportType: 'credit_notes', outputAs: 'file' };

	it('in the name of the file and in the log', async () => {
		const run = await runExport(ofItems, 'startAndDownload', { parameters });
		const id = String(run.json[0]?.export_id);
		expect(run.json[0]).toMatchObject({
			operation_type: 'Credit Notes',
			file_name: `chargebee-credit-notes-${id}.zip`,
		});
		expect(run.output[0]?.[0]?.binary?.data?.fileName).toBe(`chargebee-credit-notes-${id}.zip`);
		expect(run.hints).toEqual([]);
		expect(logged(run)[0]).toBe(`Export ${id} of credit notes was started`);
	});

	it('in the hint, also where Download did not start it', async () => {
		const started = await runExport(ofItems, 'start', { parameters: { exportType: 'invoices' } });
		expect(started.json[0]).toMatchObject({ operation_type: 'Invoices' });
		const exportId = String(started.json[0]?.id);
		const run = await runExport(ofItems, 'download', { parameters: { exportId } });
		expect(new Set(run.json.map((row) => row.source_file))).toEqual(new Set(['Invoices.csv']));
		expect(hintOf(run)).toContain(` left out. Export ${exportId} (Invoices)`);
	});
});

describe.each(paths)('refused before anything is sent, %s', (_name, path) => {
	const json = (exportType: string, filters: object): INodeParameters => ({
		exportType,
		specifyFilters: 'json',
		filtersJson: JSON.stringify(filters),
	});
	const revenue = { ...report, exportType: 'deferred_revenue' };

	it.each<[string, INodeParameters, RegExp, RegExp]>([
		[
			'a report by nothing',
			{ ...revenue, report_by: '={{ "" }}' },
			/Report By \(report_by\) has no value/,
			/Fill it in/,
		],
		[
			'a report without a year',
			{ ...revenue, report_to_year: '={{ null }}' },
			/Report to Year \(report_to_year\) has no value/,
			/./,
		],
		[
			'a month 13',
			{ ...revenue, report_to_month: '={{ 13 }}' },
			/Report to Month \(report_to_month\) is 13.*most.* 12/,
			/12 or less/,
		],
		[
			'a month 0',
			{ ...revenue, report_from_month: '={{ 0 }}' },
			/Report from Month \(report_from_month\) is 0.*least.* 1/,
			/1 or more/,
		],
		[
			'a report that ends before it starts',
			{ ...revenue, report_from_year: 2026 },
			/ends before it starts: 2026-09 to 2025-10/,
			/Swap/,
		],
		[
			'a currency of a name',
			{ ...revenue, fields: { currency_code: 'Euro' } },
			/Currency Code \(currency_code\) is 4 char/,
			/Shorten/,
		],
		[
			'another grouping',
			{ ...revenue, report_by: '={{ "plan" }}' },
			/Report By \(report_by\) cannot be "plan"/,
			/customer, invoice/,
		],
		[
			'a filter misspelt',
			json('customers', { customer: { emial: { is: 'a@b.io' } } }),
			/customer\.emial is not a filter/,
			/mean customer\.email\?/,
		],
		[
			'a filter of another export',
			json('customers', { order: { status: { is: 'queued' } } }),
			/order is not a filter/,
			/Valid names are customer\.created_at, /,
		],
		['a filter without its group', json('invoices', { status: { is: 'paid' } }), /status is not/, /invoice\.status\?/],
		[
			'an operator that the filter has not',
			json('ramps', { ramp: { status: { is_not: 'draft' } } }),
			/ramp__status has no operator "is_not"/,
			/It has is, in/,
		],
		['a value in place of a filter', json('plans', { plan: 'gold' }), /plan has no operator/, /"status": \{ "is"/],
		[
			'a value of another list',
			json('transactions', { transaction: { gateway: { is: 'strip' } } }),
			/cannot be "strip"/,
			/mean "stripe"/,
		],
		['half a period', json('plans', { plan: { period: { is: 1.5 } } }), /not a whole number/, /whole number such as/],
	])('%s', async (_what, parameters, message, description) => {
		const run = await runExport(ofItems, 'startAndDownload', { ...path, parameters });
		expect(run.status).toBe('error');
		expect(run.error?.message).toMatch(message);
		expect(`${run.error?.message} ${run.error?.description}`).toMatch(description);
		expect(ofItems.ledger).toEqual([]);
	});
});

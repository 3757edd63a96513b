import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import type { CsvRow } from './exportClient';
import { ExportClient, rowsIn } from './exportClient';
import type { Sandbox, SandboxOptions } from './index';
import { businessEntities, startSandbox } from './index';
import { RawClient } from './rawClient';

let sandbox: Sandbox;
let client: RawClient;
let exported: ExportClient;

async function open(options: SandboxOptions = {}): Promise<void> {
	sandbox = await startSandbox({ orders: 120, exportMs: 0, ...options });
	client = new RawClient(sandbox);
	exported = new ExportClient(client);
}
afterEach(() => sandbox.close());

const text = (file: Uint8Array | undefined): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(file);
const header = (file: Uint8Array | undefined): string => text(file).split('\r\n')[0] ?? '';

describe('the files', () => {
	it('have readable headers and values, or dotted ones and raw values, as seen of the real service', async () => {
		await open();
		const customers = (await exported.files('customers'))['Customers.csv'];
		expect(header(customers)).toMatch(/^\uFEFFCustomer Id,First Name,Last Name,Email,.*Billing Address Line1,/);
		expect(rowsIn(customers)[1]).toMatchObject({
			'Customer Id': 'cust_2',
			'First Name': 'Zoë',
			'Auto Collection': 'On',
			'Card Status': 'Valid',
			'Auto Close Invoices': 'True',
			'Created At': expect.stringMatching(/^\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d$/) as string,
		});
		const subscriptions = (await exported.files('subscriptions'))['Subscriptions.csv'];
		expect(header(subscriptions)).toMatch(/^subscriptions\.id,subscriptions\.status,.*,customers\.id,/);
		const [first] = rowsIn(subscriptions);
		expect(first).toMatchObject({
			'subscriptions.id': 'sub_1',
			'subscriptions.auto_close_invoices': expect.stringMatching(/^(true|false)$/) as string,
			'subscriptions.current_term_end': expect.stringMatching(/^\d\d-[A-Z]/) as string,
			'customers.id': 'cust_1',
		});
	});

	it('write money by its currency where people read it, and in minor units elsewhere', async () => {
		await open();
		const { 'Invoices.csv': invoices, 'Invoice Line Items.csv': lines } = await exported.files('invoices');
		const shown = new Map(rowsIn(invoices).map((row) => [row['Invoice Id'], row]));
		for (const { attributes } of sandbox.store.shop.invoices) {
			const decimals = attributes.currency_code === 'JPY' ? 0 : 2;
			expect(shown.get(attributes.id)?.Total).toBe((attributes.total / 10 ** decimals).toFixed(decimals));
		}
		const items = sandbox.store.shop.invoices.flatMap((invoice) => invoice.lines);
		expect(rowsIn(lines).map((row) => [row['line_items.id'], row['line_items.amount']])).toEqual(
			items.map(({ id, amount }) => [id, String(amount)]),
		);
	});

	it('are two where a resource has parts, and a filter leaves out the parts as well', async () => {
		await open();
		for (const [type, filter, names] of [
			['subscriptions', 'subscription[status]', ['Subscriptions.csv', 'Subscription Items.csv']],
			['invoices', 'invoice[status]', ['Invoices.csv', 'Invoice Line Items.csv']],
			['transactions', 'transaction[status]', ['Transactions.csv', 'Linked Invoices and Credit Notes.csv']],
		] as const) {
			const status = { subscriptions: 'active', invoices: 'paid', transactions: 'success' }[type];
			const files = await exported.files(type, { [`${filter}[is]`]: status });
			expect(Object.keys(files)).toEqual(names);
			const [main, parts] = Object.values(files).map((file) => rowsIn(file));
			const ids = new Set(main?.map((row) => Object.values(row)[0]));
			expect(parts?.length).toBeGreaterThan(0);
			expect(parts?.filter((row) => !ids.has(Object.values(row)[0] ?? ''))).toEqual([]);
		}
	});

	it('can be imported again where the export has that', async () => {
		await open();
		for (const [type, first] of [
			['customers', 'customer[id],customer[first_name],'],
			['subscriptions', 'subscription[id],subscription[status],'],
			['ramps', 'ramp[id],ramp[subscription_id],'],
		] as const) {
			const [file] = Object.values(await exported.files(type, { export_type: 'import_friendly_data' }));
			expect(header(file)).toContain(first);
			const [plain] = Object.values(await exported.files(type, { export_type: 'data' }));
			expect(rowsIn(file)).toHaveLength(rowsIn(plain).length);
		}
	});

	it('consist of their headers when nothing is found', async () => {
		await open();
		for (const { value, filters, catalog } of exportTypes) {
			const [id] = filters.filter(({ path }) => path[1] === 'id' || path[1] === 'subscription_id');
			if (catalog === '1.0' || id === undefined || value.endsWith('revenue') || value.startsWith('revenue')) continue;
			const files = await exported.files(value, { [`${id.path[0] ?? ''}[${id.path[1] ?? ''}][is]`]: 'nope' });
			for (const file of Object.values(files)) expect(text(file)).toBe(`${header(file)}\r\n`);
		}
	});

	it('are as new as the orders: a credit note that was made a moment ago is among the credit notes', async () => {
		await open();
		const ids = async (): Promise<Array<string | undefined>> =>
			rowsIn((await exported.files('credit_notes'))['Credit Notes.csv']).map((row) => row['Credit Note Id']);
		const before = await ids();
		const { id } = sandbox.store.addOrder({ refundable_credits: 1000 }).attributes;
		const form = { 'credit_note[reason_code]': 'waiver', 'credit_note[total]': '100' };
		await client.post(`/api/v2/orders/${id}/create_refundable_credit_note`, form);
		const after = await ids();
		expect(after.filter((one) => !before.includes(one))).toEqual([expect.stringMatching(/^CN-\d+-1$/)]);
	});
});

describe('a site', () => {
	it.each(['1.0', '2.0'] as const)('with product catalog %s has its exports and no other', async (productCatalog) => {
		await open({ productCatalog, exportMs: 0 });
		for (const { value, catalog } of exportTypes) {
			if (catalog === 'both' || catalog === productCatalog) continue;
			const { status, body } = await client.post(`/api/v2/exports/${value}`);
			expect([value, status, body]).toEqual([
				value,
				400,
				expect.objectContaining({
					type: 'invalid_request',
					api_error_code: 'configuration_incompatible',
					error_code: catalog === '1.0' ? 'pc2_to_pc1_error' : 'pc1_to_pc2_error',
				}),
			]);
		}
		const { body } = await client.get('/api/v2/configurations');
		expect(body).toEqual({
			configurations: [
				{
					domain: 'sandbox',
					product_catalog_version: productCatalog === '1.0' ? 'v1' : 'v2',
					chargebee_response_schema_type: productCatalog === '1.0' ? 'plans_addons' : 'items',
				},
			],
		});
		const [line] = rowsIn((await exported.files('invoices'))['Invoice Line Items.csv']);
		expect(line?.['line_items.entity_type']).toMatch(productCatalog === '1.0' ? /^(plan|addon)$/ : /_item_price$/);
		const [subscription] = rowsIn((await exported.files('subscriptions'))['Subscriptions.csv']);
		expect(subscription?.['subscriptions.plan_id'] === '').toBe(productCatalog === '2.0');
	});

	it('hands out what belongs to the business entity of the header', async () => {
		await open();
		const [one, other] = businessEntities;
		const ofEntity = { 'chargebee-business-entity-id': one };
		const column = async (type: string, form: Record<string, string>): Promise<Array<string | undefined>> => {
			const [file] = Object.values(await exported.files(type, form, ofEntity));
			return rowsIn(file).map((row) => row['Business Entity Id']);
		};
		expect(new Set(await column('customers', {}))).toEqual(new Set([one]));
		expect(new Set(await column('item_families', {}))).toEqual(new Set(['', one]));
		expect(new Set(await column('item_families', { 'include_site_level_resources[is]': 'false' }))).toEqual(
			new Set([one]),
		);
		const [invoices] = Object.values(await exported.files('invoices', {}, ofEntity));
		const mine = sandbox.store.shop.invoices.filter(({ attributes }) => attributes.business_entity_id === one);
		expect(rowsIn(invoices).map((row) => row['Invoice Id'])).toEqual(mine.map(({ attributes }) => attributes.id));
		const both = await client.post('/api/v2/exports/customers', { 'business_entity_id[is]': other }, ofEntity);
		expect(both).toMatchObject({ status: 400, body: { param: 'business_entity_id[is]' } });
	});

	it('notes what it does not know, and refuses wrong values of parameters', async () => {
		await open();
		const form = { 'customer[status][is]': 'active', 'customer[id][in][0]': 'cust_1', colour: 'blue' };
		expect(rowsIn((await exported.files('customers', form))['Customers.csv'])).toHaveLength(30);
		expect(sandbox.ledger[0]).toMatchObject({
			unknown: ['customer[status][is]', 'colour'],
			violations: [expect.stringContaining('customer[id][in][0]')],
		});
		expect((await client.post('/api/v2/exports/customers', { export_type: 'all' })).body).toMatchObject({
			api_error_code: 'param_wrong_value',
			param: 'export_type',
		});
	});
});

describe('the revenue reports', () => {
	const period = {
		report_from_month: '11',
		report_from_year: '2024',
		report_to_month: '12',
		report_to_year: '2025',
	};
	const report = async (type: string, form: Record<string, string> = {}): Promise<CsvRow[]> => {
		const [file] = Object.values(await exported.files(type, { report_by: 'invoice', ...period, ...form }));
		return rowsIn(file);
	};
	const months = (row: CsvRow): Array<[string, string]> =>
		Object.entries(row).filter(([name]) => /^[A-Z][a-z]{2} \d{4}$/.test(name));
	const minor = (decimal: string): number => Number(decimal.replace('.', ''));
	const totals = (rows: CsvRow[]): Map<string, number> => {
		const sums = new Map<string, number>();
		for (const row of rows) {
			for (const [month, amount] of months(row)) {
				const key = `${row.Currency ?? ''} ${month}`;
				sums.set(key, (sums.get(key) ?? 0) + minor(amount));
			}
		}
		return sums;
	};

	it('say the same by customer, invoice, product and subscription', async () => {
		await open();
		for (const type of ['revenue_recognition', 'deferred_revenue']) {
			const by = async (report_by: string): Promise<Map<string, number>> => totals(await report(type, { report_by }));
			const expected = await by('invoice');
			expect([...expected.values()].some((amount) => amount > 0)).toBe(true);
			for (const name of ['customer', 'product', 'subscription']) {
				const found = await by(name);
				for (const [key, amount] of expected) expect([name, key, found.get(key) ?? 0]).toEqual([name, key, amount]);
			}
		}
	});

	it('agree: deferred is what was deferred, plus what was invoiced, less what was recognized', async () => {
		await open();
		const recognized = totals(await report('revenue_recognition'));
		const deferred = totals(await report('deferred_revenue'));
		const invoiced = new Map<string, number>();
		for (const { attributes, lines } of sandbox.store.shop.invoices) {
			if (attributes.status === 'voided' || attributes.status === 'pending') continue;
			const month = new Date(attributes.date * 1000).toUTCString().slice(8, 16);
			const key = `${attributes.currency_code} ${month}`;
			const net = lines.map((line) => line.total - line.tax_amount).reduce((sum, amount) => sum + amount, 0);
			invoiced.set(key, (invoiced.get(key) ?? 0) + net);
		}
		const names = months((await report('revenue_recognition'))[0] ?? {}).map(([month]) => month);
		expect(names).toHaveLength(14);
		for (const currency of ['USD', 'EUR', 'JPY', 'KWD', 'GBP']) {
			names.slice(1).forEach((month, at) => {
				const [key, before] = [`${currency} ${month}`, `${currency} ${names[at] ?? ''}`];
				const rest = (deferred.get(before) ?? 0) + (invoiced.get(key) ?? 0) - (recognized.get(key) ?? 0);
				expect([key, deferred.get(key) ?? 0]).toEqual([key, rest]);
			});
		}
	});

	it('take a currency, and leave discounts out on demand', async () => {
		await open();
		const euros = await report('revenue_recognition', { currency_code: 'EUR' });
		expect(new Set(euros.map((row) => row.Currency))).toEqual(new Set(['EUR']));
		const sum = (rows: CsvRow[]): number => [...totals(rows).values()].reduce((all, amount) => all + amount, 0);
		const before = sum(await report('revenue_recognition', { currency_code: 'USD', include_discounts: 'false' }));
		const counted = sandbox.store.shop.invoices.filter(
			({ attributes }) => attributes.currency_code === 'USD' && !['voided', 'pending'].includes(attributes.status),
		);
		const discounts = counted.flatMap(({ lines }) => lines).reduce((all, line) => all + line.discount_amount, 0);
		expect(discounts).toBeGreaterThan(0);
		expect(before - sum(await report('revenue_recognition', { currency_code: 'USD' }))).toBe(discounts);
	});

	it.each<[string, Record<string, string>]>([
		['report_by', { report_by: '' }],
		['report_by', { report_by: 'month' }],
		['report_from_month', { report_from_month: '' }],
		['report_from_month', { report_from_month: '0' }],
		['report_to_month', { report_to_month: '13' }],
		['report_to_year', { report_to_year: '' }],
		['report_from_year', { report_from_year: '24' }],
		['report_to_month', { report_to_year: '2024', report_to_month: '10' }],
		['currency_code', { currency_code: 'EURO' }],
		['currency_code', { currency_code: '' }],
		['include_discounts', { include_discounts: 'yes' }],
	])('refuse a wrong %s: %j', async (param, form) => {
		await open();
		for (const type of ['revenue_recognition', 'deferred_revenue']) {
			const { status, body } = await client.post(`/api/v2/exports/${type}`, {
				report_by: 'invoice',
				...period,
				...form,
			});
			expect([status, body]).toEqual([
				400,
				expect.objectContaining({ type: 'invalid_request', api_error_code: 'param_wrong_value', param }),
			]);
		}
	});

	it('are refused without their parameters', async () => {
		await open();
		for (const missing of ['report_by', ...Object.keys(period)]) {
			const given = Object.entries({ report_by: 'invoice', ...period }).filter(([name]) => name !== missing);
			expect((await client.post('/api/v2/exports/deferred_revenue', given)).body).toMatchObject({
				api_error_code: 'param_wrong_value',
				param: missing,
			});
		}
	});
});

import { MovableClock } from '../support/movableClock';
import { parse } from 'papaparse';
import { orders } from '../../nodes/ChargebeeOrders/api/exports/orders';
import type { CsvRow, ExportAnswer } from './exportClient';
import { ExportClient, exportIn, filesOf, rowsIn } from './exportClient';
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

const start = async (): Promise<ExportAnswer> => await exported.start();
const retrieve = async (id: string): Promise<ExportAnswer> => await exported.retrieve(id);
const finished = async (job: ExportAnswer): Promise<ExportAnswer> => await exported.finished(job);
const urlOf = async (form: Record<string, string> = {}, type = 'orders'): Promise<string> =>
	(await finished(await exported.start(type, form))).download?.download_url ?? '';
const rowsOf = async (form: Record<string, string> = {}): Promise<CsvRow[]> =>
	rowsIn((await exported.files('orders', form))['Orders.csv']);

describe('jobs', () => {
	it('take their time and then have a download', async () => {
		await open({ exportMs: 50 });
		const job = await start();
		expect(job).toEqual({
			id: expect.stringMatching(/^__sandbox__/) as string,
			operation_type: 'Orders',
			mime_type: 'zip',
			status: 'in_process',
			created_at: expect.any(Number) as number,
			object: 'export',
		});
		expect(await retrieve(job.id)).not.toHaveProperty('download');
		const { download } = await finished(job);
		expect(download?.mime_type).toBe('application/zip');
		expect(new URL(download?.download_url ?? '').origin).toBe(sandbox.downloadUrl);
		expect(sandbox.downloadUrl).not.toBe(sandbox.url);
		expect(Math.abs((download?.valid_till ?? 0) - Date.now() / 1000 - 4 * 3600)).toBeLessThan(5);
		expect((await client.get('/api/v2/exports/nope')).status).toBe(404);
	});

	it('fail, never end or have other files on demand', async () => {
		await open();
		sandbox.script.nextExport({ outcome: 'failed' });
		sandbox.script.nextExport({ outcome: 'never' });
		sandbox.script.nextExport({
			files: [
				{ name: 'a/ö.csv', content: 'x\n1\n' },
				{ name: 'b.bin', content: new Uint8Array([1, 2]) },
			],
		});
		const failed = await start();
		expect(failed).toMatchObject({ status: 'failed' });
		expect(failed).not.toHaveProperty('download');
		expect((await start()).status).toBe('in_process');
		const files = await filesOf(await urlOf());
		expect([new TextDecoder().decode(files['a/ö.csv']), files['b.bin']]).toEqual(['x\n1\n', new Uint8Array([1, 2])]);
	});

	it('have the bytes that a test gives in place of a ZIP file', async () => {
		await open();
		sandbox.script.nextExport({ archive: new Uint8Array([1, 2, 3]) });
		const bytes = await (await fetch(await urlOf())).arrayBuffer();
		expect(new Uint8Array(bytes)).toEqual(new Uint8Array([1, 2, 3]));
	});

	it('are five at once', async () => {
		await open({ exportMs: 60_000 });
		for (let number = 0; number < 5; number += 1) await start();
		const sixth = await client.post('/api/v2/exports/orders');
		expect(sixth.status).toBe(429);
		expect(sixth.body).toMatchObject({ api_error_code: 'api_request_limit_exceeded', type: 'operation_failed' });
	});

	it('notes polls that come too fast', async () => {
		await open({ minPollMs: 10_000 });
		const job = await start();
		await retrieve(job.id);
		await retrieve(job.id);
		expect(sandbox.ledger.map(({ violations }) => violations.length)).toEqual([0, 0, 1]);
	});

	it('need the right product catalog and their required parameters', async () => {
		await open();
		expect((await client.post('/api/v2/exports/plans')).body).toMatchObject({
			api_error_code: 'configuration_incompatible',
		});
		expect((await client.post('/api/v2/exports/deferred_revenue')).body).toMatchObject({ param: 'report_by' });
		expect(Object.keys(await filesOf(await urlOf({}, 'item_prices')))).toEqual(['Item Prices.csv']);
	});
});

describe('the file', () => {
	it('has two tables: one with a byte order mark and readable headers, one with neither', async () => {
		await open();
		const files = await filesOf(await urlOf());
		const [orders, items] = [files['Orders.csv'], files['Order Line Items.csv']];
		expect([...(orders?.slice(0, 3) ?? [])]).toEqual([0xef, 0xbb, 0xbf]);
		const text = new TextDecoder().decode(orders);
		expect(text).toMatch(/^Order Id,Order Number,/);
		expect(text).toContain('"Acme ""Fresh"" Goods, Inc."');
		expect(text).toContain('"Ring twice,\nthen call ""Zoë"""');
		expect(text).toContain('株式会社さくら');
		expect(new TextDecoder().decode(items)).toMatch(/^order_line_items.id,orders.id,/);
	});

	it('has headers alone when no order matches', async () => {
		await open();
		const files = await filesOf(await urlOf({ 'order[id][is]': 'nope' }));
		expect(Object.values(files).map((file) => new TextDecoder().decode(file).trim().split('\n').length)).toEqual([
			1, 1,
		]);
	});

	it('is the same bytes for the same filters, and new after a write', async () => {
		await open();
		const bytes = async (): Promise<Buffer> =>
			Buffer.from(await (await fetch(await urlOf({ 'order[status][is]': 'shipped' }))).arrayBuffer());
		const first = await bytes();
		expect((await bytes()).equals(first)).toBe(true);
		sandbox.store.addOrder({ status: 'shipped' });
		expect((await bytes()).equals(first)).toBe(false);
	});
});

describe('filters', () => {
	it.each<[Record<string, string>, (row: Record<string, string>) => boolean]>([
		[
			{ 'order[id][in]': '["order_3","order/97 é"]' },
			(row) => row['Order Id'] === 'order_3' || row['Order Id'] === 'order/97 é',
		],
		[{ 'order[status][in]': '["queued","shipped"]' }, (row) => row.Status === 'Queued' || row.Status === 'Shipped'],
		[{ 'order[price_type][is]': 'tax_inclusive' }, (row) => row['Price Type'] === 'Tax Inclusive'],
		[{ 'order[subscription_id][is_present]': 'false' }, (row) => row['Subscription Id'] === ''],
		[{ 'order[customer_id][not_in]': '["cust_1"]' }, (row) => row['Customer Id'] !== 'cust_1'],
		[{ 'order[updated_at][after]': '1000000000' }, (row) => row['Updated At'] !== ''],
		[
			{ 'order[status][is]': 'shipped', 'order[price_type][is]': 'tax_exclusive' },
			(row) => row.Status === 'Shipped' && row['Price Type'] === 'Tax Exclusive',
		],
	])('%j', async (form, holds) => {
		await open();
		const rows = await rowsOf(form);
		expect(rows.length).toBeGreaterThan(0);
		expect(rows).toEqual((await rowsOf()).filter(holds));
		expect(sandbox.ledger.every(({ unknown, violations }) => unknown.length + violations.length === 0)).toBe(true);
	});

	it('exist with every operator of the table, and compare amounts in minor units', async () => {
		await open({ orders: 5 });
		const values = { string: 'x', enum: '', timestamp: '1700000000', amount: '1', integer: '1', boolean: 'true' };
		for (const filter of orders.filters) {
			const name = filter.path.map((part, at) => (at === 0 ? part : `[${part}]`)).join('');
			const value = filter.values?.[0] ?? values[filter.kind];
			for (const operator of filter.operators) {
				const written =
					operator === 'between'
						? `[${value},${value}]`
						: operator === 'is_present'
							? 'true'
							: /in$/.test(operator)
								? JSON.stringify([value])
								: value;
				sandbox.script.nextExport({ outcome: 'failed' });
				expect((await client.post('/api/v2/exports/orders', { [`${name}[${operator}]`]: written })).status).toBe(200);
			}
		}
		expect(sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations])).toEqual([]);
		sandbox.store.addOrder({ id: 'dear', total: 123_456 });
		expect(await rowsOf({ 'total[gte]': '123456', 'total[between]': '[123456,123456]' })).toMatchObject([
			{ 'Order Id': 'dear', Total: '1234.56' },
		]);
	});

	it('are refused with wrong values, ignored with an index or without a name', async () => {
		await open();
		for (const [name, value] of [
			['total[gt]', '1.5'],
			['order[status][in]', '["sent"]'],
			['order[is_resent][is]', 'yes'],
			['order[updated_at][after]', '1700000000000'],
			['order[id][is]', ''],
		] as const) {
			expect((await client.post('/api/v2/exports/orders', { [name]: value })).body).toMatchObject({
				api_error_code: 'param_wrong_value',
				param: name,
			});
		}
		sandbox.resetLedger();
		expect(
			await rowsOf({ 'order[status][in][0]': 'voided', 'order[total][gt]': '1', 'order[invoice_id][is]': 'x' }),
		).toHaveLength(120);
		expect(sandbox.ledger[0]).toMatchObject({
			unknown: ['order[total][gt]', 'order[invoice_id][is]'],
			violations: [expect.stringContaining('order[status][in][0]')],
		});
	});

	it('include the business entity', async () => {
		await open();
		const of = { 'chargebee-business-entity-id': businessEntities[1] };
		const job = exportIn(await client.post('/api/v2/exports/orders', {}, of));
		const { download } = await finished(job);
		const csv = new TextDecoder().decode((await filesOf(download?.download_url ?? ''))['Orders.csv']);
		const mine = [...sandbox.store.orders.all()].filter(
			({ attributes }) => attributes.business_entity_id === businessEntities[1],
		);
		expect(parse(csv, { skipEmptyLines: true }).data).toHaveLength(mine.length + 1);
		expect(
			(await client.get(`/api/v2/exports/${job.id}`, {}, { 'chargebee-business-entity-id': businessEntities[0] }))
				.status,
		).toBe(404);
	});
});

describe('the download server', () => {
	it('refuses a key', async () => {
		await open();
		const response = await fetch(await urlOf(), { headers: { authorization: 'Basic x' } });
		expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/xml']);
		expect(sandbox.ledger[sandbox.ledger.length - 1]).toMatchObject({
			server: 'download',
			status: 400,
			violations: ['Authorization at the download server'],
		});
	});

	it('refuses a URL without its signature, another path and a wrong method', async () => {
		await open();
		const url = new URL(await urlOf());
		expect((await fetch(url.origin + url.pathname)).status).toBe(403);
		expect((await fetch(`${url.origin}/else${url.search}`)).status).toBe(403);
		expect((await fetch(url, { method: 'POST' })).status).toBe(405);
		expect((await fetch(url)).headers.get('content-disposition')).toContain('.zip');
	});

	it('lets a URL expire, and a retrieve gives a fresh one', async () => {
		const clock = new MovableClock();
		await open({ downloadValidMs: 60_000, clock });
		const job = await finished(await start());
		clock.pass(60_001);
		const expired = await fetch(job.download?.download_url ?? '');
		expect([expired.status, await expired.text()]).toEqual([
			403,
			expect.stringContaining('<Message>Request has expired</Message>'),
		]);
		expect((await fetch((await retrieve(job.id)).download?.download_url ?? '')).status).toBe(200);
	});
});

import axios, { type AxiosInstance, type AxiosResponse } from 'axios';

import { until } from '../server';

import { exampleWorkflow } from './exampleFiles';
import { ExampleSite } from './exampleSite';

let site: ExampleSite;
let http: AxiosInstance;

beforeAll(async () => {
	site = await ExampleSite.open({ webhookPorts: 'any' });
	http = axios.create({ baseURL: site.n8n.url, validateStatus: null });
});

afterAll(async () => {
	expect(site.faults()).toEqual([]);
	await site.close();
});

beforeEach(() => site.sandbox.resetLedger());

/** Asks until n8n has registered what was just published. */
async function registered(ask: () => Promise<AxiosResponse>): Promise<void> {
	await until('the webhook is registered', async () => (await ask()).status !== 404);
}

describe('the import of orders from a CSV file', () => {
	const auth = { username: 'colleague', password: 'import' };
	const path = `/form/${exampleWorkflow('import-from-csv').nodes.find(({ name }) => name === 'Upload Page')?.webhookId}`;
	let workflow: string;

	beforeAll(async () => {
		await site.addCredential('httpBasicAuth', { user: auth.username, password: auth.password });
		workflow = await site.import('import-from-csv');
		await site.n8n.rest.activate(workflow);
		await registered(async () => await http.get(path));
	});

	const columns =
		'order_id,invoice_id,status,created_at,order_date,shipping_date,tracking_id,note,line1,city,zip,country';
	const rows = [
		'old-1,IMP-without-orders,delivered,2025-10-01,2025-10-01,2025-10-02,1Z1,"Ring ""twice"", then wait",Ring 1,Köln,50667,DE',
		'old-2,INV-without-orders,delivered,2025-10-01,2025-10-01,2025-10-02,,,,,,',
		'old-3,IMP-without-orders,lost,2025-10-01,2025-10-01,2025-10-02,,,,,,',
		'old-4,IMP-without-orders,shipped,2025-10-01,2025-10-01,2025-10-03,,,,,,',
	];

	/** Uploads the file as a browser does; gives the page that follows and the lines of the file on it. */
	async function upload(): Promise<{ page: string; lines: string[] }> {
		const form = new FormData();
		form.append(
			'field-0',
			new Blob([`\uFEFF${[columns, ...rows].join('\r\n')}\r\n`], { type: 'text/csv' }),
			'orders.csv',
		);
		const { data } = await http.post<{ formWaitingUrl: string }>(path, form, { auth });
		const id = await site.latest(workflow, 'waiting');
		const { data: page } = await http.get<string>(data.formWaitingUrl, { auth });
		// The page's script says that it was shown.
		await http.post(data.formWaitingUrl, {}, { auth });
		const execution = await site.n8n.rest.execution(id);
		const [file] = (execution.runData['Results as CSV'] ?? []).flatMap(
			({ data: given }) => given?.main?.[0]?.[0]?.binary?.data ?? [],
		);
		const text = file === undefined ? '' : await site.n8n.rest.fileText(file);
		return { page, lines: text.trimEnd().split('\n').slice(1) };
	}

	it('shows the page only to who has its password', async () => {
		expect((await http.get(path)).status).toBe(401);
		expect((await http.get(path, { auth })).data).toContain('Import orders');
	});

	it('makes an order of each row that Chargebee takes, and says of the others why not', async () => {
		const { page, lines } = await upload();
		expect(page).toContain('2 of 4 orders imported');
		const effects = site.sandbox.effects().map(({ effect }) => effect);
		// All are on their way at once.
		expect(effects.sort()).toEqual(['import old-1', 'import old-4']);
		expect(lines).toEqual([
			'old-1,imported,',
			expect.stringMatching(/^old-2,refused,.*imported invoices only/),
			expect.stringMatching(/^old-3,refused,.*lost/),
			'old-4,imported,',
		]);
		expect(site.sandbox.store.orders.get('old-1')).toMatchObject({
			attributes: { status: 'delivered', tracking_id: '1Z1', note: 'Ring "twice", then wait' },
			details: { shipping_address: { line1: 'Ring 1', city: 'Köln', zip: '50667', country: 'DE' } },
		});
	});

	it('imports nothing twice when the file is sent again', async () => {
		const { page, lines } = await upload();
		expect(page).toContain('0 of 4 orders imported');
		expect(lines[0]).toMatch(/^old-1,refused,.*An order with this ID exists already/);
		expect(site.sandbox.effects()).toEqual([]);
	});
});

describe('the cancellation on a webhook', () => {
	const headers = { 'X-Cancellations': 'a secret of the shop' };
	let workflow: string;

	async function ask(body: object): Promise<AxiosResponse> {
		return await http.post('/webhook/cancel-order', body, { headers });
	}

	beforeAll(async () => {
		await site.addCredential('httpHeaderAuth', { name: 'X-Cancellations', value: headers['X-Cancellations'] });
		workflow = await site.import('cancel-on-webhook');
		await site.n8n.rest.activate(workflow);
		await registered(async () => await http.post('/webhook/cancel-order'));
	});

	it('answers nobody without the secret', async () => {
		expect((await http.post('/webhook/cancel-order', { order_id: 'order_1' })).status).toBe(403);
		expect(site.sandbox.ledger).toEqual([]);
	});

	it('cancels an open order with a credit note over all that was paid, once', async () => {
		const [order] = site.orders(({ status, refundable_credits = 0 }) => status === 'queued' && refundable_credits > 0);
		const id = String(order?.id);
		const amount = order?.refundable_credits;
		const answers = [
			await ask({ order_id: id, reason: 'product_not_required', comment: 'Ticket 815' }),
			await ask({ order_id: id, reason: 'product_not_required', comment: 'Ticket 815' }),
		];
		expect(answers.map(({ status }) => status)).toEqual([200, 200]);
		expect(answers.map(({ data }: { data: unknown }) => data)).toEqual(
			Array(2).fill({
				order_id: id,
				status: 'cancelled',
				currency: order?.currency_code,
				credit_notes: [{ id: expect.any(String), amount, status: 'refund_due' }],
			}),
		);
		expect(site.sandbox.effects().map(({ effect }) => effect)).toEqual([`cancel ${id}`]);
		expect(site.sandbox.store.orders.get(id)?.attributes).toMatchObject({
			cancellation_reason: 'product_not_required',
			refundable_credits: 0,
		});
	});

	it.each([
		[409, 'has shipped', () => ({ order_id: site.orders(({ status }) => status === 'shipped')[0]?.id })],
		[404, 'does not exist', () => ({ order_id: 'no-such-order' })],
		[400, 'has no ID', () => ({})],
		[400, 'is cancelled for no known reason', () => ({ order_id: openOrder(), reason: 'because' })],
	])('answers %d with what to do for an order that %s', async (status, _, body) => {
		const answer = await ask(body());
		expect(answer.status).toBe(status);
		expect(answer.data).toMatchObject({ error: expect.stringMatching(/./), hint: expect.stringMatching(/./) });
		expect(site.sandbox.effects()).toEqual([]);
	});

	function openOrder(): string | undefined {
		return site.orders(({ status }) => status === 'queued')[0]?.id;
	}

	it('answers 503 where the outcome is not known or Chargebee is in trouble, 500 where the key may not do it', async () => {
		const get = { method: 'GET', path: /\/orders\/[^/]+$/ };
		const body = { message: 'In maintenance', api_error_code: 'site_read_only_mode' };
		const patience = { status: 503, headers: { 'retry-after': '3600' }, body };
		site.sandbox.script.respondOnce(get, patience);
		expect((await ask({ order_id: openOrder() })).status).toBe(503);
		const denied = { message: 'Not allowed', api_error_code: 'api_authorization_failed' };
		site.sandbox.script.respondOnce(get, { status: 403, body: denied });
		expect((await ask({ order_id: openOrder() })).status).toBe(500);
	});
});

describe('the ways of order events', () => {
	const failing = 'Take It off the List';
	const ways = {
		order_cancelled: 'Stop the Shipment',
		order_created: 'Tell the Warehouse',
		order_delivered: 'Thank the Customer',
		order_ready_to_ship: 'Ship It',
	} as const;
	let workflow: string;

	beforeAll(async () => {
		const file = exampleWorkflow('order-events');
		const nodes = file.nodes.map((node) =>
			node.name === failing
				? { ...node, type: 'n8n-nodes-base.stopAndError', parameters: { errorMessage: 'There is no list' } }
				: node,
		);
		workflow = await site.importFile({ ...file, nodes });
		expect((await site.run(workflow, 'Once, by Hand')).status).toBe('success');
		await site.n8n.rest.activate(workflow);
		await until('the endpoint is there', () => site.sandbox.store.endpoints.all().length === 1);
	});

	const event = (event_type: keyof typeof ways | 'order_deleted'): string =>
		site.sandbox.store.addEvent({ event_type, orderId: 'order_1' }).id;
	const deliver = async (id: string): Promise<number | undefined> => (await site.sandbox.script.deliver(id))[0]?.status;
	const done = async (): Promise<unknown[]> =>
		(await site.tables.rows('chargebee_events_done')).map(({ event_id }) => event_id);

	/** The nodes that the latest execution ran. */
	async function ran(): Promise<string[]> {
		const [latest] = await site.n8n.rest.executionsOf(workflow);
		return Object.keys((await site.n8n.rest.execution(latest?.id ?? '')).runData);
	}

	it.each(Object.entries(ways))('lets %s go by %s, and notes it as done', async (type, way) => {
		const id = event(type as keyof typeof ways);
		expect(await deliver(id)).toBe(200);
		expect(await ran()).toEqual(['An Order Changes', 'Not Done Yet', 'What Happened', way, 'Note as Done']);
		expect(await done()).toContain(id);
	});

	it('does nothing for an event that is noted', async () => {
		const id = event('order_created');
		await site.tables.insert('chargebee_events_done', [{ event_id: id }]);
		expect(await deliver(id)).toBe(200);
		expect(await ran()).toEqual(['An Order Changes', 'Not Done Yet']);
	});

	it('lets Chargebee send again what failed on its way, and has not noted it', async () => {
		const id = event('order_deleted');
		expect(await deliver(id)).toBe(500);
		expect(await ran()).toEqual(['An Order Changes', 'Not Done Yet', 'What Happened', failing]);
		expect(await done()).not.toContain(id);
	});
});

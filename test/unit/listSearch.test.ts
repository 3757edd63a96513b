import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

import { listSearch } from '../../nodes/ChargebeeOrders/run/listSearch';
import { fakeFunctions } from '../support/fakeFunctions';
import { stepClock } from '../support/steppedClock';

afterEach(() => jest.restoreAllMocks());

interface Answer {
	status?: number;
	headers?: Record<string, string>;
	body: unknown;
}

interface Editor {
	apiVersion?: string;
	requestOptions?: unknown;
	timezone?: string;
}

let sites = 0;

/** The functions of the editor, a site that answers each page by its number, and what it was asked. */
function editor(answer: (page: number) => Answer, own: Editor = {}) {
	const asked: IHttpRequestOptions[] = [];
	const baseUrl = `http://lists${(sites += 1)}.example`;
	const functions = Object.assign(
		fakeFunctions({ credential: () => ({ environment: 'custom', baseUrl, apiKey: 'k' }) }),
		{
			getCurrentNodeParameter: (name: string) => own[name as keyof Editor],
			getCredentials: async () => await Promise.resolve({ environment: 'custom', baseUrl, apiKey: 'k' }),
			getTimezone: () => own.timezone ?? 'Etc/UTC',
			helpers: {
				httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) => {
					asked.push(options);
					const { status = 200, headers = {}, body } = answer(asked.length - 1);
					return await Promise.resolve({ statusCode: status, headers, body });
				},
			},
		},
	);
	const queries = (): string[] => asked.map(({ url }) => decodeURIComponent(url.replace(baseUrl, '')));
	return { functions: functions as unknown as ILoadOptionsFunctions, asked, queries };
}

const page = (entries: object[], next?: string, name = 'order') => ({
	body: { list: entries.map((entry) => ({ [name]: entry })), ...(next === undefined ? {} : { next_offset: next }) },
});

describe('the list of orders', () => {
	const night = Date.UTC(2026, 10, 22, 23, 30) / 1000;

	it('names each by what is known of it, in the time zone of the workflow', async () => {
		const orders = [
			{ id: 'o1', status: 'shipped', customer_id: 'c1', order_date: night, created_at: 1 },
			{ id: 'o2', status: 'new', invoice_id: 'i1', created_at: night },
			{ id: 'o3' },
		];
		const { functions, asked, queries } = editor(() => page(orders, '["next"]'), { timezone: 'Europe/Berlin' });
		expect(await listSearch.searchOrders.call(functions)).toEqual({
			results: [
				{ name: 'o1 · shipped · c1 · 2026-11-23', value: 'o1' },
				{ name: 'o2 · new · i1 · 2026-11-23', value: 'o2' },
				{ name: 'o3', value: 'o3' },
			],
			paginationToken: '["next"]',
		});
		expect(queries()).toEqual(['/api/v2/orders?limit=50&sort_by[desc]=created_at']);
		expect(asked[0]?.method).toBe('GET');
	});

	it('is searched by the beginning of the ID, from where the last page ended', async () => {
		const { functions, queries } = editor(() => page([]));
		expect(await listSearch.searchOrders.call(functions, ' o1 ', 'token')).toEqual({ results: [] });
		const [query = ''] = queries();
		expect(query.split('?')[1]?.split('&').sort()).toEqual([
			'id[starts_with]=o1',
			'limit=50',
			'offset=token',
			'sort_by[desc]=created_at',
		]);
	});

	it('says By ID where the key may not list', async () => {
		const forbidden = { status: 403, body: { message: 'No access', api_error_code: 'forbidden' } };
		const { functions } = editor(() => forbidden);
		await expect(listSearch.searchOrders.call(functions)).rejects.toMatchObject({
			node: functions.getNode(),
			message: 'The API key may not list orders: choose By ID instead, or use a key that may',
			description: expect.stringContaining('Chargebee says: "No access".'),
		});
		const gone = { status: 404, body: { message: 'Gone', api_error_code: 'x' } };
		await expect(listSearch.searchOrders.call(editor(() => gone).functions)).rejects.toThrow('Gone');
	});

	it('is given up once the rate limit holds it back for half a minute: a person waits', async () => {
		const time = stepClock();
		const { functions } = editor(() => ({ status: 429, headers: { 'retry-after': '10' }, body: {} }));
		const told = jest.fn();
		listSearch.searchOrders.call(functions).catch(told);
		await time.advance(15_000);
		expect(told).not.toHaveBeenCalled();
		await time.advance(25_000);
		expect(told).toHaveBeenCalledWith(expect.objectContaining({ message: expect.stringContaining('longest wait') }));
	});

	it("goes by the node's proxy and timeout, without expressions that the editor could not evaluate", async () => {
		const requestOptions = { proxy: 'http://proxy.example:3128', timeout: '={{ $json.timeout }}' };
		const { functions, asked } = editor(() => page([]), { requestOptions });
		await listSearch.searchOrders.call(functions);
		expect(asked[0]).toMatchObject({ timeout: 90_000, proxy: { host: 'proxy.example', port: 3128 } });
		const other = editor(() => page([]), { requestOptions: 'text' });
		await listSearch.searchOrders.call(other.functions);
		expect(other.asked[0]).not.toHaveProperty('proxy');
	});
});

describe('the list of invoices', () => {
	it('is sorted and dated by the date of the invoice, and names the customer alone', async () => {
		const invoices = [{ id: 'i1', status: 'paid', date: 1_700_000_000, created_at: 1, invoice_id: 'x' }];
		const { functions, queries } = editor(() => page(invoices, undefined, 'invoice'));
		expect(await listSearch.searchInvoices.call(functions)).toEqual({
			results: [{ name: 'i1 · paid · 2023-11-14', value: 'i1' }],
		});
		expect(queries()).toEqual(['/api/v2/invoices?limit=50&sort_by[desc]=date']);
	});

	it('forbidden, is named as such', async () => {
		const forbidden = { status: 403, body: { message: 'No access', api_error_code: 'forbidden' } };
		await expect(listSearch.searchInvoices.call(editor(() => forbidden).functions)).rejects.toThrow('list invoices:');
	});
});

describe('in version 1, which can neither search nor sort', () => {
	const v1 = { apiVersion: 'v1' };

	it('a list is a page as it is', async () => {
		const { functions, queries } = editor(() => page([{ id: 'o1' }], 'n'), v1);
		const { results, paginationToken } = await listSearch.searchOrders.call(functions, '', 'from');
		expect([results.length, paginationToken]).toEqual([1, 'n']);
		expect(queries()).toEqual(['/api/v1/orders?limit=50&offset=from']);
	});

	it('ten pages are looked through for an ID, and then it is for the person to go on', async () => {
		const { functions, queries } = editor(
			(number) => page([{ id: `a${number}` }, { id: `b${number}` }], `n${number}`),
			v1,
		);
		const { results, paginationToken } = await listSearch.searchOrders.call(functions, 'b');
		expect(results.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `b${number}`));
		expect(paginationToken).toBe('n9');
		expect(queries()[0]).toBe('/api/v1/orders?limit=100');
		expect(queries().at(-1)).toBe('/api/v1/orders?limit=100&offset=n8');
	});

	it('no page is read once there are fifty, or none is left', async () => {
		const full = editor(
			() =>
				page(
					Array.from({ length: 50 }, (_, index) => ({ id: `b${index}` })),
					'n',
				),
			v1,
		);
		expect((await listSearch.searchOrders.call(full.functions, 'b')).results).toHaveLength(50);
		expect(full.asked).toHaveLength(1);
		const last = editor((number) => page([{ id: 'b' }], number === 0 ? 'n' : undefined), v1);
		const found = await listSearch.searchOrders.call(last.functions, 'b');
		expect([last.asked.length, 'paginationToken' in found]).toEqual([2, false]);
	});
});

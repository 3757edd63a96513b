import type { IDataObject, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

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
	/** In place of a site of its own. */
	credential?: IDataObject;
}

let sites = 0;

/** The functions of the editor, a site that answers each page by its number, and what it was asked. */
function editor(answer: (page: number) => Answer, own: Editor = {}) {
	const asked: IHttpRequestOptions[] = [];
	const baseUrl = `http://lists${(sites += 1)}.example`;
	const credential = own.credential ?? { environment: 'custom', baseUrl, apiKey: 'k' };
	const functions = Object.assign(fakeFunctions({ credential: () => credential }), {
		getCurrentNodeParameter: (name: string) => own[name as keyof Editor],
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) => {
				asked.push(options);
				const { status = 200, headers = {}, body } = answer(asked.length - 1);
				return await Promise.resolve({ statusCode: status, headers, body });
			},
		},
	});
	const queries = (): string[] => asked.map(({ url }) => decodeURIComponent(url.replace(baseUrl, '')));
	return { functions: functions as unknown as ILoadOptionsFunctions, asked, queries };
}

const page = (entries: object[], next?: string, name = 'order') => ({
	body: { list: entries.map((entry) => ({ [name]: entry })), ...(next === undefined ? {} : { next_offset: next }) },
});

describe('the list of orders', () => {
	it('names each by what does not change of it', async () => {
		const orders = [
			{ id: 'o1', status: 'shipped', customer_id: 'c1', invoice_id: 'i1', order_date: 1, created_at: 1 },
			{ id: 'o2', status: 'new', invoice_id: 'i2', created_at: 1 },
			{ id: 'o3' },
		];
		const { functions, asked, queries } = editor(() => page(orders, '["next"]'));
		expect(await listSearch.searchOrders.call(functions)).toEqual({
			results: [
				{ name: 'o1 · c1', value: 'o1' },
				{ name: 'o2 · i2', value: 'o2' },
				{ name: 'o3', value: 'o3' },
			],
			paginationToken: '["next"]',
		});
		expect(queries()).toEqual(['/api/v2/orders?limit=50&sort_by[desc]=created_at']);
		expect(asked[0]?.method).toBe('GET');
	});

	it.each([
		['live', 'https://acme.chargebee.com/d/orders/a%2Fb'],
		['test', 'https://acme-test.chargebee.com/d/orders/a%2Fb'],
	])('of a %s site opens each in Chargebee', async (environment, url) => {
		const { functions } = editor(() => page([{ id: 'a/b' }]), {
			credential: { environment, site: 'acme', apiKey: 'k' },
		});
		expect((await listSearch.searchOrders.call(functions)).results).toEqual([{ name: 'a/b', value: 'a/b', url }]);
	});

	it('is searched in the newest hundred by any text shown, in all others by the beginning of the ID', async () => {
		const lists = [
			page([{ id: 'z9', customer_id: 'Ada' }, { id: 'ada_1' }, { id: 'b1', customer_id: 'x-ada' }, { id: 'c1' }], 'no'),
			page([{ id: 'ada_1' }, { id: 'ada_0' }], 'more'),
		];
		const { functions, queries } = editor((number) => lists[number] ?? page([]));
		const { results, paginationToken } = await listSearch.searchOrders.call(functions, ' ada ');
		expect(results.map(({ value }) => value)).toEqual(['z9', 'ada_1', 'b1', 'ada_0']);
		expect(paginationToken).toBe('more');
		expect(queries().sort()).toEqual([
			'/api/v2/orders?limit=100&id[starts_with]=ada&sort_by[desc]=created_at',
			'/api/v2/orders?limit=100&sort_by[desc]=created_at',
		]);
	});

	it('goes on by the beginning of the ID, from where the last page ended', async () => {
		const { functions, queries } = editor(() => page([{ id: 'o1' }]));
		expect(await listSearch.searchOrders.call(functions, ' o1 ', 'token')).toEqual({
			results: [{ name: 'o1', value: 'o1' }],
		});
		expect(queries()).toEqual(['/api/v2/orders?limit=100&offset=token&id[starts_with]=o1&sort_by[desc]=created_at']);
	});

	it.each([0, 1])('is not half a list: one of the two that cannot be read is an error (%d)', async (broken) => {
		const { functions } = editor((number) => (number === broken ? { status: 404, body: {} } : page([])));
		await expect(listSearch.searchOrders.call(functions, 'ada')).rejects.toThrow();
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
	it('is sorted by the date of the invoice, and names the customer alone', async () => {
		const invoices = [{ id: 'i1', status: 'paid', date: 1_700_000_000, created_at: 1, invoice_id: 'x' }];
		const { functions, queries } = editor(() => page(invoices, undefined, 'invoice'));
		expect(await listSearch.searchInvoices.call(functions)).toEqual({
			results: [{ name: 'i1', value: 'i1' }],
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

	it('a text is looked for in all that is shown', async () => {
		const { functions } = editor(() => page([{ id: 'a', invoice_id: 'INV-B' }, { id: 'c' }, { id: 'b' }]), v1);
		const { results } = await listSearch.searchOrders.call(functions, 'b');
		expect(results.map(({ name }) => name)).toEqual(['a · INV-B', 'b']);
	});

	it('ten pages are looked through, and then it is for the person to go on', async () => {
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

import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { generate } from 'selfsigned';

import { consoleUrlPattern } from '../../nodes/ChargebeeOrders/encode/consoleUrl';
import { chargebeeOrders } from './harness/packageTypes';
import { searchList } from './harness';
import { startForwardingProxy } from '../support/forwardingProxy';
import { byId, items, json, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 250 });

interface SearchOptions {
	filter?: string;
	paginationToken?: string;
	apiKey?: string;
	parameters?: INodeParameters;
}

async function search(method: string, { apiKey, ...rest }: SearchOptions = {}) {
	const credential = { url: use.sandbox.url, apiKey: apiKey ?? use.sandbox.apiKey };
	return await searchList({ method, credential, ...rest });
}

const methods = ['searchOrders', 'searchInvoices'] as const;
const versions = ['v2', 'v1'] as const;
const lists = methods.flatMap((method) => versions.map((apiVersion) => ({ method, apiVersion })));

/** A resource locator into which a URL was pasted. */
const byUrl = (value: string): INodeParameters => ({ __rl: true, mode: 'url', value });

/** All results, page after page. */
async function searchAll(method: string, options: SearchOptions = {}) {
	const first = await search(method, options);
	const results = [...first.results];
	for (let token: unknown = first.paginationToken; token !== undefined;) {
		const page = await search(method, { ...options, paginationToken: String(token) });
		results.push(...page.results);
		token = page.paginationToken;
	}
	return results;
}

describe('From List', () => {
	it.each(lists)('$method goes through all pages of $apiVersion', async ({ method, apiVersion }) => {
		const parameters = { apiVersion };
		const { orders, invoices } = use.sandbox.store;
		const known =
			method === 'searchOrders'
				? [...orders.all()].filter(({ attributes }) => !attributes.deleted)
				: [...invoices.all()];
		const values = (await searchAll(method, { parameters })).map(({ value }) => value);
		expect(values).toHaveLength(known.length);
		expect(new Set(values)).toEqual(new Set(known.map(({ attributes }) => attributes.id)));
		for (const { path, query } of use.ledger) {
			expect(path).toContain(`/api/${apiVersion}/`);
			expect(query).toContainEqual(['limit', '50']);
		}
	});

	it.each(methods)('%s has the newest first', async (method) => {
		const values = (await searchAll(method)).map(({ value }) => String(value));
		const time = (id: string) =>
			method === 'searchOrders'
				? use.sandbox.store.orders.get(id)?.attributes.created_at
				: use.sandbox.store.invoices.get(id)?.attributes.date;
		const found = values.map((id) => Number(time(id)));
		expect(found).toEqual([...found].sort((a, b) => b - a));
	});

	it.each(lists.map((list) => ({ ...list, filter: list.method === 'searchOrders' ? 'order_24' : 'IMP-' })))(
		'$method finds by the beginning of the ID in $apiVersion',
		async ({ method, apiVersion, filter }) => {
			const results = await searchAll(method, { filter: ` ${filter}`, parameters: { apiVersion } });
			const { orders, invoices } = use.sandbox.store;
			const known = [...(method === 'searchOrders' ? orders : invoices).all()]
				.map(({ attributes }) => attributes)
				.filter(({ id, deleted }) => id.startsWith(filter) && deleted !== true);
			expect(known.length).toBeGreaterThan(5);
			expect(new Set(results.map(({ value }) => value))).toEqual(new Set(known.map(({ id }) => id)));
			const asked = use.ledger.map(({ query }) => query.filter(([name]) => name === 'id[starts_with]').length);
			// Version 1 cannot search: its pages are read and looked through.
			expect(asked.sort()).toEqual(apiVersion === 'v2' ? [0, 1] : asked.map(() => 0));
		},
	);

	it('looks through ten pages of version 1 at most, and goes on from there', async () => {
		const page = { list: [{ order: { id: 'other' } }] };
		for (let at = 1; at <= 10; at += 1) {
			use.sandbox.script.respondOnce(
				{ method: 'GET', path: /\/v1\/orders/ },
				{ status: 200, body: { ...page, next_offset: `["${at}"]` } },
			);
		}
		const last = { list: [{ order: { id: 'order_241' } }] };
		use.sandbox.script.respondOnce({ method: 'GET', path: /\/v1\/orders/ }, { status: 200, body: last });
		const parameters = { apiVersion: 'v1' };
		const nothing = await search('searchOrders', { filter: 'order_24', parameters });
		expect(nothing).toEqual({ results: [], paginationToken: '["10"]' });
		expect(use.ledger).toHaveLength(10);
		use.sandbox.resetLedger();
		expect(await search('searchOrders', { filter: 'order_24', parameters, paginationToken: '["10"]' })).toMatchObject({
			results: [{ value: 'order_241' }],
		});
		expect(use.request.query).toContainEqual(['offset', '["10"]']);
	});

	it.each(lists)('$method finds the newest by the customer too, in any case, in $apiVersion', async (list) => {
		const { method, apiVersion } = list;
		const parameters = { apiVersion };
		const [newest] = (await search(method, { parameters })).results;
		// Orders of version 1 name their invoice.
		const [, whose = ''] = newest?.name.split(' · ') ?? [];
		expect(whose).not.toBe('');
		const { results } = await search(method, { filter: whose.toUpperCase(), parameters });
		expect(results[0]).toEqual(newest);
		expect(results.every(({ name }) => name.includes(whose))).toBe(true);
	});

	it('shows what does not change: ID and customer, and the invoice where version 1 names no customer', async () => {
		const { customer_id, invoice_id } = use.addOrder({ id: 'labelled', status: 'shipped' }).attributes;
		const v2 = await search('searchOrders', { filter: 'labelled' });
		expect(v2).toEqual({ results: [{ name: `labelled · ${String(customer_id)}`, value: 'labelled' }] });
		const v1 = await search('searchOrders', { filter: 'labelled', parameters: { apiVersion: 'v1' } });
		expect(v1.results).toEqual([{ name: `labelled · ${String(invoice_id)}`, value: 'labelled' }]);
		const [invoice] = (await search('searchInvoices', { filter: 'IMP-' })).results;
		const { id, customer_id: customer } = use.sandbox.store.invoices.get(String(invoice?.value))?.attributes ?? {};
		expect(invoice?.name).toBe([id, customer].join(' · '));
	});

	it.each(methods)('%s says what to do where a key may not list', async (method) => {
		const { restrictedKey: apiKey } = use.sandbox;
		const refused = search(method, { apiKey });
		const things = method === 'searchOrders' ? 'orders' : 'invoices';
		await expect(refused).rejects.toMatchObject({
			message: `The API key may not list ${things}: choose By ID instead, or use a key that may`,
			description: expect.stringContaining('permission') as unknown,
		});
		await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining(apiKey) as unknown });
	});
});

describe('names from the site', () => {
	const names = async (method: string, options: SearchOptions = {}) =>
		(await search(method, options)).results.map(({ name }) => name);

	it('custom fields are those of the newest orders, found by any part', async () => {
		const known = await names('searchCustomFields');
		expect(known).toEqual([...known].sort());
		expect(known).toEqual(expect.arrayContaining(['cf_gift_message', 'cf_warehouse']));
		expect(known.every((name) => name.startsWith('cf_'))).toBe(true);
		expect(await search('searchCustomFields', { filter: ' WARE' })).toEqual({
			results: [{ name: 'cf_warehouse', value: 'cf_warehouse' }],
		});
		for (const { path, query } of use.ledger) {
			expect(path).toBe('/api/v2/orders');
			expect(query).toEqual([
				['limit', '100'],
				['sort_by[desc]', 'created_at'],
			]);
		}
	});

	it('custom fields come from version 1 where the node is set to it', async () => {
		const order = { id: 'order_1', cf_b: 1, 'cf_a b': 2, cf_: 3 };
		use.sandbox.script.respondOnce(
			{ method: 'GET', path: /\/v1\/orders/ },
			{ status: 200, body: { list: [{ order }] } },
		);
		expect(await names('searchCustomFields', { parameters: { apiVersion: 'v1' } })).toEqual(['cf_a b', 'cf_b']);
	});

	it('business entities are those of the newest orders', async () => {
		const entities = new Set(
			[...use.sandbox.store.orders.all()].map(({ attributes }) => attributes.business_entity_id),
		);
		expect(entities.size).toBeGreaterThan(1);
		expect(await names('searchBusinessEntities')).toEqual([...entities].sort());
		expect(use.request.query).toContainEqual(['sort_by[desc]', 'created_at']);
	});

	it.each<[string, (id: string) => INodeParameters]>([
		['picked or typed', (id) => byId(id)],
		['in a URL', (id) => byUrl(`${use.sandbox.url}/d/orders/${id}`)],
	])('line items are those of the order that is %s', async (_how, located) => {
		const line = { fulfillment_quantity: 1, status: 'queued', object: 'order_line_item' } as const;
		const details = {
			order_line_items: [
				{ id: 'li_1', description: 'Tea', ...line },
				{ id: 'li_2', entity_id: 'cup', ...line },
				{ id: 'li_3', ...line },
			],
		};
		const { id } = use.addOrder({}, { details }).attributes;
		const parameters = { orderId: located(id) };
		expect(await search('searchLineItems', { parameters })).toEqual({
			results: [
				{ name: 'li_1 · Tea', value: 'li_1' },
				{ name: 'li_2 · cup', value: 'li_2' },
				{ name: 'li_3', value: 'li_3' },
			],
		});
		expect(await names('searchLineItems', { parameters, filter: 'tea' })).toEqual(['li_1 · Tea']);
	});

	it.each<[string, INodeParameters, string]>([
		['no order', {}, 'No order is chosen yet'],
		['no order', { orderId: { __rl: true, mode: 'list', value: '' } }, 'No order is chosen yet'],
		['an order by an expression', { orderId: byId('={{ $json.id }}') }, 'The order comes from an expression'],
	])('line items of %s are not asked for', async (_what, parameters, message) => {
		await expect(search('searchLineItems', { parameters })).rejects.toMatchObject({
			message: expect.stringContaining(message) as unknown,
			description: expect.stringContaining('choose By ID') as unknown,
		});
		expect(use.ledger).toEqual([]);
	});

	it.each([
		['searchCustomFields', 'By Name'],
		['searchBusinessEntities', 'By ID'],
	])('%s says what to do where a key may not list', async (method, instead) => {
		const refused = search(method, { apiKey: use.sandbox.restrictedKey });
		await expect(refused).rejects.toThrow(`The API key may not list orders: choose ${instead} instead`);
	});
});

describe("From List with the node's request options", () => {
	const listed = async (requestOptions: INodeParameters | string) =>
		(await search('searchOrders', { parameters: { requestOptions } })).results;

	it.each(lists)('$method goes through the proxy in $apiVersion', async ({ method, apiVersion }) => {
		const proxy = await startForwardingProxy();
		const requestOptions = { proxy: `http://${proxy.address}` };
		const { results } = await search(method, { parameters: { apiVersion, requestOptions } });
		await proxy.close();
		expect(results).toHaveLength(50);
		expect(proxy.passed).toHaveLength(use.ledger.length);
	});

	it('takes a certificate that nobody vouches for where SSL issues are to be ignored', async () => {
		const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
		const server = createServer({ key, cert }, (_request, answer) => {
			answer.end(JSON.stringify({ list: [{ order: { id: 'order_over_tls' } }] }));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const { results } = await searchList({
			method: 'searchOrders',
			credential: { url: `https://127.0.0.1:${port}`, apiKey: 'key' },
			parameters: { requestOptions: { allowUnauthorizedCerts: true } },
		});
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
		expect(results).toEqual([{ name: 'order_over_tls', value: 'order_over_tls' }]);
	});

	it.each<INodeParameters | string>([
		'={{ $json.options }}',
		{ proxy: '={{ $json.proxy }}', timeout: '={{ $json.timeout }}', allowUnauthorizedCerts: '={{ $json.lax }}' },
		{ proxy: '', timeout: '' },
	])('does without what an expression would give: %j', async (requestOptions) => {
		expect(await listed(requestOptions)).toHaveLength(50);
	});

	it('says so of a proxy that is none', async () => {
		await expect(listed({ proxy: 'not a proxy' })).rejects.toThrow('The proxy is not an address');
		expect(use.ledger).toEqual([]);
	});
});

const acme = { environment: 'live', site: 'acme', apiKey: 'k' };

describe.each(paths)('By URL ($path)', (on) => {
	it.each([
		['documented by Chargebee', 'SANDBOX/admin-console/orders/order_1'],
		['shown by the console', 'SANDBOX/d/orders/order_1'],
		['with a slash', 'SANDBOX/d/orders/order_1/'],
		['of the details', 'SANDBOX/orders/order_1/details'],
		['with query and fragment', ' SANDBOX/d/orders/order_1?tab=1&x=/orders/order_2#/orders/order_3 '],
		['from an expression', '={{ "SANDBOX/d/orders/" + $json.id }}'],
	])('takes an address %s', async (_what, url) => {
		const orderId = byUrl(url.replace('SANDBOX', use.sandbox.url));
		const run = await use.run('get', { orderId }, { ...on, items: items({ id: 'order_1' }) });
		expect(run.error).toBeUndefined();
		expect(json(run)).toMatchObject([{ id: 'order_1' }]);
		expect(use.request.path).toBe('/api/v2/orders/order_1');
	});

	it('takes what is encoded in an address as the ID that it stands for', async () => {
		const id = `a/b ü ${on.path}`;
		use.addOrder({ id });
		const run = await use.run('get', { orderId: byUrl(`${use.sandbox.url}/d/orders/${encodeURIComponent(id)}`) }, on);
		expect(json(run)).toMatchObject([{ id }]);
	});

	it('takes the address of an invoice, for its orders and for a new one', async () => {
		const [order] = [...use.sandbox.store.orders.all()];
		const invoice = String(order?.attributes.invoice_id);
		const url = byUrl(`${use.sandbox.url}/d/invoices/${invoice}`);
		const listed = await use.run('getAllForInvoice', { invoiceId: url }, on);
		expect(json(listed).map(({ invoice_id }) => invoice_id)).toContain(invoice);
		const created = await use.run('create', { invoice_id: url }, on);
		expect(json(created)).toMatchObject([{ invoice_id: invoice }]);
	});

	it.each([
		['of something else', 'https://acme.chargebee.com/d/invoices/order_1'],
		['of a part of an order', 'https://acme.chargebee.com/d/orders/order_1/credit_notes/2'],
		['of the list', 'https://acme.chargebee.com/d/orders'],
		['of the list, with a slash', 'https://acme.chargebee.com/d/orders/'],
		['too deep', 'https://acme.chargebee.com/a/b/c/orders/order_1'],
		['of another scheme', 'ftp://acme.chargebee.com/d/orders/order_1'],
		['with a user', 'https://acme.chargebee.com@evil.example/d/orders/order_1'],
		['without a host', 'https:///d/orders/order_1'],
		['with blanks', 'https://acme.chargebee.com/d/orders/order 1'],
		['that is none', 'order_1'],
		['too long', `https://acme.chargebee.com/d/orders/order_1?${'a'.repeat(3000)}`],
		['made to be slow', `https://${'a/'.repeat(100_000)}orders/`],
	])('refuses an address %s, and sends nothing', async (_what, url) => {
		const { status, error } = await use.run(
			'get',
			{ orderId: byUrl('={{ $json.url }}') },
			{ ...on, items: items({ url }) },
		);
		expect(status).toBe('error');
		expect(error?.message).toMatch(/^Order is not the URL of an order in Chargebee/);
		expect(use.ledger).toEqual([]);
	});

	it('says so of a wrong address that is typed before anything runs', async () => {
		const { error } = await use.run('get', { orderId: byUrl('https://acme.chargebee.com/d/customers/cust_1') }, on);
		expect(error?.message).toContain('Not the address of an order in Chargebee, such as https://acme.');
		expect(use.ledger).toEqual([]);
	});

	it('says so of a URL that is typed as an ID, and takes IDs of all other forms', async () => {
		const { error } = await use.run('get', { orderId: byId('https://acme.chargebee.com/d/orders/order_1') }, on);
		expect(error?.message).toContain('This is a URL, not an ID: choose By URL for it');
		expect(use.ledger).toEqual([]);
		const ofExpression = { ...on, items: items({ url: ' https://acme.chargebee.com/d/orders/order_1' }) };
		const typed = await use.run('get', { orderId: byId('={{ $json.url }}') }, ofExpression);
		expect(typed.error?.message).toContain('Order is a URL, where an ID is expected');
		expect(typed.error?.description).toContain('Choose By URL for it');
		expect(use.ledger).toEqual([]);
		for (const id of ['a/b', 'http', 'a https://x', 'é']) {
			use.sandbox.resetLedger();
			await use.run('get', { orderId: byId(id) }, on);
			expect(use.request.path).toBe(`/api/v2/orders/${encodeURIComponent(id)}`);
		}
	});

	it.each([
		['https://acme-test.chargebee.com/d/orders/order_1', 'acme-test.chargebee.com', acme],
		['https://acme.chargebee.com.evil.example/d/orders/order_1', 'acme.chargebee.com.evil.example', acme],
		['https://evil.example/d/orders/order_1', 'evil.example', undefined],
		['https://acme.chargebee.com/d/orders/order_1', 'acme.chargebee.com', undefined],
	])('refuses %s, which is of another site', async (url, host, credential) => {
		const { error } = await use.run(
			'reopen',
			{ orderId: byUrl(url) },
			{ ...on, ...(credential === undefined ? {} : { credential }) },
		);
		expect(error?.message).toContain(`The URL in Order is one of ${host}, and the credential is for `);
		expect(use.ledger).toEqual([]);
	});

	it.each(['.', '..', '%2e%2e', '%D83C', 'x'.repeat(41)])('refuses the ID %s in an address', async (id) => {
		const { status } = await use.run('get', { orderId: byUrl(`${use.sandbox.url}/d/orders/${id}`) }, on);
		expect(status).toBe('error');
		expect(use.ledger).toEqual([]);
	});
});

it('what the editor checks and extracts is what the node takes', () => {
	const locators = chargebeeOrders().description.properties.filter(({ type }) => type === 'resourceLocator');
	expect(new Set(locators.map(({ name }) => name))).toEqual(new Set(['orderId', 'invoiceId', 'invoice_id']));
	for (const { name, modes } of locators) {
		const regex = consoleUrlPattern(name === 'orderId' ? 'order' : 'invoice');
		const url = modes?.find((mode) => mode.name === 'url');
		expect(url?.extractValue).toEqual({ type: 'regex', regex });
		expect(url?.validation).toMatchObject([{ type: 'regex', properties: { regex } }]);
	}
});

it('every list says so where it is slow, and can be done without', () => {
	const within = ({ options = [] }: INodeProperties): INodeProperties[] =>
		options.flatMap((option) => {
			const inner = 'values' in option ? option.values : 'type' in option ? [option as INodeProperties] : [];
			return inner.flatMap((one) => [one, ...within(one)]);
		});
	const inputs = chargebeeOrders().description.properties.flatMap((property) => [property, ...within(property)]);
	const locators = inputs.filter(({ type }) => type === 'resourceLocator');
	expect(new Set(locators.map(({ displayName }) => displayName))).toEqual(
		new Set(['Order', 'Invoice', 'Business Entity ID', 'API Name', 'ID']),
	);
	const { methods } = chargebeeOrders();
	for (const { displayName, modes = [] } of locators) {
		const [list, ...others] = modes;
		expect([displayName, list?.typeOptions]).toEqual([
			displayName,
			expect.objectContaining({
				searchListMethod: expect.stringMatching(new RegExp(`^(${Object.keys(methods?.listSearch ?? {}).join('|')})$`)),
				slowLoadNotice: {
					message: expect.stringContaining(`with ${others[0]?.displayName ?? ''} nothing`),
					timeout: 5_000,
				},
			}),
		]);
		expect(list?.hint).toMatch(/newest 100|chosen order/);
	}
});

import type { INodeParameters } from 'n8n-workflow';

import { operations } from '../../nodes/ChargebeeOrders/resources/operations';

import { byId, items, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 3 });

interface IdOperation {
	resource: 'order' | 'export';
	operation: string;
	/** The parameter that holds the ID. */
	name: 'orderId' | 'invoiceId' | 'exportId';
	/** The path around the ID. */
	before: string;
	after?: string;
	more?: INodeParameters;
}

const onOrder = (operation: string, after: string, more: INodeParameters = {}): IdOperation => ({
	resource: 'order',
	operation,
	name: 'orderId',
	before: '/api/v2/orders/',
	after,
	more,
});

/** Every operation whose path has an ID in it. */
const withId: readonly IdOperation[] = [
	onOrder('assignOrderNumber', '/assign_order_number'),
	onOrder('cancel', '/cancel', { cancellation_reason: 'others' }),
	onOrder('createRefundableCreditNote', '/create_refundable_credit_note', {
		credit_note__reason_code: 'waiver',
		credit_note__total: 1,
	}),
	onOrder('delete', '/delete'),
	onOrder('get', ''),
	{ ...onOrder('get', '', { apiVersion: 'v1' }), before: '/api/v1/orders/' },
	onOrder('reopen', '/reopen'),
	onOrder('resend', '/resend'),
	onOrder('update', '', { fields: { note: 'x' } }),
	{ ...onOrder('update', '', { apiVersion: 'v1', fields: { note: 'x' } }), before: '/api/v1/orders/' },
	{
		resource: 'order',
		operation: 'getAllForInvoice',
		name: 'invoiceId',
		before: '/api/v2/invoices/',
		after: '/orders',
	},
	{
		resource: 'order',
		operation: 'getAllForInvoice',
		name: 'invoiceId',
		before: '/api/v1/invoices/',
		after: '/orders',
		more: { apiVersion: 'v1' },
	},
	{ resource: 'export', operation: 'get', name: 'exportId', before: '/api/v2/exports/' },
	{ resource: 'export', operation: 'download', name: 'exportId', before: '/api/v2/exports/' },
];

it('no operation with an ID is left out', () => {
	const named = new Set(withId.map(({ resource, operation }) => `${resource} ${operation}`));
	for (const { resource, value, properties } of operations) {
		const hasId = properties.some(({ name }) => ['orderId', 'invoiceId', 'exportId'].includes(name));
		expect([value, named.has(`${resource} ${value}`)]).toEqual([value, hasId]);
	}
});

const cases = paths.flatMap((on) =>
	withId.map((one) => ({ ...one, on, what: `${one.operation} ${one.before}… (${on.path})` })),
);

/** Runs an operation on an ID that comes from the input item, as text or as a number. */
async function runWith(one: (typeof cases)[number], id: unknown) {
	const value = '={{ $json.id }}';
	return await use.run(
		one.operation,
		{ resource: one.resource, [one.name]: one.name === 'exportId' ? value : byId(value), ...one.more },
		{ ...one.on, items: items({ id: id as string }) },
	);
}

const hostile: ReadonlyArray<string | number> = [
	'../invoices/x',
	'..\\..\\invoices',
	'a/b',
	'/',
	'//evil.com/x',
	'ftp://evil.com',
	'@evil.com',
	'a?b=c&d',
	'a#b',
	'a;b',
	'é',
	'e\u0301',
	'%',
	'%2e%2e',
	'%2E%2e/',
	'..%2f..%2finvoices',
	'%00',
	'a\u0000b',
	'a\r\nHost: evil.com',
	'...',
	'. .',
	'🎁',
	'👩‍👩‍👧',
	'\u202Ea',
	'import_order',
	'undefined',
	'null',
	'[object Object]',
	'__proto__',
	'{{ $json.id }}',
	'={{ 1 }}',
	0,
	-1,
	4711,
	1.5,
	1e-7,
	Number.MAX_SAFE_INTEGER,
];

describe.each(cases)('$what', (one) => {
	it('makes exactly one path of whatever ID', async () => {
		for (const id of hostile) {
			use.sandbox.resetLedger();
			await runWith(one, id);
			expect(use.ledger.map(({ path, rawQuery }) => path + (/invoice/.test(path) ? '' : rawQuery))).toEqual([
				`${one.before}${encodeURIComponent(id)}${one.after ?? ''}`,
			]);
			const { pathname } = new URL(use.request.path, 'http://127.0.0.1');
			expect(pathname).toBe(use.request.path);
			expect(decodeURIComponent(pathname.split('/')[4] ?? '')).toBe(String(id));
		}
	});

	it('leaves out blanks at the ends of an ID, those that nobody sees too', async () => {
		for (const id of [' a b ', 'a b\n', '\u00a0a b\u200b', '\ufeffa b\u2060\r\n']) {
			use.sandbox.resetLedger();
			await runWith(one, id);
			expect(use.request.path).toBe(`${one.before}a%20b${one.after ?? ''}`);
		}
	});

	it('refuses what is no ID, and sends nothing', async () => {
		const long = one.name === 'orderId' ? 41 : 51;
		const none: unknown[] = [
			...['', ' ', '\t\n', '\u00a0\u200b', '.', '..', '\ud83c', 'a\udf81b', 'x'.repeat(long)],
			...[null, undefined, true, {}, { id: 'a' }, [], ['a'], 2 ** 53, 1e21],
		];
		for (const id of none) {
			const { status, error } = await runWith(one, id);
			expect(status).toBe('error');
			expect(error?.message).toMatch(/^"?(Order|Invoice|Export ID)"? /);
			expect(use.ledger).toEqual([]);
		}
	});
});

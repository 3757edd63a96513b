import fc from 'fast-check';
import { parse } from 'qs';

import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { orders } from '../../nodes/ChargebeeOrders/api/exports/orders';
import { orderListFilters, type Filter } from '../../nodes/ChargebeeOrders/api/filters';
import { cancelV2, createV1, importV2, updateV2 } from '../../nodes/ChargebeeOrders/api/orderParameters';
import { clearableFields, encodeCleared } from '../../nodes/ChargebeeOrders/encode/clearedFields';
import { encodeFields, type FieldRules } from '../../nodes/ChargebeeOrders/encode/fields';
import { encodeConditions } from '../../nodes/ChargebeeOrders/encode/filterConditions';
import { encodePairs, type Pair, requireFitsUrl } from '../../nodes/ChargebeeOrders/encode/form';
import { encodeHeaders } from '../../nodes/ChargebeeOrders/encode/headers';
import { encodeId } from '../../nodes/ChargebeeOrders/encode/path';
import { credentialOrigin } from '../../nodes/ChargebeeOrders/encode/site';
import { hintFor } from '../../nodes/ChargebeeOrders/errors/hints';
import { InputError } from '../../nodes/ChargebeeOrders/errors/InputError';
import { conditionsFromJson } from '../../nodes/ChargebeeOrders/read/jsonFilters';
import { trimmed } from '../../nodes/ChargebeeOrders/values';
import { refusal as refused } from '../support/refusal';

const context = { timezone: 'Etc/UTC', now: 1_800_000_000 };
const update: FieldRules = { parameters: updateV2, customFields: true };
const fields = (input: Record<string, unknown>, rules = update): Pair[] => encodeFields(rules, input, context);
const filters = (input: Record<string, unknown>, known: readonly Filter[] = orders.filters): Pair[] =>
	encodeConditions(conditionsFromJson(input, known), context);

describe('a form', () => {
	test('is read back by an independent parser as it was meant, whatever the text', () => {
		const text = fc.string({ unit: 'grapheme' });
		// The parser leaves this one name out on purpose.
		const name = fc.stringMatching(/^[a-z_]{1,20}$/).filter((some) => some !== '__proto__');
		fc.assert(
			fc.property(fc.array(fc.tuple(name, text)), (pairs) => {
				const unique = [...new Map(pairs)];
				expect(
					parse(encodePairs(unique), { parameterLimit: 10_000, plainObjects: true, allowPrototypes: true }),
				).toEqual(Object.assign(Object.create(null), Object.fromEntries(unique)));
			}),
		);
	});

	test('half of an emoji is refused', () => {
		expect(refused(() => encodePairs([['note', '\ud83d']]))).toMatchObject({
			parameter: 'note',
			message: expect.stringContaining('half of a character'),
		});
	});
});

describe('fields', () => {
	test('lists of objects carry their index last', () => {
		expect(
			fields({
				order_line_items: [
					{ id: 'a', status: 'shipped' },
					{ id: 'b', sku: 'S' },
				],
			}),
		).toEqual([
			['order_line_items[id][0]', 'a'],
			['order_line_items[status][0]', 'shipped'],
			['order_line_items[id][1]', 'b'],
			['order_line_items[sku][1]', 'S'],
		]);
	});

	test('empty values are not sent, zero and false are', () => {
		expect(
			fields({
				note: '',
				tracking_id: null,
				batch_id: undefined,
				shipping_address: { city: '', zip: 0 },
				cf_gift: false,
				cf_none: '',
			}),
		).toEqual([
			['shipping_address[zip]', '0'],
			['cf_gift', 'false'],
		]);
	});

	test('cleared fields are sent without a value, and not together with one', () => {
		expect(encodeCleared(update, ['note', 'shipping_address__line2', 'shipping_address[city]', 'cf_gift'], [])).toEqual(
			[
				['note', ''],
				['shipping_address[line2]', ''],
				['shipping_address[city]', ''],
				['cf_gift', ''],
			],
		);
		expect(encodeCleared(update, ['note'], [['tracking_id', 'x']])).toEqual([['note', '']]);
		expect(refused(() => encodeCleared(update, ['note'], [['note', 'x']])).parameter).toBe('note');
		expect(refused(() => encodeCleared(update, ['status'], [])).hint).toContain('note');
		expect(clearableFields(updateV2)).not.toContain('shipped_at');
	});

	test('a required field without a value is named', () => {
		expect(refused(() => fields({ note: 'x' }, { parameters: createV1, customFields: false })).parameter).toBe(
			'invoice_id',
		);
		expect(
			refused(() => fields({ invoice_id: 'i', status: 'queued' }, { parameters: importV2, customFields: false }))
				.parameter,
		).toBe('created_at');
		expect(refused(() => fields({ comment: 'x' }, { parameters: cancelV2, customFields: false })).parameter).toBe(
			'cancellation_reason',
		);
	});

	test.each([
		[{ fullfilment_status: 'x' }, 'fullfilment_status', 'fulfillment_status'],
		[{ shipping_address: { town: 'x' } }, 'shipping_address[town]', 'shipping_address['],
		[{ cf_: 'x' }, 'cf_', 'cf_'],
		[{ status: 'queud' }, 'status', 'queued'],
		[{ shipping_address: 'Main St' }, 'shipping_address', 'object'],
		[{ order_line_items: { id: 'x' } }, 'order_line_items', 'list'],
		[{ order_line_items: ['x'] }, 'order_line_items', 'list'],
		[{ note: { a: 1 } }, 'note', 'text'],
		[{ reference_id: 'x'.repeat(51) }, 'reference_id', '50'],
		[{ tracking_id: 9.4e21 }, 'tracking_id', 'as text'],
		[{ shipped_at: 'soon' }, 'shipped_at', 'date'],
		[{ order_line_items: [{ id: 'x'.repeat(41) }] }, 'order_line_items[id][0]', '40'],
	])('%j is refused, with the name and what is valid', (input, parameter, hint) => {
		const error = refused(() => fields(input));
		expect(error.parameter).toBe(parameter);
		expect(error.hint + error.message).toContain(hint);
	});

	test('length counts what a person sees as a character leniently', () => {
		expect(fields({ note: '🎁'.repeat(600) })).toHaveLength(1);
		expect(refused(() => fields({ note: '🎁'.repeat(601) })).message).toContain('601');
	});

	test.each([19.99, '19.99', '19,99', '.5'])('%p is a fraction of a cent and is never rounded', (total) => {
		const rules = { parameters: cancelV2, customFields: false };
		const error = refused(() => fields({ cancellation_reason: 'others', credit_note: { total } }, rules));
		expect(error).toMatchObject({ parameter: 'credit_note[total]', message: expect.stringContaining('fraction') });
		expect(fields({ cancellation_reason: 'others', credit_note: { total: '1999' } }, rules)).toContainEqual([
			'credit_note[total]',
			'1999',
		]);
		expect(refused(() => fields({ cancellation_reason: 'others', credit_note: { total: -1 } }, rules)).hint).toContain(
			'0 or more',
		);
	});
});

describe('filters', () => {
	test('lists and periods are one field with a JSON array', () => {
		expect(
			filters({
				order: {
					status: { in: ['queued', 'shipped'] },
					id: { not_in: 'a, b' },
					order_date: { between: [1_700_000_000, '2023-11-15T22:13:20Z'] },
				},
				total: { between: [100, 2000] },
			}),
		).toEqual([
			['order[status][in]', '["queued","shipped"]'],
			['order[id][not_in]', '["a","b"]'],
			['order[order_date][between]', '[1700000000,1700086400]'],
			['total[between]', '[100,2000]'],
		]);
	});

	test('several operators on one field stand side by side', () => {
		expect(filters({ updated_at: { after: 1_700_000_000, before: 1_700_086_400 } }, orderListFilters)).toEqual([
			['updated_at[after]', '1700000000'],
			['updated_at[before]', '1700086400'],
		]);
	});

	test('a date without a time ends a period with the last second of its day', () => {
		const between = ['2023-11-14', '2023-11-14'];
		expect(filters({ order: { order_date: { between } } })).toEqual([
			['order[order_date][between]', '[1699920000,1700006399]'],
		]);
		expect(filters({ order: { order_date: { between: between.join(', ') } } })).toEqual([
			['order[order_date][between]', '[1699920000,1700006399]'],
		]);
		expect(filters({ order: { order_date: { on: '2023-11-14' } } })).toEqual([['order[order_date][on]', '1699920000']]);
	});

	test('IDs lose the blanks at their ends, other text keeps them', () => {
		const [known] = exportTypes.filter(({ value }) => value === 'customers');
		expect(
			filters(
				{ customer: { id: { is: ' c_1\u00a0\n', in: ['\u200ba', 'b ', 'c d'] }, first_name: { is: ' Ann ' } } },
				known?.filters,
			),
		).toEqual([
			['customer[id][is]', 'c_1'],
			['customer[id][in]', '["a","b","c d"]'],
			['customer[first_name][is]', ' Ann '],
		]);
	});

	test('the names of the editor are understood too', () => {
		expect(filters({ order__status: { is: 'queued' } })).toEqual([['order[status][is]', 'queued']]);
	});

	test.each([
		[{ order: { stauts: { is: 'queued' } } }, 'order.stauts', 'order.status'],
		[{ status: { is: 'queued' } }, 'status', 'order.status'],
		[{ order: { status: { equals: 'queued' } } }, 'order[status][equals]', 'is'],
		[{ order: { customer_id: { is_present: true } } }, 'order[customer_id][is_present]', 'is'],
		[{ order: { status: 'queued' } }, 'order.status', '{ "is": … }'],
		[{ order: { status: { in: ['queued', 'gone'] } } }, 'order[status][in]', 'queued'],
		[{ order: { updated_at: { between: [1_700_086_400, 1_700_000_000] } } }, 'order[updated_at][between]', 'Swap'],
		[{ order: { updated_at: { between: [1_700_086_400] } } }, 'order[updated_at][between]', 'start and an end'],
		[{ order: { updated_at: { after: 1_700_000_000_000 } } }, 'order[updated_at][after]', 'seconds'],
		[{ total: { gt: 1.5 } }, 'total[gt]', 'minor units'],
		[{ order: { id: { is: 2 ** 53 } } }, 'order[id][is]', 'as text'],
		[{ order: { id: { in: { a: 'b' } } } }, 'order[id][in]', 'separated by commas'],
		[{ order: { id: { in: '[a' } } }, 'order[id][in]', 'separated by commas'],
		[{ order: { id: { in: ['\ud83d'] } } }, 'order[id][in]', 'emoji'],
		[{ order: { is_resent: { is: 'maybe' } } }, 'order[is_resent][is]', 'true'],
	])('%j is refused, with the name and what is valid', (input, parameter, hint) => {
		const error = refused(() => filters(input));
		expect(error.parameter).toBe(parameter);
		expect(error.hint).toContain(hint);
	});

	test('one operator given twice is refused, since Chargebee takes one value', () => {
		const filter = orders.filters.find(({ kind }) => kind === 'amount');
		if (filter === undefined) throw new Error('no filter of amounts');
		const twice = [1, 2].map((value) => ({ filter, operator: 'gt', value }));
		expect(refused(() => encodeConditions(twice, context)).message).toContain('twice');
		const [one, none] = [
			{ filter, operator: 'gt', value: 1 },
			{ filter, operator: 'gt', value: '' },
		];
		expect(encodeConditions([none, one], context, 'leftOut')).toEqual([['total[gt]', '1']]);
	});
});

describe('a query', () => {
	const ids = (count: number): Pair[] =>
		filters({ id: { in: Array.from({ length: count }, (_, at) => `order_${10_000 + at}`) } }, orderListFilters);

	test('that is too long for a URL is refused with its length, the filter and the export as the way out', () => {
		requireFitsUrl([]);
		requireFitsUrl(ids(300));
		const long: Pair[] = [['sort_by[desc]', 'created_at'], ...ids(1000)];
		expect(refused(() => requireFitsUrl(long))).toEqual({
			parameter: 'id[in]',
			message: `The filters are too long for a URL: ${encodePairs(long).length} characters, most of them of id[in], and 7000 is the most`,
			hint: expect.stringMatching(/fewer values at once.*export/),
		});
	});

	test('is measured as it is sent', () => {
		const ofLength = (length: number): Pair[] => [['id[is]', 'x'.repeat(length - 'id%5Bis%5D='.length)]];
		requireFitsUrl(ofLength(7000));
		expect(refused(() => requireFitsUrl(ofLength(7001))).message).toContain('7001 characters');
		expect(refused(() => requireFitsUrl([['id[is]', 'ß'.repeat(2000)]])).parameter).toBe('id[is]');
	});
});

test.each([413, 414, 431])('status %i says to send fewer values at once, or to use an export', (status) => {
	expect(hintFor(status, undefined)).toMatch(/fewer values at once.*export\.$/);
});

describe('headers', () => {
	test('an address in ASCII goes as it is, any other in Base64', () => {
		expect(encodeHeaders({ user_email: 'a@b.io' }, 'GET', 'v1')).toEqual({ 'chargebee-request-origin-user': 'a@b.io' });
		expect(encodeHeaders({ user_email: 'user.українa@example.com' }, 'GET', 'v2')).toEqual({
			'chargebee-request-origin-user-encoded': Buffer.from('user.українa@example.com').toString('base64'),
		});
	});

	test('every event that is suppressed has its header', () => {
		expect(encodeHeaders({ suppress_events: ['actions', 'email', 'webhook'] }, 'POST', 'v1')).toEqual({
			'chargebee-event-actions': 'all-disabled',
			'chargebee-event-email': 'all-disabled',
			'chargebee-event-webhook': 'all-disabled',
		});
	});

	test.each([
		[{ device: 'a\r\nX-Evil: 1' }, 'device'],
		[{ ip: '\u0000' }, 'ip'],
		[{ device: '日本' }, 'device'],
		[{ idempotency_key: 'x'.repeat(101) }, 'idempotency_key'],
		[{ business_entity_id: 'x'.repeat(51) }, 'business_entity_id'],
		[{ suppress_events: ['sms'] }, 'suppress_events'],
		[{ response_schema_type: 'item' }, 'response_schema_type'],
		[{ user: 'x' }, 'user'],
		[{ toString: 'x' }, 'toString'],
	])('%j is refused', (input, parameter) => {
		expect(refused(() => encodeHeaders(input, 'POST', 'v2')).parameter).toBe(parameter);
	});

	test('what does not apply is refused instead of dropped', () => {
		expect(refused(() => encodeHeaders({ suppress_events: ['email'] }, 'GET', 'v2')).parameter).toBe('suppress_events');
		expect(refused(() => encodeHeaders({ business_entity_id: 'be' }, 'POST', 'v1')).parameter).toBe(
			'business_entity_id',
		);
	});
});

describe('an id in a path', () => {
	test('is one segment that no URL parser changes, or is refused', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string({ unit: 'binary', maxLength: 40 }),
					fc.constantFrom('.', '..', '../invoices/x', 'a/b', 'a?b', 'a#b', '%2e%2e', '%2F', 'é', '\\', ' '),
				),
				(id) => {
					let segment: string;
					try {
						segment = encodeId(id, 'Order', 40);
					} catch (error) {
						expect(error).toBeInstanceOf(InputError);
						return;
					}
					const { pathname, search, hash, host } = new URL(
						`https://acme.chargebee.com/api/v2/orders/${segment}/cancel?x=1`,
					);
					expect([host, search, hash]).toEqual(['acme.chargebee.com', '?x=1', '']);
					const parts = pathname.split('/');
					expect(parts).toHaveLength(6);
					expect(decodeURIComponent(parts[4] ?? '')).toBe(trimmed(id));
				},
			),
			{ numRuns: 2000 },
		);
	});

	test.each([undefined, null, '', ' ', '.', '..', {}, [], true, 'x'.repeat(41), '\udc00', 2 ** 53, NaN, -Infinity])(
		'%p is refused',
		(id) => {
			expect(refused(() => encodeId(id, 'Order', 40)).parameter).toBe('Order');
		},
	);

	test('a number of an expression is an id', () => {
		expect(encodeId(1042, 'Order', 40)).toBe('1042');
	});
});

describe('the origin of a credential', () => {
	test.each([
		['acme', 'live', 'https://acme.chargebee.com'],
		[' ACME ', 'live', 'https://acme.chargebee.com'],
		['acme', 'test', 'https://acme-test.chargebee.com'],
		['acme-test', 'test', 'https://acme-test.chargebee.com'],
		['acme-test', 'live', 'https://acme-test.chargebee.com'],
		['acme.chargebee.com', 'live', 'https://acme.chargebee.com'],
		['https://acme.chargebee.com/dashboard?x=1', 'test', 'https://acme-test.chargebee.com'],
	])('%s (%s) is %s', (site, environment, origin) => {
		expect(credentialOrigin({ site, environment })).toBe(origin);
	});

	test.each([
		'',
		'acme.evil.com',
		'acme/',
		'acme#',
		'acme?',
		'a@b',
		'evil.com/acme',
		'https://evil.com',
		'https://acme.chargebee.com.evil.com',
		'https://x:y@acme.chargebee.com',
		'https://acme.chargebee.com@evil.com',
		'https://evil.com\\.chargebee.com',
		'-acme',
		'a.b',
		'ácme',
		`${'a'.repeat(64)}`,
		'acme\nevil',
	])('the site %p is refused and not repeated', (site) => {
		const error = refused(() => credentialOrigin({ site, environment: 'live' }));
		expect(error.parameter).toBe('site');
		if (site.length > 3 && !site.includes('acme')) expect(error.message + error.hint).not.toContain(site);
	});

	test('whatever is typed as site, the key stays with Chargebee', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (site) => {
				let origin: string;
				try {
					origin = credentialOrigin({ site, environment: 'live' });
				} catch {
					return;
				}
				expect(new URL(origin).host).toMatch(/^[a-z0-9-]{1,63}\.chargebee\.com$/);
			}),
		);
	});

	test.each(['http://127.0.0.1:8080', 'https://proxy.example.com', 'https://proxy.example.com/', 'http://[::1]:80'])(
		'the base URL %s is taken',
		(baseUrl) => {
			expect(credentialOrigin({ environment: 'custom', baseUrl })).toBe(new URL(baseUrl).origin);
		},
	);

	test.each([
		'',
		'proxy.example.com',
		'https://x/api',
		'https://x?a',
		'https://x#a',
		'https://u:p@x',
		'ftp://x',
		'file:///etc/passwd',
		'https://x:99999',
		'https://x y',
	])('the base URL %p is refused', (baseUrl) => {
		expect(refused(() => credentialOrigin({ environment: 'custom', baseUrl })).parameter).toBe('baseUrl');
	});
});

import type { Filter } from '../../nodes/ChargebeeOrders/api/filters';
import { orders } from '../../nodes/ChargebeeOrders/api/exports/orders';
import { updateV2 } from '../../nodes/ChargebeeOrders/api/orderParameters';
import { clearableFields } from '../../nodes/ChargebeeOrders/encode/clearedFields';
import { idFromConsoleUrl } from '../../nodes/ChargebeeOrders/encode/consoleUrl';
import { encodeConditions } from '../../nodes/ChargebeeOrders/encode/filterConditions';
import { conditionsFromJson } from '../../nodes/ChargebeeOrders/read/jsonFilters';
import { encodePairs } from '../../nodes/ChargebeeOrders/encode/form';
import { contextNames, encodeHeaders } from '../../nodes/ChargebeeOrders/encode/headers';
import { fieldLabel, labelled } from '../../nodes/ChargebeeOrders/encode/label';
import {
	moments,
	periods,
	resolveMoment,
	resolvePeriod,
	type Moment,
	type Period,
} from '../../nodes/ChargebeeOrders/encode/relativeDate';
import {
	encodeScalar,
	requireLength,
	toInteger,
	toMinorUnits,
	toText,
} from '../../nodes/ChargebeeOrders/encode/scalar';
import { credentialKey, credentialOrigin } from '../../nodes/ChargebeeOrders/encode/site';
import { toLastSecond, toUnixSeconds } from '../../nodes/ChargebeeOrders/encode/timestamp';
import { InputError } from '../../nodes/ChargebeeOrders/errors/InputError';
import { describe as rendering } from '../../nodes/ChargebeeOrders/values';

const context = { timezone: 'Etc/UTC', now: 1_800_000_000 };

describe('a value', () => {
	it('of each kind is encoded as such', () => {
		const scalar = (kind: string, value: unknown, more = {}): string =>
			encodeScalar({ name: 'n', kind, ...more } as Parameters<typeof encodeScalar>[0], value, 'N', context);
		expect(scalar('integer', ' 7 ', { minimum: 7, maximum: 7 })).toBe('7');
		expect(() => scalar('integer', 8, { maximum: 7 })).toThrow('most');
		expect(() => scalar('integer', 6, { minimum: 7 })).toThrow('least');
		expect(scalar('amount', '-5')).toBe('-5');
		expect(() => scalar('amount', -5, { minimum: 0 })).toThrow('least');
		expect(scalar('timestamp', '2026-11-22')).toBe('1795305600');
		expect(scalar('boolean', 'TRUE')).toBe('true');
		expect(scalar('boolean', 0)).toBe('false');
		expect(scalar('enum', 'a', { values: ['a'] })).toBe('a');
		expect(() => scalar('enum', 'a')).toThrow('cannot be');
		expect(scalar('string', 5, { maxLength: 1 })).toBe('5');
	});

	it('is text where it is a number, a boolean or a big whole number', () => {
		expect([toText(1.5, 'T'), toText(false, 'T'), toText(2n ** 60n, 'T')]).toEqual([
			'1.5',
			'false',
			'1152921504606846976',
		]);
	});

	it('is a whole number with or without limits', () => {
		expect([toInteger('-3', 'N'), toInteger(' 3\n', 'N'), toInteger(5, 'N', 5, 5), toMinorUnits(' 19 ', 'A')]).toEqual([
			-3, 3, 5, 19,
		]);
	});

	it('is as long as its characters are many, at most as many as Chargebee takes', () => {
		expect(() => {
			requireLength('abc', 'T', 3);
			requireLength('abc', 'T', undefined);
			requireLength('😀😀😀', 'T', 3);
		}).not.toThrow();
	});

	it('that is refused is shown short', () => {
		expect(rendering('x'.repeat(58))).toBe(`"${'x'.repeat(58)}"`);
		expect(rendering('x'.repeat(59))).toBe(`"${'x'.repeat(56)}…`);
		const ring: Record<string, unknown> = {};
		ring.own = ring;
		expect([rendering({ a: 1 }), rendering(null), rendering(ring), rendering(7)]).toEqual([
			'{"a":1}',
			'null',
			'an object',
			'"7"',
		]);
	});
});

describe('a date', () => {
	it.each([
		[100_000_000, 100_000_000],
		['100000000.9', 100_000_000],
		[9_999_999_999, 9_999_999_999],
		['1970-01-01', 0],
		['2286-11-20T17:46:39Z', 9_999_999_999],
		['2026-11-22 08:30:00', 1_795_336_200],
		['2026-11-22 08:30:00 +01:00', 1_795_332_600],
		['2026-11-22 08:30:00 -01:30', 1_795_341_600],
		['2026-11-22 08:30:00 Z', 1_795_336_200],
		['2026-11-22T08:30:00+14:00', 1_795_285_800],
		['2026-11-22T08:30:00-12:00', 1_795_379_400],
		['2026-11-22T08:30:00+01', 1_795_332_600],
		['2026-11-22T08:30:00+01:59', 1_795_329_060],
		[new Date(1_795_336_200_999), 1_795_336_200],
		[{ toMillis: () => 1_795_336_200_999 }, 1_795_336_200],
	])('%j is %d', (given, seconds) => {
		expect(toUnixSeconds(given, 'D', 'Etc/UTC')).toBe(seconds);
		expect(toLastSecond(given, 'D', 'Etc/UTC')).toBe(given === '1970-01-01' ? 86_399 : seconds);
	});

	it('stays the same however many others are read in between, and is that of its time zone', () => {
		const read = (zone = 'Europe/Berlin'): number => toUnixSeconds('2026-11-22T08:30:00', 'D', zone);
		const first = read();
		expect([read(), first]).toEqual([1_795_332_600, 1_795_332_600]);
		expect(read('Etc/UTC')).toBe(1_795_336_200);
		for (let second = 0; second < 1_500; second += 1)
			toUnixSeconds(`2026-11-22T08:${String(second % 60).padStart(2, '0')}:00.${second}`, 'D', 'Europe/Berlin');
		expect(read()).toBe(first);
	});

	// A Wednesday, 2026-11-25T10:00:00Z.
	const now = 1_795_600_800;
	const [day, week] = [86_400, 7 * 86_400];
	const today = now - 10 * 3_600;

	it('is named by how long ago it was, or by the calendar', () => {
		const at = Object.fromEntries(moments.map((moment) => [moment, resolveMoment(moment, now, 'Etc/UTC')]));
		expect(at).toEqual({
			oneHourAgo: now - 3_600,
			oneDayAgo: now - day,
			sevenDaysAgo: now - week,
			thirtyDaysAgo: now - 30 * day,
			startOfToday: today,
			startOfYesterday: today - day,
			startOfWeek: today - 2 * day,
			startOfMonth: today - 24 * day,
		} satisfies Record<Moment, number>);
	});

	it('has a period from its first to its last second', () => {
		const of = Object.fromEntries(periods.map((period) => [period, resolvePeriod(period, now, 'Etc/UTC')]));
		expect(of).toEqual({
			last24Hours: [now - day, now],
			last7Days: [now - week, now],
			last30Days: [now - 30 * day, now],
			today: [today, today + day - 1],
			yesterday: [today - day, today - 1],
			previousWeek: [today - 2 * day - week, today - 2 * day - 1],
			thisMonth: [today - 24 * day, today + 6 * day - 1],
			previousMonth: [today - 55 * day, today - 24 * day - 1],
		} satisfies Record<Period, [number, number]>);
	});
});

describe('headers', () => {
	const all = [
		'user_email',
		'ip',
		'device',
		'business_entity_id',
		'suppress_events',
		'idempotency_key',
		'response_schema_type',
	];

	it('are those of the request', () => {
		const without = (...left: string[]): string[] => all.filter((name) => !left.includes(name));
		expect(contextNames('POST', 'v2')).toEqual(all);
		expect(contextNames('GET', 'v2')).toEqual(without('suppress_events', 'idempotency_key'));
		expect(contextNames('POST', 'v1')).toEqual(without('business_entity_id', 'response_schema_type'));
	});

	it('carry what is given, and nothing of what is empty', () => {
		const given = {
			user_email: 'a@b.example',
			ip: '127.0.0.1',
			device: 'tab\tÿ',
			business_entity_id: 'be',
			suppress_events: 'webhook',
			idempotency_key: 'k'.repeat(100),
			response_schema_type: 'compat',
		};
		expect(encodeHeaders(given, 'POST', 'v2')).toEqual({
			'chargebee-request-origin-user': 'a@b.example',
			'chargebee-request-origin-ip': '127.0.0.1',
			'chargebee-request-origin-device': 'tab\tÿ',
			'chargebee-business-entity-id': 'be',
			'chargebee-event-webhook': 'all-disabled',
			'chargebee-idempotency-key': 'k'.repeat(100),
			'chargebee-response-schema-type': 'compat',
		});
		expect(encodeHeaders({ ip: '', device: null, idempotency_key: undefined }, 'GET', 'v1')).toEqual({});
		expect(encodeHeaders({ user_email: 'ä@b' }, 'GET', 'v1')).toEqual({
			'chargebee-request-origin-user-encoded': Buffer.from('ä@b', 'utf8').toString('base64'),
		});
	});
});

describe('the site of a credential', () => {
	it.each([
		[{ site: 'acme' }, 'https://acme.chargebee.com'],
		[{ site: 'a' }, 'https://a.chargebee.com'],
		[{ site: ' ACME.chargebee.com ', environment: 'live' }, 'https://acme.chargebee.com'],
		[{ site: 'http://acme.chargebee.com' }, 'https://acme.chargebee.com'],
		[{ site: 'https://acme.chargebee.com/d/orders?x#y' }, 'https://acme.chargebee.com'],
		[{ site: 'app-shop' }, 'https://app-shop.chargebee.com'],
		[{ site: 'myapp' }, 'https://myapp.chargebee.com'],
		[{ site: 'https://app-shop.chargebee.com' }, 'https://app-shop.chargebee.com'],
		[{ site: 'acme', environment: 'test' }, 'https://acme-test.chargebee.com'],
		[{ site: 'acme-test', environment: 'test' }, 'https://acme-test.chargebee.com'],
		[{ baseUrl: ' HTTP://Proxy.example:8080/ ', environment: 'custom' }, 'http://proxy.example:8080'],
		[{ baseUrl: 'http://[::1]:80', environment: 'custom' }, 'http://[::1]'],
	])('of %j is %s', (credential, origin) => {
		expect(credentialOrigin(credential)).toBe(origin);
	});

	it('has a key without the blanks at its ends', () => {
		expect(credentialKey({ apiKey: ' key\n' })).toBe('key');
	});
});

describe('names', () => {
	it.each([
		['tracking_id', 'Tracking ID (tracking_id)'],
		['shipping_address[city]', 'Shipping Address, City (shipping_address[city])'],
		['order_line_items[id][0]', 'Order Line Items, row 1, ID (order_line_items[id][0])'],
		['cf_gift', 'cf_gift'],
	])('of a field in the editor: %s is %s', (name, label) => {
		expect(fieldLabel(name)).toBe(label);
	});

	it('of what a check refuses are those of the editor, and nothing else of what it throws changes', () => {
		const thrown = (reason: unknown): unknown => {
			try {
				return labelled('note', 'Note (note)', () => {
					throw reason;
				});
			} catch (error) {
				return error;
			}
		};
		expect(thrown(new InputError('note', 'note is not text', 'Give text.'))).toMatchObject({
			parameter: 'note',
			message: 'Note (note) is not text',
			hint: 'Give text.',
		});
		const others = [
			new InputError('timezone', 'No such time zone', 'Choose one.'),
			new TypeError('note is undefined'),
			'note',
			undefined,
		];
		for (const reason of others) expect(thrown(reason)).toBe(reason);
	});

	it('of fields that can be emptied are those of text that is not required', () => {
		const fields = clearableFields([
			...updateV2,
			{ name: 'must', kind: 'string', required: true },
			{
				name: 'group',
				kind: 'object',
				members: [
					{ name: 'text', kind: 'string' },
					{ name: 'flag', kind: 'boolean' },
				],
			},
		] as Parameters<typeof clearableFields>[0]);
		expect(fields).toEqual(expect.arrayContaining(['note', 'shipping_address[line2]', 'group[text]']));
		for (const none of ['must', 'status', 'group[flag]', 'order_line_items']) expect(fields).not.toContain(none);
		expect(fields.every((name) => /^[a-z_]+(?:\[\w+\])?$/.test(name))).toBe(true);
	});
});

describe('filters', () => {
	const pairs = (input: Record<string, unknown>, known: readonly Filter[] = orders.filters) =>
		encodeConditions(conditionsFromJson(input, known), context);

	it('compare IDs without the blanks at their ends, and other text as it is', () => {
		const text = { kind: 'string', operators: ['is'] } as const;
		const known = [
			{ ...text, path: ['order', 'id'] },
			{ ...text, path: ['customer_id'] },
			{ ...text, path: ['id_note'] },
			{ ...text, path: ['paid'] },
			{ ...text, path: ['id', 'name'] },
		] as unknown as Filter[];
		const given = {
			order: { id: { is: ' 1 ' } },
			customer_id: { is: ' 2 ' },
			id_note: { is: ' 3 ' },
			paid: { is: ' 4 ' },
		};
		expect(pairs({ ...given, id: { name: { is: ' 5 ' } } }, known)).toEqual([
			['order[id][is]', '1'],
			['customer_id[is]', '2'],
			['id_note[is]', ' 3 '],
			['paid[is]', ' 4 '],
			['id[name][is]', ' 5 '],
		]);
	});

	it('take a period that ends as it begins', () => {
		expect(pairs({ total: { between: [5, '5'] } })).toEqual([['total[between]', '[5,5]']]);
	});

	it('of a group name what the group holds, and the nearest of all', () => {
		const known = [
			{ path: ['order', 'status'], kind: 'string', operators: ['is'] },
			{ path: ['order', 'total'], kind: 'integer', operators: ['gt'] },
			{ path: ['other', 'status_update'], kind: 'integer', operators: ['lt'] },
		] as unknown as Filter[];
		expect(pairs({ order: { total: { gt: '5' } } }, known)).toEqual([['order[total][gt]', '5']]);
		expect(() => pairs({ status: { is: 'x' } }, known)).toThrow(
			expect.objectContaining({
				hint: expect.stringContaining('Did you mean order.status? Valid names are order.status, order.total,'),
			}),
		);
		expect(() => pairs({ order: { totl: { is: 'x' } } }, known)).toThrow(
			expect.objectContaining({
				message: expect.stringContaining('order.totl'),
				hint: expect.stringContaining('Did you mean order.total?'),
			}),
		);
		expect(() => pairs({ other: 'x' }, known)).toThrow(
			expect.objectContaining({ hint: expect.stringContaining('{ "status_update": { "lt": … } }.') }),
		);
		expect(() => pairs({ order: { total: 'x' } }, known)).toThrow(
			expect.objectContaining({ hint: expect.stringContaining('operator: { "gt": … }.') }),
		);
		expect(() => pairs({ order: {} }, known)).toThrow('Order (order) has no value');
		expect(() => pairs({ order: { total: null } }, known)).toThrow('(order.total) has no value');
	});
});

it('a form joins its pairs, with a plus for a blank', () => {
	expect(
		encodePairs([
			['a b', 'c d'],
			['e[f]', '&'],
		]),
	).toBe('a+b=c+d&e%5Bf%5D=%26');
});

it('the ID in an address of the console is decoded, and of any length that fits', () => {
	const site = 'https://acme.chargebee.com';
	const url = (length: number): string => `https://acme.chargebee.com/d/orders/${'x'.repeat(length)}`;
	expect(idFromConsoleUrl(' https://acme.chargebee.com/d/orders/a%2Fb ', 'order', 'O', site)).toBe('a/b');
	expect(idFromConsoleUrl(url(600), 'order', 'O', site)).toHaveLength(600);
});

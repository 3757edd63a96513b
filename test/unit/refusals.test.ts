import { orderListFilters, type Filter } from '../../nodes/ChargebeeOrders/api/filters';
import { orders } from '../../nodes/ChargebeeOrders/api/exports/orders';
import { createV1, updateV2 } from '../../nodes/ChargebeeOrders/api/orderParameters';
import { encodeCleared } from '../../nodes/ChargebeeOrders/encode/clearedFields';
import { idFromConsoleUrl } from '../../nodes/ChargebeeOrders/encode/consoleUrl';
import { encodeFields } from '../../nodes/ChargebeeOrders/encode/fields';
import { encodeConditions } from '../../nodes/ChargebeeOrders/encode/filterConditions';
import { conditionsFromJson } from '../../nodes/ChargebeeOrders/read/jsonFilters';
import { encodePairs } from '../../nodes/ChargebeeOrders/encode/form';
import { encodeHeaders } from '../../nodes/ChargebeeOrders/encode/headers';
import { jsonList, jsonObject } from '../../nodes/ChargebeeOrders/encode/json';
import { encodeId } from '../../nodes/ChargebeeOrders/encode/path';
import { requireFitsUrl } from '../../nodes/ChargebeeOrders/encode/form';
import {
	requireLength,
	toBoolean,
	toChoice,
	toInteger,
	toMinorUnits,
	toText,
} from '../../nodes/ChargebeeOrders/encode/scalar';
import { credentialKey, credentialOrigin } from '../../nodes/ChargebeeOrders/encode/site';
import { zoneOf } from '../../nodes/ChargebeeOrders/encode/timeZone';
import { toUnixSeconds } from '../../nodes/ChargebeeOrders/encode/timestamp';
import { refusal } from '../support/refusal';

const context = { timezone: 'Etc/UTC', now: 1_800_000_000 };
const site = 'https://acme.chargebee.com';
const holdsItself: Record<string, unknown> = {};
holdsItself.me = holdsItself;

const field = (input: Record<string, unknown>) => (): unknown =>
	encodeFields({ parameters: updateV2, customFields: true }, input, context);
const filter =
	(input: Record<string, unknown>, known: readonly Filter[] = orderListFilters) =>
	(): unknown =>
		encodeConditions(conditionsFromJson(input, known), context);
const header =
	(input: Record<string, unknown>, method: 'GET' | 'POST' = 'POST', version: 'v1' | 'v2' = 'v2') =>
	(): unknown =>
		encodeHeaders(input, method, version);
const origin = (credential: Record<string, unknown>) => (): unknown => credentialOrigin(credential);

/** What is refused: the check, the parameter, what its message holds, and what its hint does. */
const refused: Array<[check: () => unknown, parameter: string, message: string, hint: string]> = [
	[() => toInteger('3.5', 'N'), 'N', 'N is not a whole number: "3.5"', 'whole number such as 3'],
	[() => toInteger('x3', 'N'), 'N', 'N is not a whole number: "x3"', 'whole number such as 3'],
	[() => toInteger('3x', 'N'), 'N', 'N is not a whole number: "3x"', 'whole number such as 3'],
	[() => toInteger(2 ** 53, 'N'), 'N', 'N is not a whole number', 'whole number such as 3'],
	[() => toInteger(true, 'N'), 'N', 'N is not a whole number: "true"', 'whole number such as 3'],
	[() => toInteger(['3'], 'N'), 'N', 'N is not a whole number: ["3"]', 'whole number such as 3'],
	[() => toInteger(0, 'N', 1), 'N', 'N is 0, and the least it can be is 1', 'Give 1 or more.'],
	[() => toInteger('10', 'N', 1, 9), 'N', 'N is 10, and the most it can be is 9', 'Give 9 or less.'],
	[() => toMinorUnits('19.99', 'A'), 'A', 'A has a fraction of the smallest unit: "19.99"', 'minor units'],
	[() => toMinorUnits(' 1,5 ', 'A'), 'A', 'A has a fraction', 'minor units'],
	[() => toMinorUnits('x1.5', 'A'), 'A', 'A is not a whole number', 'whole number such as 3'],
	[() => toMinorUnits('1.5x', 'A'), 'A', 'A is not a whole number', 'whole number such as 3'],
	[() => toMinorUnits([1.5], 'A'), 'A', 'A is not a whole number', 'whole number such as 3'],
	[() => toMinorUnits(-1, 'A', 0), 'A', 'A is -1, and the least it can be is 0', 'Give 0 or more.'],
	[() => toBoolean('yes', 'B'), 'B', 'B is neither true nor false: "yes"', 'Give true or false'],
	[() => toText({ a: 1 }, 'T'), 'T', 'T is not text: {"a":1}', 'one text or number'],
	[() => toText(2 ** 60, 'T'), 'T', 'T is a number that cannot be exact: 1152921504606847000', 'Have it as text'],
	[() => toText(NaN, 'T'), 'T', 'T is not a number: NaN', 'Check the calculation'],
	[() => toChoice('queed', 'C', ['queued', 'x']), 'C', 'C cannot be "queed"', '"queued"? Choose one of queued, x.'],
	[() => requireLength('abcd', 'T', 3), 'T', 'T is 4 characters long', 'Shorten the text to 3 characters.'],

	[() => encodeId(undefined, 'ID', 9), 'ID', 'ID is empty', 'Give an ID'],
	[() => encodeId(null, 'ID', 9), 'ID', 'ID is empty', 'Give an ID'],
	[() => encodeId('', 'ID', 9), 'ID', 'ID is empty', 'Give an ID'],
	[() => encodeId({}, 'ID', 9), 'ID', 'ID is not an ID: {}', 'Give one text or number.'],
	[() => encodeId(true, 'ID', 9), 'ID', 'ID is not an ID: "true"', 'Give one text or number.'],
	[() => encodeId(' .. ', 'ID', 9), 'ID', 'ID is not an ID: " .. "', 'as Chargebee shows it'],

	[() => toUnixSeconds('today', 'D', 'Etc/UTC'), 'D', 'D is not a date: "today"', 'such as 2026-11-22T08:30:00'],
	[() => toUnixSeconds('x2026-11-22', 'D', 'Etc/UTC'), 'D', 'D is not a date', 'such as 2026-11-22T08:30:00'],
	[() => toUnixSeconds('2026-13-22', 'D', 'Etc/UTC'), 'D', 'D is not a date', 'such as 2026-11-22T08:30:00'],
	[() => toUnixSeconds({ toMillis: 5 }, 'D', 'Etc/UTC'), 'D', 'D is not a date: {"toMillis":5}', 'such as'],
	[() => toUnixSeconds({ toMillis: () => 'x' }, 'D', 'Etc/UTC'), 'D', 'D is not a date: {}', 'such as'],
	[() => toUnixSeconds(holdsItself, 'D', 'Etc/UTC'), 'D', 'D is not a date: an object', 'such as'],
	[() => toUnixSeconds(true, 'D', 'Etc/UTC'), 'D', 'D is not a date: "true"', 'such as'],
	[() => toUnixSeconds(null, 'D', 'Etc/UTC'), 'D', 'D is not a date: null', 'such as'],
	[() => toUnixSeconds('x'.repeat(59), 'D', 'Etc/UTC'), 'D', `"${'x'.repeat(56)}…`, 'such as'],
	[() => toUnixSeconds(NaN, 'D', 'Etc/UTC'), 'D', 'D is not a date: NaN', 'came to no number'],
	[() => toUnixSeconds(1_763_769_600_000, 'D', 'Etc/UTC'), 'D', 'D looks like milliseconds', 'by 1000: 1763769600.'],
	[() => toUnixSeconds(10_000_000_000, 'D', 'Etc/UTC'), 'D', 'D looks like milliseconds', 'by 1000: 10000000.'],
	[() => toUnixSeconds(99_999_999, 'D', 'Etc/UTC'), 'D', 'D is not a date: "99999999"', 'such as'],
	[() => toUnixSeconds('1969-12-31', 'D', 'Etc/UTC'), 'D', 'D is outside of the years 1970 to 2286', 'ten digits'],
	[() => toUnixSeconds('2286-11-20T17:46:40Z', 'D', 'Etc/UTC'), 'D', 'D is outside of the years', 'ten digits'],
	[
		() => toUnixSeconds('2026-11-22T08:30:00+01:60', 'D', 'Etc/UTC'),
		'D',
		'D has an offset from UTC that does not exist: "2026-11-22T08:30:00+01:60"',
		'Offsets go from -12:00 to +14:00',
	],
	[() => toUnixSeconds('2026-11-22T08:30+14:01', 'D', 'Etc/UTC'), 'D', 'D has an offset', 'Offsets go from'],
	[() => toUnixSeconds('2026-11-22T08:30-12:01', 'D', 'Etc/UTC'), 'D', 'D has an offset', 'Offsets go from'],
	[() => zoneOf('Europe/Nowhere'), 'timezone', '"Europe/Nowhere"', "workflow's settings"],

	[origin({}), 'site', 'Site must be', 'https://acme.chargebee.com'],
	[origin({ site: ' ' }), 'site', 'Site must be', 'https://acme.chargebee.com'],
	[origin({ site: ['acme'] }), 'Site', 'Site is not text', 'one text or number'],
	[origin({ site: 'https://acme.example.com' }), 'site', 'Site must be', 'https://acme.chargebee.com'],
	[origin({ site: 'xhttps://acme.chargebee.com' }), 'site', 'Site must be', 'https://acme.chargebee.com'],
	[origin({ site: 'https://acme' }), 'site', 'Site must be', 'https://acme.chargebee.com'],
	[origin({ site: 'app' }), 'site', "app.chargebee.com is Chargebee's sign-in page", 'The site is acme'],
	[origin({ site: 'app.eu' }), 'site', "app.eu.chargebee.com is Chargebee's sign-in page", 'The site is acme'],
	[origin({ site: 'http://app.eu.chargebee.com:443/x' }), 'site', 'app.eu.chargebee.com is', 'The site is acme'],
	[origin({ site: 'app.chargebee.com?next=1' }), 'site', 'app.chargebee.com is', 'The site is acme'],
	[
		origin({ environment: 'x', site: 'acme' }),
		'environment',
		'Environment must be live, test or custom, not "x"',
		'Choose',
	],
	[origin({ environment: 'custom' }), 'baseUrl', 'Base URL must be', 'Leave out path'],
	[origin({ environment: 'custom', baseUrl: {} }), 'Base URL', 'Base URL is not text', 'one text or number'],
	[origin({ environment: 'custom', baseUrl: 'xhttps://a.example' }), 'baseUrl', 'Base URL must be', 'Leave out path'],
	[origin({ environment: 'custom', baseUrl: 'https://a.example/x' }), 'baseUrl', 'Base URL must be', 'Leave out path'],
	[origin({ environment: 'custom', baseUrl: 'http://a:99999' }), 'baseUrl', 'Base URL must be', 'Leave out path'],
	[origin({ environment: 'custom', baseUrl: 'https://APP.chargebee.com' }), 'baseUrl', 'app.chargebee.com is', 'acme'],
	[() => credentialKey({ apiKey: '\u00a0' }), 'apiKey', 'The API key is empty', 'Paste a key'],

	[() => jsonObject('', 'J'), 'J', 'J has no value: ""', 'For an empty object give {}.'],
	[() => jsonObject('[1]', 'J'), 'J', 'J is not a JSON object but "[1]"', 'Give one object such as'],
	[() => jsonObject(7, 'J'), 'J', 'J is not a JSON object but "7"', 'Give one object such as'],
	[
		() => jsonObject('{"a": 1 "b"\n\n  : 2, "c": "of thirty characters"}', 'J'),
		'J',
		', before "b" : 2, "c": "of thirty ch',
		'Give one object such as',
	],
	[() => jsonList('x', 'J'), 'J', 'J is not a JSON list but "x"', 'Give a list of objects such as [{'],
	[() => jsonObject('{"a":', 'J'), 'J', 'JSON', 'Give one object such as'],
	[
		() => jsonObject('{"a": [object Object]}', 'J'),
		'J',
		'J is not a JSON object but',
		'JSON.stringify($json.field) }} there',
	],

	[() => encodePairs([['n', '\ud83d']]), 'n', 'n contains half of a character', 'Check the expression'],
	[() => encodePairs([['\ud83d', 'v']]), '\ud83d', 'contains half of a character', 'Check the expression'],
	[
		() =>
			requireFitsUrl([
				['a', 'x'],
				['b', 'x'.repeat(7_000)],
			]),
		'b',
		'most of them of b',
		'use an export',
	],

	[field({ note: {} }), 'note', 'Note (note) is not text: {}', 'one text or number'],
	[field({ nte: 'x' }), 'nte', 'nte is not a field of this operation', 'Did you mean note? Valid names are '],
	[field({ '': 'x' }), '', ' is not a field of this operation', '.'],
	[field({ cf: 'x' }), 'cf', 'cf is not a field of this operation', ', cf_….'],
	[
		() => encodeFields({ parameters: [], customFields: false }, { x: 1 }, context),
		'x',
		'x is not a field of this operation',
		'Remove it.',
	],
	[
		field({ shipping_address: { cty: 'x' } }),
		'shipping_address[cty]',
		'not a field of Shipping Address',
		'Did you mean shipping_address[city]?',
	],
	[
		field({ shipping_address: 'x' }),
		'shipping_address',
		'Shipping Address (shipping_address) has the wrong form: "x"',
		'Give one object: { "',
	],
	[field({ order_line_items: 'x' }), 'order_line_items', 'has the wrong form: "x"', 'Give a list of objects: [{ "'],
	[field({ order_line_items: ['x'] }), 'order_line_items', 'has the wrong form: "x"', 'Give a list of objects: [{ "'],
	[
		field({ order_line_items: [] }),
		'order_line_items',
		'Order Line Items (order_line_items) has no rows',
		'where an expression gives it',
	],
	[
		field({ order_line_items: [{}] }),
		'order_line_items',
		'Order Line Items, row 1 (order_line_items) has no value',
		'where an expression gives it',
	],
	[
		() => encodeFields({ parameters: createV1, customFields: false }, { cf_x: 1 }, context),
		'cf_x',
		'cf_x is not a field of this operation',
		'.',
	],
	[
		() => encodeCleared({ parameters: updateV2, customFields: false }, ['status'], []),
		'status',
		'status is not a field that can be cleared',
		'Valid names are ',
	],
	[
		() => encodeCleared({ parameters: updateV2, customFields: false }, 'note', [['note', 'x']]),
		'note',
		'Note (note) is both given a value and cleared',
		'Remove it from',
	],
	[
		() => encodeCleared({ parameters: updateV2, customFields: false }, [{}], []),
		'Fields to Clear',
		'Fields to Clear is not text',
		'one text',
	],

	[filter({ idd: { is: 'x' } }), 'idd', 'idd is not a filter here', 'Did you mean id? Valid names are '],
	[
		filter({ status: { iss: 'x' } }),
		'status[iss]',
		'status[iss]: status has no operator "iss"',
		'Did you mean is? It has is, ',
	],
	[filter({ status: 'x' }), 'status', 'status has no operator: "x"', 'Give an object with an operator: { "is": … }.'],
	[filter({ id: {} }), 'id', 'has no value, and without it the filter would let everything through', 'Give a value'],
	[
		filter({ total: { between: [2, 1] } }, orders.filters),
		'total[between]',
		'starts after it ends: 2 is more than 1',
		'Swap the two ends.',
	],
	[filter({ total: { between: 3 } }, orders.filters), 'total[between]', 'needs two ends', 'Give a start and an end'],
	[filter({ total: { between: [1] } }, orders.filters), 'total[between]', 'needs two ends', 'Give a start and an end'],
	[
		filter({ total: { between: { from: 1, to: 2 } } }, orders.filters),
		'total[between]',
		'needs two ends',
		'Give a start and an end',
	],

	[
		header({ usr_email: 'x' }),
		'usr_email',
		'usr_email is not a customer or event option',
		'Did you mean user_email? Valid names are user_email, ip, ',
	],
	[header({ device: 'a\nb' }), 'device', ' (device) contains a line break or control character', 'Remove it'],
	[header({ ip: '\u0100' }), 'ip', ' (ip) contains characters that a header cannot carry', 'Latin-1'],
	[header({ user_email: {} }), 'user_email', ' (user_email) is not text', 'one text or number'],
	[
		header({ user_email: 'ä\ud83d' }),
		'user_email',
		' (user_email) contains half of a character',
		'Check the expression',
	],
	[header({ user_email: 'a\nb' }), 'user_email', ' (user_email) contains a line break', 'Remove it'],
	[header({ device: {} }), 'device', ' (device) is not text', 'one text or number'],
	[header({ business_entity_id: {} }), 'business_entity_id', ' (business_entity_id) is not text', 'one text or number'],
	[header({ idempotency_key: {} }), 'idempotency_key', ' (idempotency_key) is not text', 'one text or number'],
	[
		header({ response_schema_type: 'x' }),
		'response_schema_type',
		' (response_schema_type) cannot be "x"',
		'Choose one of ',
	],
	[header({ suppress_events: ['x'] }), 'suppress_events', ' (suppress_events) cannot be "x"', 'Choose one of '],
	[header({ suppress_events: { x: 1 } }), 'suppress_events', ' (suppress_events) is not a list', 'separated by commas'],
	[
		header({ idempotency_key: 'k' }, 'GET'),
		'idempotency_key',
		'does not apply to this request',
		'operations that change something',
	],
	[
		header({ suppress_events: 'webhook' }, 'GET'),
		'suppress_events',
		'does not apply to this request',
		'operations that change something',
	],
	[
		header({ business_entity_id: 'k' }, 'GET', 'v1'),
		'business_entity_id',
		'does not apply to this request',
		'version 2 of the API',
	],
	[
		header({ response_schema_type: 'k' }, 'POST', 'v1'),
		'response_schema_type',
		'does not apply',
		'version 2 of the API',
	],

	[
		() => idFromConsoleUrl('', 'order', 'O', site),
		'O',
		'O is not the URL of an order in Chargebee',
		'/orders/ and the ID',
	],
	[
		() => idFromConsoleUrl('https://acme.chargebee.com/d/orders/%ff', 'order', 'O', site),
		'O',
		'O is not the URL of an order in Chargebee',
		'copy the address of the page',
	],
	[
		() => idFromConsoleUrl('https://a b.chargebee.com:99999/d/invoices/1', 'invoice', 'O', site),
		'O',
		'O is not the URL of an invoice in Chargebee',
		'/invoices/ and the ID',
	],
	[
		() => idFromConsoleUrl('https://acme.chargebee.com:99999/d/orders/1', 'order', 'O', site),
		'O',
		'O is not the URL of an order in Chargebee',
		'copy the address of the page',
	],
	[
		() => idFromConsoleUrl(`https://acme.chargebee.com/d/orders/1?${'x'.repeat(2_000)}`, 'order', 'O', site),
		'O',
		'O is not the URL of an order in Chargebee',
		'copy the address of the page',
	],
	[
		() => idFromConsoleUrl('https://other.chargebee.com/d/orders/1', 'order', 'O', site),
		'O',
		'The URL in O is one of other.chargebee.com, and the credential is for acme.chargebee.com',
		'Choose the credential of that site',
	],
];

it.each(refused)(
	'what is refused names the parameter and says what to do (%#: %s)',
	(check, parameter, message, hint) => {
		const found = refusal(check);
		expect(found.parameter).toBe(parameter);
		expect(found.message).toContain(message);
		expect(found.hint).toContain(hint);
		expect(found.hint).toMatch(/\.$/);
	},
);

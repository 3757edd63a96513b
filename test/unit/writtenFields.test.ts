import * as tables from '../../nodes/ChargebeeOrders/api/orderParameters';
import { isGroup, type Parameter } from '../../nodes/ChargebeeOrders/api/parameter';
import { encodeCleared } from '../../nodes/ChargebeeOrders/encode/clearedFields';
import { encodeFields } from '../../nodes/ChargebeeOrders/encode/fields';
import type { Pair } from '../../nodes/ChargebeeOrders/encode/form';
import { fieldsFromEditor, withoutLeftOut } from '../../nodes/ChargebeeOrders/read/storedFields';
import { refusal } from '../support/refusal';

const { cancelV2, createRefundableCreditNoteV2, importV2, reopenV2, resendV2, updateV1, updateV2 } = tables;
const context = { timezone: 'Etc/UTC', now: 1_800_000_000 };
const update = { parameters: updateV2, customFields: true };

function encode(parameters: readonly Parameter[], input: Record<string, unknown>): Pair[] {
	return encodeFields({ parameters, customFields: true }, input, context);
}

/** What the editor's collection "fields" holds, as it is sent. */
function fromEditor(parameters: readonly Parameter[], stored: Record<string, unknown>): Pair[] {
	return encode(parameters, fieldsFromEditor(stored, parameters));
}

describe('a list that is given', () => {
	const rows = [[], undefined, null, '', [{}], [null], [{ id: '', fulfillment_quantity: null }]];

	it.each(rows)('as %j is refused, and says what would be done without it', (order_line_items) => {
		expect(refusal(() => encode(resendV2, { order_line_items }))).toMatchObject({
			parameter: 'order_line_items',
			message: expect.stringMatching(/^Order Line Items.* \(order_line_items\) has no .*the whole order is resent$/),
			hint: expect.stringContaining('goes into Order Line Items (JSON)'),
		});
		expect(refusal(() => encode(updateV2, { order_line_items })).message).toContain('no line item is changed');
	});

	it('has a value in each of its rows', () => {
		const order_line_items = [{ id: 'a', fulfillment_quantity: 1 }, { id: undefined }];
		expect(refusal(() => encode(resendV2, { order_line_items })).message).toBe(
			'Order Line Items, row 2 (order_line_items) has no value, and without any row the whole order is resent',
		);
	});

	it.each([{}, { values: [] }, { values: [{ id: '', fulfillment_quantity: '' }] }])(
		'is refused as %j of the editor too',
		(order_line_items) => {
			expect(refusal(() => fromEditor(resendV2, { order_line_items })).message).toContain('the whole order is resent');
		},
	);

	it('may be absent', () => {
		expect(encode(resendV2, {})).toEqual([]);
	});
});

describe('a list that is dropped onto its input', () => {
	/** A line item as Chargebee sends it. */
	const sent = {
		...{ id: 'li_1', invoice_id: 'i', invoice_line_item_id: 'l', unit_price: 100, description: 'Tea', amount: 200 },
		...{ fulfillment_quantity: 2, tax_amount: 0, is_shippable: true, sku: 'S', status: 'queued', entity_id: 'tea' },
		object: 'order_line_item',
	};
	const rows = [sent, { ...sent, id: 'li_2' }];

	it.each<[string, unknown]>([
		['a list', rows],
		['its text', ` ${JSON.stringify(rows)}\n`],
	])('is taken as %s, without what the request does not take', (_how, order_line_items_json) => {
		expect(fromEditor(resendV2, { order_line_items_json })).toEqual([
			['order_line_items[id][0]', 'li_1'],
			['order_line_items[fulfillment_quantity][0]', '2'],
			['order_line_items[id][1]', 'li_2'],
			['order_line_items[fulfillment_quantity][1]', '2'],
		]);
		expect(fromEditor(updateV2, { note: 'n', order_line_items_json }).slice(0, 4)).toEqual([
			['note', 'n'],
			['order_line_items[id][0]', 'li_1'],
			['order_line_items[sku][0]', 'S'],
			['order_line_items[status][0]', 'queued'],
		]);
	});

	it.each([sent, JSON.stringify(sent)])('of one line item is a list of it: %j', (order_line_items_json) => {
		expect(fromEditor(resendV2, { order_line_items_json })).toHaveLength(2);
	});

	it.each([undefined, null, '', ' ', [], '[]', [{}], [{ object: 'order_line_item' }]])(
		'and holds nothing (%j) is refused',
		(order_line_items_json) => {
			expect(refusal(() => fromEditor(resendV2, { order_line_items_json }))).toMatchObject({
				parameter: 'order_line_items',
				message: expect.stringContaining('the whole order is resent'),
			});
		},
	);

	it.each(['li_1', 7, '"li_1"', '[{ id: 1 }]', '[object Object]'])('is refused as %j', (order_line_items_json) => {
		expect(refusal(() => fromEditor(resendV2, { order_line_items_json }))).toMatchObject({
			parameter: 'Order Line Items (JSON)',
			message: expect.stringMatching(/^Order Line Items \(JSON\) is not a JSON list but /),
			hint: expect.stringMatching(/\[\{ "name": "value" \}\]|JSON\.stringify/),
		});
	});

	it('holds nothing but objects', () => {
		expect(refusal(() => fromEditor(resendV2, { order_line_items_json: ['li_1'] })).message).toContain('wrong form');
	});

	it('has no other names', () => {
		const order_line_items_json = [{ ...sent, quantity: 1 }];
		expect(refusal(() => fromEditor(resendV2, { order_line_items_json })).parameter).toBe('order_line_items[quantity]');
	});

	it('is given once', () => {
		const order_line_items = { values: [{ id: 'li_1' }] };
		expect(refusal(() => fromEditor(resendV2, { order_line_items, order_line_items_json: rows }))).toMatchObject({
			parameter: 'order_line_items',
			message: expect.stringContaining('is given twice: row by row, and as Order Line Items (JSON)'),
		});
	});

	it('is not left out where an agent leaves it empty', () => {
		const left = withoutLeftOut(fieldsFromEditor({ order_line_items_json: '' }, resendV2), resendV2);
		expect(refusal(() => encode(resendV2, left)).message).toContain('the whole order is resent');
	});
});

describe('a field that narrows what is done', () => {
	const row = { id: 'li', fulfillment_quantity: 1 };
	const reason = { cancellation_reason: 'others' };
	const imported = {
		invoice_id: 'i',
		status: 'queued',
		created_at: 1_700_000_000,
		order_date: 1_700_000_000,
		shipping_date: 1_700_000_000,
	};

	it.each<[string, readonly Parameter[], (value: unknown) => Record<string, unknown>]>([
		['credit_note[total]', cancelV2, (total) => ({ ...reason, credit_note: { total } })],
		['credit_note[total]', cancelV2, (credit_note) => ({ ...reason, credit_note })],
		[
			'order_line_items[fulfillment_quantity][0]',
			resendV2,
			(fulfillment_quantity) => ({ order_line_items: [{ ...row, fulfillment_quantity }] }),
		],
		['order_line_items[id][1]', resendV2, (id) => ({ order_line_items: [row, { ...row, id }] })],
		['order_line_items[id][0]', updateV2, (id) => ({ order_line_items: [{ id, sku: 'S' }] })],
		[
			'refundable_credits_issued',
			importV2,
			(refundable_credits_issued) => ({ ...imported, refundable_credits_issued }),
		],
		['void_cancellation_credit_notes', reopenV2, (value) => ({ void_cancellation_credit_notes: value })],
	])('%s is refused without a value', (name, parameters, input) => {
		for (const value of [undefined, null, '', [], ' ']) {
			expect(refusal(() => encode(parameters, input(value)))).toMatchObject({
				parameter: name,
				message: expect.stringContaining(`(${name}) has no value, and without it `),
				hint: expect.stringContaining('remove the field'),
			});
		}
	});

	it('is refused in the form of the editor too', () => {
		for (const total of [undefined, null, '']) {
			const stored = { ...reason, credit_note__total: total };
			expect(refusal(() => fromEditor(cancelV2, stored)).parameter).toBe('credit_note[total]');
		}
		expect(refusal(() => encode(cancelV2, { ...reason, credit_note: {} })).parameter).toBe('credit_note[total]');
	});

	it('is not given where nobody touched it in a row, or where it is absent', () => {
		const values = [{ id: 'li', fulfillment_quantity: '' }];
		expect(fromEditor(resendV2, { order_line_items: { values } })).toEqual([['order_line_items[id][0]', 'li']]);
		expect(encode(cancelV2, reason)).toEqual([['cancellation_reason', 'others']]);
	});

	it('that Chargebee demands is named as such', () => {
		const credit_note = { reason_code: 'waiver', total: null };
		expect(refusal(() => encode(createRefundableCreditNoteV2, { credit_note }))).toMatchObject({
			message: 'Credit Note, Total (credit_note[total]) has no value',
			hint: expect.stringContaining('demands'),
		});
	});

	it('zero is a value', () => {
		expect(encode(cancelV2, { ...reason, credit_note: { total: 0 } })).toContainEqual(['credit_note[total]', '0']);
	});
});

it('other fields without a value stay unsent', () => {
	const input = { note: null, batch_id: '', tracking_id: undefined, shipping_address: { city: null }, cf_a: null };
	expect(encode(updateV2, { ...input, order_date: '', shipping_date: null, status: undefined })).toEqual([]);
	expect(encode(updateV2, { shipping_address: null })).toEqual([]);
});

describe('what an agent leaves out', () => {
	it('is an empty text, and not sent', () => {
		const fields = { note: '', cancellation_reason: 'others', credit_note: { total: '' } };
		expect(withoutLeftOut(fields, cancelV2)).toEqual({ cancellation_reason: 'others' });
		const order_line_items = [{ id: 'li', fulfillment_quantity: '' }];
		expect(encode(resendV2, withoutLeftOut({ order_line_items }, resendV2))).toEqual([
			['order_line_items[id][0]', 'li'],
		]);
	});

	it.each([{ order_line_items: '' }, { order_line_items: [] }, { order_line_items: [{ id: '' }] }])(
		'is never a list: %j is refused',
		(fields) => {
			expect(refusal(() => encode(resendV2, withoutLeftOut(fields, resendV2))).parameter).toBe('order_line_items');
		},
	);

	it('is not null', () => {
		const fields = withoutLeftOut({ cancellation_reason: 'others', credit_note: { total: null } }, cancelV2);
		expect(refusal(() => encode(cancelV2, fields)).parameter).toBe('credit_note[total]');
		expect(
			refusal(() => encode(cancelV2, withoutLeftOut({ cancellation_reason: 'others', credit_note: {} }, cancelV2))),
		).toMatchObject({ parameter: 'credit_note[total]' });
	});
});

describe('custom fields', () => {
	const names = [
		'cf_a',
		'cf_Subscription Type',
		'cf_größe',
		'cf_gift-wrap',
		'cf_a.b',
		'cf_gift__wrap',
		'cf_株',
		'cf_1',
	];

	it.each(names)('%s can be set, added in the editor, and cleared', (name) => {
		expect(encode(updateV2, { [name]: 'x' })).toEqual([[name, 'x']]);
		expect(fromEditor(updateV2, { customFields: { values: [{ name: ` ${name} `, value: 'x' }] } })).toEqual([
			[name, 'x'],
		]);
		expect(encodeCleared(update, [name], [])).toEqual([[name, '']]);
	});

	it.each(['cf_', 'cf_ ', 'cf_\u200b', 'cf_a[b]', 'cf_a\nb', 'cf_\u0000', 'Cf_a', 'color', ' cf_a'])(
		'%j is none',
		(name) => {
			expect(refusal(() => encode(updateV2, { [name]: 'x' })).parameter).toBe(name);
			expect(refusal(() => encodeCleared(update, [name], [])).message).toContain('is not a field that can be cleared');
		},
	);

	it.each([undefined, null, '', ' ', 7])('a row of the editor with the name %j is refused by its number', (name) => {
		const values = [
			{ name: 'cf_a', value: 'x' },
			{ name: 'cf_b', value: '' },
			{ name, value: 'x' },
		];
		expect(refusal(() => fromEditor(updateV2, { customFields: { values } }))).toMatchObject({
			message: 'Custom Field 3 has no API name',
			hint: expect.stringContaining('Using JSON'),
		});
	});

	it('of the editor are custom fields and nothing else', () => {
		const values = [{ name: 'note', value: 'x' }];
		expect(refusal(() => fromEditor(updateV2, { customFields: { values } }))).toMatchObject({
			parameter: 'note',
			message: expect.stringContaining('Custom Field 1'),
			hint: expect.stringContaining('cf_'),
		});
	});

	it('given twice are refused', () => {
		const values = ['cf_a', 'cf_b', 'cf_a '].map((name) => ({ name, value: name }));
		expect(refusal(() => fromEditor(updateV2, { customFields: { values } })).message).toContain('cf_a is given twice');
	});

	it.each([{}, { values: [] }, { values: 'cf_a' }, 'cf_a', [], { values: { name: 'cf_a' } }, { name: 'cf_a' }])(
		'that come as %j are refused: n8n has lost them',
		(customFields) => {
			expect(refusal(() => fromEditor(updateV2, { note: 'n', customFields }))).toMatchObject({
				parameter: 'customFields',
				hint: expect.stringContaining('Using JSON'),
			});
		},
	);
});

describe('an address of the editor', () => {
	it.each([{}, 'Main St', ['Main St'], { values: [{ city: 'x' }] }])(
		'that comes as %j is refused',
		(shipping_address) => {
			expect(refusal(() => fromEditor(updateV2, { note: 'n', shipping_address })).message).toMatch(
				/^Shipping Address \(shipping_address\) /,
			);
		},
	);

	it('is sent as far as it was filled in', () => {
		const values = { city: 'Köln', zip: '' };
		expect(fromEditor(updateV1, { shipping_address: { values } })).toEqual([['shipping_address[city]', 'Köln']]);
	});
});

describe('an error names what the editor shows, with the name of the API', () => {
	it.each([
		[{ tracking_id: 'x'.repeat(51) }, 'tracking_id', 'Tracking ID (tracking_id) is 51 characters long'],
		[{ note: ['x'] }, 'note', 'Note (note) is not text'],
		[{ note: 'half \ud83d' }, 'note', 'Note (note) contains half of a character'],
		[{ order_date: 'soon' }, 'order_date', 'Order Date (order_date) is not a date'],
		[{ status: 'gone' }, 'status', 'Status (status) cannot be "gone"'],
		[
			{ shipping_address: { city: {} } },
			'shipping_address[city]',
			'Shipping Address, City (shipping_address[city]) is',
		],
		[{ shipping_address: 'x' }, 'shipping_address', 'Shipping Address (shipping_address) has the wrong form'],
		[
			{ order_line_items: [{ id: 'a' }, { id: 'x'.repeat(41) }] },
			'order_line_items[id][1]',
			'Order Line Items, row 2, ID (order_line_items[id][1]) is 41 characters long',
		],
		[{ cf_a: {} }, 'cf_a', 'cf_a is not text'],
	])('%j', (input, parameter, message) => {
		expect(refusal(() => encode(updateV2, input))).toMatchObject({
			parameter,
			message: expect.stringMatching(new RegExp(`^${message.replace(/[[\]()]/g, '\\$&')}`)),
		});
	});

	it('also where it is both set and cleared', () => {
		const set: Pair[] = [['shipping_address[line2]', 'x']];
		expect(refusal(() => encodeCleared(update, ['shipping_address__line2'], set)).message).toMatch(
			/^Shipping Address, Line 2 \(shipping_address\[line2\]\) is both/,
		);
	});
});

describe('fields to clear', () => {
	it.each<[unknown, string[]]>([
		[
			['note', 'batch_id'],
			['note', 'batch_id'],
		],
		['["note","batch_id"]', ['note', 'batch_id']],
		['note, batch_id,', ['note', 'batch_id']],
		['note', ['note']],
		[undefined, []],
		[null, []],
		['', []],
		[[], []],
	])('come as %j', (given, names) => {
		expect(encodeCleared(update, given, []).map(([name]) => name)).toEqual(names);
	});

	it.each(['shipping_address[line2]', 'shipping_address__line2', 'Shipping Address Line 2'])(
		'of a group are named as %j',
		(name) => {
			expect(encodeCleared(update, name, [])).toEqual([['shipping_address[line2]', '']]);
		},
	);

	it('in another form are refused', () => {
		expect(refusal(() => encodeCleared(update, { note: true }, [])).message).toContain('Fields to Clear is not a list');
	});
});

it('every list of the tables says what Chargebee does without it', () => {
	const lists = Object.values(tables)
		.flat()
		.filter((parameter) => isGroup(parameter) && parameter.kind === 'list');
	expect(lists).toHaveLength(2);
	for (const list of lists) expect(list).toMatchObject({ without: expect.stringMatching(/\w/) });
});

import { jsonExample, jsonObject } from '../../nodes/ChargebeeOrders/encode/json';
import { toList } from '../../nodes/ChargebeeOrders/encode/list';
import { toBoolean, toChoice, toInteger, toMinorUnits, toText } from '../../nodes/ChargebeeOrders/encode/scalar';
import { encodeHeaders } from '../../nodes/ChargebeeOrders/encode/headers';
import { encodeId } from '../../nodes/ChargebeeOrders/encode/path';
import { nameList } from '../../nodes/ChargebeeOrders/resources/export/exportInputs';
import { refusal } from '../support/refusal';

describe('a boolean', () => {
	it.each([true, 'true', 'TRUE', 'True', ' true\n', '\u00a0TRUE', 1])('%j is true', (value) => {
		expect(toBoolean(value, 'Return All')).toBe(true);
	});

	it.each([false, 'false', 'FALSE', 'False', '\tfalse ', 0])('%j is false', (value) => {
		expect(toBoolean(value, 'Return All')).toBe(false);
	});

	it.each([undefined, null, '', ' ', 'yes', 'no', '1', 2, -1, NaN, [], [true], {}, 'truee'])(
		'%p is neither',
		(value) => {
			expect(refusal(() => toBoolean(value, 'Return All'))).toMatchObject({
				parameter: 'Return All',
				message: expect.stringMatching(/^Return All is neither true nor false: /),
			});
		},
	);
});

describe('what a failed calculation gives', () => {
	it.each([NaN, Infinity, -Infinity])('%p is said to be no number', (value) => {
		for (const read of [toText, toInteger, toMinorUnits]) {
			expect(refusal(() => read(value, 'Total'))).toMatchObject({
				message: `Total is not a number: ${value}`,
				hint: expect.stringContaining('calculation'),
			});
		}
		expect(refusal(() => encodeId(value, 'Order', 40)).message).toBe(`Order is not a number: ${value}`);
	});

	it('is another thing than a number beyond 2^53', () => {
		expect(refusal(() => toText(2 ** 53, 'Note')).hint).toContain('2^53');
	});
});

it('a choice that does not exist is refused with the nearest', () => {
	expect(refusal(() => toChoice('ISOs', 'Timestamps', ['unix', 'iso']))).toEqual({
		parameter: 'Timestamps',
		message: 'Timestamps cannot be "ISOs"',
		hint: 'Did you mean "iso"? Choose one of unix, iso.',
	});
});

describe('a choice in other words', () => {
	const statuses = ['queued', 'on_hold', 'partially_delivered', 'shipped'] as const;

	it.each([
		['shipped', 'shipped'],
		['Shipped', 'shipped'],
		[' SHIPPED\n', 'shipped'],
		['On Hold', 'on_hold'],
		['on-hold', 'on_hold'],
		['onHold', 'on_hold'],
		['partially-delivered', 'partially_delivered'],
		['Partially Delivered', 'partially_delivered'],
		['Partially\u00a0Delivered', 'partially_delivered'],
	])('%j is %s', (given, value) => {
		expect(toChoice(given, 'Status', statuses)).toBe(value);
	});

	it.each(['', ' ', '-', 'on', 'hold', 'partially', 'shipped!', 'shipped.', 'sh-pped'])('%j is none', (given) => {
		expect(refusal(() => toChoice(given, 'Status', statuses))).toMatchObject({
			message: `Status cannot be "${given}"`,
			hint: expect.stringContaining('Choose one of queued, on_hold, partially_delivered, shipped.'),
		});
	});

	it('may have a name that is not its title', () => {
		const names = { asc: 'Oldest First', desc: 'Newest First' };
		for (const given of ['desc', 'Desc', 'Newest First', 'newest-first'])
			expect(toChoice(given, 'Direction', ['asc', 'desc'], names)).toBe('desc');
	});

	it('is the one that is written so, before one that is spelled alike', () => {
		expect(toChoice('on_hold', 'Status', ['onhold', 'on_hold'])).toBe('on_hold');
	});

	it('is refused with what was probably meant', () => {
		expect(refusal(() => toChoice('Partialy Delivered', 'Status', statuses)).hint).toContain(
			'Did you mean "partially_delivered"?',
		);
	});
});

describe('a list', () => {
	it.each<[unknown, unknown[]]>([
		[
			['a', ' b'],
			['a', ' b'],
		],
		['["a","b,c"]', ['a', 'b,c']],
		[' a , b,,', ['a', 'b']],
		['a', ['a']],
		[7, [7]],
		[
			[0, false],
			[0, false],
		],
		[['a', null, undefined, ''], ['a']],
		[undefined, []],
		[null, []],
		['', []],
		[' , ', []],
		['[]', []],
	])('%j is %j', (given, entries) => {
		expect(toList(given, 'Columns')).toEqual(entries);
	});

	it.each([{}, { a: 1 }, '[a]', "['a']", '["a"'])('%j is none', (given) => {
		expect(refusal(() => toList(given, 'Columns')).message).toMatch(/^Columns is not a list: /);
	});

	it('is taken in every form for columns and for events to suppress', () => {
		for (const given of [['a', 'b'], '["a","b"]', 'a, b']) expect(nameList(given, 'Columns')).toEqual(['a', 'b']);
		for (const given of [[], '', undefined, null]) expect(nameList(given, 'Columns')).toBeUndefined();
		expect(refusal(() => nameList({ a: 1 }, 'Columns')).message).toContain('Columns is not a list');
		for (const given of [['email', 'webhook'], '["email","webhook"]', 'email, webhook']) {
			expect(encodeHeaders({ suppress_events: given }, 'POST', 'v2')).toEqual({
				'chargebee-event-email': 'all-disabled',
				'chargebee-event-webhook': 'all-disabled',
			});
		}
	});
});

it('choices of headers are taken in the words of the editor', () => {
	expect(encodeHeaders({ suppress_events: 'All Actions, Emails, webhooks' }, 'POST', 'v2')).toEqual(
		encodeHeaders({ suppress_events: ['actions', 'email', 'webhook'] }, 'POST', 'v2'),
	);
	expect(encodeHeaders({ response_schema_type: 'Plans and Addons' }, 'GET', 'v2')).toEqual(
		encodeHeaders({ response_schema_type: 'plans_addons' }, 'GET', 'v2'),
	);
});

it('what is wrong with a header names the option as the editor does', () => {
	expect(refusal(() => encodeHeaders({ device: 'a\nb' }, 'POST', 'v2'))).toMatchObject({
		parameter: 'device',
		message: 'User Device (device) contains a line break or control character',
	});
	expect(refusal(() => encodeHeaders({ suppress_events: 'mail' }, 'POST', 'v2')).message).toBe(
		'Suppress Events (suppress_events) cannot be "mail"',
	);
	expect(refusal(() => encodeHeaders({ suppress_events: ['email'] }, 'GET', 'v2')).message).toMatch(
		/^Suppress Events \(suppress_events\) does not apply/,
	);
});

it('an example of JSON stands in one line, its braces apart', () => {
	expect(jsonExample({ note: 'x', rows: [{ id: 1 }] })).toBe('{ "note": "x", "rows": [ { "id": 1 } ] }');
});

describe('a JSON object', () => {
	const label = 'Fields (JSON)';

	it.each(['{ "note": "x" }', ' {"note":"x"}\n', { note: 'x' }])('is read from %j', (given) => {
		expect(jsonObject(given, label)).toEqual({ note: 'x' });
	});

	it.each([undefined, null, '', '  ', []])('without a value (%j) has words of its own', (given) => {
		expect(refusal(() => jsonObject(given, label))).toMatchObject({
			parameter: label,
			message: expect.stringMatching(/^Fields \(JSON\) has no value: /),
			hint: expect.stringContaining('{}'),
		});
	});

	it.each([
		['a quote inside of a text', '{ "note": "He said "hi" today" }', 'hi'],
		['a line break inside of a text', '{ "note": "one\ntwo" }', 'two" }'],
		['a name without quotes', '{ note: 1 }', 'note'],
		['single quotes', "{ 'note': 'x' }", "'note'"],
		['quotes of a word processor', '{ “note”: 1 }', '“note'],
		['a comma after the last entry', '{ "note": "x", }', '}'],
		['a comment', '{ "note": 1 // why\n}', 'why'],
		['no end', '{ "note": "x"', 'its end'],
		['nothing after a name', '{ "note":', 'end of JSON'],
		['a missing value', '{ "note": undefined }', 'undefined'],
	])('with %s shows where it breaks', (_what, text, around) => {
		const { message } = refusal(() => jsonObject(text, label));
		expect(message).toMatch(/^Fields \(JSON\) is not a JSON object but /);
		// What was received comes first, and after it where it broke.
		const broken = message.slice(message.indexOf(JSON.stringify(text).length > 60 ? '…": ' : '": ') + 1);
		expect(broken).toMatch(/position \d+|not valid JSON|end of JSON/);
		expect(broken).toContain(around);
		expect(broken.includes('its end')).toBe(around === 'its end');
		expect(message.length).toBeLessThan(300);
	});

	it('shows the place in a long text, not the whole of it', () => {
		const { message } = refusal(() => jsonObject(`{ "note": "${'x'.repeat(5000)}" oops }`, label));
		expect(message).toContain('oops');
		expect(message.length).toBeLessThan(300);
	});

	it.each([[[{ note: 'x' }]], ['[{"note":"x"}]'], ['"x"'], ['7'], [7], ['null']])('is not %j', (given) => {
		const { message } = refusal(() => jsonObject(given, label));
		expect(message).toMatch(/^Fields \(JSON\) is not a JSON object but /);
	});

	it.each([
		[7, '"7"'],
		['7', '"7"'],
		[['a'], '["a"]'],
	])('that is %j, which is sound JSON, breaks nowhere', (given, shown) => {
		const { message } = refusal(() => jsonObject(given, label));
		expect(message).toBe(`Fields (JSON) is not a JSON object but ${shown}`);
	});

	it('into which an expression put an object names JSON.stringify', () => {
		expect(refusal(() => jsonObject('{ "shipping_address": [object Object] }', label)).hint).toContain(
			'{{ JSON.stringify(',
		);
		expect(refusal(() => jsonObject('[object Object]', label)).hint).toContain('[object Object]');
	});
});

import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { ChargebeeSiteApi } from '../../credentials/ChargebeeSiteApi.credentials';
import { title } from '../../nodes/ChargebeeOrders/api/titles';
import { operations } from '../../nodes/ChargebeeOrders/resources/operations';

import { description, shownProperties } from './surface/editor';

/** What a person reads in the editor: the habits of n8n, held by every text of the node and its credential. */
type Shown = INodeProperties | INodePropertyCollection | INodePropertyOptions;

/** A property and everything within it. */
function within(property: Shown): Shown[] {
	const inner = [
		...('options' in property ? (property.options ?? []) : []),
		...('values' in property && Array.isArray(property.values) ? property.values : []),
	];
	return [property, ...inner.flatMap(within)];
}

const everything = [...description.properties, ...new ChargebeeSiteApi().properties].flatMap(within);
const inputs = everything.filter((one): one is INodeProperties => 'displayName' in one && 'type' in one);
const choices = everything.filter((one): one is INodePropertyOptions => !('displayName' in one));

/** Words that n8n writes small inside a title. */
const small = /^(as|at|by|for|from|in|of|on|or|per|the|to|and|a|an)$/;

const isTitle = (text: string): boolean =>
	text.split(/[\s(]+/).every((word, at) => /^[A-Z0-9]/.test(word) || (at > 0 && small.test(word)));

it('names are in title case', () => {
	expect(['is_resent', 'paid_on', 'line1', 'sku', 'status_update_at'].map(title)).toEqual([
		...['Is Resent', 'Paid On', 'Line 1', 'SKU', 'Status Update At'],
	]);
	const names = [
		...inputs.filter(({ type }) => type !== 'notice').map(({ displayName }) => displayName),
		...choices.map(({ name }) => name),
	];
	expect(names.length).toBeGreaterThan(200);
	expect(names.filter((name) => !isTitle(name))).toEqual([]);
});

it('names are short enough for the pane, which cuts off what is longer', () => {
	expect(inputs.filter(({ displayName, type }) => type !== 'notice' && displayName.length > 30)).toEqual([]);
});

it('booleans say what they decide', () => {
	const booleans = inputs.filter(({ type }) => type === 'boolean');
	expect(booleans.length).toBeGreaterThan(5);
	expect(booleans.filter((input) => !input.description?.startsWith('Whether ')).map(({ name }) => name)).toEqual([]);
});

it('placeholders of inputs are examples', () => {
	const typed = inputs.filter(
		({ type, placeholder }) => ['string', 'number'].includes(type) && placeholder !== undefined,
	);
	const modes = inputs.flatMap((input) => input.modes ?? []).filter(({ type }) => type === 'string');
	const placeholders = [...typed, ...modes].map(({ placeholder }) => placeholder ?? '');
	expect(placeholders.length).toBeGreaterThan(10);
	expect(placeholders.filter((text) => !/^e\.g\. \S/.test(text))).toEqual([]);
});

it('a single sentence ends without a period, several end with one', () => {
	const texts = [...inputs, ...choices].flatMap(({ description: text }) => (text === undefined ? [] : [text]));
	const sentences = (text: string): number => text.replace(/\.$/, '').split(/\. (?=[A-Z])/).length;
	expect(texts.filter((text) => text.endsWith('.') !== sentences(text) > 1)).toEqual([]);
});

it('money is in minor units, and says so where it is typed', () => {
	const amounts = inputs.filter(({ type, name }) => type === 'number' && /total|credits|amount/.test(name));
	expect(amounts.length).toBeGreaterThan(2);
	for (const { name, hint } of amounts) expect([name, hint]).toEqual([name, 'In minor units: 1999 is 19.99 USD']);
});

it('times say whose they are where none is given', () => {
	const fields = inputs.filter(({ type, description: text }) => type === 'dateTime' && text !== undefined);
	expect(fields.length).toBeGreaterThan(5);
	const filters = inputs.filter(
		(property) => property.name === 'filters' && within(property).some(({ name }) => name === 'moment'),
	);
	expect(filters.length).toBeGreaterThan(1);
	for (const { name, description: text } of [...fields, ...filters])
		expect([name, text]).toEqual([name, expect.stringContaining('time zone')]);
});

it('nothing that must be chosen is chosen beforehand', () => {
	const required = inputs.filter(({ required: must, type }) => must === true && ['options', 'number'].includes(type));
	expect(required.map(({ name }) => name).sort()).toEqual(
		[
			...['cancellation_reason', 'credit_note__reason_code', 'credit_note__total', 'status'],
			...['report_by', 'report_from_month', 'report_from_year', 'report_to_month', 'report_to_year'],
		].sort(),
	);
	for (const { name, default: value } of required) expect([name, value]).toEqual([name, '']);
});

it('nor is anything else that a request would carry: choices, numbers and values of filters begin empty', () => {
	const sent = description.properties
		.filter(({ name }) => ['fields', 'requestContext', 'filters'].includes(name))
		.flatMap(within)
		.filter(
			(one): one is INodeProperties => 'type' in one && !['operator', 'date', 'moment', 'period'].includes(one.name),
		);
	const open = sent.filter(({ type }) => ['options', 'multiOptions', 'number'].includes(type));
	expect(open.length).toBeGreaterThan(100);
	const preset = open.filter(({ default: value }) => !(value === '' || (Array.isArray(value) && value.length === 0)));
	expect(preset.map(({ name }) => name)).toEqual([]);
});

const adders: readonly string[] = ['collection', 'fixedCollection'];

it.each(operations)('$resource $value has few fields before the first to add', ({ resource, value }) => {
	const shown = shownProperties({ resource, operation: value }).filter(
		({ name, type, displayOptions }) =>
			!['resource', 'operation', 'requestOptions'].includes(name) &&
			type !== 'notice' &&
			displayOptions?.show?.['@tool']?.[0] !== true,
	);
	const before = shown.findIndex(({ type }) => adders.includes(type));
	expect(before).toBeGreaterThanOrEqual(0);
	// The API wants five fields of an imported order.
	expect(before).toBeLessThanOrEqual(value === 'import' ? 6 : 4);
});

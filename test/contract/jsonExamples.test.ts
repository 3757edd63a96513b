import type { INodeProperties } from 'n8n-workflow';

import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { orderListFilters, type Filter } from '../../nodes/ChargebeeOrders/api/filters';
import * as tables from '../../nodes/ChargebeeOrders/api/orderParameters';
import { encodeFields } from '../../nodes/ChargebeeOrders/encode/fields';
import { encodeConditions } from '../../nodes/ChargebeeOrders/encode/filterConditions';
import { conditionsFromJson } from '../../nodes/ChargebeeOrders/read/jsonFilters';
import { fieldsFromEditor } from '../../nodes/ChargebeeOrders/read/storedFields';

import { description, members, named, shownProperties, type Place } from './surface/editor';

/** Every input for JSON carries an example of its own operation, which the node would send as it stands. */
const context = { timezone: 'Etc/UTC', now: 1_800_000_000 };

/** The JSON in the description of an input. */
function exampleOf(input: INodeProperties | undefined): Record<string, unknown> {
	const [, text = ''] = /such as ([{[].*[}\]])(?:;|, or)/.exec(input?.description ?? '') ?? [];
	return JSON.parse(text) as Record<string, unknown>;
}

const shownAsJson = (place: Place): INodeProperties[] =>
	shownProperties(place, description.properties, { specifyFields: 'json', specifyFilters: 'json' });

test.each([
	['create', 'v1', tables.createV1],
	['update', 'v1', tables.updateV1],
	['update', 'v2', tables.updateV2],
	['import', 'v2', tables.importV2],
	['cancel', 'v2', tables.cancelV2],
	['createRefundableCreditNote', 'v2', tables.createRefundableCreditNoteV2],
	['resend', 'v2', tables.resendV2],
] as const)('fields of %s in %s', (operation, version, parameters) => {
	const place: Place = { resource: 'order', operation, version };
	const example = exampleOf(named(shownAsJson(place), 'fieldsJson'));
	const rules = { parameters, customFields: false };
	expect(encodeFields(rules, example, context).length).toBeGreaterThan(1);
	const list = members(named(shownProperties(place), 'fields')).find(({ name }) => name === 'order_line_items_json');
	expect(list === undefined).toBe(!parameters.some(({ kind }) => kind === 'list'));
	if (list === undefined) return;
	const fields = fieldsFromEditor({ order_line_items_json: exampleOf(list) }, parameters);
	expect(fields).toEqual({ order_line_items: example.order_line_items });
});

test.each<[string, Place, readonly Filter[]]>([
	['Get Many', { resource: 'order', operation: 'getAll' }, orderListFilters],
	...exportTypes.map(({ name, value, filters }): [string, Place, readonly Filter[]] => [
		name,
		{ resource: 'export', operation: 'start', exportType: value },
		filters,
	]),
])('filters of %s', (_name, place, filters) => {
	const example = exampleOf(named(shownAsJson(place), 'filtersJson'));
	expect(encodeConditions(conditionsFromJson(example, filters), context)).toHaveLength(1);
});

test('none has a default, which would turn an object that is dropped onto it into text', () => {
	const inner = description.properties.flatMap((property) => [property, ...members(property)]);
	const inputs = inner.filter(({ type }) => type === 'json');
	expect(new Set(inputs.map(({ name }) => name))).toEqual(
		new Set(['fieldsJson', 'filtersJson', 'order_line_items_json']),
	);
	for (const { name, default: value } of inputs) expect([name, value]).toEqual([name, '']);
});

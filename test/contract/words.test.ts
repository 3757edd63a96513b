import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { filterName, orderListFilters } from '../../nodes/ChargebeeOrders/api/filters';
import * as tables from '../../nodes/ChargebeeOrders/api/orderParameters';
import { isGroup } from '../../nodes/ChargebeeOrders/api/parameter';
import { encodeConditions } from '../../nodes/ChargebeeOrders/encode/filterConditions';
import { toChoice } from '../../nodes/ChargebeeOrders/encode/scalar';
import { conditionsFromEditor } from '../../nodes/ChargebeeOrders/read/storedFilters';

import { groups, named, shownProperties, type Place } from './surface/editor';

/** What the editor shows is what the node takes: every option by its name, and no two of a list that are spelled alike. */
const context = { timezone: 'Etc/UTC', now: 1_800_000_000 };

const places: ReadonlyArray<[name: string, place: Place, filters: typeof orderListFilters]> = [
	['Get Many', { resource: 'order', operation: 'getAll' }, orderListFilters],
	...exportTypes.map(({ name, value, filters }): [string, Place, typeof orderListFilters] => [
		name,
		{ resource: 'export', operation: 'start', exportType: value },
		filters,
	]),
];

const optionsOf = (property: INodeProperties | undefined): INodePropertyOptions[] =>
	(property?.options ?? []) as INodePropertyOptions[];

test.each(places)('the values, moments and periods of the filters of %s', (_name, place, filters) => {
	const shown = groups(named(shownProperties(place), 'filters'));
	const sent = (filter: string, stored: Record<string, unknown>): unknown =>
		encodeConditions(conditionsFromEditor({ [filter]: [stored] }, filters, context), context)[0]?.[1];
	let compared = 0;
	for (const filter of filters) {
		const inputs = shown.find(({ name }) => name === filterName(filter))?.values ?? [];
		const relative = { date: 'relative', operator: 'after' };
		const cases: ReadonlyArray<[input: string, beside: Record<string, unknown>]> = [
			['value', {}],
			['values', { operator: 'in' }],
			['moment', relative],
			['period', { ...relative, operator: 'between' }],
		];
		for (const [input, beside] of cases) {
			for (const { name, value } of optionsOf(named(inputs, input))) {
				const [byName, byValue] = [name, value].map((given) => sent(filterName(filter), { ...beside, [input]: given }));
				expect([filterName(filter), name, byName]).toEqual([filterName(filter), name, byValue]);
				compared += 1;
			}
		}
	}
	expect(compared > 0).toBe(filters.some(({ kind }) => ['enum', 'timestamp'].includes(kind)));
});

test('values of fields and filters are told apart by their words', () => {
	const scalars = Object.values(tables).flatMap((parameters) =>
		parameters.flatMap((parameter) => (isGroup(parameter) ? parameter.members : [parameter])),
	);
	const fields = [...scalars, ...exportTypes.flatMap(({ parameters }) => parameters)];
	const lists = new Set([...fields, ...places.flatMap(([, , filters]) => filters)].map(({ values = [] }) => values));
	expect(lists.size).toBeGreaterThan(30);
	for (const values of lists)
		for (const value of values) expect(toChoice(value.replaceAll('_', ' ').toUpperCase(), 'x', values)).toBe(value);
});

import type { INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { orders } from '../../nodes/ChargebeeOrders/api/exports/orders';
import { orderListFilters, type Filter } from '../../nodes/ChargebeeOrders/api/filters';
import * as tables from '../../nodes/ChargebeeOrders/api/orderParameters';
import { isGroup, type Parameter } from '../../nodes/ChargebeeOrders/api/parameter';
import { conditionsFromJson, encodeConditions } from '../../nodes/ChargebeeOrders/encode/filters';
import { operandFor } from './filterOperands';
import { parameterSchema, sdkEndpoints, sdkNames, zodSchema } from './officialSdk';
import {
	description,
	groups,
	named,
	openFields,
	optionValues,
	members,
	shownProperties,
	type Place,
} from './surface/editor';
import { editorFacts, operatorsOf } from './surface/editorFacts';
import { differences, visibleFacts, wireName, type Differences } from './surface/facts';
import { absentMethods, inEditor, inTables, refusedByZod, type KnownDifference } from './surface/knownDifferences';
import { schemaFacts } from './surface/schemaFacts';
import { filterTableFacts, parameterFacts } from './surface/tableFacts';

/**
 * The node against the schemas and the endpoints of Chargebee's official SDK: every parameter, value, limit, filter and
 * operator of an operation can be reached in the editor and is encoded, and nothing is there that the API does not have.
 */
const writes: Readonly<Record<string, readonly Parameter[]>> = {
	assignOrderNumber: [],
	cancel: tables.cancelV2,
	createRefundableCreditNote: tables.createRefundableCreditNoteV2,
	delete: [],
	import: tables.importV2,
	reopen: tables.reopenV2,
	resend: tables.resendV2,
	update: tables.updateV2,
};

const filtered: ReadonlyArray<{ place: Place; method: string; filters: readonly Filter[] }> = [
	{ place: { resource: 'order', operation: 'getAll' }, method: 'list', filters: orderListFilters },
	{ place: { resource: 'export', operation: 'start' }, method: 'orders', filters: orders.filters },
];

function known(list: readonly KnownDifference[], operation: string): Differences {
	const facts = (side: KnownDifference['side']): string[] =>
		list.filter((entry) => entry.operation === operation && entry.side === side).map(({ fact }) => fact);
	return { missing: facts('missing').sort(), invented: facts('invented').sort() };
}

const ofVersion2: Readonly<Record<string, string>> = Object.fromEntries(
	Object.entries(sdkNames.order).filter(([operation]) => operation !== 'create'),
);
const requests = [
	...Object.entries(ofVersion2).map(([operation, method]) => ({ resource: 'order' as const, operation, method })),
	...Object.entries(sdkNames.export).map(([operation, method]) => ({ resource: 'export' as const, operation, method })),
];

describe('operations', () => {
	it('cover every endpoint of orders and exports that the SDK has, but those left out on purpose', () => {
		const endpoints = (['order', 'export'] as const).flatMap((resource) =>
			sdkEndpoints(resource).map(({ name }) => `${resource}.${name}`),
		);
		const covered = requests.map(({ resource, method }) => `${resource}.${method}`);
		expect(differences(endpoints, covered)).toEqual({ missing: Object.keys(absentMethods).sort(), invented: [] });
	});

	it.each([
		['order', [...Object.keys(ofVersion2), 'create']],
		['export', [...Object.keys(sdkNames.export), 'download', 'startAndDownload']],
	])('of the resource %s are all in the editor', (resource, expected) => {
		const values = { resource };
		const operation = description.properties.find(
			(property) => property.name === 'operation' && NodeHelpers.displayParameter(values, property, null, description),
		);
		expect(optionValues(operation).sort()).toEqual(expected.sort());
	});

	it('create orders by version 1 alone, whatever the SDK offers', () => {
		expect(named(shownProperties({ resource: 'order', operation: 'create' }), 'apiVersion')).toBeUndefined();
	});

	it('are compared wherever a difference is known', () => {
		const named = [...inTables, ...inEditor]
			.map(({ operation }) => operation)
			.concat(refusedByZod.map((entry) => entry.split(' ')[0] ?? ''));
		expect(named.filter((operation) => !(operation in ofVersion2) && !(operation in sdkNames.export))).toEqual([]);
	});
});

describe('the tables of the encoder have every parameter of the API, and no other', () => {
	it.each(Object.entries(writes))('%s', (operation, parameters) => {
		const expected = schemaFacts(parameterSchema('order', ofVersion2[operation] ?? ''));
		expect(differences(expected, parameterFacts(parameters))).toEqual(known(inTables, operation));
	});

	it.each(filtered)('filters of $place.operation', ({ place, method, filters }) => {
		const expected = schemaFacts(parameterSchema(place.resource, method)).filter((fact) =>
			/( filters by |\] is an operator)/.test(fact),
		);
		const values = schemaFacts(parameterSchema(place.resource, method)).filter(
			(fact) => / can be /.test(fact) && !fact.startsWith('sort_by'),
		);
		expect(differences([...expected, ...values], filterTableFacts(filters))).toEqual({ missing: [], invented: [] });
	});

	it('tell times and amounts from other whole numbers', () => {
		const scalars = Object.values(tables).flatMap((parameters) =>
			parameters.flatMap((parameter) => (isGroup(parameter) ? parameter.members : [parameter])),
		);
		for (const { name, kind } of scalars) {
			expect([name, kind === 'timestamp']).toEqual([name, /_(at|date)$/.test(name)]);
			expect([name, kind === 'amount']).toEqual([name, /^(total|refundable_credits_issued)$/.test(name)]);
		}
	});
});

describe('the editor offers every parameter of the API, and no other', () => {
	it.each(requests)('$resource: $operation', ({ resource, operation, method }) => {
		const expected = visibleFacts(schemaFacts(parameterSchema(resource, method)));
		const actual = visibleFacts(editorFacts(shownProperties({ resource, operation })));
		expect(differences(expected, actual)).toEqual(known(inEditor, operation));
	});

	it('Start and Download has the fields and filters of Start', () => {
		const facts = (operation: string): string[] => editorFacts(shownProperties({ resource: 'export', operation }));
		expect(facts('startAndDownload')).toEqual(facts('start'));
	});

	it.each(Object.entries(writes))('%s clears nothing but text', (operation, parameters) => {
		const clearable = optionValues(named(shownProperties({ resource: 'order', operation }), 'fieldsToClear'));
		const texts = parameterFacts(parameters).filter((fact) => fact.endsWith(' is a text') && !fact.includes('[]'));
		const names = clearable.map((name) => `${wireName(name.split('__'))} is a text`);
		expect(names.sort()).toEqual(operation === 'update' ? texts.sort() : []);
	});
});

describe('the editor offers the headers that apply to the request, and no others', () => {
	const reads = ['get', 'getAll', 'getAllForInvoice', 'download'];
	const places: Place[] = [
		...requests.map(({ resource, operation }) => ({ resource, operation })),
		...['create', 'update', 'get', 'getAll', 'getAllForInvoice'].map((operation) => ({
			resource: 'order' as const,
			operation,
			version: 'v1' as const,
		})),
		...['download', 'startAndDownload'].map((operation) => ({ resource: 'export' as const, operation })),
	];

	it.each(places)('$resource: $operation $version', ({ resource, operation, version }) => {
		const offered = members(named(shownProperties({ resource, operation, version }), 'requestContext'));
		expect(offered.map(({ name }) => name).sort()).toEqual(
			[
				...['user_email', 'ip', 'device'],
				...(reads.includes(operation) ? [] : ['suppress_events', 'idempotency_key']),
				...(version === 'v1' ? [] : ['business_entity_id', 'response_schema_type']),
			].sort(),
		);
	});
});

describe('each operator of a filter has the inputs that fit it, and no others', () => {
	const inputsOf: Readonly<Record<string, readonly string[]>> = {
		between: ['from', 'to'],
		in: ['values'],
		not_in: ['values'],
		is_present: ['present'],
	};
	const relative: Readonly<Record<string, string>> = { value: 'moment', from: 'period', to: 'period' };
	const allGroups = filtered.flatMap(({ place }) =>
		groups(named(shownProperties(place), 'filters')).map(
			(group) => [`${place.operation}: ${group.name}`, group] as const,
		),
	);

	it.each(allGroups)('%s', (_title, group) => {
		const isTime = named(group.values, 'date') !== undefined;
		for (const operator of operatorsOf(group)) {
			const expected = inputsOf[operator] ?? ['value'];
			const shown = (values: Record<string, string>): string[] =>
				group.values
					.filter(
						(input) =>
							input.name !== 'operator' &&
							input.name !== 'date' &&
							NodeHelpers.displayParameter(values, input, null, null),
					)
					.map(({ name }) => name);
			expect([operator, shown({ operator, date: 'fixed' })]).toEqual([operator, expected]);
			if (isTime)
				expect(shown({ operator, date: 'relative' })).toEqual([...new Set(expected.map((name) => relative[name]))]);
		}
	});
});

describe("every operand is encoded as the SDK's schema wants it", () => {
	it.each(filtered)('$place.operation', ({ place, method, filters }) => {
		const shape = zodSchema(place.resource, method)?.shape ?? {};
		const refused: string[] = [];
		for (const filter of filters) {
			for (const operator of filter.operators) {
				const condition = { [operator]: operandFor(filter, operator) };
				const [[, encoded] = ['', '']] = encodeConditions(
					conditionsFromJson({ [filter.path.join('__')]: condition }, filters),
					{ timezone: 'Etc/UTC', now: 0 },
				);
				const [first = '', inner] = filter.path;
				const value = inner === undefined ? { [operator]: encoded } : [{ [inner]: { [operator]: encoded } }];
				if (shape[first]?.safeParse(value).success !== true)
					refused.push(`${place.operation} ${wireName([...filter.path, operator])}`);
			}
		}
		expect(refused.sort()).toEqual(refusedByZod.filter((entry) => entry.startsWith(`${place.operation} `)).sort());
	});
});

describe('the comparison finds', () => {
	const updateFacts = schemaFacts(parameterSchema('order', 'update'));
	const listFacts = schemaFacts(parameterSchema('order', 'list'));
	const status = tables.updateV2.find(({ name }) => name === 'status');
	const changed = (change: object): readonly Parameter[] =>
		tables.updateV2.map((parameter) => (parameter === status ? { ...parameter, ...change } : parameter));
	const changedFilter = (change: (filter: Filter) => Partial<Filter>): readonly Filter[] =>
		orderListFilters.map((filter) => (filter.path[0] === 'status' ? { ...filter, ...change(filter) } : filter));
	const inFilters = (filters: readonly Filter[]): Differences => {
		const honest = filterTableFacts(orderListFilters);
		return differences(
			listFacts.filter((fact) => honest.includes(fact)),
			filterTableFacts(filters),
		);
	};

	it('an operator that is lacking, and one that is invented', () => {
		expect(inFilters(changedFilter(() => ({ operators: ['is', 'in', 'not_in'] }))).missing).toEqual([
			'status[is_not] is an operator',
		]);
		expect(
			inFilters(changedFilter(({ operators }) => ({ operators: [...operators, 'starts_with'] }))).invented,
		).toEqual(['status[starts_with] is an operator']);
	});

	it('a value that is lacking, and one that is invented', () => {
		expect(differences(updateFacts, parameterFacts(changed({ values: ['shipped', 'lost'] })))).toMatchObject({
			missing: expect.arrayContaining(['status can be delivered']),
			invented: ['status can be lost'],
		});
	});

	it('another kind, another limit, a parameter too few and one too many', () => {
		expect(differences(updateFacts, parameterFacts(changed({ kind: 'string' }))).invented).toEqual([
			'status is a text',
		]);
		const [reference, ...others] = tables.updateV2;
		const renamed = [{ ...reference, name: 'reference', maxLength: 51, required: true } as Parameter, ...others];
		expect(differences(updateFacts, parameterFacts(renamed))).toEqual({
			missing: [
				'reference_id has at most 50 characters',
				'reference_id is a text',
				'shipping_address[email] has the format email',
			],
			invented: ['reference has at most 51 characters', 'reference is a text', 'reference is required'],
		});
	});

	it('what the editor lacks and invents', () => {
		const shown = shownProperties({ resource: 'order', operation: 'getAll' });
		const copy = JSON.parse(JSON.stringify(shown)) as INodeProperties[];
		const [first] = groups(named(copy, 'filters')).filter(({ name }) => name === 'status');
		const operators = members(named(first?.values ?? [], 'operator'));
		operators.splice(0, 1, { name: 'Like', value: 'like' } as unknown as INodeProperties);
		const open: INodeProperties = { displayName: 'Color', name: 'color', type: 'string', default: '' };
		expect(openFields([...copy, open])).toEqual([open]);
		expect(differences(editorFacts(shown), editorFacts([...copy, open]))).toEqual({
			missing: ['status[is] is an operator'],
			invented: ['color is a text', 'status[like] is an operator'],
		});
	});
});

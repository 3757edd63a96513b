import type { INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { orderListFilters, type Filter } from '../../nodes/ChargebeeOrders/api/filters';
import * as tables from '../../nodes/ChargebeeOrders/api/orderParameters';
import { isGroup, type Parameter } from '../../nodes/ChargebeeOrders/api/parameter';
import { encodeConditions } from '../../nodes/ChargebeeOrders/encode/filterConditions';
import { conditionsFromJson } from '../../nodes/ChargebeeOrders/read/jsonFilters';

import { operandFor } from './filterOperands';
import { parameterSchema, sdkEndpoints, sdkExport, sdkNames, zodSchema } from './officialSdk';
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
import {
	absentMethods,
	inEditor,
	inExportTypes,
	inTables,
	refusedByZod,
	type KnownDifference,
} from './surface/knownDifferences';
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

/** Where filters are: the list of orders, and every export under its own name. */
const filtered: ReadonlyArray<{ name: string; place: Place; method: string; filters: readonly Filter[] }> = [
	{
		name: 'getAll',
		place: { resource: 'order', operation: 'getAll' },
		method: 'list',
		filters: orderListFilters,
	},
	...exportTypes.map(({ value, filters }) => ({
		name: value,
		place: { resource: 'export' as const, operation: 'start', exportType: value },
		method: sdkExport(value),
		filters,
	})),
];

function known(list: readonly KnownDifference[], operation: string): Differences {
	const facts = (side: KnownDifference['side']): string[] =>
		list.filter((entry) => entry.operation === operation && entry.side === side).map(({ fact }) => fact);
	return { missing: facts('missing').sort(), invented: facts('invented').sort() };
}

const ofVersion2: Readonly<Record<string, string>> = Object.fromEntries(
	Object.entries(sdkNames.order).filter(([operation]) => operation !== 'create'),
);
const requests: ReadonlyArray<{ name: string; place: Place; method: string }> = [
	...Object.entries(ofVersion2).map(([operation, method]) => ({
		name: operation,
		place: { resource: 'order' as const, operation },
		method,
	})),
	{ name: 'Get Status', place: { resource: 'export', operation: 'get' }, method: sdkNames.export.get },
	...filtered.filter(({ place }) => place.resource === 'export'),
];

describe('operations', () => {
	it('cover every endpoint of orders and exports that the SDK has, but those left out on purpose', () => {
		const endpoints = (['order', 'export'] as const).flatMap((resource) =>
			sdkEndpoints(resource).map(({ name }) => `${resource}.${name}`),
		);
		const covered = requests.map(({ place, method }) => `${place.resource}.${method}`);
		expect(differences(endpoints, covered)).toEqual({ missing: Object.keys(absentMethods).sort(), invented: [] });
	});

	it.each([
		['order', [...Object.keys(ofVersion2), 'create']],
		['export', ['get', 'start', 'download', 'startAndDownload']],
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
		const named = [...inTables, ...inEditor, ...inExportTypes]
			.map(({ operation }) => operation)
			.concat(refusedByZod.map((entry) => entry.split(' ')[0] ?? ''));
		expect(named.filter((operation) => !requests.some(({ name }) => name === operation))).toEqual([]);
	});
});

describe('the tables of the encoder have every parameter of the API, and no other', () => {
	it.each(Object.entries(writes))('%s', (operation, parameters) => {
		const expected = schemaFacts(parameterSchema('order', ofVersion2[operation] ?? ''));
		expect(differences(expected, parameterFacts(parameters))).toEqual(known(inTables, operation));
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
	it.each(requests)('$place.resource: $name', ({ name, place, method }) => {
		const expected = visibleFacts(schemaFacts(parameterSchema(place.resource, method)));
		const actual = visibleFacts(editorFacts(shownProperties(place)));
		expect(differences(expected, actual)).toEqual(known([...inEditor, ...inExportTypes], name));
	});

	it.each(exportTypes)('Start and Download of $value has the fields and filters of Start', ({ value: exportType }) => {
		const facts = (operation: string): string[] =>
			editorFacts(shownProperties({ resource: 'export', operation, exportType }));
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
		...requests.map(({ place }) => place),
		...['create', 'update', 'get', 'getAll', 'getAllForInvoice'].map((operation) => ({
			resource: 'order' as const,
			operation,
			version: 'v1' as const,
		})),
		...['download', 'startAndDownload'].map((operation) => ({ resource: 'export' as const, operation })),
	];

	it.each(places)('$resource: $operation $version $exportType', (place) => {
		const { operation, version } = place;
		const offered = members(named(shownProperties(place), 'requestContext'));
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
	const allGroups = filtered.flatMap(({ name, place }) =>
		groups(named(shownProperties(place), 'filters')).map((group) => [`${name}: ${group.name}`, group] as const),
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
				expect(shown({ operator, date: 'relative' })).toEqual([
					...new Set(expected.map((name) => relative[name] ?? name)),
				]);
		}
	});
});

describe("every operand is encoded as the SDK's schema wants it", () => {
	it.each(filtered)('$name', ({ name, place, method, filters }) => {
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
				const held = inner === undefined ? { [operator]: encoded } : { [inner]: { [operator]: encoded } };
				// The schemas want some objects within a list, some not; the form is the same.
				if (![held, [held]].some((value) => shape[first]?.safeParse(value).success === true))
					refused.push(`${name} ${wireName([...filter.path, operator])}`);
			}
		}
		expect(refused.sort()).toEqual(refusedByZod.filter((entry) => entry.startsWith(`${name} `)).sort());
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

import type { INodeProperties } from 'n8n-workflow';

import type { ApiVersion } from '../../nodes/ChargebeeOrders/api/parameter';
import { columnFields } from '../../nodes/ChargebeeOrders/description/columnsProperty';
import { ColumnNames } from '../../nodes/ChargebeeOrders/read/columns';
import { operations } from '../../nodes/ChargebeeOrders/resources/operations';

import { description, named, optionValues, shownProperties } from './surface/editor';
import { wireName } from './surface/facts';
import { parameterFacts } from './surface/tableFacts';

/** From Input Fields: what n8n's mapper offers is what the operation takes. */
const mapped = operations.flatMap(({ value, columns = {} }) =>
	Object.entries(columns).map(([version, rules]) => ({ operation: value, version: version as ApiVersion, rules })),
);

it('is there for what creates and changes orders', () => {
	expect(mapped.map(({ operation, version }) => `${operation} ${version}`).sort()).toEqual([
		...['create v1', 'import v2', 'update v1', 'update v2'],
	]);
	for (const { resource, value } of operations) {
		const choice = named(shownProperties({ resource, operation: value }), 'specifyFields');
		const offered = optionValues(choice).includes('input');
		expect([value, offered]).toEqual([value, mapped.some(({ operation }) => operation === value)]);
	}
});

const isForTools = ({ displayOptions }: INodeProperties, tool: boolean): boolean =>
	displayOptions?.show?.['@tool']?.includes(tool) ?? true;

it('is not there for tools', () => {
	const own = description.properties.filter(({ name }) => name === 'specifyFields' || name === 'columns');
	expect(own.length).toBeGreaterThan(4);
	const choices = own.filter(({ name }) => name === 'specifyFields');
	for (const choice of choices.filter((one) => isForTools(one, true)))
		expect(optionValues(choice)).toEqual(['below', 'json']);
	for (const property of own.filter(({ name }) => name === 'columns')) expect(isForTools(property, true)).toBe(false);
	for (const { operation } of mapped) {
		const both = choices.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(operation));
		expect(both.filter((one) => isForTools(one, true)).length).toBeGreaterThan(0);
		expect(both.filter((one) => isForTools(one, false)).length).toBeGreaterThan(0);
	}
});

it.each(mapped)('$operation in $version demands what Chargebee demands', ({ operation, version, rules }) => {
	const shown = shownProperties({ resource: 'order', operation, version }, undefined, { specifyFields: 'input' });
	const columns = named(shown, 'columns');
	expect(columns?.default).toEqual({ mappingMode: 'autoMapInputData', value: null });
	const demands = rules.parameters.some((parameter) => 'required' in parameter);
	expect(columns?.typeOptions?.resourceMapper).toMatchObject({
		resourceMapperMethod: 'orderFields',
		mode: demands ? 'add' : 'map',
		addAllFields: false,
	});
	expect(named(shown, 'fields')).toBeUndefined();
	expect(named(shown, 'fieldsJson')).toBeUndefined();
});

describe.each(mapped)('the fields of $operation in $version', ({ rules }) => {
	const offered = columnFields(rules.parameters, ['cf_a']);

	it('are those of the table, each found by its own name and title', () => {
		const names = new ColumnNames(rules);
		const lists = rules.parameters.filter(({ kind }) => kind === 'list').map(({ name }) => name);
		const facts = parameterFacts(rules.parameters).filter((fact) => / is a /.test(fact) && !fact.includes('[]'));
		const known = facts.map((fact) => fact.split(' ')[0]);
		expect(offered.map(({ id }) => wireName(id.split('.'))).sort()).toEqual([...known, ...lists, 'cf_a'].sort());
		for (const { id, displayName } of offered) {
			const target = names.targetOf(id);
			expect([target?.name, target?.member].filter((part) => part !== undefined).join('.')).toBe(id);
			expect([displayName, names.targetOf(displayName)]).toEqual([displayName, target]);
		}
	});

	it('have no boolean, which n8n would set to false by itself, and none has a value', () => {
		for (const field of offered) {
			expect([field.id, field.type]).not.toEqual([field.id, 'boolean']);
			expect(field).not.toHaveProperty('defaultValue');
			expect([field.id, field.options === undefined]).toEqual([field.id, field.type !== 'options']);
		}
	});
});

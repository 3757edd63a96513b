import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { orderListFilters } from '../../nodes/ChargebeeOrders/api/filters';
import { parameterSchema, sdkEndpoints, sdkExport } from './officialSdk';
import { differences } from './surface/facts';
import { inExportTypes } from './surface/knownDifferences';
import { schemaFacts } from './surface/schemaFacts';
import { filterTableFacts, parameterFacts } from './surface/tableFacts';

it('the table has every export of the SDK under its path, and no other', () => {
	const paths = sdkEndpoints('export').flatMap(({ method, path }) => (method === 'POST' ? [path] : []));
	expect(paths.sort()).toEqual(exportTypes.map(({ value }) => `/exports/${value}`).sort());
});

it.each(exportTypes)('$value has every parameter, filter, operator and value of the SDK, and no other', (type) => {
	const expected = schemaFacts(parameterSchema('export', sdkExport(type.value)));
	const actual = [...parameterFacts(type.parameters), ...filterTableFacts(type.filters)];
	const known = inExportTypes.filter(({ operation }) => operation === type.value);
	expect(differences(expected, actual)).toEqual({
		missing: known
			.filter(({ side }) => side === 'missing')
			.map(({ fact }) => fact)
			.sort(),
		invented: known
			.filter(({ side }) => side === 'invented')
			.map(({ fact }) => fact)
			.sort(),
	});
});

it('the list of orders has every filter, operator and value of the SDK, and no other', () => {
	const facts = schemaFacts(parameterSchema('order', 'list'));
	const expected = facts.filter((fact) => /( filters by |\] is an operator)/.test(fact));
	const values = facts.filter((fact) => / can be /.test(fact) && !fact.startsWith('sort_by'));
	expect(differences([...expected, ...values], filterTableFacts(orderListFilters))).toEqual({
		missing: [],
		invented: [],
	});
});

it('money is told from other whole numbers', () => {
	const numbers = exportTypes.flatMap(({ filters }) =>
		filters.filter(({ kind }) => kind === 'amount' || kind === 'integer'),
	);
	expect(numbers.length).toBeGreaterThan(20);
	for (const { path, kind } of numbers)
		expect([path.at(-1), kind === 'amount']).toEqual([path.at(-1), !/period|cycles/.test(path.at(-1) ?? '')]);
});

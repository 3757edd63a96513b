import { exportTypes } from '../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { parameterSchema, sdkEndpoints } from './officialSdk';
import { differences } from './surface/facts';
import { inExportTypes } from './surface/knownDifferences';
import { schemaFacts } from './surface/schemaFacts';
import { filterTableFacts, parameterFacts } from './surface/tableFacts';

/** The SDK's method for an export: `creditNotes` for `credit_notes`. */
function methodOf(value: string): string {
	return value.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const cases = exportTypes.map((type) => ({ ...type, method: methodOf(type.value) }));

it('the table has every export of the SDK under its path, and no other', () => {
	const paths = sdkEndpoints('export').flatMap(({ method, path }) => (method === 'POST' ? [path] : []));
	expect(paths.sort()).toEqual(exportTypes.map(({ value }) => `/exports/${value}`).sort());
});

it.each(cases)('$value has every parameter, filter, operator and value of the SDK, and no other', (type) => {
	const expected = schemaFacts(parameterSchema('export', type.method));
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

it('money is told from other whole numbers', () => {
	const numbers = exportTypes.flatMap(({ filters }) =>
		filters.filter(({ kind }) => kind === 'amount' || kind === 'integer'),
	);
	expect(numbers.length).toBeGreaterThan(20);
	for (const { path, kind } of numbers)
		expect([path.at(-1), kind === 'amount']).toEqual([path.at(-1), !/period|cycles/.test(path.at(-1) ?? '')]);
});

import type { Summary } from '../../nodes/ChargebeeOrders/exports/exportRows';
import { rowsNote } from '../../nodes/ChargebeeOrders/resources/export/exportNote';

const read = (...rows: number[]): Summary['files'] =>
	rows.map((count, at) => ({ name: `${'abcdefgh'[at]}.csv`, rows: count, bytes: 0 }));

function note(summary: Partial<Summary>, found: Record<string, unknown> = {}, waited = 51_400) {
	const whole = { files: read(47), leftOut: [], cut: false, isCertain: true, ...summary };
	const count = whole.files.reduce((sum, { rows }) => sum + rows, 0);
	return rowsNote(whole, count, { found: { id: 'exp_1', status: 'completed', ...found }, waited });
}

const EXPORT = 'Export exp_1, ready after 51 s.';

it.each<Partial<Summary>>([
	{},
	{ files: read(1, 2, 3) },
	{ leftOut: [{ name: 'b.csv', rows: 0 }] },
	{ files: read(0, 1), leftOut: [] },
])('all that was asked for is no news (%j)', (summary) => expect(note(summary)).toBeUndefined());

it.each<[Partial<Summary>, string]>([
	[
		{ leftOut: [{ name: 'Invoice Line Items.csv', rows: 217 }] },
		'47 rows from a.csv. 217 rows of Invoice Line Items.csv left out.',
	],
	[
		{ files: read(1_200, 0, 1), leftOut: [...read(0), { name: 'x.csv', rows: 1 }, { name: 'y.csv', rows: 2_000 }] },
		'1,200 rows from a.csv, 1 row from c.csv. 1 row of x.csv, 2,000 rows of y.csv left out.',
	],
	[
		{ leftOut: read(1, 2, 3, 4, 5, 6) },
		'47 rows from a.csv. 1 row of a.csv, 2 rows of b.csv, 3 rows of c.csv, 4 rows of d.csv, 5 rows of e.csv and 1 more file left out.',
	],
	[{ leftOut: read(1, 1, 1, 1, 1, 1, 1) }, expect.stringMatching(/e\.csv and 2 more files left out/) as string],
	[{ cut: true, leftOut: [{ name: 'b.csv' }] }, '47 rows, cut there by Maximum Rows. b.csv left out.'],
	[{ files: read(0, 0) }, 'No rows.'],
	[{ files: [], leftOut: read(3) }, 'No rows. 3 rows of a.csv left out.'],
])('that there are none, or not all, is told: %j', (summary, text) => {
	const { text: said = '', isWarning } = note(summary) ?? {};
	expect([said.replace(` ${EXPORT}`, ''), isWarning]).toEqual([text, false]);
	expect(said).toContain(EXPORT);
});

it('that the main table is not certain is a warning', () => {
	expect(note({ files: read(47, 217), isCertain: false })).toEqual({
		text: `47 rows from a.csv, 217 rows from b.csv. Which file is the main table is not certain, so none was left out: choose Files Named under Rows From. ${EXPORT}`,
		isWarning: true,
	});
});

it('the export is named by its ID, and by what Chargebee calls it', () => {
	const of = (...more: [Record<string, unknown>, number?]) => note({ files: [] }, ...more)?.text;
	expect(of({ operation_type: 'Invoices' })).toBe('No rows. Export exp_1 (Invoices), ready after 51 s.');
	expect(of({ operation_type: 7 }, 499)).toBe('No rows. Export exp_1.');
	expect(of({}, 500)).toBe('No rows. Export exp_1, ready after 1 s.');
});

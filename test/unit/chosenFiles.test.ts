import { chooseFiles, type RowsFrom } from '../../nodes/ChargebeeOrders/exports/chosenFiles';
import { ExportFileError } from '../../nodes/ChargebeeOrders/exports/ExportFileError';

type Files = Readonly<Record<string, string>>;

/** Files with their headers in short: `a,b`. */
function filesOf(files: Files) {
	return Object.entries(files).map(([name, header]) => ({ name, header: header === '' ? [] : header.split(',') }));
}

function chosen(files: Files, from: RowsFrom): [string[], boolean] {
	const choice = chooseFiles(filesOf(files), from);
	return [choice.chosen.map(({ name }) => name), choice.isCertain];
}

const LINES = { 'Invoice Line Items.csv': 'line,amount' };

describe('the main table', () => {
	const main = (files: Files, ...names: string[]) => chosen(files, { of: 'mainTable', names });

	it.each([
		['Invoices.csv', 'Invoices'],
		['invoices.CSV', 'Invoices'],
		['Invoices_1.csv', 'Invoices'],
		['Invoices-2025-11-22.csv', 'Invoices'],
		['Invoices (2).csv', 'Invoices'],
		['invoices part 1 of 3.csv', 'Invoices'],
		['Chargebee Invoices Export.csv', 'Invoices'],
		['credit_notes.csv', 'Credit Notes'],
		['CreditNotes.csv', 'Credit Notes'],
		['Deferred Revenue.csv', 'Deferred Revenue Report'],
		['Deferred Revenue Report.csv', 'Deferred Revenue'],
		['Größen.csv', 'GRÖSSEN and more', 'Größen'],
		// Words that only begin or end like those that name no table.
		['Offers_1.csv', 'Offers'],
		['Counterpart 2.csv', 'Counterpart'],
	])('is in %s where the export is called %s', (file, ...names) => {
		expect(main({ ...LINES, [file]: 'id,total' }, ...names)).toEqual([[file], true]);
	});

	it('is whatever has its header, in parts of any name', () => {
		const files = { 'Invoices.csv': 'id,total', ...LINES, 'more-of-it.csv': 'id,total', 'Taxes.csv': 'id' };
		expect(main(files, 'Invoices')).toEqual([['Invoices.csv', 'more-of-it.csv'], true]);
	});

	it('is all there is where all files have one header, whatever they are called', () => {
		expect(main({ 'a.csv': 'id', 'b.csv': 'id', 'empty.csv': '' }, 'Invoices')).toEqual([
			['a.csv', 'b.csv', 'empty.csv'],
			true,
		]);
		expect(main({ 'a.csv': '' }, 'Invoices')).toEqual([['a.csv'], true]);
		expect(main({}, 'Invoices')).toEqual([[], true]);
	});

	it.each<[string, Files, string[]]>([
		['no file is called so', { 'Facturas.csv': 'id', ...LINES }, ['Invoices']],
		['the export has no name', { 'Invoices.csv': 'id', ...LINES }, []],
		['the name says nothing', { 'Export 1.csv': 'id', ...LINES }, ['Export', '']],
		['the name has no word', { '--.csv': 'id', ...LINES }, ['!']],
		['a part of the name is another', { 'Due Invoices.csv': 'id', ...LINES }, ['Invoices']],
		['two tables are called so', { 'Invoices.csv': 'id', 'Invoices 2.csv': 'id,total', ...LINES }, ['Invoices']],
		['a part without a header follows', { 'Invoices_1.csv': 'id', 'Invoices_2.csv': 'i9', ...LINES }, ['Invoices']],
		['what is called so is empty', { 'Invoices.csv': '', 'a.csv': 'a', ...LINES }, ['Invoices']],
		['two names fit two tables', { 'Invoices.csv': 'id', 'Bills.csv': 'no' }, ['Invoices', 'Bills']],
	])('is not certain where %s: then all files come', (_why, files, names) => {
		expect(main(files, ...names)).toEqual([Object.keys(files), false]);
	});
});

describe('files named', () => {
	const named = (files: Files, ...names: string[]) => chosen(files, { of: 'filesNamed', names });
	const files = { 'Invoices_1.csv': 'id', ...LINES, 'Invoices_2.csv': 'id', 'Taxes.csv': 'tax' };

	it.each([
		[['Taxes'], ['Taxes.csv']],
		[['taxes.csv'], ['Taxes.csv']],
		[
			['Taxes', 'invoice line items'],
			['Invoice Line Items.csv', 'Taxes.csv'],
		],
		[['Invoices_2.csv'], ['Invoices_1.csv', 'Invoices_2.csv']],
		[['Invoices'], ['Invoices_1.csv', 'Invoices_2.csv']],
	])('%j are %j, in the order of the archive and never a part of a table', (names, expected) => {
		expect(named(files, ...names)).toEqual([expected, true]);
	});

	it('may be called by numbers alone', () => {
		expect(named({ '1.csv': 'x', '2.csv': 'y', 'Export 3.csv': 'z' }, '1', 'export 3')).toEqual([
			['1.csv', 'Export 3.csv'],
			true,
		]);
	});

	it('come all where one name fits several tables', () => {
		expect(named({ 'a 1.csv': 'x', 'a 2.csv': 'y', 'b.csv': '' }, 'a')).toEqual([['a 1.csv', 'a 2.csv'], true]);
	});

	it.each(['Tax', '', '1', 'Export'])('that do not exist are refused with those that do: %j', (name) => {
		expect(() => named(files, 'Taxes', name)).toThrow(
			expect.objectContaining({
				message: `The export has no file "${name}"`,
				code: 'unknownFile',
				hint: 'Its CSV files are: Invoices_1.csv, Invoice Line Items.csv, Invoices_2.csv, Taxes.csv.',
			}),
		);
		expect(named({}, name)).toEqual([[], true]);
	});

	it('that do not exist are told from twenty at most', () => {
		const hintOf = (count: number): string => {
			const many = Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}.csv`, 'id']));
			try {
				named(many, 'a');
			} catch (error) {
				return error instanceof ExportFileError ? error.hint : '';
			}
			return '';
		};
		expect(hintOf(20)).toMatch(/, 19\.csv\.$/);
		expect(hintOf(21)).toMatch(/, 19\.csv, …$/);
	});
});

it('all files are all files', () => {
	expect(chosen({ 'Invoices.csv': 'id', ...LINES, 'empty.csv': '' }, { of: 'allFiles' })).toEqual([
		['Invoices.csv', 'Invoice Line Items.csv', 'empty.csv'],
		true,
	]);
});

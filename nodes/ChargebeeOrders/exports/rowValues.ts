import { columnIndex, type Columns } from './columns';

/** The values of one row by column name, each a string exactly as sent. */
export type RowValues = Record<string, string>;

/**
 * Returns a function that turns the records of one CSV file into rows. A value missing at the end
 * of a record is '', values beyond the header are kept under `column_N`. With a selection, a row
 * has the selected columns that this file has, in the order of the selection.
 *
 * Rows are plain objects on which every column is an own property, also one called `__proto__` or
 * `constructor`: they start as a copy of a template (made by definition, never by assignment), so
 * that no assignment can reach a prototype. They keep those through JSON and `structuredClone`.
 *
 * @param same what every row has in addition: in the template it costs nothing, but to add it to each row afterwards took
 * a quarter of the time of all reading
 */
export function createRowReader(
	columns: Columns,
	selection?: readonly string[],
	same: RowValues = {},
): (record: readonly string[]) => RowValues {
	return selection ? selectedRow(columns, selection, same) : wholeRow(columns, same);
}

function wholeRow(columns: Columns, same: RowValues) {
	const { names } = columns;
	const template = templateOf(names, same);
	return (record: readonly string[]): RowValues => {
		// Copying the template and filling it is also the fastest way: all rows share one shape.
		const values = { ...template };
		for (let index = 0; index < record.length; index++) {
			values[names[index] ?? columns.nameBeyond(index + 1)] = record[index] ?? '';
		}
		return values;
	};
}

function selectedRow(columns: Columns, selection: readonly string[], same: RowValues) {
	const indexes = new Set(selection.map((name) => columnIndex(columns, name)));
	indexes.delete(-1);
	const picked = Array.from(indexes, (index) => ({ index, name: columns.names[index] ?? '' }));
	const template = templateOf(
		picked.map(({ name }) => name),
		same,
	);
	return (record: readonly string[]): RowValues => {
		const values = { ...template };
		for (const { index, name } of picked) values[name] = record[index] ?? '';
		return values;
	};
}

function templateOf(names: readonly string[], same: RowValues): RowValues {
	return Object.fromEntries([...names.map((name) => [name, '']), ...Object.entries(same)]);
}

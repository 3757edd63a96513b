import Table from 'cli-table3';
import type { IDataObject } from 'n8n-workflow';

import { terminalWidth } from './wrap';

const MOST_COLUMNS = 7;
/** Spaces left and right of a cell, and its border. */
const PADDING = 3;

/** What a reader of orders looks for first; other columns follow where there is room. */
const telling = ['order_id', 'customer_id', 'status', 'total', 'currency', 'updated_at', 'shipping_address_city'];

function cell(row: IDataObject, name: string): string {
	return String(row[name] ?? '').replace(/\s+/g, ' ');
}

interface Column {
	readonly name: string;
	readonly width: number;
}

/** As many columns as fit the terminal, those that are empty in all shown rows left out. */
function fittingColumns(rows: readonly IDataObject[]): Column[] {
	const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'source_file');
	const ordered = [
		...telling.filter((name) => names.includes(name)),
		...names.filter((name) => !telling.includes(name)),
	];
	const columns: Column[] = [];
	let room = terminalWidth() - 1;
	for (const name of ordered.filter((candidate) => rows.some((row) => cell(row, candidate) !== ''))) {
		// Wide scripts take two columns a character; the table cuts what is longer than this.
		const width = Math.min(24, Math.max(name.length, ...rows.map((row) => cell(row, name).length))) + PADDING;
		if (width > room || columns.length === MOST_COLUMNS) break;
		room -= width;
		columns.push({ name, width });
	}
	return columns;
}

/** The first rows of one file as a table that fits the terminal, and how many more there are. */
export function rowTable(rows: readonly IDataObject[], most: number, heading: (text: string) => string): string {
	const shown = rows.slice(0, most);
	const columns = fittingColumns(shown);
	const table = new Table({
		head: columns.map(({ name }) => heading(name)),
		colWidths: columns.map(({ width }) => width - 1),
		style: { head: [], border: [], compact: true },
	});
	for (const row of shown) table.push(columns.map(({ name }) => cell(row, name)));
	const more = rows.length - shown.length;
	return more > 0 ? `${table.toString()}\n… ${more.toLocaleString('en')} more` : table.toString();
}

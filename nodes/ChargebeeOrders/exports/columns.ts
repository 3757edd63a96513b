// The node adds the name of the file to every row as `source_file`. A first item with `error`, even an empty one, is a
// failure to n8n's Retry On Fail, which would run the node again and start another export.
const RESERVED_NAMES = ['source_file', 'error'];

/** How the columns of a CSV file are named in the rows. */
export type ColumnStyle = 'asSent' | 'snakeCase';

/** The columns of one CSV file. */
export interface Columns {
	/** The header as sent. */
	sent: readonly string[];
	/** One name a column, each of them unique. */
	names: readonly string[];
	/** The name of the value at a position (from 1) beyond the header. */
	nameBeyond(position: number): string;
}

/**
 * Names the columns of a CSV file after its header. Names are unique: a second `Amount` becomes
 * `Amount_2` (or the next number that no other column has), an empty one in third place `column_3`,
 * and a column called `source_file` or `error` becomes `source_file_2` or `error_2`.
 */
export function nameColumns(header: readonly string[], style: ColumnStyle): Columns {
	const wanted = header.map((sent, index) => {
		const name = style === 'snakeCase' ? snakeCase(sent) : sent;
		return name === '' ? { name: beyond(index + 1), made: true } : { name, made: false };
	});
	// A column that is really called so comes before one that would only be numbered so.
	const given = new Set(wanted.filter(({ made }) => !made).map(({ name }) => name));
	const taken = new Set(RESERVED_NAMES);
	const lastNumbers = new Map<string, number>();

	function claim(name: string, made: boolean): string {
		let unique = name;
		let number = lastNumbers.get(name) ?? 1;
		while (taken.has(unique) || ((made || unique !== name) && given.has(unique))) {
			number++;
			unique = `${name}_${number}`;
		}
		lastNumbers.set(name, number);
		taken.add(unique);
		return unique;
	}

	const names = wanted.map(({ name, made }) => claim(name, made));
	const further = new Map<number, string>();
	return {
		sent: header,
		names,
		nameBeyond(position) {
			const known = further.get(position) ?? claim(beyond(position), true);
			further.set(position, known);
			return known;
		},
	};
}

/**
 * The snake_case form of a header: "Order Id" becomes `order_id`, "order_line_items.id"
 * `order_line_items_id`, "customerVATNumber" `customer_vat_number`. Letters of every script and
 * digits stay; a header without any becomes ''.
 */
export function snakeCase(header: string): string {
	return (
		header
			.replace(/(\p{Ll}\p{N}*)(?=\p{Lu})/gu, '$1_')
			// Between an acronym and the next word (VATNumber), but not before a plural's s (SKUs).
			.replace(/(\p{Lu})(?=\p{Lu}\p{Ll})(?!\p{Lu}s(?!\p{Ll}))/gu, '$1_')
			.replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
			.replace(/^_|_$/g, '')
			.toLowerCase()
	);
}

/** The position of a selected column, which may be named as in the rows or as sent; -1 if none. */
export function columnIndex(columns: Columns, selected: string): number {
	const index = columns.names.indexOf(selected);
	return index === -1 ? columns.sent.indexOf(selected) : index;
}

function beyond(position: number): string {
	return `column_${position}`;
}

import type { Summary } from '../../exports/exportRows';
import type { Finished } from '../../exports/waitForExport';

/** CSV files that a note names one by one. */
const MOST_FILES_NAMED = 5;

interface Note {
	readonly text: string;
	readonly isWarning: boolean;
}

function rows(count: number): string {
	return `${count === 0 ? 'no' : count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}`;
}

function listed(files: readonly string[]): string {
	const more = files.length - MOST_FILES_NAMED;
	const named = files.slice(0, MOST_FILES_NAMED).join(', ');
	return more > 0 ? `${named} and ${more.toLocaleString('en')} more ${more === 1 ? 'file' : 'files'}` : named;
}

/** What was read: rows of several files are told of one by one. */
function whatCame({ files, cut }: Summary, count: number): string {
	if (count === 0) return 'No rows';
	const all = rows(count);
	if (cut) return `${all}, cut there by Maximum Rows`;
	const filled = files.filter((file) => file.rows > 0);
	return listed(filled.map((file) => `${rows(file.rows)} from ${file.name}`));
}

/** What was not: files without a row are no news. */
function whatWasLeftOut({ leftOut }: Summary): string[] {
	const filled = leftOut.filter((file) => file.rows !== 0);
	if (filled.length === 0) return [];
	const each = filled.map((file) => (file.rows === undefined ? file.name : `${rows(file.rows)} of ${file.name}`));
	return [`${listed(each)} left out.`];
}

/**
 * What a person should know of the rows of an export: that there are none or not all of them, or that the main table is
 * not certain, which is a warning. Nothing where all that was asked for came.
 * @param count the rows that came
 */
export function rowsNote(summary: Summary, count: number, { found, waited }: Finished): Note | undefined {
	const leftOut = whatWasLeftOut(summary);
	if (count > 0 && leftOut.length === 0 && !summary.cut && summary.isCertain) return undefined;
	// Download is told by Chargebee alone what the export is of.
	const exported = typeof found.operation_type === 'string' ? ` (${found.operation_type})` : '';
	const seconds = Math.round(waited / 1000);
	const text = [
		`${whatCame(summary, count)}.`,
		...(summary.isCertain
			? []
			: ['Which file is the main table is not certain, so none was left out: choose Files Named under Rows From.']),
		...leftOut,
		`Export ${found.id}${exported}${seconds > 0 ? `, ready after ${seconds} s` : ''}.`,
	];
	return { text: text.join(' '), isWarning: !summary.isCertain };
}

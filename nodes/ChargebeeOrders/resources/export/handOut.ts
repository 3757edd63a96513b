import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Call } from '../../Call';
import { AGENT_LIMITS } from '../../description/options';
import { toChoice, toText } from '../../encode/scalar';
import { InputError } from '../../errors/InputError';
import { downloadAndRead, downloadFile } from '../../exports/download';
import type { RowOptions, RowResult } from '../../exports/rowItems';
import { aboutExport, type Finished, type Waiting } from '../../exports/waitForExport';
import { choiceOption, collection } from '../inputs';

import { columnList, countOption, waitingOf } from './exportInputs';

const outputs = ['rows', 'rowBatches', 'file'] as const;

/** The inputs that choose rows, batches of rows or the file as output. */
export const handOutProperties: readonly INodeProperties[] = [
	{
		displayName: 'Output As',
		name: 'outputAs',
		type: 'options',
		noDataExpression: true,
		default: 'rows',
		options: [
			{ name: 'File', value: 'file', description: 'The ZIP as binary data, whatever its size' },
			{ name: 'Row Batches', value: 'rowBatches', description: 'One item a batch of rows; saves items, not memory' },
			{
				name: 'Rows',
				value: 'rows',
				description: 'One item a row; source_file tells the CSV files of the export apart',
			},
		],
		description: 'What to give to the next node',
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the output binary field to put the file in',
		displayOptions: { show: { outputAs: ['file'] } },
	},
	{
		displayName: 'Rows per Batch',
		name: 'batchSize',
		type: 'number',
		default: 500,
		typeOptions: { minValue: 1, numberPrecision: 0 },
		description: 'How many rows each item holds',
		displayOptions: { show: { outputAs: ['rowBatches'] } },
	},
];

/** The options of rows. */
export const rowOptions: readonly INodeProperties[] = [
	{
		displayName: 'Column Names',
		name: 'columnNames',
		type: 'options',
		default: 'snakeCase',
		options: [
			{ name: 'As Sent', value: 'asSent', description: 'Such as "Ship Date"' },
			{ name: 'Snake Case', value: 'snakeCase', description: 'Such as "ship_date", for tables of a database' },
		],
		description: 'How the columns are named; as sent unless chosen otherwise',
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'string',
		default: '',
		placeholder: 'e.g. Ship Date, Status',
		description: 'Columns to hand out, separated by commas; all where this is empty',
	},
	{
		displayName: 'Maximum Rows',
		name: 'maxRows',
		type: 'number',
		default: 100,
		typeOptions: { minValue: 1, numberPrecision: 0 },
		description: 'Stop after so many rows, for trying things out',
	},
];

function mostRows(call: Call): number {
	const given = countOption(
		collection(call, 'options').maxRows,
		'Maximum Rows',
		call.asTool ? AGENT_LIMITS.preset : Number.POSITIVE_INFINITY,
	);
	return call.asTool ? Math.min(given, AGENT_LIMITS.most) : given;
}

function size(bytes: number): string {
	return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** What the person wants of an export, read and checked before anything is sent. */
interface HandOutPlan {
	readonly outputAs: (typeof outputs)[number];
	readonly waiting: Waiting;
	/** Of a file. */
	readonly field: string;
	readonly rows: RowOptions;
}

function fieldName(value: unknown): string {
	const name = toText(value, 'Put Output File in Field').trim();
	if (name !== '') return name;
	throw new InputError(
		'binaryPropertyName',
		'Put Output File in Field is empty',
		'Give the binary field a name, such as data.',
	);
}

/**
 * Reads how an export becomes items.
 * @throws InputError for a value that does not fit
 */
export function handOutPlan(call: Call): HandOutPlan {
	const options = collection(call, 'options');
	const outputAs = toChoice(call.parameter('outputAs', 'rows'), 'Output As', outputs);
	const columns = columnList(options.columns);
	return {
		outputAs,
		waiting: waitingOf(call),
		field: outputAs === 'file' ? fieldName(call.parameter('binaryPropertyName', 'data')) : '',
		rows: {
			columnNames: choiceOption(options.columnNames, 'Column Names', ['asSent', 'snakeCase'], 'asSent'),
			limit: mostRows(call),
			...(columns === undefined ? {} : { columns }),
			...(outputAs === 'rowBatches'
				? { batchSize: countOption(call.parameter('batchSize', 500), 'Rows per Batch', 500) }
				: {}),
		},
	};
}

/** CSV files that a hint names one by one. */
const MOST_FILES_NAMED = 5;

function rowsNote(result: RowResult): string {
	const count = (rows: number): string => rows.toLocaleString('en');
	const rows = result.rows === 0 ? 'no rows' : `${count(result.rows)} ${result.rows === 1 ? 'row' : 'rows'}`;
	if (result.cut) return `${rows}, cut there by Maximum Rows though the file has more`;
	if (result.files.length < 2) return `${rows}${result.files.map((file) => ` from ${file.name}`).join('')}`;
	const named = result.files.slice(0, MOST_FILES_NAMED).map((file) => `${count(file.rows)} from ${file.name}`);
	const more = result.files.length - named.length;
	return `${rows}: ${named.join(', ')}${more > 0 ? `, and ${count(more)} more ${more === 1 ? 'file' : 'files'}` : ''}`;
}

/**
 * Downloads a completed export and returns it as rows, batches of rows or a file.
 * @throws ApiError naming the export, whatever goes wrong
 */
export async function handOut(
	call: Call,
	{ found, waited }: Finished,
	headers: Readonly<Record<string, string>>,
	plan: HandOutPlan,
): Promise<INodeExecutionData[]> {
	const { id } = found;
	// Download is told by Chargebee alone what the export is of.
	const exported = typeof found.operation_type === 'string' ? ` (${found.operation_type})` : '';
	const note = (what: string, bytes: number): void => {
		call.report.notes.push(`Export ${id}${exported}: ${what}, ${size(bytes)}, waited ${Math.round(waited / 1000)} s.`);
	};
	call.progress(`Export ${id} is completed; downloading it`);
	if (plan.outputAs === 'file') {
		const { item, bytes } = await aboutExport(id, downloadFile(call, found, headers, plan.field));
		note('its file', bytes);
		return [item];
	}
	// The libraries for ZIP and CSV are loaded when the first export is read, not with the package.
	const { rowItems } = await import('../../exports/rowItems');
	const reading = downloadAndRead(call, found, headers, async (zip) => {
		const result = await rowItems(call, zip, id, plan.rows);
		note(rowsNote(result), zip.length);
		return result.items;
	});
	return await aboutExport(id, reading);
}

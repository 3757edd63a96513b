import type { INodeProperties } from 'n8n-workflow';

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
			{ name: 'Rows', value: 'rows', description: 'One item a row, with the name of its CSV file in source_file' },
		],
		description: 'What to give to the next node',
	},
	{
		displayName: 'Rows From',
		name: 'rowsFrom',
		type: 'options',
		noDataExpression: true,
		default: 'mainTable',
		options: [
			{
				name: 'Main Table',
				value: 'mainTable',
				description: 'Only what the export is called: invoices without their line items',
			},
			{
				name: 'All Files',
				value: 'allFiles',
				description: 'One file after the other: invoices and then their line items, which have other columns',
			},
			{ name: 'Files Named', value: 'filesNamed', description: 'Only the CSV files that you name' },
		],
		description: 'Which CSV files of the export to take rows from; files with the same columns are one table',
		displayOptions: { show: { outputAs: ['rows', 'rowBatches'] } },
	},
	{
		displayName: 'File Names',
		name: 'fileNames',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Invoices, Invoice Line Items',
		description: 'CSV files to take rows from, separated by commas; source_file of the rows has their names',
		displayOptions: { show: { outputAs: ['rows', 'rowBatches'], rowsFrom: ['filesNamed'] } },
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

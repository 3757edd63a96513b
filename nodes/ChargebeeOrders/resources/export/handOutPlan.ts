import type { Call } from '../../Call';
import { AGENT_LIMITS } from '../../description/options';
import { toChoice, toText } from '../../encode/scalar';
import { InputError } from '../../errors/InputError';
import type { RowsFrom } from '../../exports/chosenFiles';
import type { RowOptions } from '../../exports/rowItems';
import type { Waiting } from '../../exports/waitForExport';
import { choiceOption, collection } from '../inputs';

import { countOption, nameList, waitingOf } from './exportInputs';

const outputs = ['rows', 'rowBatches', 'file'] as const;
const sources = ['mainTable', 'allFiles', 'filesNamed'] as const;

function mostRows(call: Call): number {
	const given = countOption(
		collection(call, 'options').maxRows,
		'Maximum Rows',
		call.asTool ? AGENT_LIMITS.preset : Number.POSITIVE_INFINITY,
	);
	return call.asTool ? Math.min(given, AGENT_LIMITS.most) : given;
}

/** What the person wants of an export, read and checked before anything is sent. */
export interface HandOutPlan {
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

function rowsFrom(call: Call, exportName: string | undefined): RowsFrom {
	const of = toChoice(call.parameter('rowsFrom', 'mainTable'), 'Rows From', sources);
	if (of === 'allFiles') return { of };
	if (of === 'mainTable') return { of, names: exportName === undefined ? [] : [exportName] };
	const names = nameList(call.parameter('fileNames', ''), 'File Names');
	if (names !== undefined) return { of, names };
	throw new InputError(
		'fileNames',
		'File Names names no file',
		'Name at least one CSV file, such as Invoices, or choose Main Table under Rows From.',
	);
}

/**
 * Reads how an export becomes items.
 * @param exportName what is exported, where that is known before the export is there
 * @throws InputError for a value that does not fit
 */
export function handOutPlan(call: Call, exportName?: string): HandOutPlan {
	const options = collection(call, 'options');
	const outputAs = toChoice(call.parameter('outputAs', 'rows'), 'Output As', outputs);
	const columns = nameList(options.columns, 'Columns');
	return {
		outputAs,
		waiting: waitingOf(call),
		field: outputAs === 'file' ? fieldName(call.parameter('binaryPropertyName', 'data')) : '',
		rows: {
			columnNames: choiceOption(options.columnNames, 'Column Names', ['asSent', 'snakeCase'], 'asSent'),
			rowsFrom: outputAs === 'file' ? { of: 'allFiles' } : rowsFrom(call, exportName),
			limit: mostRows(call),
			...(columns === undefined ? {} : { columns }),
			...(outputAs === 'rowBatches'
				? { batchSize: countOption(call.parameter('batchSize', 500), 'Rows per Batch', 500) }
				: {}),
		},
	};
}

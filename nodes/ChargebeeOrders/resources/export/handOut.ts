import type { INodeExecutionData } from 'n8n-workflow';

import type { Call } from '../../Call';
import type { RowsFrom } from '../../exports/chosenFiles';
import { downloadAndRead, downloadFile } from '../../exports/download';
import { aboutExport, type Finished } from '../../exports/waitForExport';

import { rowsNote } from './exportNote';
import type { HandOutPlan } from './handOutPlan';

/** The main table is named for the export, by Chargebee's word for it too: Download knows no other. */
function withName(from: RowsFrom, operationType: unknown): RowsFrom {
	return from.of === 'mainTable' && typeof operationType === 'string'
		? { of: from.of, names: [...from.names, operationType] }
		: from;
}

/**
 * Downloads a completed export and returns it as rows, batches of rows or a file.
 * @throws ApiError naming the export, whatever goes wrong
 */
export async function handOut(
	call: Call,
	finished: Finished,
	headers: Readonly<Record<string, string>>,
	plan: HandOutPlan,
): Promise<INodeExecutionData[]> {
	const { found } = finished;
	const { id } = found;
	call.progress(`Export ${id} is completed; downloading it`);
	if (plan.outputAs === 'file') return [await aboutExport(id, downloadFile(call, found, headers, plan.field))];
	// The libraries for ZIP and CSV are loaded when the first export is read, not with the package.
	const { rowItems } = await import('../../exports/rowItems');
	const rows = { ...plan.rows, rowsFrom: withName(plan.rows.rowsFrom, found.operation_type) };
	const reading = downloadAndRead(call, found, headers, async (zip) => {
		const result = await rowItems(call, zip, id, rows);
		const note = rowsNote(result, result.rows, finished);
		if (note !== undefined) call.report[note.isWarning ? 'warnings' : 'notes'].push(note.text);
		return result.items;
	});
	return await aboutExport(id, reading);
}

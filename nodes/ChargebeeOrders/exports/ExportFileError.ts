import { ApiError } from '../errors/ApiError';

/**
 * Why a download can't be read as the rows of an export:
 * - `notAZip`, `html`: something else came in place of a ZIP file; `html` is a web page or an XML
 *   answer of the file store, as after the download URL has run out.
 * - `truncated`: the end of the ZIP file is missing. `corrupted`: it is whole, but its contents
 *   contradict its checksums or sizes, or are packed in a way that can't be read.
 * - `tooManyEntries`, `tooLarge`: a limit was reached. `encrypted`: an entry asks for a password.
 * - `noCsv`: there are files, none of them a CSV. `malformedCsv`: a CSV with broken quoting.
 * - `unknownFile`, `unknownColumn`: a wanted file or column that is not there.
 */
export type ExportFileErrorCode =
	| 'notAZip'
	| 'html'
	| 'truncated'
	| 'corrupted'
	| 'tooManyEntries'
	| 'tooLarge'
	| 'encrypted'
	| 'noCsv'
	| 'unknownFile'
	| 'unknownColumn'
	| 'malformedCsv';

/** An export file that can't be read: `message` says what happened, `hint` what to do next. */
export class ExportFileError extends Error {
	constructor(
		message: string,
		readonly code: ExportFileErrorCode,
		readonly hint: string,
	) {
		super(message);
	}
}

/** Turns an ExportFileError into the ApiError that the node throws; any other error is returned unchanged. */
export function fileError(reason: unknown, exportId?: string): unknown {
	if (!(reason instanceof ExportFileError)) return reason;
	return new ApiError(reason.message, {
		...(exportId === undefined ? {} : { exportId }),
		hint: reason.hint,
		retryable: reason.code === 'truncated' || reason.code === 'corrupted',
	});
}

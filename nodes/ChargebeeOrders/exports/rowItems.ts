import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Call } from '../Call';
import { ApiError } from '../errors/ApiError';
import { ITEM_CHARACTERS, StoredSize } from '../output/storedSize';

import type { RowsFrom } from './chosenFiles';
import { fileError } from './ExportFileError';
import { readRows, type ReadOptions, type Summary } from './exportRows';

/** How rows become items. */
export interface RowOptions extends Pick<ReadOptions, 'columnNames' | 'columns' | 'limit'> {
	readonly rowsFrom: RowsFrom;
	/** Rows an item; `undefined` gives one item a row. */
	readonly batchSize?: number;
}

/** What was read. */
export interface RowResult extends Summary {
	readonly items: INodeExecutionData[];
	readonly rows: number;
}

/**
 * What n8n stores of a row, about. Its format (flatted) writes a value once, however often it comes, and a reference of
 * some seven digits in each place: between name, value and reference are 9 to 16 characters that are neither.
 */
function storedCharacters(row: IDataObject): number {
	let characters = 12;
	for (const name of Object.keys(row)) characters += name.length + 12 + String(row[name]).length;
	return characters;
}

/** Collects the rows of one export as items: one a row, or one a batch of rows of the same file. */
class Collector {
	readonly items: INodeExecutionData[] = [];
	rows = 0;
	private batch: IDataObject[] = [];
	private batchFile: string | undefined;

	constructor(
		private readonly size: StoredSize,
		private readonly exportId: string,
		private readonly batchSize: number | undefined,
	) {}

	add(file: string, values: IDataObject): void {
		this.rows += 1;
		// The name of the file is written but once.
		const envelope = this.batchSize === undefined ? ITEM_CHARACTERS - file.length : 0;
		if (!this.size.add(storedCharacters(values) + envelope)) {
			throw new ApiError(`The rows of export ${this.exportId} are ${this.size.tooMuch}`, {
				exportId: this.exportId,
				retryable: false,
				hint: 'Run Download with this export ID and File as output, choose fewer columns, or narrow the filters.',
			});
		}
		if (this.batchSize === undefined) {
			this.items.push({ json: values });
			return;
		}
		if (file !== this.batchFile) this.flush();
		this.batchFile = file;
		this.batch.push(values);
		if (this.batch.length >= this.batchSize) this.flush();
	}

	flush(): void {
		if (this.batch.length > 0)
			this.items.push({ json: { rows: this.batch, row_count: this.batch.length, source_file: this.batchFile } });
		this.batch = [];
	}
}

async function collect(
	call: Call,
	zip: Uint8Array,
	exportId: string,
	options: RowOptions,
	size: StoredSize,
): Promise<RowResult> {
	const { batchSize, ...readOptions } = options;
	const reader = readRows(zip, {
		...readOptions,
		withSourceFile: batchSize === undefined,
		...(call.signal === undefined ? {} : { signal: call.signal }),
	});
	const collector = new Collector(size, exportId, batchSize);
	for (;;) {
		const next = await reader.next();
		if (next.done === true) {
			collector.flush();
			return { items: collector.items, rows: collector.rows, ...next.value };
		}
		for (const row of next.value) collector.add(row.file, row.values as IDataObject);
	}
}

/**
 * The rows of an export's ZIP as items.
 * @throws ApiError naming the export, where the file is not sound or the rows are more than n8n can store
 */
export async function rowItems(call: Call, zip: Uint8Array, exportId: string, options: RowOptions): Promise<RowResult> {
	const size = new StoredSize(call.report);
	return await collect(call, zip, exportId, options, size).catch((reason: unknown) => {
		// What is thrown away takes no room, and the file may be fetched and read again.
		size.giveBack();
		throw fileError(reason, exportId);
	});
}

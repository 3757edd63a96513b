import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Call } from '../transport/Call';

/** One operation: what the editor shows of it, and what it does for one input item. */
export interface Operation {
	readonly resource: 'order' | 'export';
	/** Stored in workflows: never changed. */
	readonly value: string;
	/** Name in the editor. */
	readonly name: string;
	/** Sentence-case action without articles: "Cancel an order" is the one n8n wants with its article. */
	readonly action: string;
	/** What it does, whether repeating it is safe, where its IDs come from: read by people and by agents. */
	readonly description: string;
	readonly properties: readonly INodeProperties[];
	/**
	 * Does the work for one item. The results are paired with the item by the caller.
	 * @throws InputError, ApiError, ExportFileError or CanceledError
	 */
	run(call: Call): Promise<INodeExecutionData[]>;
}

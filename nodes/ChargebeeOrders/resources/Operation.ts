import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { ApiVersion } from '../api/parameter';
import type { Call } from '../Call';
import type { FieldRules } from '../encode/fields';
import type { ApiRequest } from '../transport/outcome';

/** The work of one item after all of its parameters were read, checked and encoded. Nothing was sent yet. */
export interface Prepared {
	/** What changes something in Chargebee, or starts something there; absent from what only reads. */
	readonly request?: ApiRequest;
	/**
	 * Does the work. The results are paired with the item by the caller.
	 * @throws ApiError, ExportFileError or CanceledError
	 */
	run(): Promise<INodeExecutionData[]>;
}

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
	/** The fields that columns of input items can be mapped to, by version of the API. */
	readonly columns?: Partial<Readonly<Record<ApiVersion, FieldRules>>>;
	/** Whether it sends a POST: it changes something in Chargebee, or starts an export there. */
	readonly writes: boolean;
	/**
	 * Reads, checks and encodes all parameters of one item, in one go and without sending anything.
	 * @throws InputError for the first that does not fit
	 */
	prepare(call: Call): Prepared;
}

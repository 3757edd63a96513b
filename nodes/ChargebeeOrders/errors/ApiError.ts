/** What went wrong with a request, in the words that a person or an error branch gets. Knows nothing of n8n. */
export interface ErrorDetails {
	/** HTTP status; absent where no answer came. */
	readonly status?: number;
	/** Chargebee's `api_error_code`. */
	readonly code?: string;
	/** The parameter that Chargebee names. */
	readonly parameter?: string;
	/** What to do next. */
	readonly hint?: string;
	/** Whether the same request may succeed later. */
	readonly retryable?: boolean;
	/** When Chargebee wants to be asked again, in milliseconds from then on. */
	readonly retryAfterMs?: number;
	/** Whether it is not known if Chargebee did the work: a try of the write got no answer that tells. */
	readonly outcomeUnknown?: boolean;
	/** The export that is concerned, for a later Download. */
	readonly exportId?: string;
}

/** A request that was refused, or that got no usable answer. */
export class ApiError extends Error {
	constructor(
		message: string,
		readonly details: ErrorDetails,
	) {
		super(message);
		this.name = 'ApiError';
	}
}

/** n8n's Stop. The engine tells a stopped run from a failed one by the word "canceled". */
export class CanceledError extends Error {
	constructor() {
		super('The execution was canceled');
		this.name = 'CanceledError';
	}
}

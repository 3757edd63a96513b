import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import type { Places } from './async/places';
import type { EncodeContext } from './encode/scalar';
import type { RunReport } from './RunReport';

/** The one credential of an item: its host and its key never come from different items. */
export interface Site {
	/** Scheme, host and port: the API key goes nowhere else. */
	readonly origin: string;
	/** The decrypted credential, handed on to n8n for authentication. */
	readonly credential: ICredentialDataDecryptedObject;
	/** A proxy or the sandbox rather than `*.chargebee.com`. */
	readonly custom: boolean;
}

/** How requests of an item are sent. */
export interface TransportOptions {
	/** The most requests that the node has in flight when it sends one of this item. */
	readonly concurrency: number;
	/** How long to repeat after the first refusal or failure, in milliseconds. */
	readonly patience: number;
	/** Whether the run is by hand, so that a site that does not answer is given up sooner. */
	readonly attended: boolean;
	/** How long to wait for an answer, in milliseconds. */
	readonly timeout: number;
	readonly skipSslCertificateValidation: boolean;
	readonly proxy?: { host: string; port: number; protocol?: string; auth?: { username: string; password: string } };
}

/** The node's own idempotency key for a write. */
export interface WriteKey {
	readonly value: string;
	/** Whether n8n's Retry On Fail sends the item with the same key again. */
	readonly lasting: boolean;
	/**
	 * When the first try was sent that may have been done, in milliseconds since 1970. Chargebee forgets the key half an
	 * hour later, and would do the work a second time.
	 */
	sentAt?: number;
	/** What was sent, as text, and the body of the success that came of it: the answer when it may not be sent again. */
	done?: { readonly request: string; readonly body: Readonly<Record<string, unknown>> };
}

/** n8n's functions on which requests are sent. */
export type RequestFunctions =
	IExecuteFunctions | IExecutePaginationFunctions | IHookFunctions | ILoadOptionsFunctions | IPollFunctions;

/** What a request needs to know of where it comes from. */
export interface Requester {
	readonly functions: RequestFunctions;
	readonly site: Site;
	readonly transport: TransportOptions;
	readonly report: RunReport;
	/** The node's own requests in flight. */
	readonly places: Places;
	readonly signal?: AbortSignal;
}

/** One operation for one input item, whichever of n8n's two paths runs it. */
export interface Call extends Requester {
	readonly functions: IExecuteFunctions | IExecutePaginationFunctions;
	readonly itemIndex: number;
	/** Whether an AI agent calls: results are then short. */
	readonly asTool: boolean;
	readonly context: EncodeContext;
	/** A parameter's value for this item, expressions evaluated; `fallback` where it is not set. */
	parameter(name: string, fallback?: unknown): unknown;
	/** A parameter as the workflow stores it, expressions as they are. */
	stored(name: string): unknown;
	/** Reports progress: to n8n's log, and to the browser's console in a manual run. */
	progress(message: string): void;
	/** A key of the node's own for a write of this item. */
	readonly writeKey: WriteKey;
}

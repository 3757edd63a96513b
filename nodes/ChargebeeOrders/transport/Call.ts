import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import type { EncodeContext } from '../encode/scalar';

import type { WriteKey } from './idempotencyKey';
import type { Places } from './limits/places';
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
	/** How long to go on after the first refusal or failure, in milliseconds. */
	readonly patience: number;
	/** Whether a person waits for the answer, so that a site that does not answer is given up sooner. */
	readonly attended: boolean;
	/** How long to wait for an answer, in milliseconds. */
	readonly timeout: number;
	readonly skipSslCertificateValidation: boolean;
	readonly proxy?: { host: string; port: number; protocol?: string; auth?: { username: string; password: string } };
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
	/** Tells the person who waits how far it is: n8n's log, and the browser's console in a manual run. */
	progress(message: string): void;
	/** A key of the node's own for a write of this item. */
	readonly writeKey: WriteKey;
}

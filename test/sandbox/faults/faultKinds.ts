/**
 * What can happen to a request of the API. The work is what its operation does.
 *
 * - `cutBefore`: the connection ends before the work.
 * - `cutAfter`: the work is done, then the connection ends before any byte of the answer.
 * - `cutMidBody`: the work is done, the connection ends after the headers and half of the body.
 * - `stallBody`: the work is done, half of the body comes, then nothing until the client gives up.
 * - `stall`: the work is done, nothing comes until the client gives up.
 * - `json500` to `empty504`: 500, 502, 503 or 504 with Chargebee's JSON, with a gateway's page, with no body: in place of
 *   the work, or in place of the answer after the work.
 * - `html200` (a page), `half200` (half of a JSON text, with a length to match), `other200` (JSON of something else),
 *   `empty200`: a success that is none of Chargebee's, in place of the work or of the answer.
 * - `slow`: the answer comes 1 to 20 ms later.
 * - `sliced`: the answer comes in slices of some bytes, characters cut in two; in at most some hundred of them.
 * - `redirect302`, `redirect307`: in place of the work, to another host.
 */
export const faultKinds = [
	'cutBefore',
	'cutAfter',
	'cutMidBody',
	'stallBody',
	'stall',
	'json500',
	'json502',
	'json503',
	'json504',
	'html500',
	'html502',
	'html503',
	'html504',
	'empty500',
	'empty502',
	'empty503',
	'empty504',
	'html200',
	'half200',
	'other200',
	'empty200',
	'slow',
	'sliced',
	'redirect302',
	'redirect307',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** Whether a fault comes before or after the work, where a kind leaves that open. */
export type FaultMoment = 'before' | 'after';

export interface SandboxFaults {
	/** The same seed hits the same requests in the same way, counted in the order of their arrival. */
	seed: number;
	/** The share of requests that are hit, from 0 to 1. */
	rate: number;
	/** All by default. The stalling kinds end only with a client that has a time-out. */
	kinds?: readonly FaultKind[];
	/** Hits only GET, or only POST; the others are not counted either. */
	only?: 'reads' | 'writes';
	/** So many faults at most hit one idempotency key; a request without one counts by its method, URL and body. */
	maxPerKey?: number;
	/** Where redirects lead: an origin, which keeps path and query, or a whole URL. By default the download server. */
	redirectTo?: string;
}

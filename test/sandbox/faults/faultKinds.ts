/**
 * What can happen to a request of the API. The work is what its operation does.
 *
 * - `cutBefore`: the connection ends before the work.
 * - `cutAfter`: the work is done, then the connection ends before any byte of the answer.
 * - `cutMidBody`: the work is done, the connection ends after the headers and half of the body.
 * - `stallBody`: the work is done, half of the body comes, then nothing until the client gives up.
 * - `stall`: the work is done, nothing comes until the client gives up.
 * - `json500` (internal_error), `json503` (internal_temporary_error), `html502` (a gateway's page), `empty504` (no
 *   body): in place of the work, or in place of the answer after the work.
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
	'json503',
	'html502',
	'empty504',
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

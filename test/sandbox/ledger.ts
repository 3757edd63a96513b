import type { DownloadFaultKind } from './faults/downloadFaultKinds';
import type { FaultKind } from './faults/faultKinds';
import type { OutageKind } from './faults/outage';
import type { LimitKind } from './limits/rateLimit';

export interface LedgerEntry {
	/** Milliseconds since the start of the sandbox. */
	at: number;
	server: 'api' | 'download';
	method: string;
	/** Path without query, as received: still percent-encoded. */
	path: string;
	/** Decoded pairs in wire order. */
	query: Array<[string, string]>;
	rawQuery: string;
	rawBody: string;
	/** Decoded pairs of the body in wire order. */
	form: Array<[string, string]>;
	/** Names in lower case; the value of `authorization` is always 'present'. */
	headers: Record<string, string>;
	/** The status that was sent; 0 until then, and for good where nothing was. */
	status: number;
	/** Parameters that the API does not know. What the real service does with them is not known; here they have no effect. */
	unknown: string[];
	/** What a client must never do. */
	violations: string[];
	/** What a write did, e.g. 'create order_1'. */
	effect?: string;
	/** The order that the effect is about: the one that was made or changed, of a resent order the original. */
	orderId?: string;
	/** Whether the answer was an earlier one, repeated for its idempotency key. */
	replayed?: boolean;
	/** What the write had done whose answer was repeated. */
	replayedEffect?: string;
	/** The limit that the request went over, on the 429 of a rate limit. */
	rateLimited?: LimitKind;
	/** The fault that hit the request. */
	fault?: FaultKind | DownloadFaultKind;
	/** How the site was away when the request came. */
	outage?: OutageKind;
	/**
	 * On a fault that keeps the answer from the client: whether the request was carried out all the same. A request that
	 * was refused did no work; one that was answered by replay had done it before.
	 */
	worked?: boolean;
}

/** The parts of a request that a ledger entry begins with; `url` is path and query as received. */
export interface ReceivedRequest {
	method: string;
	url: string;
	headers: NodeJS.Dict<string | string[]>;
}

/** Every request that reached the sandbox, in order of arrival, of both servers. */
export class Ledger {
	readonly entries: LedgerEntry[] = [];
	private readonly startedAt: number;

	/** `clock` is the unix time in milliseconds. */
	constructor(private readonly clock: () => number) {
		this.startedAt = clock();
	}

	/** Opens the entry of a request; the body and the status follow. */
	open(server: LedgerEntry['server'], request: ReceivedRequest): LedgerEntry {
		const question = request.url.indexOf('?');
		const rawQuery = question < 0 ? '' : request.url.slice(question + 1);
		const entry: LedgerEntry = {
			at: Math.round(this.clock() - this.startedAt),
			server,
			method: request.method,
			path: question < 0 ? request.url : request.url.slice(0, question),
			query: [...new URLSearchParams(rawQuery)],
			rawQuery,
			rawBody: '',
			form: [],
			headers: withoutKey(request.headers),
			status: 0,
			unknown: [],
			violations: [],
		};
		this.entries.push(entry);
		return entry;
	}

	/** Forgets all entries; the array stays the same one. */
	reset(): void {
		this.entries.length = 0;
	}
}

function withoutKey(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
	const kept: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (value === undefined) continue;
		kept[name] = name === 'authorization' ? 'present' : Array.isArray(value) ? value.join(', ') : value;
	}
	return kept;
}

import type { IHttpRequestOptions } from 'n8n-workflow';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { Places } from '../../nodes/ChargebeeOrders/async/places';
import type { Requester, RequestFunctions, TransportOptions } from '../../nodes/ChargebeeOrders/Call';
import { RunReport } from '../../nodes/ChargebeeOrders/RunReport';
import type { ApiRequest } from '../../nodes/ChargebeeOrders/transport/outcome';

/** What the site makes of a request: an answer, or an error as that of a connection. */
export interface FakeAnswer {
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
	/** Node.js' code of a failed connection, in place of an answer. */
	code?: string;
	/** Milliseconds. */
	takes?: number;
}

/** A request as the site saw it; times are milliseconds since the site began. */
export interface Seen {
	at: number;
	method: string | undefined;
	url: string;
	key: string | undefined;
}

let sites = 0;

/** A site without a socket, by the clock of the node: what `answer` says is what a request gets. */
export class FakeSite {
	readonly seen: Seen[] = [];
	inFlight = 0;
	mostInFlight = 0;
	readonly origin = `https://site${(sites += 1)}.example`;
	private readonly began = clock.now();

	constructor(public answer: (seen: Seen, number: number) => FakeAnswer = () => ({})) {}

	get now(): number {
		return clock.now() - this.began;
	}

	/** What a node has to send by; each call is a node of its own. */
	requester(transport: Partial<TransportOptions> = {}, signal?: AbortSignal): Requester {
		const httpRequestWithAuthentication = async (_type: string, options: IHttpRequestOptions): Promise<unknown> =>
			await this.serve(options);
		return {
			functions: { helpers: { httpRequestWithAuthentication } } as unknown as RequestFunctions,
			site: { origin: this.origin, credential: {}, custom: true },
			transport: {
				concurrency: 8,
				patience: 300_000,
				attended: false,
				timeout: 90_000,
				skipSslCertificateValidation: false,
				...transport,
			},
			report: new RunReport(),
			places: new Places(),
			...(signal === undefined ? {} : { signal }),
		};
	}

	private async serve({ method, url, headers }: IHttpRequestOptions): Promise<unknown> {
		const key: unknown = headers?.['chargebee-idempotency-key'];
		const seen = { at: this.now, method, url, key: typeof key === 'string' ? key : undefined };
		this.seen.push(seen);
		this.inFlight += 1;
		this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
		const {
			status = 200,
			code,
			body = { order: { id: url } },
			takes = 20,
			...answer
		} = this.answer(seen, this.seen.length);
		await clock.sleep(takes);
		this.inFlight -= 1;
		if (code !== undefined) throw Object.assign(new Error(`connect ${code}`), { code });
		return { statusCode: status, headers: answer.headers ?? {}, body };
	}
}

/** A read of an order. */
export function read(id: string): ApiRequest {
	return { method: 'GET', version: 'v2', path: `/orders/${id}`, pairs: [], headers: {} };
}

/** A write of an order, with a key of the node's own. */
export function write(id: string): ApiRequest {
	const writeKey = { value: `key of ${id}`, lasting: true };
	return { ...read(id), method: 'POST', pairs: [['note', id]], writeKey, expects: 'order' };
}

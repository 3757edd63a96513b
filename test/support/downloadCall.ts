import { addAbortSignal, Readable } from 'node:stream';

import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Call } from '../../nodes/ChargebeeOrders/Call';
import { RunReport } from '../../nodes/ChargebeeOrders/RunReport';

/** What a file host answers a download with; a function is asked for it, an Error is a request that failed. */
export type HostAnswer = (() => unknown) | Error;

/** An answer whose body is these bytes, each piece a chunk of its own. */
export function fileOf(pieces: ReadonlyArray<Uint8Array | string>, status = 200, headers = {}): () => unknown {
	return () => ({
		statusCode: status,
		headers,
		body: Readable.from(pieces.map((piece) => Buffer.from(piece))),
	});
}

/** An answer whose body ends with the signal of its request, as that of a socket does. */
function endedWith(signal: unknown, answer: unknown): unknown {
	const body: unknown = typeof answer === 'object' && answer !== null && 'body' in answer ? answer.body : undefined;
	if (signal instanceof AbortSignal && body instanceof Readable) addAbortSignal(signal, body);
	return answer;
}

/** An operation that downloads from a file host which gives these answers one after the other; the last one stays. */
export interface DownloadCall {
	readonly call: Call;
	/** The requests to the host, in order. */
	readonly asked: IHttpRequestOptions[];
	readonly progress: string[];
	/** n8n's Stop. */
	stop(): void;
}

export function downloadCall(
	answers: HostAnswer | readonly HostAnswer[],
	more: { custom?: boolean; transport?: Partial<Call['transport']>; helpers?: object } = {},
): DownloadCall {
	const left = [answers].flat();
	const asked: IHttpRequestOptions[] = [];
	const progress: string[] = [];
	const execution = new AbortController();
	const httpRequest = async (options: IHttpRequestOptions): Promise<unknown> => {
		asked.push(options);
		const answer = left.length > 1 ? left.shift() : left[0];
		if (typeof answer === 'function') return await Promise.resolve(endedWith(options.abortSignal, answer()));
		throw answer ?? new Error('no answer was given');
	};
	const call = {
		functions: { helpers: { httpRequest, ...more.helpers } },
		site: { origin: 'https://acme.chargebee.com', credential: {}, custom: more.custom ?? false },
		transport: {
			concurrency: 8,
			patience: 60_000,
			timeout: 1_000,
			skipSslCertificateValidation: false,
			...more.transport,
		},
		report: new RunReport(),
		signal: execution.signal,
		progress: (message: string) => progress.push(message),
	} as unknown as Call;
	return { call, asked, progress, stop: () => execution.abort() };
}

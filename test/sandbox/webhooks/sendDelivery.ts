import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** What a script lets happen to a delivery: its answer is lost on the way, or is not awaited. */
export type DeliveryFault = 'cutAfterAnswer' | 'timeout';

export interface DeliveryRequest {
	url: string;
	/** A name without a value is not sent. */
	headers: Readonly<Record<string, string | undefined>>;
	body: string;
}

/** What became of one try as the sender sees it. */
export interface DeliveryResult {
	/** The status of the answer; 0 where there was none. */
	status: number;
	/** Milliseconds from the request to the end of the answer, by the clock of the machine. */
	ms: number;
	/** Why there was no answer: the connection broke, it was too slow, or there was no connection. */
	failure?: 'cut' | 'timeout' | 'unreachable';
}

/**
 * Sends one delivery on a connection of its own and follows no redirect. Time-outs run by the clock of the machine, as
 * the receiver does. Gives undefined when the signal ends it.
 */
export async function sendDelivery(
	{ url, headers, body }: DeliveryRequest,
	{ fault, timeoutMs, signal }: { fault?: DeliveryFault; timeoutMs: number; signal: AbortSignal },
): Promise<DeliveryResult | undefined> {
	if (signal.aborted) return undefined;
	const began = performance.now();
	const send = url.startsWith('https:') ? requestHttps : requestHttp;
	const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
	return await new Promise((resolve) => {
		let connected = false;
		const end = (result?: Omit<DeliveryResult, 'ms'>): void => {
			clearTimeout(timer);
			signal.removeEventListener('abort', aborted);
			resolve(result === undefined ? undefined : { ...result, ms: Math.round(performance.now() - began) });
			request.destroy();
		};
		const request = send(url, { method: 'POST', headers: sent, agent: false });
		const aborted = (): void => end();
		const timer = setTimeout(() => end({ status: 0, failure: 'timeout' }), timeoutMs);
		signal.addEventListener('abort', aborted);
		request.once('socket', (socket) => socket.once('connect', () => (connected = true)));
		request.on('error', () => end({ status: 0, failure: connected ? 'cut' : 'unreachable' }));
		request.once('response', (response) => {
			response.on('error', () => end({ status: 0, failure: 'cut' }));
			response.once('end', () => {
				const { statusCode: status = 0 } = response;
				end(fault === 'cutAfterAnswer' ? { status: 0, failure: 'cut' } : { status });
			});
			response.resume();
		});
		if (fault === 'timeout') request.once('finish', () => end({ status: 0, failure: 'timeout' }));
		request.end(body);
	});
}

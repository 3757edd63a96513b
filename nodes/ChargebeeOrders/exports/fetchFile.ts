import type { BinaryHelperFunctions } from 'n8n-workflow';

import { clock } from '../async/clock';
import { ownSignal } from '../async/ownSignal';
import type { Call } from '../Call';
import { ApiError, CanceledError } from '../errors/ApiError';

import { looksLikeZip } from './archive';

/** The file of an export as it comes in: a Node.js stream. */
export type FileStream = Exclude<Parameters<BinaryHelperFunctions['prepareBinaryData']>[0], Buffer>;

/** An open download. */
export interface Download {
	readonly stream: FileStream;
	/** Bytes that the server announced, where it did. */
	readonly length?: number;
}

/** Redirects that a download follows, each checked by hand. */
const MOST_REDIRECTS = 3;

/** The bytes by which a ZIP file is known. */
const SIGNATURE_BYTES = 4;

/** The details of the error of a download that ended too early. */
export const FETCH_AGAIN = { retryable: true, hint: 'Run Download with the export ID to fetch the file again.' };

/** Throws the ApiError of a download whose connection broke. */
export function throwBroken(reason: unknown): never {
	if (reason instanceof ApiError) throw reason;
	const why = reason instanceof Error ? reason.message : 'no reason given';
	throw new ApiError(`The download broke off: ${why}`, FETCH_AGAIN);
}

/** The address no longer gives the file out: a new one must be asked for. */
export class ExpiredUrlError extends ApiError {}

interface StreamAnswer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: FileStream;
}

function isStreamAnswer(value: unknown): value is StreamAnswer {
	return (
		typeof value === 'object' &&
		value !== null &&
		'statusCode' in value &&
		'body' in value &&
		typeof value.body === 'object' &&
		value.body !== null &&
		'pipe' in value.body
	);
}

/** The address as URL, checked to be https. Errors name its host alone: anyone with the whole URL can download the export. */
function checkedUrl(address: string, base: string | undefined, call: Call): URL {
	if (!URL.canParse(address, base))
		throw new ApiError('Chargebee gave a download address that is none', { retryable: true });
	const url = new URL(address, base);
	if (url.protocol !== 'https:' && !(call.site.custom && url.protocol === 'http:')) {
		throw new ApiError(
			`The export is offered at ${url.host} without encryption (${url.protocol}) and is not downloaded`,
			{
				retryable: false,
				hint: 'Exports hold customer data and are fetched over https only. Report this to Chargebee, or check what is between n8n and Chargebee.',
			},
		);
	}
	return url;
}

/**
 * One request without any credentials: the address is public and on another host, which must never see the key.
 * @param signal ends the request, also when its answer has begun
 */
async function request(call: Call, url: URL, signal: AbortSignal): Promise<StreamAnswer> {
	const { skipSslCertificateValidation, proxy, timeout } = call.transport;
	const answer: unknown = await call.functions.helpers
		.httpRequest({
			url: url.href,
			// A compressed transfer would be unpacked on the way in, and announce another length than what comes out.
			headers: { 'Accept-Encoding': 'identity' },
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout,
			abortSignal: signal,
			...(skipSslCertificateValidation ? { skipSslCertificateValidation } : {}),
			...(proxy === undefined ? {} : { proxy }),
		})
		.catch((reason: unknown) => reason);
	// An error of a stream that is no longer read, as after Stop, must not end the process.
	if (isStreamAnswer(answer)) answer.body.on('error', () => undefined);
	if (call.signal?.aborted === true) throw new CanceledError();
	if (isStreamAnswer(answer)) return answer;
	throw new ApiError(
		`The file could not be fetched from ${url.host}: ${answer instanceof Error ? answer.message : 'no answer'}`,
		{
			retryable: true,
			hint: 'Check that n8n can reach this host, then run Download with the export ID.',
		},
	);
}

/** Something happens on the stream: bytes, its end, or an error, which is thrown. */
async function nextEvent(stream: FileStream): Promise<void> {
	const events = ['readable', 'end', 'close'] as const;
	await new Promise<void>((resolve, reject) => {
		const remove = (): void => {
			for (const event of events) stream.off(event, done);
			stream.off('error', fail);
		};
		const done = (): void => {
			remove();
			resolve();
		};
		const fail = (reason: unknown): void => {
			remove();
			reject(reason instanceof Error ? reason : new Error(String(reason)));
		};
		for (const event of events) stream.on(event, done);
		stream.on('error', fail);
	});
}

/** Waits for the first bytes and puts them back; fewer than those of a ZIP file's signature are all there is. */
async function peek(stream: FileStream): Promise<Uint8Array> {
	let first = Buffer.alloc(0);
	while (first.length < SIGNATURE_BYTES) {
		const chunk: unknown = stream.read();
		if (chunk instanceof Uint8Array) first = Buffer.concat([first, chunk]);
		else if (stream.readableEnded || stream.destroyed) return first;
		else await nextEvent(stream).catch(throwBroken);
	}
	stream.unshift(first);
	return first;
}

function announced(headers: Readonly<Record<string, unknown>>): number | undefined {
	const length = Number(headers['content-length']);
	return typeof headers['content-length'] === 'string' && Number.isSafeInteger(length) ? length : undefined;
}

/**
 * Ends a download on which nothing comes in for `timeout` milliseconds: n8n's time limit ends with the first byte, and
 * its stream has none of its own. What waits in the stream for slow storage is no stall: the time counts from the moment
 * at which the last of it is taken.
 */
async function watch(stream: FileStream, timeout: number, connection: AbortController): Promise<void> {
	const over = new AbortController();
	for (const event of ['end', 'close', 'error']) stream.once(event, () => over.abort());
	let last = clock.now();
	const push = stream.push.bind(stream);
	stream.push = (chunk, encoding) => {
		last = clock.now();
		return push(chunk, encoding);
	};
	const read = stream.read.bind(stream);
	stream.read = (size) => {
		if (stream.readableLength > 0) last = clock.now();
		return read(size);
	};
	while (!over.signal.aborted) {
		await clock.sleep(last + timeout - clock.now(), over.signal);
		if (stream.readableLength > 0) last = clock.now();
		if (over.signal.aborted || clock.now() - last < timeout) continue;
		stream.emit('error', new ApiError('The download stalled', FETCH_AGAIN));
		connection.abort();
	}
}

/** What came in place of a ZIP file. */
function noZip(host: string, first: Uint8Array, status: number): ApiError {
	const html = looksLikeZip(first) === 'html';
	return new ApiError(
		first.length === 0
			? `${host} sent an empty file instead of the ZIP file of the export`
			: `${host} sent ${html ? 'a web page' : 'something else'} instead of the ZIP file of the export`,
		{
			status,
			retryable: true,
			hint: 'A proxy or firewall may be in between. Run Download with the export ID to try again.',
		},
	);
}

/**
 * Opens the download of an export. The caller reads the stream to its end or destroys it.
 *
 * @throws ExpiredUrlError where the address has run out; ApiError where there is no ZIP, with HTML told apart
 */
export async function openDownload(call: Call, address: string): Promise<Download> {
	let url = checkedUrl(address, undefined, call);
	for (let redirects = 0; ; redirects++) {
		const { own: connection, signal } = ownSignal(call.signal);
		const { statusCode, headers, body } = await request(call, url, signal);
		if (statusCode >= 200 && statusCode < 300) {
			void watch(body, call.transport.timeout, connection);
			const first = await peek(body);
			const length = announced(headers);
			if (looksLikeZip(first) === 'zip') return { stream: body, ...(length === undefined ? {} : { length }) };
			connection.abort();
			throw noZip(url.host, first, statusCode);
		}
		connection.abort();
		const location = headers.location;
		if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
			if (redirects >= MOST_REDIRECTS)
				throw new ApiError(`${url.host} redirects the download too often`, { status: statusCode, retryable: false });
			url = checkedUrl(location, url.href, call);
			continue;
		}
		const details = {
			status: statusCode,
			retryable: true,
			hint: 'Run Download with the export ID: it asks for a new address.',
		};
		const message = `${url.host} answered the download with status ${statusCode}`;
		if (statusCode === 403 || statusCode === 404 || statusCode === 410 || statusCode === 400)
			throw new ExpiredUrlError(message, details);
		throw new ApiError(message, details);
	}
}

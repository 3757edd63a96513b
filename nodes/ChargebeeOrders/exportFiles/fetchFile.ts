import type { BinaryHelperFunctions } from 'n8n-workflow';

import { ApiError, CanceledError } from '../errors/ApiError';
import type { Call } from '../transport/Call';

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

/** The URL is public and short-lived, but is nobody's business in an error: only its host is named. */
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

/** One request without any credentials: the address is public and on another host, which must never see the key. */
async function request(call: Call, url: URL): Promise<StreamAnswer> {
	const { skipSslCertificateValidation, proxy, timeout } = call.transport;
	const answer: unknown = await call.functions.helpers
		.httpRequest({
			url: url.href,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout,
			...(call.signal === undefined ? {} : { abortSignal: call.signal }),
			...(skipSslCertificateValidation ? { skipSslCertificateValidation } : {}),
			...(proxy === undefined ? {} : { proxy }),
		})
		.catch((reason: unknown) => reason);
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

/** Waits for the first bytes and puts them back. */
async function peek(stream: FileStream): Promise<Uint8Array> {
	await new Promise<void>((resolve) => {
		const done = (): void => resolve();
		stream.once('readable', done);
		stream.once('end', done);
		stream.once('error', done);
		stream.once('close', done);
	});
	const first: unknown = stream.read();
	if (!(first instanceof Uint8Array)) return new Uint8Array();
	stream.unshift(first);
	return first;
}

function announced(headers: Readonly<Record<string, unknown>>): number | undefined {
	const length = Number(headers['content-length']);
	return typeof headers['content-length'] === 'string' && Number.isSafeInteger(length) ? length : undefined;
}

/** A stream that stalls is ended with an error instead of being waited for without end. */
function watch(stream: FileStream, timeout: number): void {
	if ('setTimeout' in stream && typeof stream.setTimeout === 'function') {
		stream.setTimeout(timeout, () => stream.destroy(new ApiError('The download stalled', { retryable: true })));
	}
}

/**
 * Opens the download of an export. The caller reads the stream to its end or destroys it.
 *
 * @throws ExpiredUrlError where the address has run out; ApiError where there is no ZIP, with HTML told apart
 */
export async function openDownload(call: Call, address: string): Promise<Download> {
	let url = checkedUrl(address, undefined, call);
	for (let redirects = 0; ; redirects++) {
		const { statusCode, headers, body } = await request(call, url);
		if (statusCode >= 200 && statusCode < 300) {
			watch(body, call.transport.timeout);
			const kind = looksLikeZip(await peek(body));
			const length = announced(headers);
			if (kind === 'zip') return { stream: body, ...(length === undefined ? {} : { length }) };
			body.destroy();
			throw new ApiError(
				`${url.host} sent ${kind === 'html' ? 'a web page' : 'something else'} instead of the ZIP file of the export`,
				{
					status: statusCode,
					retryable: true,
					hint: 'A proxy or firewall may be in between. Run Download with the export ID to try again.',
				},
			);
		}
		body.destroy();
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

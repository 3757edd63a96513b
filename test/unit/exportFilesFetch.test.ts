import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

import { ApiError, CanceledError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import { ExpiredUrlError, openDownload, type Download } from '../../nodes/ChargebeeOrders/exports/fetchFile';
import { downloadCall, fileOf, type DownloadCall } from '../support/downloadCall';
import { SkippedTime } from '../support/skippedTime';

const URL = 'https://files.example/export.zip?X-Amz-Signature=secret';
const ZIP = 'PK\x03\x04 and more';

/** A body that the test feeds. */
class Fed extends Readable {
	override _read(): void {
		// What there is was pushed from outside.
	}
}

const streaming = (body: Readable) => () => ({ statusCode: 200, headers: {}, body });

async function contentsOf({ stream }: Download): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
	return Buffer.concat(chunks).toString('latin1');
}

async function failureOf(work: Promise<unknown>): Promise<ApiError> {
	const failure = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(failure instanceof ApiError)) throw new Error(`Not refused, or otherwise: ${String(failure)}`);
	expect(failure.message).not.toContain('secret');
	return failure;
}

const aborted = ({ asked }: DownloadCall): unknown[] =>
	asked.map(({ abortSignal }) => (abortSignal as AbortSignal).aborted);

const opened: Readable[] = [];

/** Opens a download that is closed after the test, read or not. */
async function open({ call }: DownloadCall, address = URL): Promise<Download> {
	const download = await openDownload(call, address);
	opened.push(download.stream as Readable);
	return download;
}

afterEach(() => {
	for (const stream of opened.splice(0)) stream.destroy();
	jest.restoreAllMocks();
});

describe('a download', () => {
	it('is asked for as a stream without credentials, compression or redirects', async () => {
		const one = downloadCall(fileOf([ZIP]));
		expect(await contentsOf(await open(one))).toBe(ZIP);
		expect(one.asked).toEqual([
			{
				url: URL,
				headers: { 'Accept-Encoding': 'identity' },
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: 1_000,
				abortSignal: expect.any(AbortSignal),
			},
		]);
		expect(aborted(one)).toEqual([false]);
	});

	it("honours the node's proxy and SSL options", async () => {
		const transport = { skipSslCertificateValidation: true, proxy: { host: 'proxy', port: 8080 } };
		const one = downloadCall(fileOf([ZIP]), { transport });
		await open(one);
		expect(one.asked).toMatchObject([transport]);
	});

	it.each([
		['12', 12],
		['0', 0],
		['twelve', undefined],
		['1.5', undefined],
		[12, undefined],
		[undefined, undefined],
	])('that announces %p bytes has a length of %p', async (given, length) => {
		const one = downloadCall(fileOf([ZIP], 200, { 'content-length': given }));
		expect((await open(one)).length).toBe(length);
	});

	it('keeps every byte, in whatever pieces the first ones come', async () => {
		for (const pieces of [[...ZIP], ['P', 'K\x03', ZIP.slice(3)], [ZIP.slice(0, 4), ZIP.slice(4)]]) {
			const one = downloadCall(fileOf(pieces));
			expect(await contentsOf(await open(one))).toBe(ZIP);
		}
	});

	it('of no more than its signature is one', async () => {
		expect(await contentsOf(await open(downloadCall(fileOf([ZIP.slice(0, 4)]))))).toBe(ZIP.slice(0, 4));
	});

	it('whose first bytes come late flows into what it is piped to', async () => {
		const body = new Fed();
		const opening = open(downloadCall(streaming(body)));
		await turnOfTheLoop();
		body.push(ZIP.slice(0, 2));
		await turnOfTheLoop();
		body.push(ZIP.slice(2));
		body.push(null);
		const { stream } = await opening;
		const pieces: Buffer[] = [];
		stream.pipe(
			new Writable({ write: (piece: Buffer, _encoding, done) => done(void pieces.push(piece) as undefined) }),
		);
		await once(stream, 'end');
		expect(Buffer.concat(pieces).toString('latin1')).toBe(ZIP);
	});

	it('needs no signal of an execution', async () => {
		const one = downloadCall(fileOf([ZIP]));
		Reflect.deleteProperty(one.call, 'signal');
		expect(await contentsOf(await open(one))).toBe(ZIP);
	});

	it('may come with any status of success', async () => {
		const one = downloadCall(fileOf([ZIP], 299));
		expect(await contentsOf(await open(one))).toBe(ZIP);
	});

	it.each([
		[[''], 'sent an empty file instead'],
		[['P', 'K'], 'sent something else instead'],
		[['Order Id\no1\n'], 'sent something else instead'],
		[['<!DOCTYPE html><html>'], 'sent a web page instead'],
	])('of %j is no ZIP file, and ends the connection', async (pieces, message) => {
		const one = downloadCall(fileOf(pieces.filter((piece) => piece !== '')));
		const failure = await failureOf(open(one));
		expect(failure.message).toBe(`files.example ${message} of the ZIP file of the export`);
		expect(failure.details).toMatchObject({ status: 200, retryable: true, hint: expect.stringMatching(/proxy.+\.$/) });
		expect(aborted(one)).toEqual([true]);
	});

	it.each([400, 403, 404, 410])('whose address has run out (%d) is told from one that fails', async (status) => {
		const one = downloadCall(fileOf(['<Error>'], status));
		const failure = await failureOf(open(one));
		expect(failure).toBeInstanceOf(ExpiredUrlError);
		expect(failure.message).toBe(`files.example answered the download with status ${status}`);
		expect(failure.details).toMatchObject({ status, retryable: true, hint: expect.stringMatching(/new address\.$/) });
		expect(aborted(one)).toEqual([true]);
	});

	it.each([199, 300, 304, 399, 401, 405, 500, 503])('answered with %d and no address fails', async (status) => {
		const failure = await failureOf(open(downloadCall(fileOf(['x'], status)), URL));
		expect(failure).not.toBeInstanceOf(ExpiredUrlError);
		expect(failure.message).toBe(`files.example answered the download with status ${status}`);
		expect(failure.details).toMatchObject({ status, retryable: true });
	});

	it('follows an address only where the answer is a redirect', async () => {
		for (const status of [199, 200, 400, 500]) {
			const one = downloadCall(fileOf(['x'], status, { location: '/elsewhere' }));
			await failureOf(open(one));
			expect(one.asked).toHaveLength(1);
		}
	});

	it('follows three redirects, each from where it was, and ends their connections', async () => {
		const one = downloadCall([
			fileOf(['x'], 300, { location: '/second' }),
			fileOf(['x'], 307, { location: 'https://other.example/third' }),
			fileOf(['x'], 301, { location: 'fourth' }),
			fileOf([ZIP]),
		]);
		expect(await contentsOf(await open(one))).toBe(ZIP);
		expect(one.asked.map(({ url }) => url)).toEqual([
			URL,
			'https://files.example/second',
			'https://other.example/third',
			'https://other.example/fourth',
		]);
		expect(aborted(one)).toEqual([true, true, true, false]);
		const endless = downloadCall(fileOf(['x'], 302, { location: '/again' }));
		const failure = await failureOf(open(endless));
		expect(failure.message).toBe('files.example redirects the download too often');
		expect(failure.details).toEqual({ status: 302, retryable: false });
		expect(endless.asked).toHaveLength(4);
	});

	it('over http is for a custom site alone, and any other scheme for none', async () => {
		const plain = URL.replace('https', 'http');
		const custom = downloadCall(fileOf([ZIP]), { custom: true });
		expect(await contentsOf(await open(custom, plain))).toBe(ZIP);
		for (const [address, isCustom] of [
			[plain, false],
			['ftp://files.example/x', true],
			['file:///etc/passwd', true],
		] as const) {
			const one = downloadCall(fileOf([ZIP]), { custom: isCustom });
			const failure = await failureOf(open(one, address));
			expect(failure.message).toContain('without encryption');
			expect(failure.details).toMatchObject({ retryable: false, hint: expect.stringMatching(/https only.+\.$/) });
			expect(one.asked).toEqual([]);
		}
		const redirected = downloadCall(fileOf(['x'], 302, { location: plain }));
		expect((await failureOf(open(redirected))).message).toContain('(http:)');
	});

	it('from what is no address is an error worth another try', async () => {
		const failure = await failureOf(open(downloadCall(fileOf([ZIP])), 'http://['));
		expect(failure.message).toBe('Chargebee gave a download address that is none');
		expect(failure.details.retryable).toBe(true);
	});

	it.each<[unknown, string]>([
		[new Error('getaddrinfo ENOTFOUND'), 'getaddrinfo ENOTFOUND'],
		[() => undefined, 'no answer'],
		[() => null, 'no answer'],
		[() => ({ statusCode: 200, headers: {} }), 'no answer'],
		[() => ({ statusCode: 200, body: null }), 'no answer'],
		[() => ({ statusCode: 200, body: 'PK' }), 'no answer'],
		[() => ({ statusCode: 200, body: {} }), 'no answer'],
		[() => ({ body: Readable.from([]) }), 'no answer'],
	])('that is answered with %p could not be fetched', async (answer, why) => {
		const failure = await failureOf(open(downloadCall(answer as Error), URL));
		expect(failure.message).toBe(`The file could not be fetched from files.example: ${why}`);
		expect(failure.details).toMatchObject({ retryable: true, hint: expect.stringMatching(/^Check .+\.$/) });
	});

	it("ends with n8n's Stop, which also ends a connection that is open", async () => {
		const stopped = downloadCall(() => {
			stopped.stop();
			return fileOf([ZIP])();
		});
		await expect(open(stopped)).rejects.toBeInstanceOf(CanceledError);
		const begun = downloadCall(fileOf([ZIP]));
		await open(begun);
		begun.stop();
		expect(aborted(begun)).toEqual([true]);
	});

	it('that breaks off before its first byte says so', async () => {
		for (const [reason, message] of [
			[new Error('socket hang up'), 'The download broke off: socket hang up'],
			[new ApiError('The download stalled', {}), 'The download stalled'],
		] as const) {
			const body = new Fed();
			const opening = open(downloadCall(streaming(body)), URL);
			await turnOfTheLoop();
			body.destroy(reason);
			expect((await failureOf(opening)).message).toBe(message);
		}
	});

	it('that is closed before its first byte is an empty one', async () => {
		const body = new Fed();
		const opening = open(downloadCall(streaming(body)));
		await turnOfTheLoop();
		body.destroy();
		expect((await failureOf(opening)).message).toContain('sent an empty file');
	});

	it('that breaks when nobody reads any more does not end the process', async () => {
		const body = new Fed();
		body.push(ZIP);
		await open(downloadCall(streaming(body)), URL);
		body.destroy(new Error('too late'));
		const refused = new Fed();
		await failureOf(
			open(
				downloadCall(() => ({ statusCode: 500, headers: {}, body: refused })),
				URL,
			),
		);
		refused.destroy(new Error('too late'));
		await turnOfTheLoop();
		expect([body.destroyed, refused.destroyed]).toEqual([true, true]);
	});
});

describe('the time-out of a download', () => {
	let time: SkippedTime;

	beforeEach(() => {
		time = new SkippedTime();
		time.install();
	});

	const passed = (): number => time.now() - SkippedTime.start;

	it('ends one on which nothing comes in for that long, and its connection', async () => {
		const body = new Fed();
		const one = downloadCall(streaming(body));
		body.push(ZIP);
		const download = await open(one);
		// To look for more is not to get any.
		void time.sleep(900).then(() => download.stream.read());
		const failure = await failureOf(contentsOf(download));
		expect(failure.message).toBe('The download stalled');
		expect(failure.details).toMatchObject({ retryable: true, hint: expect.stringMatching(/^Run Download .+\.$/) });
		expect(passed()).toBe(1_000);
		expect(aborted(one)).toEqual([true]);
	});

	it('ends one whose first byte does not come', async () => {
		const one = downloadCall(streaming(new Fed()));
		expect((await failureOf(open(one))).message).toBe('The download stalled');
		expect(passed()).toBe(1_000);
	});

	it('begins anew with every piece that comes in', async () => {
		const body = new Fed();
		const one = downloadCall(streaming(body));
		body.push(ZIP);
		const reading = contentsOf(await open(one));
		for (let piece = 0; piece < 5; piece += 1) {
			await time.sleep(900);
			body.push('!');
		}
		expect((await failureOf(reading)).message).toBe('The download stalled');
		expect(passed()).toBe(5 * 900 + 1_000);
	});

	it('does not count what waits in the stream for slow storage', async () => {
		const body = new Fed();
		const one = downloadCall(streaming(body));
		body.push(ZIP);
		const { stream } = await open(one);
		const failures: unknown[] = [];
		stream.on('error', (reason) => failures.push(reason));
		await time.sleep(60_000);
		expect([failures, aborted(one)]).toEqual([[], [false]]);
		// The storage takes what there is. From then on the next piece has the whole time-out, however long the last one waited.
		expect(String(stream.read())).toBe(ZIP);
		await time.sleep(900);
		body.push('the rest');
		body.push(null);
		expect(String(stream.read())).toBe('the rest');
		expect(failures).toEqual([]);
	});

	it('is over with the stream, read to its end or given up', async () => {
		const whole = downloadCall(fileOf([ZIP]));
		await contentsOf(await open(whole));
		const body = new Fed();
		body.push(ZIP);
		const given = downloadCall(streaming(body));
		const { stream } = await open(given);
		expect(String(stream.read())).toBe(ZIP);
		(stream as Readable).destroy();
		const failures: unknown[] = [];
		stream.on('error', (reason) => failures.push(reason));
		await time.sleep(60_000);
		expect([aborted(whole), aborted(given), failures]).toEqual([[false], [false], []]);
	});
});

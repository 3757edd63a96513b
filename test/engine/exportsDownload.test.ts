import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { startSandbox, type Sandbox } from '../sandbox';
import {
	detailsOf,
	exportIds,
	hintOf,
	logged,
	paths,
	requests,
	runExport,
	type ExportRun,
} from '../support/exportRuns';
import { broken, bytes, offer, stalled, startFileHost, status, type FileHost } from '../support/fileHost';
import { positionOf, zipOf, zipOfCsv } from '../support/zip';

const SOUND = 'Order Id,Status\no1,Shipped\no2,Queued\n';
const outputs = ['rows', 'file'] as const;

let sandbox: Sandbox;
let host: FileHost;
let sound: Uint8Array;
/** What was waited for between two tries of a download, in milliseconds. */
let waits: number[];

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 10, exportMs: 0 });
	host = await startFileHost();
	sound = await zipOfCsv(SOUND);
});

beforeEach(() => {
	sandbox.resetLedger();
	waits = [];
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
		if (ms >= 1000 && ms < 10_000) waits.push(ms);
		await new Promise(setImmediate);
	});
});

afterEach(() => jest.restoreAllMocks());

afterAll(async () => {
	await host.close();
	await sandbox.close();
});

interface Given {
	outputAs?: (typeof outputs)[number];
	requestOptions?: INodeParameters;
	path?: 'custom' | 'routing';
}

/** Downloads from the file host: the API's answers name it as often as it is asked. */
async function download(
	{ outputAs = 'rows', requestOptions = {}, path }: Given = {},
	...urls: string[]
): Promise<ExportRun> {
	offer(sandbox, ...(urls.length > 0 ? urls : [host.url]));
	return await runExport(sandbox, 'download', { path, parameters: { exportId: 'exp_1', outputAs, requestOptions } });
}

function expectSound(run: ExportRun): void {
	expect(run.error).toBeUndefined();
	if (run.json[0]?.export_id === undefined) expect(run.json.map((row) => row['Order Id'])).toEqual(['o1', 'o2']);
	else expect(run.json).toMatchObject([{ export_id: 'exp_1', bytes: sound.length }]);
}

function expectNoItem(run: ExportRun, message: RegExp, exportId = 'exp_1'): void {
	expect([run.status, run.output]).toEqual(['error', []]);
	expect(run.error?.message).toMatch(message);
	expect(run.error?.description).toContain(exportId);
	expect(detailsOf(run)).toMatchObject({ exportId });
}

/** A ZIP file with one byte of its contents changed. */
async function corrupted(): Promise<Uint8Array> {
	const zip = await zipOf([{ name: 'Orders.csv', content: SOUND, deflate: false }]);
	zip[positionOf(zip, [...Buffer.from('Shipped')])] = 'W'.charCodeAt(0);
	return zip;
}

describe.each(outputs)('what is no sound ZIP is an error, with %s as output:', (outputAs) => {
	it.each<[string, () => Promise<Uint8Array> | Uint8Array, RegExp]>([
		[
			'a web page',
			() => Buffer.from('<!DOCTYPE html><html><body>Sign in</body></html>'),
			/sent a web page instead of the ZIP/,
		],
		[
			'an XML message',
			() => Buffer.from('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
			/sent a web page instead/,
		],
		['nothing', () => new Uint8Array(), /sent an empty file/],
		['text', () => Buffer.from('Order Id\no1\n'), /sent something else instead of the ZIP/],
		['a ZIP that is cut off', () => sound.subarray(0, -10), /cut off/],
		['the beginning of a ZIP', () => sound.subarray(0, 3), /instead of the ZIP|cut off/],
		['a ZIP with a wrong checksum', corrupted, /damaged: Orders\.csv can't be unpacked/],
	])('%s', async (_what, archive, message) => {
		for (const [, path] of paths) {
			sandbox.script.nextExport({ archive: await archive(), durationMs: 0 });
			const run = await runExport(sandbox, 'startAndDownload', { ...path, parameters: { outputAs } });
			expectNoItem(run, message, exportIds(sandbox).at(-1));
			expect(JSON.stringify(run.error)).not.toContain('X-Amz-Signature');
			sandbox.script.nextExport({ archive: await archive(), durationMs: 0 });
			const kept = await runExport(sandbox, 'startAndDownload', {
				path: path.path,
				settings: { onError: 'continueErrorOutput' },
				parameters: { outputAs },
			});
			expect(kept.output[0]).toEqual([]);
			expect(kept.output[1]).toMatchObject([{ json: { details: { exportId: exportIds(sandbox).at(-1) } } }]);
		}
	});
});

describe.each(outputs)('with %s as output, a download', (outputAs) => {
	it('that breaks off is fetched again', async () => {
		host.answers(broken(sound), bytes(sound));
		const run = await download({ outputAs });
		expectSound(run);
		expect(host.asked).toHaveLength(2);
		expect(logged(run).join('\n')).toMatch(/The download broke off: .*; fetching the file of export exp_1 again/);
	});

	it('that is refused, answered with 500 or cut off at first works in the end', async () => {
		const reset = (response: Parameters<ReturnType<typeof bytes>>[0]) => response.destroy();
		host.answers(reset, status(500), bytes(sound.subarray(0, 60)), bytes(sound));
		expectSound(await download({ outputAs }));
		expect(waits).toEqual([1000, 2000, 4000]);
	});

	it('that never works is an error after four tries', async () => {
		host.answers(broken(sound));
		expectNoItem(await download({ outputAs }), /The download broke off/);
		expect(host.asked).toHaveLength(4);
		host.answers(status(503));
		expectNoItem(await download({ outputAs }), /answered the download with status 503/);
	});

	it('that stalls is given up after the time-out and fetched again', async () => {
		host.answers(stalled(sound), bytes(sound));
		const run = await download({ outputAs, requestOptions: { timeout: 100 } });
		expectSound(run);
		expect(logged(run).join('\n')).toMatch(/The download stalled/);
	});

	it('that breaks off or stalls before its first byte is told from an empty file', async () => {
		const headersAlone = (end: boolean) => (response: ServerResponse) => {
			response.writeHead(200, { 'content-length': sound.length }).flushHeaders();
			if (end) setImmediate(() => response.destroy());
		};
		host.answers(headersAlone(true));
		expectNoItem(await download({ outputAs }), /The download broke off/);
		host.answers(headersAlone(false), bytes(sound));
		const run = await download({ outputAs, requestOptions: { timeout: 100 } });
		expectSound(run);
		expect(logged(run).join('\n')).toMatch(/The download stalled/);
	});

	it('that comes in the smallest pieces, and without its length, is as good', async () => {
		host.answers((response) => {
			response.writeHead(200);
			const send = (at: number): void => {
				if (at >= sound.length) response.end();
				else
					response.write(sound.subarray(at, at + (at < 5 ? 1 : 50)), () => setImmediate(send, at + (at < 5 ? 1 : 50)));
			};
			send(0);
		});
		expectSound(await download({ outputAs }));
		expect(host.asked).toHaveLength(1);
	});

	it('is asked for without compression, and is as good where it comes so all the same', async () => {
		host.answers((response) => {
			const packed = gzipSync(sound);
			response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
		});
		expectSound(await download({ outputAs }));
		expect(host.asked).toHaveLength(1);
		expect(host.asked[0]?.['accept-encoding']).toBe('identity');
	});

	it.each([400, 403, 404, 410])('whose address has run out (%d) gets a new one', async (code) => {
		host.answers(status(code), bytes(sound));
		expectSound(await download({ outputAs }, `${host.url}?old`, `${host.url}?new`));
		expect(requests(sandbox)).toEqual(['GET /api/v2/exports/exp_1', 'GET /api/v2/exports/exp_1']);
	});

	it('follows three redirects, each without a key, and no more', async () => {
		const onward = status(302, { location: '/elsewhere' });
		host.answers(onward, status(307, { location: host.url }), onward, bytes(sound));
		expectSound(await download({ outputAs }));
		expect(host.asked.every((headers) => headers.authorization === undefined)).toBe(true);
		host.answers(onward);
		expectNoItem(await download({ outputAs }), /redirects the download too often/);
		expect(host.asked).toHaveLength(4);
	});

	it.each([
		['file:///etc/passwd', /file:/],
		['ftp://127.0.0.1/x', /ftp:/],
		['http://[', /address that is none/],
		['', /has no file to download/],
	])('from "%s" is refused', async (url, message) => {
		host.answers(status(302, { location: url }));
		expectNoItem(await download({ outputAs }, url), message);
		expect(host.asked).toEqual([]);
	});

	it('is not led to another scheme by a redirect', async () => {
		host.answers(status(302, { location: 'file:///etc/passwd' }));
		expectNoItem(await download({ outputAs }), /without encryption \(file:\)/);
		expect(host.asked).toHaveLength(1);
	});
});

describe('an address that runs out', () => {
	it('is replaced by a new one, also when the sandbox lets it expire', async () => {
		const brief = await startSandbox({ orders: 5, exportMs: 0, downloadValidMs: 1 });
		// The first address is older than a millisecond when it is used; those after it are given time.
		const { downloads } = brief.store.exports;
		const expired = jest.spyOn(downloads, 'hasExpired').mockReturnValueOnce(true).mockReturnValue(false);
		const run = await runExport(brief, 'startAndDownload');
		expect(run.error).toBeUndefined();
		expect(run.json).toHaveLength(5);
		expect(expired).toHaveBeenCalledTimes(2);
		expect(brief.ledger.filter(({ server }) => server === 'download').map(({ status: code }) => code)).toEqual([
			403, 200,
		]);
		expect(hintOf(run)).toContain(exportIds(brief)[0]);
		await brief.close();
	});

	it('is asked for anew up to three times, and is then an error', async () => {
		host.answers(status(403));
		expectNoItem(
			await download({}, ...Array.from({ length: 4 }, () => host.url)),
			/answered the download with status 403/,
		);
		expect(requests(sandbox)).toHaveLength(4);
		expect(host.asked).toHaveLength(4);
	});
});

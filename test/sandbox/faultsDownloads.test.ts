import { setTimeout as delay } from 'node:timers/promises';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { DownloadFaultDetails, DownloadFaultKind, DownloadFaults, Sandbox } from './index';
import { startSandbox } from './index';
import { corruptedArchive } from './faults/corruptedArchive';
import { downloadFaultKinds } from './faults/downloadFaultKinds';
import { DownloadFaultPlan } from './faults/downloadFaultPlan';
import { RawClient, takeAll } from './rawClient';
import type { SocketAnswer } from './rawClient';
import { Draws } from './seed/random';

interface ExportAnswer {
	export: { id: string; download?: { download_url: string } };
}

let sandbox: Sandbox;
/** The path of a sound file, and its bytes. */
let path: string;
let file: Buffer;

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 60, exportMs: 0 });
	const client = new RawClient(sandbox);
	let { export: job } = (await client.post('/api/v2/exports/orders')).body as ExportAnswer;
	while (job.download === undefined) {
		await delay(5);
		({ export: job } = (await client.get(`/api/v2/exports/${job.id}`)).body as ExportAnswer);
	}
	path = job.download.download_url.slice(sandbox.downloadUrl.length);
	file = Buffer.from(await (await fetch(sandbox.downloadUrl + path)).arrayBuffer());
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.resetLedger());

async function download(kind?: DownloadFaultKind, details?: DownloadFaultDetails): Promise<SocketAnswer> {
	if (kind !== undefined) sandbox.script.nextDownload(kind, details);
	const request = `GET ${path} HTTP/1.1\r\nhost: files\r\nconnection: close\r\n\r\n`;
	return await takeAll(sandbox, request, sandbox.downloadUrl);
}

async function fetchCut(): Promise<ArrayBuffer> {
	sandbox.script.nextDownload('cut');
	return await (await fetch(sandbox.downloadUrl + path)).arrayBuffer();
}

const statusOf = ({ head }: SocketAnswer): number => Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]);
const headerOf = ({ head }: SocketAnswer, name: string): string | undefined =>
	new RegExp(`^${name}: (.+?)\r?$`, 'im').exec(head)?.[1];

/** Reads every entry, its checksum too. */
async function readAll(archive: Uint8Array): Promise<void> {
	for (const entry of await new ZipReader(new Uint8ArrayReader(archive)).getEntries()) {
		if (!entry.directory) await entry.getData(new Uint8ArrayWriter(), { checkSignature: true, useWebWorkers: false });
	}
}

it.each(['whole', 'cut'] as const)(
	'truncated ends early, with the length of the %s file announced',
	async (announced) => {
		const answer = await download('truncated', { announced });
		const length = Number(headerOf(answer, 'content-length'));
		expect([statusOf(answer), answer.ended]).toEqual([200, 'closed']);
		expect(answer.body.length).toBeLessThan(file.length);
		expect(answer.body.equals(file.subarray(0, answer.body.length))).toBe(true);
		expect(length).toBe(announced === 'whole' ? file.length : answer.body.length);
		expect(sandbox.ledger).toMatchObject([{ server: 'download', fault: 'truncated', status: 200 }]);
		expect((await download()).body.equals(file)).toBe(true);
	},
);

it('corrupted has one other byte, and does not pass a check', async () => {
	const { body } = await download('corrupted');
	expect(body.length).toBe(file.length);
	expect([...body].filter((byte, at) => byte !== file[at])).toHaveLength(1);
	await expect(readAll(file)).resolves.toBeUndefined();
	await expect(readAll(body)).rejects.toThrow();
});

it('corrupted never misses the compressed data', async () => {
	for (let number = 0; number < 25; number += 1) {
		await expect(readAll(corruptedArchive(file, new Draws(1, 'test', number)))).rejects.toThrow();
	}
	expect(corruptedArchive(Buffer.from('no archive'), new Draws(1, 'test', 0))).not.toEqual(Buffer.from('no archive'));
});

it('html is a login page with status 200', async () => {
	const answer = await download('html');
	expect([statusOf(answer), headerOf(answer, 'content-type')]).toEqual([200, 'text/html; charset=utf-8']);
	expect(answer.body.toString()).toContain('<title>Sign in</title>');
});

it('expired is 403 with XML', async () => {
	const answer = await download('expired');
	expect([statusOf(answer), headerOf(answer, 'content-type')]).toEqual([403, 'application/xml']);
	expect(answer.body.toString()).toContain('<Message>Request has expired</Message>');
	expect(sandbox.ledger[0]).toMatchObject({ fault: 'expired', status: 403 });
});

it('cut ends the connection midway', async () => {
	const answer = await download('cut');
	// Node reports a reset that comes right behind data as an ordinary end.
	expect(['closed', 'reset']).toContain(answer.ended);
	expect(answer.body.length).toBeLessThanOrEqual(file.length / 2);
	await expect(fetchCut()).rejects.toThrow();
});

it('stall falls silent after half of the file', async () => {
	const answer = await download('stall');
	expect([statusOf(answer), answer.ended]).toEqual([200, 'silent']);
	expect(answer.body.length).toBe(Math.floor(file.length / 2));
});

describe('redirect', () => {
	it('leads to the same file under another path', async () => {
		sandbox.script.nextDownload('redirect');
		const response = await fetch(sandbox.downloadUrl + path);
		expect(Buffer.from(await response.arrayBuffer()).equals(file)).toBe(true);
		expect(sandbox.ledger.map(({ status, path: asked }) => [status, asked.slice(0, 8)])).toEqual([
			[302, path.slice(0, 8)],
			[200, '/moved/0'],
		]);
	});

	it('can be a long chain', async () => {
		sandbox.script.nextDownload('redirect', { hops: 5 });
		expect((await fetch(sandbox.downloadUrl + path)).status).toBe(200);
		expect(sandbox.ledger.map(({ status }) => status)).toEqual([302, 302, 302, 302, 302, 200]);
	});

	it.each([
		['http://files.example', (asked: string) => `http://files.example${asked}`],
		['https://files.example/login?x', () => 'https://files.example/login?x'],
	])('can lead to %s', async (to, expected) => {
		expect(headerOf(await download('redirect', { to }), 'location')).toBe(expected(path));
	});
});

it('waits for a download that would succeed', async () => {
	sandbox.script.nextDownload('html');
	expect((await fetch(`${sandbox.downloadUrl}/nothing`)).status).toBe(403);
	expect((await fetch(sandbox.downloadUrl + path, { method: 'POST' })).status).toBe(405);
	expect((await download()).body.toString()).toContain('Sign in');
});

it('is drawn from a seed', async () => {
	const drawn = (options: DownloadFaults): unknown[] => {
		const plan = new DownloadFaultPlan(options);
		return Array.from({ length: 500 }, () => plan.next()).map((fault) => [fault?.kind, fault?.details]);
	};
	const options = { seed: 2, rate: 0.3 };
	expect(drawn(options)).toEqual(drawn(options));
	expect(drawn({ ...options, seed: 3 })).not.toEqual(drawn(options));
	const hit = drawn(options).filter((one) => (one as unknown[])[0] !== undefined);
	expect(hit.length).toBeGreaterThan(100);
	expect(hit.length).toBeLessThan(200);
	expect(new Set(hit.map((one) => (one as unknown[])[0]))).toEqual(new Set(downloadFaultKinds));

	sandbox.script.downloadFaults({ seed: 1, rate: 1, kinds: ['html'] });
	expect((await download()).body.toString()).toContain('Sign in');
	sandbox.script.downloadFaults();
	expect((await download()).body.equals(file)).toBe(true);
});

import { CanceledError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import type { Call } from '../../nodes/ChargebeeOrders/Call';
import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import {
	aboutExport,
	downloadUrl,
	exportOf,
	readExport,
	waitForExport,
	type Waiting,
} from '../../nodes/ChargebeeOrders/exports/waitForExport';
import { failureOf } from '../support/failureOf';
import { FakeSite, type FakeAnswer } from '../support/fakeSite';
import { SkippedTime } from '../support/skippedTime';

beforeEach(() => new SkippedTime().install());
afterEach(() => jest.restoreAllMocks());

/** An export that goes through these states, one a look, and keeps the last; answers take no time. */
function exportSite(...states: string[]): FakeSite {
	return new FakeSite((_, number) => ({
		takes: 0,
		body: { export: { id: 'e1', status: states[Math.min(number, states.length) - 1], download: null } },
	}));
}

function callOf(site: FakeSite, { custom = true, signal }: { custom?: boolean; signal?: AbortSignal } = {}) {
	const progress: string[] = [];
	const requester = site.requester({}, signal);
	const call = { ...requester, site: { ...requester.site, custom }, progress: (text: string) => progress.push(text) };
	return { call: call as unknown as Call, progress };
}

async function waited(site: FakeSite, waiting: Waiting, how: { custom?: boolean; signal?: AbortSignal } = {}) {
	return await waitForExport(callOf(site, how).call, 'e1', {}, waiting);
}

describe('the export of an answer', () => {
	it('is handed out whole', () => {
		expect(exportOf({ export: { id: 'e1', status: 'completed', more: 1 } })).toEqual({
			id: 'e1',
			status: 'completed',
			more: 1,
		});
	});

	it.each([{}, { export: 'e1' }, { export: { id: 1, status: 'completed' } }, { export: { id: 'e1' } }])(
		'is missing in %j',
		async (body) => {
			const { message, details } = await failureOf(Promise.resolve().then(() => exportOf(body)));
			expect(message).toBe('Chargebee answered without an export');
			expect(details).toEqual({ status: 200, hint: 'A proxy may change the answers; try again.', retryable: true });
		},
	);

	it('is read by its id', async () => {
		const site = exportSite('in_process');
		expect(await readExport(callOf(site).call, 'a b', { 'x-own': '1' })).toMatchObject({ status: 'in_process' });
		expect(site.seen).toMatchObject([{ method: 'GET', url: `${site.origin}/api/v2/exports/a%20b` }]);
		await expect(readExport(callOf(site).call, 'x'.repeat(51), {})).rejects.toThrow('Export ID');
		expect(site.seen).toHaveLength(1);
	});
});

describe('the address of the file', () => {
	it('is that of the download', () => {
		const found = { id: 'e1', status: 'completed', download: { download_url: 'https://files.example/1' } };
		expect(downloadUrl(found)).toBe('https://files.example/1');
	});

	it.each([undefined, null, {}, { download_url: '' }, { download_url: 7 }])('is missing in %j', async (download) => {
		const none = Promise.resolve().then(() => downloadUrl({ id: 'e1', status: 'completed', download }));
		const { message, details } = await failureOf(none);
		expect(message).toBe('Export e1 is completed but has no file to download');
		expect(details).toEqual({
			exportId: 'e1',
			retryable: true,
			hint: 'Run Download with this export ID again, or start the export anew.',
		});
	});
});

describe('an error of what follows a start', () => {
	it('names the export, unless it names one', async () => {
		const plain = await failureOf(Promise.resolve().then(() => exportOf({})));
		const named = await failureOf(aboutExport('e2', Promise.reject(plain)));
		expect([named.message, named.details]).toEqual([plain.message, { ...plain.details, exportId: 'e2' }]);
		expect(await failureOf(aboutExport('e3', Promise.reject(named)))).toBe(named);
	});

	it('of another kind stays as it is', async () => {
		const stop = new CanceledError();
		await expect(aboutExport('e1', Promise.reject(stop))).rejects.toBe(stop);
		await expect(aboutExport('e1', Promise.resolve(7))).resolves.toBe(7);
	});
});

describe('waiting for an export', () => {
	const MINUTE = 60_000;

	it('looks at once, and then each interval, telling what it sees', async () => {
		const site = exportSite('queued', 'in_process', 'completed');
		const { call, progress } = callOf(site);
		const { found, waited: time } = await waitForExport(call, 'e1', {}, { longest: MINUTE, interval: 4_000 });
		expect([found.status, time, site.seen.map(({ at }) => at)]).toEqual(['completed', 8_000, [0, 4_000, 8_000]]);
		expect(progress).toEqual(['Export e1 is queued after 0 s', 'Export e1 is in process after 4 s']);
	});

	it.each([
		[true, 1, 100],
		[false, 1, 10_000],
		[false, 12_000, 12_000],
	])('looks no faster than it may (custom: %s): asked for %d ms, each %d ms', async (custom, interval, every) => {
		const site = exportSite('queued', 'queued', 'completed');
		await waited(site, { longest: MINUTE, interval }, { custom });
		expect(site.seen.map(({ at }) => at)).toEqual([0, every, 2 * every]);
	});

	it.each([
		[25_000, 12_000, [0, 12_000, 24_000], 'a last look after 25 s would come too soon'],
		[34_000, 12_000, [0, 12_000, 24_000, 34_000], 'the last look comes when the time is up'],
		[10_000, 12_000, [0, 10_000], 'the time is that of one look'],
		[9_999, 12_000, [0], 'the time is too short for another look'],
	])('within %d ms, each %d ms, looks at %j: %s', async (longest, interval, looks) => {
		const site = exportSite('in_process');
		const { message, details } = await failureOf(waited(site, { longest, interval }, { custom: false }));
		expect(site.seen.map(({ at }) => at)).toEqual(looks);
		expect(message).toBe(`Export e1 is still in process after ${(looks.at(-1) ?? 0) / 1000} s`);
		expect(details).toEqual({
			exportId: 'e1',
			retryable: true,
			hint: 'It goes on in Chargebee: run Download with this export ID, or raise Maximum Wait in Options.',
		});
	});

	it('ends where Chargebee says that it failed', async () => {
		const failing = failureOf(waited(exportSite('queued', 'failed'), { longest: MINUTE, interval: 3_000 }));
		const { message, details } = await failing;
		expect(message).toBe('Chargebee reports that export e1 failed, after 3 s');
		expect(details).toEqual({
			exportId: 'e1',
			retryable: true,
			hint: 'Chargebee gives no reason. Start the export again; with narrower filters it has less to do.',
		});
	});

	it('names the export where a look fails', async () => {
		const gone: FakeAnswer = { status: 404, body: { message: 'gone', api_error_code: 'resource_not_found' } };
		const { message, details } = await failureOf(waited(new FakeSite(() => gone), { longest: MINUTE, interval: 1 }));
		expect([message, details.exportId]).toEqual(['gone', 'e1']);
	});

	it('ends with a stop of the run, without another look', async () => {
		const stop = new AbortController();
		const site = exportSite('in_process');
		const waiting = waited(site, { longest: MINUTE, interval: 5_000 }, { signal: stop.signal });
		void clock.sleep(2_000).then(() => {
			stop.abort();
		});
		await expect(waiting).rejects.toBeInstanceOf(CanceledError);
		expect(site.seen).toHaveLength(1);
	});
});

import { inspect } from 'node:util';

import type { INodeParameters } from 'n8n-workflow';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { businessEntities, startSandbox, type Sandbox } from '../sandbox';
import {
	answerEverywhere,
	complaints,
	detailsOf,
	exportIds,
	hintOf,
	logged,
	paths,
	runExport,
	starts,
	type ExportRun,
} from '../support/exportRuns';
import { SkippedTime } from '../support/skippedTime';

import { runNode } from './harness';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ orders: 40, exportMs: 30, minPollMs: 90 });
});

afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const keysOf = (): Array<string | undefined> =>
	starts(sandbox).map(({ headers }) => headers['chargebee-idempotency-key']);

describe('what a run says', () => {
	it('is a hint with what came, what was left out and how long the export took', async () => {
		const time = new SkippedTime();
		time.install();
		await sandbox.close();
		sandbox = await startSandbox({ orders: 40, clock: time });
		const lines = [...sandbox.store.orders.all()].flatMap(({ details }) => details.order_line_items).length;
		sandbox.script.nextExport({ durationMs: 2_600 });
		const run = await runExport(sandbox, 'startAndDownload');
		const [id] = exportIds(sandbox);
		const message = `40 rows from Orders.csv. ${lines} rows of Order Line Items.csv left out. Export ${id} (Orders), ready after 3 s.`;
		expect(run.hints).toEqual([{ type: 'info', message, location: 'outputPane' }]);
	});

	it.each<[string, INodeParameters]>([
		['all files', { rowsFrom: 'allFiles' }],
		['all files in batches', { rowsFrom: 'allFiles', outputAs: 'rowBatches' }],
		['the ZIP file', { outputAs: 'file' }],
	])('is nothing where %s were asked for and came', async (_what, parameters) => {
		expect((await runExport(sandbox, 'startAndDownload', { parameters })).hints).toEqual([]);
	});

	it('names every export where there are several items', async () => {
		const run = await runExport(sandbox, 'startAndDownload', { items: [{ json: {} }, { json: {} }] });
		for (const id of exportIds(sandbox)) expect(hintOf(run)).toContain(`left out. Export ${id} (Orders)`);
		expect(exportIds(sandbox)).toHaveLength(2);
		expect(run.hints).toHaveLength(1);
	});

	it('is told while it waits, the export first, in the log and in the open editor', async () => {
		sandbox.script.nextExport({ durationMs: 150 });
		const run = await runExport(sandbox, 'startAndDownload');
		const [id] = exportIds(sandbox);
		expect(logged(run)[0]).toBe(`Export ${id} of orders was started`);
		expect(logged(run)[1]).toMatch(new RegExp(`^Export ${id} is in process after \\d s$`));
		expect(logged(run)[logged(run).length - 1]).toContain(`Export ${id} is completed`);
		expect(run.ui).toEqual(logged(run));
	});
});

describe.each(paths)('the API key %s', (_name, path) => {
	const expectNoKey = (run: ExportRun): void => {
		const everything = inspect(run, { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity });
		expect(everything).toContain('Export');
		for (const secret of [sandbox.apiKey, Buffer.from(`${sandbox.apiKey}:`).toString('base64').replace(/=+$/, '')])
			expect(everything).not.toContain(secret);
		for (const word of logged(run).concat(hintOf(run), inspect(run.error))) expect(word).not.toMatch(/X-Amz|Signature/);
	};

	it('goes to the API alone, and never into what comes out', async () => {
		const run = await runExport(sandbox, 'startAndDownload', path);
		expect(run.status).toBe('success');
		const downloads = sandbox.ledger.filter(({ server }) => server === 'download');
		expect(downloads).toHaveLength(1);
		for (const { headers } of downloads) {
			expect(headers).not.toHaveProperty('authorization');
			expect(Object.keys(headers).filter((name) => name.startsWith('chargebee'))).toEqual([]);
			expect(`http://${headers.host}`).toBe(sandbox.downloadUrl);
		}
		expect(sandbox.ledger.filter(({ server }) => server === 'api').every(({ headers }) => headers.authorization)).toBe(
			true,
		);
		expectNoKey(run);
		expect(complaints(sandbox)).toEqual([]);
	});

	it('is in no error either, of the API or of the download', async () => {
		sandbox.script.nextExport({ outcome: 'failed' });
		expectNoKey(await runExport(sandbox, 'startAndDownload', path));
		sandbox.script.nextExport({ archive: Buffer.from('<html>'), durationMs: 0 });
		jest.spyOn(clock, 'sleep').mockImplementation(async () => await new Promise(setImmediate));
		expectNoKey(await runExport(sandbox, 'startAndDownload', path));
		sandbox.script.respondOnce(
			{ method: 'POST', path: /exports/ },
			{ status: 403, body: { message: 'Export not allowed' } },
		);
		expectNoKey(await runExport(sandbox, 'startAndDownload', path));
	});
});

describe('idempotency', () => {
	it.each(paths)(
		'every start has a key of its own, so that a failed export can be started again (%s)',
		async (_name, path) => {
			for (let run = 0; run < 2; run += 1) {
				sandbox.script.nextExport({ outcome: 'failed' });
				expect((await runExport(sandbox, 'startAndDownload', path)).status).toBe('error');
			}
			expect((await runExport(sandbox, 'startAndDownload', path)).status).toBe('success');
			expect(new Set(keysOf()).size).toBe(3);
			for (const key of keysOf()) expect(key).toMatch(/^[\w-]{16,100}$/);
		},
	);

	it("n8n's Retry On Fail starts a failed export again", async () => {
		sandbox.script.nextExport({ outcome: 'failed', durationMs: 0 });
		const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const run = await runExport(sandbox, 'startAndDownload', { settings });
		expect(run.status).toBe('success');
		expect(run.json[0]).toHaveProperty('Order Id');
		expect(new Set(keysOf()).size).toBe(2);
		expect(sandbox.ledger.some(({ replayed }) => replayed)).toBe(false);
	});

	it('a start that got no answer is repeated with the same key, and is one export', async () => {
		jest.spyOn(clock, 'sleep').mockImplementation(async () => await new Promise(setImmediate));
		sandbox.script.respondOnce({ method: 'POST', path: /exports/ }, { status: 502, body: '<html>Bad gateway</html>' });
		const run = await runExport(sandbox, 'start');
		expect(run.status).toBe('success');
		expect(keysOf()).toHaveLength(2);
		expect(new Set(keysOf()).size).toBe(1);
		expect(exportIds(sandbox)).toHaveLength(1);
	});

	it("a person's own key and options are sent with the start, and those for reads with the rest", async () => {
		const requestContext = {
			idempotency_key: 'night-1',
			business_entity_id: businessEntities[1],
			user_email: 'ops@example.com',
			suppress_events: ['webhook', 'email'],
		};
		const run = await runExport(sandbox, 'startAndDownload', { parameters: { requestContext } });
		expect(run.error).toBeUndefined();
		const [start, ...reads] = sandbox.ledger.filter(({ server }) => server === 'api');
		expect(start?.headers).toMatchObject({
			'chargebee-idempotency-key': 'night-1',
			'chargebee-business-entity-id': businessEntities[1],
			'chargebee-request-origin-user': 'ops@example.com',
			'chargebee-event-webhook': 'all-disabled',
			'chargebee-event-email': 'all-disabled',
		});
		for (const { headers } of reads) {
			expect(headers).toMatchObject({
				'chargebee-business-entity-id': businessEntities[1],
				'chargebee-request-origin-user': 'ops@example.com',
			});
			expect(Object.keys(headers).filter((name) => /idempotency|event/.test(name))).toEqual([]);
		}
		const mine = [...sandbox.store.orders.all()].filter(
			(order) => order.attributes.business_entity_id === businessEntities[1],
		);
		expect(run.json.filter(({ source_file }) => source_file === 'Orders.csv')).toHaveLength(mine.length);
		expect(complaints(sandbox)).toEqual([]);
	});
});

describe('looking at an export', () => {
	it('is never more often than wanted', async () => {
		const time = new SkippedTime();
		time.install();
		await sandbox.close();
		sandbox = await startSandbox({ orders: 40, minPollMs: 90, clock: time });
		sandbox.script.nextExport({ durationMs: 330 });
		const run = await runExport(sandbox, 'startAndDownload');
		expect(run.status).toBe('success');
		expect(complaints(sandbox)).toEqual([]);
		expect(sandbox.ledger.filter(({ method, server }) => method === 'GET' && server === 'api').length).toBeGreaterThan(
			3,
		);
	});

	/** The milliseconds between the looks at an export of this site, by a clock on which waiting takes no time. */
	async function looks(credential: Record<string, string>, pollInterval: number): Promise<number[]> {
		let now = 1_763_800_000_000;
		jest.spyOn(clock, 'now').mockImplementation(() => now);
		jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
			now += Math.max(0, ms);
			await new Promise(setImmediate);
		});
		const at: number[] = [];
		answerEverywhere(({ method }) => {
			if (method === 'get') at.push(now);
			return { id: 'exp_1', status: at.length < 4 ? 'in_process' : 'failed' };
		});
		const parameters = { resource: 'export', operation: 'startAndDownload', options: { pollInterval } };
		const run = await runNode({ credential: { ...credential, apiKey: 'key' }, parameters });
		expect(run.error?.message).toContain('failed');
		return at.slice(1).map((time, index) => time - (at[index] ?? 0));
	}

	it.each([
		['Chargebee, where less was wanted', { site: 'acme', environment: 'live' }, 0.1, 10_000],
		['a test site, where none was wanted', { site: 'acme', environment: 'test' }, 0, 10_000],
		['Chargebee, where more was wanted', { site: 'acme', environment: 'live' }, 45, 45_000],
		[
			'a custom address, where none was wanted',
			{ environment: 'custom', baseUrl: 'https://proxy.example.com' },
			0,
			100,
		],
		[
			'a custom address, where more was wanted',
			{ environment: 'custom', baseUrl: 'https://proxy.example.com' },
			2,
			2000,
		],
	])('leaves its time to %s', async (_what, credential, wanted, interval) => {
		expect(await looks(credential, wanted)).toEqual([interval, interval, interval]);
	});
});

describe('a file over plain http', () => {
	it('is not fetched for a site of Chargebee', async () => {
		const asked: string[] = [];
		answerEverywhere(({ url }) => {
			asked.push(String(url));
			return { id: 'exp_1', status: 'completed', download: { download_url: 'http://files.example.com/x?secret' } };
		});
		const run = await runNode({
			credential: { site: 'acme', environment: 'live', apiKey: 'key' },
			parameters: { resource: 'export', operation: 'download', exportId: 'exp_1' },
		});
		expect(run.error?.message).toMatch(/files\.example\.com without encryption/);
		expect(run.error?.message).not.toContain('secret');
		expect(detailsOf(run)).toMatchObject({ exportId: 'exp_1', retryable: false });
		expect(asked).toEqual(['https://acme.chargebee.com/api/v2/exports/exp_1']);
	});
});

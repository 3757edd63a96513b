import { Container } from '@n8n/di';
import { BinaryDataService, FileTooLargeError } from 'n8n-core';
import { once } from 'node:events';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { startSandbox, type Sandbox } from '../sandbox';
import { detailsOf, exportIds, hintOf, requests, runExport, starts } from '../support/exportRuns';
import { bytes, offer, stalled, startFileHost, status } from '../support/fileHost';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox({ orders: 10, exportMs: 20 });
});

afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

describe('what Chargebee puts in the way', () => {
	/** A clock that runs a hundred times as fast. */
	function hurry(): void {
		const began = Date.now();
		jest.spyOn(clock, 'now').mockImplementation(() => began + (Date.now() - began) * 100);
		jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
			await new Promise((resolve) => setTimeout(resolve, ms / 100));
		});
	}

	it('no more than five exports at once: further ones wait for a place, and none is refused', async () => {
		hurry();
		const items = Array.from({ length: 7 }, () => ({ json: {} }));
		const run = await runExport(sandbox, 'startAndDownload', { items, options: { pollInterval: 10 } });
		expect(run.error).toBeUndefined();
		expect(exportIds(sandbox)).toHaveLength(7);
		expect(starts(sandbox).map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 200));
		expect(new Set(run.output[0]?.map(({ pairedItem }) => JSON.stringify(pairedItem))).size).toBe(7);
	});

	it('five exports that stay: the error says so when patience ends', async () => {
		for (let number = 0; number < 5; number += 1) {
			sandbox.script.nextExport({ outcome: 'never' });
			await runExport(sandbox, 'start');
		}
		hurry();
		const run = await runExport(sandbox, 'startAndDownload', { options: { maxWait: 1 } });
		expect(run.error?.message).toContain('Chargebee runs five exports of a site at a time');
		expect(run.error?.message).toContain('at most 5 export jobs');
		expect(run.error?.description).toContain('It was tried for 60 s.');
		expect(detailsOf(run)).toMatchObject({ status: 429, code: 'api_request_limit_exceeded', retryable: true });
	});

	it('an answer that fails while it waits: the look is repeated, the start is not', async () => {
		hurry();
		sandbox.script.respondOnce({ method: 'GET', path: /exports/ }, { status: 503, body: '<html>' });
		const run = await runExport(sandbox, 'startAndDownload', { options: { pollInterval: 10 } });
		expect(run.status).toBe('success');
		expect(exportIds(sandbox)).toHaveLength(1);
		expect(hintOf(run)).toContain('1 request was repeated.');
	});

	it('an export that it does not know, or a key that may not: the error names the export', async () => {
		const unknown = await runExport(sandbox, 'download', { parameters: { exportId: 'nope/1' } });
		expect(requests(sandbox)).toEqual(['GET /api/v2/exports/nope%2F1']);
		expect(detailsOf(unknown)).toMatchObject({ status: 404, exportId: 'nope/1', retryable: false });
		sandbox.script.respondOnce({ method: 'GET', path: /exports/ }, { status: 403, body: { message: 'Not allowed' } });
		const refused = await runExport(sandbox, 'startAndDownload');
		expect(detailsOf(refused)).toMatchObject({ status: 403, exportId: exportIds(sandbox)[0], retryable: false });
	});

	it('an answer that is no export is none of Chargebee: the start is sent again, with the same key', async () => {
		hurry();
		sandbox.script.respondOnce({ method: 'POST', path: /exports/ }, { status: 200, body: { order: { id: 'x' } } });
		const run = await runExport(sandbox, 'startAndDownload');
		expect(run.status).toBe('success');
		const keys = starts(sandbox).map(({ headers }) => headers['chargebee-idempotency-key']);
		expect([keys.length, new Set(keys).size, exportIds(sandbox).length]).toEqual([2, 1, 1]);
	});
});

describe('what n8n puts in the way', () => {
	const tooLarge = new FileTooLargeError({ fileSizeMb: 600, maxFileSizeMb: 512, fileId: 'file' });
	const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

	it.each([
		['a limit of its binary data', tooLarge, 'exceeds the max size limit'],
		['a full disk', full, 'no space left'],
	])('%s: the file is fetched once, and the error names the export', async (_name, reason, told) => {
		jest.spyOn(Container.get(BinaryDataService), 'store').mockRejectedValue(reason);
		const run = await runExport(sandbox, 'startAndDownload', { parameters: { outputAs: 'file' } });
		expect(run.error?.message).toContain('n8n could not store the file of the export');
		expect(run.error?.message).toContain(told);
		expect(detailsOf(run)).toMatchObject({ exportId: exportIds(sandbox)[0], retryable: false });
		expect(requests(sandbox).filter((request) => request === 'download')).toHaveLength(1);
	});
});

describe.each(['custom', 'routing'] as const)("n8n's Stop (%s)", (path) => {
	let stoppedAt: number;

	/** Presses Stop soon after the moment has come. */
	const stopAfter = (hasCome: () => boolean) => (cancel: () => void) => {
		const look = (): void => {
			if (!hasCome()) setTimeout(look, 5);
			else
				setTimeout(() => {
					stoppedAt = Date.now();
					cancel();
				}, 40);
		};
		look();
	};

	it('ends the wait for an export at once', async () => {
		sandbox.script.nextExport({ outcome: 'never' });
		const run = await runExport(sandbox, 'startAndDownload', {
			path,
			options: { pollInterval: 60 },
			onStart: stopAfter(() => sandbox.ledger[1]?.status === 200),
		});
		expect(Date.now() - stoppedAt).toBeLessThan(1000);
		expect([run.status, run.output]).toEqual(['canceled', []]);
		expect(requests(sandbox)).toHaveLength(2);
	});

	it.each(['rows', 'file'])('ends a download of %s and its connection at once', async (outputAs) => {
		const host = await startFileHost();
		const beginning = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100_000)]);
		let closed: Promise<unknown> | undefined;
		host.answers(
			(response) => {
				closed = once(response, 'close');
				stalled(beginning)(response);
			},
			status(500),
			bytes('never'),
		);
		offer(sandbox, host.url, host.url);
		const run = await runExport(sandbox, 'download', {
			path,
			parameters: { exportId: 'exp_1', outputAs },
			settings: { onError: 'continueRegularOutput' },
			onStart: stopAfter(() => host.asked.length === 1),
		});
		expect(run.status).toBe('canceled');
		await closed;
		expect(Date.now() - stoppedAt).toBeLessThan(1000);
		expect([host.asked.length, sandbox.ledger.length]).toEqual([1, 1]);
		await host.close();
	});
});

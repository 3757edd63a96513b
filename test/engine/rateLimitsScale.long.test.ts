import { createServer, Socket, type AddressInfo } from 'node:net';

import type { LedgerEntry } from '../sandbox';
import { complaints } from '../support/exportRuns';
import { LimitedSites, refusals, runOrders, ways } from '../support/limitedSites';

import type { NodeRun } from './harness';

const MINUTE = 60_000;

const sites = new LimitedSites();

/** The minutes of the limit in which requests were accepted, each beginning with the first after the last one. */
function minutesUsed(ledger: readonly LedgerEntry[]): number {
	let minutes = 0;
	let end = -Infinity;
	for (const { at, rateLimited } of ledger) {
		if (rateLimited !== undefined || at < end) continue;
		end = at + MINUTE;
		minutes += 1;
	}
	return minutes;
}

describe('a limit of 150 a minute', () => {
	it.each([
		['10,000 updates', 10_000, 'seconds', 400],
		['2,000 updates at a slow site', 2000, 'seconds', 1500],
		['2,000 updates at a site that does not say how long to wait', 2000, 'none', 500],
		['2,000 updates at a site that answers in no time', 2000, 'seconds', 0],
	])(
		'takes %s, %d in hardly more minutes than it must, and few are refused (Retry-After: %s, %d ms)',
		async (_what, items, retryAfter, latency) => {
			const perMinute = 150;
			const sandbox = await sites.start({ orders: 10_000, rateLimit: { perMinute, retryAfter, allowanceMs: 0 } });
			sandbox.script.latency(latency);
			const run = await runOrders(sandbox, 'update', { items });
			expect(run.status).toBe('success');
			expect(run.output[0]).toHaveLength(items);
			expect(sandbox.effects().filter(({ replayed }) => !replayed)).toHaveLength(items);
			expect(complaints(sandbox)).toEqual([]);

			const floor = Math.ceil(items / perMinute);
			const used = minutesUsed(sandbox.ledger);
			// The last minute is not waited for.
			const length = (sandbox.ledger[sandbox.ledger.length - 1]?.at ?? NaN) / ((floor - 1) * MINUTE);
			const share = refusals(sandbox).length / sandbox.ledger.length;
			process.stdout.write(
				`${items} updates at ${perMinute} a minute (Retry-After: ${retryAfter}, ${latency} ms): ${sandbox.ledger.length} requests, ` +
					`${(share * 100).toFixed(2)} % of them 429, ${used} minutes used, at least ${floor}, as long as ${length.toFixed(3)} of the least\n`,
			);
			expect(used).toBeLessThanOrEqual(floor * 1.15);
			expect(length).toBeLessThanOrEqual(1.15);
			expect(share).toBeLessThanOrEqual(0.02);
		},
		240_000,
	);
});

describe.each(ways)('a dead server and 1,000 items to $operation ($path)', ({ operation, ...how }) => {
	const items = 1000;

	async function outcome(site: { url: string; apiKey: string }): Promise<NodeRun> {
		return await runOrders(site, operation, {
			...how,
			items,
			settings: { ...how.settings, onError: 'continueRegularOutput' },
		});
	}

	/** Each item has its error, and what is not known to be undone is not called undone. */
	function expectReported(run: NodeRun, maybeDone: boolean): void {
		expect(run.status).toBe('success');
		const output = run.output[0] ?? [];
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(Array.from({ length: items }, (_, item) => ({ item })));
		for (const { json } of output) {
			expect(json.error).toEqual(expect.any(String));
			expect(json.details).toMatchObject({ retryable: true });
			expect(json.details).toEqual(
				maybeDone
					? expect.objectContaining({ outcomeUnknown: true })
					: expect.not.objectContaining({ outcomeUnknown: true }),
			);
		}
	}

	function expectFew(what: string, requests: number): void {
		process.stdout.write(
			`${items} items to ${operation} (${how.path ?? ''}), ${what}: ${requests / items} requests an item\n`,
		);
		expect(requests).toBeGreaterThanOrEqual(items);
		expect(requests).toBeLessThanOrEqual(items * 1.2);
	}

	it('that refuses connections', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const { port } = server.address() as AddressInfo;
		await new Promise((resolve) => server.close(resolve));
		const connect = jest.spyOn(Socket.prototype, 'connect');
		const run = await outcome({ url: `http://127.0.0.1:${port}`, apiKey: 'key' });
		expectReported(run, false);
		expectFew('connection refused', connect.mock.calls.length);
	}, 60_000);

	it('that cuts every connection', async () => {
		let connections = 0;
		const server = createServer((socket) => {
			connections += 1;
			socket.on('error', () => undefined).once('data', () => socket.resetAndDestroy());
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const { port } = server.address() as AddressInfo;
		const run = await outcome({ url: `http://127.0.0.1:${port}`, apiKey: 'key' });
		await new Promise((resolve) => server.close(resolve));
		expectReported(run, operation === 'update');
		expectFew('connection cut', connections);
	}, 60_000);

	it('that answers everything with 503', async () => {
		const sandbox = await sites.start({ faults: { seed: 1, rate: 1, kinds: ['json503'] } });
		const run = await outcome(sandbox);
		expectReported(run, operation === 'update');
		expectFew('503', sandbox.ledger.length);
	}, 60_000);
});

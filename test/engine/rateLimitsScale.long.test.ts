import type { LedgerEntry } from '../sandbox';
import { complaints } from '../support/exportRuns';
import { LimitedSites, refusals, runOrders } from '../support/limitedSites';

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

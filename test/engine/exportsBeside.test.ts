import { runExport, starts } from '../support/exportRuns';
import { LimitedSites, runOrders } from '../support/limitedSites';

const MINUTE = 60_000;

const sites = new LimitedSites();

test('300 updates beside eight exports take no longer than alone, and the exports come in two rounds', async () => {
	const sandbox = await sites.start({ exportMs: MINUTE });
	sandbox.script.latency(50);
	const began = sites.time.now();
	const passed = (): number => sites.time.now() - began;
	const exported = Promise.all(
		Array.from({ length: 8 }, async (_, index) => {
			const run = await runExport(sandbox, 'startAndDownload', {
				executionId: `export ${index}`,
				options: { pollInterval: 10 },
			});
			return { status: run.status, at: passed() };
		}),
	);
	const updates = await runOrders(sandbox, 'update', { items: 300, executionId: 'updates' });
	const updated = passed();
	expect(updates.status).toBe('success');
	const ended = (await exported).sort((a, b) => a.at - b.at);
	expect(ended.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 'success'));
	const exports = starts(sandbox).filter(({ path }) => path.includes('/exports/'));
	expect(exports.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
	process.stdout.write(
		`300 updates beside eight exports of 60 s: ${updated} ms; the exports were there after ${ended.map(({ at }) => Math.round(at / 1000)).join(', ')} s\n`,
	);
	// As long as they would take alone, eight at once.
	expect(updated).toBeLessThan((300 / 8) * 50 * 1.5);
	// One is seen to be done at the next look, ten seconds later at most.
	for (const { at } of ended.slice(0, 5)) expect(at).toBeLessThan(MINUTE + 11_000);
	for (const { at } of ended.slice(5)) expect(at).toBeLessThan(2 * (MINUTE + 11_000));
});

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { startSandbox, type Sandbox } from '../sandbox';
import { complaints, detailsOf, exportIds, paths, runExport, type ExportRun } from '../support/exportRuns';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 12, exportMs: 0 });
});

beforeEach(() => {
	sandbox.resetLedger();
	sandbox.script.downloadFaults();
	jest.spyOn(clock, 'sleep').mockImplementation(async () => await new Promise(setImmediate));
});

afterEach(() => jest.restoreAllMocks());

afterAll(async () => {
	await sandbox.close();
});

const outputs = ['rows', 'rowBatches', 'file'] as const;
/** All but `stall`, which takes time and has a test of its own. */
const kinds = ['truncated', 'corrupted', 'html', 'expired', 'cut', 'redirect'] as const;

const exported = async (outputAs: string, path = {}): Promise<ExportRun> =>
	await runExport(sandbox, 'startAndDownload', { ...path, parameters: { outputAs } });

/** What there is in an export, apart from its id and what is different each time. */
const contents = (run: ExportRun): unknown =>
	run.json.map((row) => Object.entries(row).filter(([name]) => name !== 'export_id' && name !== 'file_name'));

describe.each(outputs)('with %s as output', (outputAs) => {
	it.each([...kinds.map((kind) => ({ kind })), { kind: 'truncated' as const, announced: 'cut' as const }])(
		'a download hit once by %j is fetched again and is whole',
		async ({ kind, ...details }) => {
			for (const [, path] of paths) {
				const whole = await exported(outputAs, path);
				sandbox.resetLedger();
				sandbox.script.nextDownload(kind, details);
				const run = await exported(outputAs, path);
				expect(run.error).toBeUndefined();
				expect(contents(run)).toEqual(contents(whole));
				const fetches = sandbox.ledger.filter(({ server }) => server === 'download');
				expect(fetches).toHaveLength(2);
				// Only an address that has run out is asked for anew; the start of the export is never repeated.
				const asked = sandbox.ledger.filter(({ server, method }) => server === 'api' && method === 'GET');
				expect(asked.length).toBeGreaterThanOrEqual(kind === 'expired' ? 2 : 1);
				expect(sandbox.ledger.filter(({ method }) => method === 'POST')).toHaveLength(1);
				expect(complaints(sandbox)).toEqual([]);
			}
		},
	);

	it('whatever happens to the downloads of 60 seeds, it is whole or an error that names the export', async () => {
		const whole = contents(await exported(outputAs));
		const outcomes = { whole: 0, error: 0 };
		for (let seed = 1; seed <= 60; seed += 1) {
			sandbox.script.downloadFaults({ seed, rate: 0.8, kinds });
			const run = await exported(outputAs);
			if (run.error === undefined) {
				expect(contents(run)).toEqual(whole);
				outcomes.whole += 1;
			} else {
				expect(run.output).toEqual([]);
				expect(detailsOf(run)).toMatchObject({ exportId: exportIds(sandbox).at(-1) });
				outcomes.error += 1;
			}
		}
		expect(outcomes.whole).toBeGreaterThan(10);
		expect(outcomes.error).toBeGreaterThan(5);
		expect(complaints(sandbox)).toEqual([]);
	});
});

import { createServer, Socket, type AddressInfo } from 'node:net';

import type { OutageKind, Sandbox } from '../sandbox';
import { LimitedSites, runOrders, times } from '../support/limitedSites';
import { getAnswer } from '../support/outageSeeds';

import type { NodeRun } from './harness';

const MINUTE = 60_000;
const ITEMS = 1_000;
/** What a dead server may get in five minutes. */
const MOST_REQUESTS = 60;
/** When a site is given up where somebody waits: half a minute, and a second for the last probe. */
const SOON = 31_000;
/** Far longer than anybody waits. */
const FOR_GOOD = 24 * 60 * MINUTE;

const sites = new LimitedSites();

async function updateAll(site: Pick<Sandbox, 'url' | 'apiKey'>, mode: 'trigger' | 'manual'): Promise<NodeRun> {
	return await runOrders(site, 'update', { items: ITEMS, mode, settings: { onError: 'continueRegularOutput' } });
}

/** Each item has its error, in its place, and those that may be done are no more than were sent. */
function expectReported(run: NodeRun, sent: number): void {
	expect(run.status).toBe('success');
	const output = run.output[0] ?? [];
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual(Array.from({ length: ITEMS }, (_, item) => ({ item })));
	for (const { json } of output) {
		expect(json.error).toEqual(expect.any(String));
		expect(json.details).toMatchObject({ retryable: true });
	}
	const unknown = output.filter(({ json }) => (json.details as { outcomeUnknown?: boolean }).outcomeUnknown === true);
	expect(unknown.length).toBeLessThanOrEqual(sent);
}

describe('1,000 items at a site that died, with Continue On Fail', () => {
	it.each<OutageKind>(['refused', 'reset', 'json503', 'html503'])(
		'send at most 60 requests in five minutes, and all are reported (%s)',
		async (kind) => {
			const sandbox = await sites.start({ orders: 1 });
			await getAnswer(sandbox);
			sandbox.script.outage({ lastsMs: FOR_GOOD, kinds: [kind] });
			const connect = jest.spyOn(Socket.prototype, 'connect');
			const began = sites.time.now();
			const run = await updateAll(sandbox, 'trigger');
			const took = sites.time.now() - began;
			const requests = kind === 'refused' ? connect.mock.calls.length : sandbox.ledger.length;
			process.stdout.write(
				`${ITEMS} items at a dead server (${kind}): ${requests} requests in ${(took / 1000).toFixed(1)} s of its time\n`,
			);
			expectReported(run, requests);
			expect(requests).toBeLessThanOrEqual(MOST_REQUESTS);
			// All wait together, for as long as one does.
			expect(took).toBeLessThanOrEqual(5 * MINUTE + 1_000);
			expect(took).toBeGreaterThanOrEqual(5 * MINUTE);
			expect(sandbox.effects()).toEqual([]);
		},
		60_000,
	);

	it('are told within half a minute where somebody waits', async () => {
		const sandbox = await sites.start({ orders: 1 });
		await getAnswer(sandbox);
		sandbox.script.outage({ lastsMs: FOR_GOOD, kinds: ['json503'] });
		const began = sites.time.now();
		expectReported(await updateAll(sandbox, 'manual'), sandbox.ledger.length);
		expect(sites.time.now() - began).toBeLessThanOrEqual(SOON);
		expect(sandbox.ledger.length).toBeLessThanOrEqual(MOST_REQUESTS);
	}, 60_000);
});

it('1,000 items in production at an address where nothing ever answered are told within half a minute', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	const connect = jest.spyOn(Socket.prototype, 'connect');
	const began = sites.time.now();
	const run = await updateAll({ url: `http://127.0.0.1:${port}`, apiKey: 'key' }, 'trigger');
	expectReported(run, 0);
	expect(sites.time.now() - began).toBeLessThanOrEqual(SOON);
	expect(connect.mock.calls.length).toBeLessThanOrEqual(MOST_REQUESTS);
}, 60_000);

it('an outage that is over is forgotten ten minutes later', async () => {
	const sandbox = await sites.start({ orders: 1 });
	await getAnswer(sandbox);
	sandbox.script.outage({ lastsMs: 8 * MINUTE, kinds: ['json503'] });
	expectReported(await updateAll(sandbox, 'trigger'), ITEMS);
	await sites.time.sleep(13 * MINUTE);
	sandbox.resetLedger();
	// One more that is brief, and is survived as if it were the first.
	sandbox.script.outage({ lastsMs: 60_000, kinds: ['json503'] });
	const run = await runOrders(sandbox, 'update', { items: 50, mode: 'trigger', executionId: '2' });
	expect(run.status).toBe('success');
	expect(sandbox.effects().filter(({ replayed }) => !replayed)).toHaveLength(50);
	expect(times(sandbox.ledger).length).toBeLessThanOrEqual(50 + MOST_REQUESTS);
}, 60_000);

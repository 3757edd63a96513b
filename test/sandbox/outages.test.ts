import { SkippedTime } from '../support/skippedTime';
import { outageKinds } from './faults/outage';
import type { OutageKind, Sandbox, SandboxOutage } from './index';
import { startSandbox } from './index';
import { RawClient } from './rawClient';

const path = '/api/v2/orders/order_1';

let time: SkippedTime;
let sandbox: Sandbox;

async function open(outage?: SandboxOutage): Promise<void> {
	time = new SkippedTime();
	sandbox = await startSandbox({ orders: 5, clock: time, outage });
}
afterEach(() => sandbox.close());

/** What an update meets: a status, a connection that is lost, or silence. */
async function meet(): Promise<string> {
	const { head, ended } = await new RawClient(sandbox).overSocket('POST', path, { note: 'x' });
	return /^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? (ended === 'silent' ? 'silent' : 'lost');
}

const met: Readonly<Record<OutageKind, string>> = {
	refused: 'lost',
	reset: 'lost',
	html503: '503',
	json503: '503',
	silent: 'silent',
};

describe.each(outageKinds)('an outage (%s)', (kind) => {
	it('begins after so many requests, lasts as long as was asked for, and is over for good', async () => {
		await open({ lastsMs: 30_000, afterRequests: 2, kinds: [kind] });
		const before = [await meet(), await meet()];
		const during = [await meet()];
		await time.sleep(29_900);
		during.push(await meet());
		expect(sandbox.effects()).toHaveLength(2);
		await time.sleep(200);
		expect([before, during]).toEqual([
			['200', '200'],
			[met[kind], met[kind]],
		]);
		// The port opens in its own time.
		let after = await meet();
		while (after === 'lost') after = await meet();
		expect(after).toBe('200');
		const away = sandbox.ledger.filter(({ outage }) => outage !== undefined);
		expect(away.map(({ outage, worked, effect }) => [outage, worked, effect])).toEqual(
			// What is refused never arrives; the first one finds out.
			Array.from({ length: kind === 'refused' ? 1 : 2 }, () => [kind, false, undefined]),
		);
	});
});

it('cuts what is in progress where nothing listens any more, though its work is done', async () => {
	await open();
	sandbox.script.latency(1_000);
	const first = meet();
	while (sandbox.effects().length === 0) await new Promise(setImmediate);
	sandbox.script.outage({ lastsMs: 500, kinds: ['refused'] });
	await meet();
	expect(await first).toBe('lost');
	expect(sandbox.effects()).toHaveLength(1);
});

it('has nothing to do with downloads', async () => {
	await open({ lastsMs: 1_000, kinds: ['json503'] });
	expect(await meet()).toBe('503');
	expect((await fetch(`${sandbox.downloadUrl}/x`)).status).toBe(403);
});

it('comes in every way, the same for the same seed', async () => {
	const kindsOf = async (seeds: number[]): Promise<unknown[]> => {
		const kinds: unknown[] = [];
		for (const seed of seeds) {
			sandbox.script.outage({ lastsMs: 1, seed, kinds: ['reset', 'html503', 'json503'] });
			await meet();
			kinds.push(sandbox.ledger.at(-1)?.outage);
		}
		return kinds;
	};
	await open();
	const seeds = Array.from({ length: 12 }, (_, seed) => seed);
	const kinds = await kindsOf(seeds);
	expect(new Set(kinds)).toEqual(new Set(['reset', 'html503', 'json503']));
	expect(await kindsOf(seeds)).toEqual(kinds);
	sandbox.script.outage();
	expect(await meet()).toBe('200');
});

it('ends with the sandbox', async () => {
	await open({ lastsMs: 3_600_000, kinds: ['refused'] });
	expect(await meet()).toBe('lost');
	await sandbox.close();
	expect(time.now() - SkippedTime.start).toBeLessThan(3_600_000);
	await open();
});

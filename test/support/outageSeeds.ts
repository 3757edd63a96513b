import { byId } from '../engine/orderSandbox';
import { runNode } from '../engine/harness';
import { startSandbox, type Sandbox, type SandboxOutage } from '../sandbox';
import { Draws } from '../sandbox/seed/random';
import { judge, type Tally } from './exactlyOnce';
import type { SkippedTime } from './skippedTime';
import { inputOf, type Write } from './writes';

/** The longest outage that is drawn, in seconds: far less than the five minutes that a production run waits. */
const LONGEST = 60;

/** What a request may take; a silent site is left after it. In milliseconds of the machine. */
const TIMEOUT = 100;

/**
 * An outage of 1 to 60 s, of any kind: at the first request, at the last one, or anywhere between.
 * @param requests how many requests are made where nothing goes wrong
 */
export function drawOutage(seed: number, draws: Draws, requests: number): SandboxOutage {
	const afterRequests = draws.pick([0, draws.below(requests), requests - 1]);
	return { seed, lastsMs: 1000 + draws.below((LONGEST - 1) * 1000 + 1), afterRequests };
}

/**
 * Lets the site answer this process once, by a node in production. What has never answered may be a mistyped address,
 * and is given up sooner than an outage is.
 */
export async function getAnswer(sandbox: Sandbox): Promise<void> {
	const [first = sandbox.store.addOrder()] = sandbox.store.orders.all();
	const { error } = await runNode({
		credential: { url: sandbox.url, apiKey: sandbox.apiKey },
		mode: 'trigger',
		parameters: { resource: 'order', operation: 'get', orderId: byId(first.attributes.id) },
	});
	if (error !== undefined) throw error;
	sandbox.resetLedger();
}

/**
 * A write over some items in production, at a site that goes away once: each item is to succeed, and be done once.
 * @param time installed as the node's, too
 */
export async function runOutageSeed(
	seed: number,
	write: Write,
	time: SkippedTime,
): Promise<{ tally: Tally; wrong: string[] }> {
	const draws = new Draws(seed, 'outage', 1);
	const sandbox = await startSandbox({ orders: 0, exportMs: 10, clock: time });
	try {
		const marks = Array.from({ length: 2 + draws.below(24) }, (_, number) => `s${seed}n${number}`);
		for (const mark of marks) write.prepare(sandbox, mark);
		await getAnswer(sandbox);
		sandbox.script.latency(draws.pick([0, 0, 30, 400]));
		const outage = drawOutage(seed, draws, marks.length);
		sandbox.script.outage(outage);
		const began = time.now();
		const run = await runNode({
			credential: { url: sandbox.url, apiKey: sandbox.apiKey },
			executionId: `outage ${seed}`,
			mode: 'trigger',
			items: marks.map((mark) => ({ json: inputOf(mark) })),
			parameters: {
				resource: write.resource,
				operation: write.operation,
				...write.parameters,
				options: { ...(write.resource === 'order' ? { output: 'raw' } : {}), simultaneousRequests: 1 + draws.below(8) },
				requestOptions: { timeout: TIMEOUT },
			},
			settings: { onError: 'continueErrorOutput' },
		});
		const { tally, wrong } = judge(run, write, marks, sandbox);
		tally.seeds = 1;
		if (tally.outages === 0) wrong.push('the site was there all the time');
		const [failed] = run.output[1] ?? [];
		if (tally.done < tally.items)
			wrong.push(`${tally.items - tally.done} of ${tally.items} did not succeed: ${JSON.stringify(failed?.json)}`);
		const what = `seed ${seed}, ${write.operation}, ${JSON.stringify(outage)}, over after ${time.now() - began} ms`;
		return { tally, wrong: wrong.slice(0, 5).map((text) => `${what}: ${text}`) };
	} finally {
		await sandbox.close();
	}
}

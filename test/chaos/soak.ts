/** Runs the workflows of the chaos tests over and over, and looks whether memory or handles are left: `npm run soak`. */
import { randomInt } from 'node:crypto';

import { Command } from 'commander';

// Before n8n-core: the harness sets what that reads from the environment.
import '../engine/harness';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { freePort } from '../n8n/server/freePort';
import { Tally } from '../support/exactlyOnce';
import { median } from '../support/median';
import { SkippedTime } from '../support/skippedTime';
import { wholeNumber } from '../support/wholeNumber';

import { runChaosSeed } from './runChaos';

interface Sample {
	/** Minutes since the start. */
	minute: number;
	/** Bytes of the heap after garbage collection. */
	heap: number;
	rss: number;
}

/** How often a sample is taken, in milliseconds. */
const EVERY = 15_000;
/** What the heap may have grown by from the first to the last quarter, in bytes. */
const MOST_GROWTH = 8e6;
/** How long connections that are closed may take to go, in milliseconds. */
const CLOSING = 5_000;

const { minutes, seed: first = randomInt(2 ** 30) } = new Command('soak')
	.description(
		'Runs workflows under fire for a long time; ends with 1 when memory grew, handles are left or a run was wrong.',
	)
	.option('--minutes <number>', 'how long', wholeNumber, 60)
	.option('--seed <number>', 'the first seed, the others follow on it; drawn by default', wholeNumber)
	.parse()
	.opts<{ minutes: number; seed?: number }>();

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** What keeps the process alive, counted by kind. */
function resources(): Map<string, number> {
	const counts = new Map<string, number>();
	for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
	return counts;
}

const list = (counts: ReadonlyMap<string, number>): string =>
	[...counts].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'none';

/** What there is more of than there was; it is waited for a little, since sockets close in their own time. */
async function leftSince(before: ReadonlyMap<string, number>): Promise<Map<string, number>> {
	for (const began = Date.now(); ;) {
		const left = new Map([...resources()].filter(([kind, count]) => count > (before.get(kind) ?? 0)));
		if (left.size === 0 || Date.now() - began > CLOSING) return left;
		await new Promise(setImmediate);
	}
}

async function main(): Promise<void> {
	if (global.gc === undefined) throw new Error('Start it by npm run soak: node needs --expose-gc.');
	const before = resources();
	const time = new SkippedTime();
	Object.assign(clock, { now: time.now, sleep: time.sleep });
	const total = new Tally();
	const wrong: string[] = [];
	const samples: Sample[] = [];
	// One site, as in an n8n that runs for months: the node keeps what it learned of each.
	const port = await freePort();
	const began = Date.now();
	print(`${minutes} minutes from seed ${first} on`);
	for (let seed = first, next = began + EVERY; Date.now() < began + minutes * 60_000; seed += 1) {
		const judged = await runChaosSeed(seed, time, port);
		total.add(judged.tally);
		for (const what of judged.wrong) print(what);
		wrong.push(...judged.wrong);
		if (Date.now() < next) continue;
		next = Date.now() + EVERY;
		global.gc();
		const { heapUsed: heap, rss } = process.memoryUsage();
		const minute = (Date.now() - began) / 60_000;
		samples.push({ minute, heap, rss });
		print(
			`minute ${minute.toFixed(1)}: ${total.seeds} runs, ${total.items} items, heap ${megabytes(heap)}, ` +
				`rss ${megabytes(rss)}, active: ${list(resources())}`,
		);
	}
	const quarter = Math.ceil(samples.length / 4);
	const early = median(samples.slice(0, quarter).map(({ heap }) => heap));
	const late = median(samples.slice(-quarter).map(({ heap }) => heap));
	const left = await leftSince(before);
	print(total.summary);
	print(`Heap after garbage collection: ${megabytes(early)} in the first quarter, ${megabytes(late)} in the last.`);
	print(`Handles left: ${list(left)}. Wrong: ${wrong.length}.`);
	const good = late - early <= MOST_GROWTH && left.size === 0 && wrong.length === 0;
	print(good ? 'Memory is flat and nothing is left.' : 'Not good.');
	process.exitCode = good ? 0 : 1;
}

void main();

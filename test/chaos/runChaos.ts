import { Container } from '@n8n/di';
import { stringify } from 'flatted';
import { BinaryDataService } from 'n8n-core';
import type { INodeExecutionData, IRun, ITaskData } from 'n8n-workflow';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

import { runWorkflow } from '../engine/harness';
import { startSandbox, type LedgerEntry, type RateLimitOptions, type Sandbox, type SandboxOptions } from '../sandbox';
import { downloadFaultKinds } from '../sandbox/faults/downloadFaultKinds';
import { faultKinds } from '../sandbox/faults/faultKinds';
import { Draws } from '../sandbox/seed/random';
import { Tally } from '../support/exactlyOnce';
import { drawOutage, getAnswer } from '../support/outageSeeds';
import type { SkippedTime } from '../support/skippedTime';
import { chain } from '../support/workflowChain';

import { drawFlow } from './chains';
import { codeNode } from './codeNode';
import type { Flow } from './Flow';
import { givenUp, visitOf, type Judged, type Visit } from './visit';

/** A site with orders. */
function drawSite(seed: number, draws: Draws): SandboxOptions {
	return {
		seed,
		orders: 100 + draws.below(900),
		exportMs: draws.pick([0, 300, 45_000]),
		...(draws.below(3) === 0 ? { lagMs: 60_000 } : {}),
		...(draws.below(4) === 0 ? { pageOfNothingAt: 1 + draws.below(4) } : {}),
	};
}

/** All that may go wrong there, request by request. */
function drawHardships(seed: number, draws: Draws): SandboxOptions {
	const rate = draws.pick([0.02, 0.05, 0.1, 0.2, 0.4]);
	return {
		...(draws.below(4) === 0 ? { downloadValidMs: 20_000 } : {}),
		...(draws.below(2) === 0 ? { rateLimit: { allowanceMs: 0, ...drawLimit(draws) } } : {}),
		faults: {
			seed,
			rate,
			...(draws.below(3) === 0 ? { kinds: [draws.pick(faultKinds)] } : {}),
			...(draws.below(2) === 0 ? { maxPerKey: 1 + draws.below(3) } : {}),
		},
		downloadFaults: { seed, rate: draws.pick([0, 0.3, 0.7]), kinds: downloadFaultKinds },
	};
}

function drawLimit(draws: Draws): RateLimitOptions {
	const retryAfter = draws.pick(['seconds', 'date', 'none', '0.5']);
	return draws.pick<RateLimitOptions>([
		{ perMinute: 60 + draws.below(400), retryAfter },
		{ concurrent: 1 + draws.below(8), retryAfter },
		{ perMinute: 200, concurrent: 4, retryAfter },
	]);
}

/** Requests that were given up may arrive when the node is done already. */
async function letAllArrive(): Promise<void> {
	for (let turns = 0; turns < 10; turns += 1) await turnOfTheLoop();
}

/** Judges each node of the package as soon as it is done, by the requests until the next one starts. */
class Watcher {
	readonly judged: Array<Promise<Judged>> = [];
	private current: { begin: number; judge: (visit: Visit) => Judged | Promise<Judged>; task?: ITaskData } | undefined;
	private outputs = new Map<string, INodeExecutionData[]>();

	constructor(
		private readonly flow: Flow,
		private readonly ledger: readonly LedgerEntry[],
		/** Whether a node may give an item up that could succeed later. */
		private readonly mayGiveUp: boolean,
	) {}

	readonly starts = (name: string): void => {
		const watch = this.flow.watches.get(name);
		if (watch === undefined) return;
		this.settle();
		this.current = { begin: this.ledger.length, judge: watch() };
	};

	readonly finishes = (name: string, task: ITaskData): void => {
		if (this.flow.watches.has(name) && this.current !== undefined) this.current.task = task;
		this.outputs.set(name, task.data?.main?.[0] ?? []);
	};

	/** Ends the judgement of the node that ran last. */
	settle(): void {
		const { current } = this;
		this.current = undefined;
		if (current?.task === undefined) return;
		const { begin, judge, task } = current;
		const input = this.outputs.get(task.source[0]?.previousNode ?? '') ?? [];
		const visit = visitOf(task, input, this.ledger.slice(begin));
		this.judged.push(this.judgement(judge(visit), visit));
	}

	private async judgement(judging: Judged | Promise<Judged>, visit: Visit): Promise<Judged> {
		const judged = await judging;
		return this.mayGiveUp ? judged : { ...judged, wrong: [...judged.wrong, ...givenUp(visit)] };
	}
}

/** Whether the key stands anywhere, as it is or as it is sent. */
function holdsKey({ apiKey }: Sandbox, ...texts: string[]): boolean {
	const forms = [apiKey, Buffer.from(`${apiKey}:`).toString('base64')];
	return texts.some((text) => forms.some((form) => text.includes(form)));
}

/**
 * One workflow at one site, all of it drawn from the seed, in a time that nobody waits for.
 * @param port of the site; any free one by default
 */
export async function runChaosSeed(seed: number, time: SkippedTime, port = 0): Promise<Judged> {
	const draws = new Draws(seed, 'chaos', 0);
	const site = drawSite(seed, draws);
	// With an outage and nothing else, every item of every node succeeds.
	const outageAlone = draws.below(4) === 0;
	const sandbox = await startSandbox({
		clock: time,
		port,
		...site,
		...(outageAlone ? {} : drawHardships(seed, draws)),
	});
	const files = { type: 'execution' as const, workflowId: 'chaos', executionId: String(seed) };
	try {
		if (outageAlone) await getAnswer(sandbox);
		if (outageAlone || draws.below(3) === 0) sandbox.script.outage(drawOutage(seed, draws, draws.pick([5, 20, 100])));
		sandbox.script.latency(draws.pick([0, 0, 30, 400]));
		const flow = drawFlow(sandbox, draws, time);
		const watcher = new Watcher(flow, sandbox.ledger, !outageAlone);
		const said: unknown[] = [];
		const { url, apiKey } = sandbox;
		const run: IRun = await runWorkflow(
			{ ...chain(`Seed ${seed}`, flow.links), id: files.workflowId },
			{
				credentials: { chargebeeSiteApi: { url, apiKey } },
				executionId: files.executionId,
				// By hand, an outage is not waited for as long.
				mode: outageAlone ? 'trigger' : 'manual',
				nodeTypes: { 'n8n-nodes-base.code': codeNode(flow.codes) },
				onNodeStart: watcher.starts,
				onNodeFinish: watcher.finishes,
				onLog: (line) => said.push(line),
				onUiMessage: (message) => said.push(message),
			},
		);
		await letAllArrive();
		watcher.settle();
		const tally = new Tally();
		const wrong: string[] = [];
		for (const judged of await Promise.all(watcher.judged)) {
			tally.add(judged.tally);
			wrong.push(...judged.wrong);
		}
		tally.seeds = 1;
		if (watcher.judged.length === 0) wrong.push(`no node ran: ${String(run.data.resultData.error?.message)}`);
		if (holdsKey(sandbox, stringify(run.data), JSON.stringify(said))) wrong.push('the key is in the data or the log');
		return { tally, wrong: wrong.slice(0, 5).map((what) => `seed ${seed}: ${what.slice(0, 500)}`) };
	} finally {
		await sandbox.close();
		await Container.get(BinaryDataService).deleteMany([files]);
	}
}

import { spawn } from 'node:child_process';
import { join } from 'node:path';

import axios from 'axios';

import type { InstalledN8n } from '../../n8n/server/installN8n';
import { outputOf } from '../../n8n/server/outputOf';
import type { Stored } from '../../n8n/server/restClient';
import { startN8n, type N8nServer } from '../../n8n/server/startN8n';
import { until } from '../../n8n/server/until';
import { startSandboxProcess, type SandboxProcess } from '../processes';

import { ACCOUNT, type Contender, type Job } from './jobs';
import { meter, type Spent } from './meter';
import { WEBHOOK_PATH } from './workflows';

/** One run of one contender. */
export interface Result extends Partial<Spent> {
	/** Why it was not done, where it was not; then the figures say nothing. */
	failed?: string;
	/** Requests that the sandbox got, and those that it answered 429. */
	requests: number;
	refused: number;
}

interface Entrant {
	run(round: string): Promise<Result>;
	stop(): Promise<void>;
}

/** Runs the contenders of a job in turn, once to warm up where the job has it, and then so many rounds. */
export async function contest(
	job: Job,
	rounds: number,
	n8n: InstalledN8n,
	tarball: string,
	progress: (line: string) => void,
): Promise<Map<string, Result[]>> {
	const site = await startSandboxProcess(job.site);
	const entrants = new Map<string, Entrant>();
	const results = new Map<string, Result[]>(job.contenders.map(({ name }) => [name, []]));
	try {
		for (const contender of job.contenders)
			entrants.set(contender.name, await enter(contender, job, site, n8n, tarball));
		for (let round = job.warmUp === false ? 1 : 0; round <= rounds; round++) {
			for (const [name, entrant] of entrants) {
				progress(`${job.title}: ${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}, ${name}`);
				await site.counts();
				const result = await entrant.run(`${name.replace(/\W+/g, '')}${round}`);
				const { requests, refused } = await site.counts();
				if (round > 0) results.get(name)?.push({ ...result, requests, refused });
			}
		}
	} finally {
		for (const entrant of entrants.values()) await entrant.stop();
		await site.stop();
	}
	return results;
}

async function enter(
	contender: Contender,
	job: Job,
	site: SandboxProcess,
	n8n: InstalledN8n,
	tarball: string,
): Promise<Entrant> {
	const { name, expected, delivered = false } = job;
	const { workflow, script } = contender;
	if (workflow !== undefined) {
		const { tls } = site;
		const way: Record<string, string> =
			tls === undefined ? {} : { HTTPS_PROXY: tls.proxy, NODE_EXTRA_CA_CERTS: tls.certificate };
		const server = await startN8n(n8n, tarball, { settings: { NODE_OPTIONS: '--max-old-space-size=8192', ...way } });
		const stored = await publish(server, workflow(site.url), site);
		const path = delivered ? `${WEBHOOK_PATH}/webhook` : WEBHOOK_PATH;
		const address = `${server.url}/webhook/${path}`;
		// n8n takes its time to register it, and says of another method that there is this one.
		await until('the webhook is registered', async () => {
			const { data } = await axios.get<{ message: string }>(address, { validateStatus: null });
			return data.message.includes('Did you mean to make a POST request');
		});
		const run = delivered
			? async (): Promise<Result> => await deliver(server, site, job, address)
			: async (round: string): Promise<Result> => await runWorkflow(server, stored, job, round);
		return { run: async (round) => await run(round).catch(notDone), stop: server.stop };
	}
	const program = join(__dirname, 'scripts', `${String(script)}.mjs`);
	return {
		run: async (round) => {
			const args = [program, name, site.url, site.apiKey, round];
			const child = spawn(n8n.node, args, { stdio: ['ignore', 'pipe', 'pipe'] });
			return await outputOf(child, `the ${String(script)} script`).then(
				(output) => checked(JSON.parse(output) as Spent & { done: number }, expected),
				notDone,
			);
		},
		stop: async () => {},
	};
}

async function publish(
	{ rest }: N8nServer,
	file: Parameters<N8nServer['rest']['importWorkflow']>[0],
	site: SandboxProcess,
): Promise<Stored> {
	const { url: baseUrl, apiKey } = site;
	const credentials = {
		chargebeeSiteApi: await rest.createCredential('chargebeeSiteApi', 'Chargebee Sandbox', {
			environment: 'custom',
			baseUrl,
			apiKey,
		}),
		chargebeeApi: await rest.createCredential('chargebeeApi', 'Chargebee', { accountName: ACCOUNT, apiKey }),
		httpBasicAuth: await rest.createCredential('httpBasicAuth', 'Sandbox', { user: apiKey, password: '' }),
	};
	const stored = await rest.importWorkflow(file, credentials);
	await rest.activate(stored.id);
	return stored;
}

async function runWorkflow(
	server: N8nServer,
	stored: Stored,
	{ items = 0, expected }: Job,
	round: string,
): Promise<Result> {
	const orders = Array.from({ length: items }, (_, index) => ({
		id: `${round}_${index}`,
		number: 1,
		empty: '',
	}));
	let done = 0;
	let refused = false;
	const spent = await meter(server.url, server.pid, async () => {
		const { status, data } = await axios.post<Record<string, unknown>>(
			`${server.url}/webhook/${WEBHOOK_PATH}`,
			{ orders },
			{ validateStatus: null },
		);
		refused = status !== 200;
		done = Object.values(data).reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), 0);
	});
	// What n8n stores after its answer is not part of the next run.
	await until(
		'the execution is stored',
		async () =>
			(await server.rest.executionsOf(stored.id)).every(({ status }) => status !== 'running' && status !== 'new'),
		300,
	);
	if (!refused) return checked({ ...spent, done }, expected);
	const [last] = await server.rest.executionsOf(stored.id);
	if (last === undefined) return notDone(new Error('n8n says error, and stores nothing of it'));
	const { error, status } = await server.rest.execution(last.id);
	return notDone(error ?? new Error(`n8n says ${status}, and nothing more`));
}

async function deliver(
	server: N8nServer,
	site: SandboxProcess,
	{ items = 0, expected }: Job,
	url: string,
): Promise<Result> {
	let statuses: number[] = [];
	const spent = await meter(server.url, server.pid, async () => {
		statuses = await site.deliver({ url, events: items });
	});
	return checked({ ...spent, done: statuses.filter((status) => status === 200).length }, expected);
}

function checked({ done, ...spent }: Spent & { done: number }, expected: number): Result {
	const right = done === expected;
	return { ...spent, ...(right ? {} : { failed: `${done} of ${expected}` }), requests: 0, refused: 0 };
}

function notDone(error: unknown): Result {
	const { message, description } = error as { message: string; description?: string | null };
	const failed = [message, description ?? ''].join(' ').split('\n', 2).join(' ').slice(0, 300);
	return { failed, requests: 0, refused: 0 };
}

import { execFileSync, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { DeliveriesAsked, SandboxCounts, SandboxSettings } from './sandboxProcess';
import type { TlsFront } from './tlsFront';

const root = resolve(__dirname, '../..');
const node24Folder = join(root, '.tmp/node24');

/** Where a sandbox is, and its key. */
export interface Address {
	url: string;
	apiKey: string;
	/** How to get there, where it has the name of a public host. */
	tls?: TlsFront;
}

/** A sandbox in a process of its own. */
export interface SandboxProcess extends Address {
	/** What it was asked since the last time. */
	counts(): Promise<SandboxCounts>;
	/** Delivers events, one after the other, and gives how each was answered. */
	deliver(asked: DeliveriesAsked): Promise<number[]>;
	stop(): Promise<void>;
}

/** Starts a sandbox in a process of its own. */
export async function startSandboxProcess(settings: SandboxSettings): Promise<SandboxProcess> {
	const child = fork(join(__dirname, 'sandboxProcess.ts'), [JSON.stringify(settings)], {
		execArgv: ['--import', 'tsx'],
		cwd: root,
	});
	const said = async <T>(): Promise<T> =>
		await new Promise<T>((resolve, reject) => {
			const failed = (code: number | null): void => reject(new Error(`The sandbox ended with code ${code}`));
			child.once('exit', failed);
			child.once('message', (message) => {
				child.removeListener('exit', failed);
				resolve(message as T);
			});
		});
	const asked = async <T>(question: 'counts' | DeliveriesAsked): Promise<T> => {
		const answer = said<T>();
		child.send(question);
		return await answer;
	};
	const address = await said<Address>();
	return {
		...address,
		counts: async () => await asked('counts'),
		deliver: async (deliveries) => await asked(deliveries),
		stop: async () => {
			const ended = once(child, 'exit');
			child.disconnect();
			await ended;
		},
	};
}

/**
 * Runs one measurement in a new process and gives its figures.
 * @param node the Node.js binary that runs it
 */
export function measureApart(
	node: string,
	name: string,
	address: Address,
	engine: 'legacy' | 'vm',
): Record<string, number> {
	// Loading is measured without tsx, which slows it down.
	const program =
		name === 'loading'
			? [join(__dirname, 'loading.mjs')]
			: ['--import', 'tsx', '--no-warnings', join(__dirname, 'measure.ts'), name];
	const { stdout, stderr, status } = spawnSync(node, program, {
		cwd: root,
		encoding: 'utf8',
		maxBuffer: 1e8,
		env: { ...process.env, BENCH_URL: address.url, BENCH_KEY: address.apiKey, N8N_EXPRESSION_ENGINE: engine },
	});
	if (status !== 0) throw new Error(`${name} ended with code ${status}: ${stderr.slice(-2000)}`);
	return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, number>;
}

/** A Node.js 24, on which n8n's `vm` expression engine runs: this one, or one from the npm registry kept in `.tmp`. */
export function node24(): string | undefined {
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	const binary = join(node24Folder, 'node_modules/node/bin/node');
	if (!existsSync(binary)) {
		mkdirSync(node24Folder, { recursive: true });
		process.stdout.write('Fetching Node.js 24 from the npm registry for the vm expression engine…\n');
		spawnSync(
			'npm',
			['install', '--prefix', node24Folder, '--no-save', '--no-package-lock', '--ignore-scripts=false', 'node@24'],
			{ cwd: node24Folder, stdio: 'ignore' },
		);
	}
	return existsSync(binary) ? binary : undefined;
}

/** The version of a Node.js binary. */
export function versionOf(node: string): string {
	return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
}

import { execFileSync, fork, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const node24Folder = join(root, '.tmp/node24');

/** Where a sandbox is, and its key. */
export interface Address {
	url: string;
	apiKey: string;
}

/** Starts a sandbox in a process of its own. */
export async function startSandboxProcess(orders: number): Promise<Address & { stop(): void }> {
	const child = fork(join(__dirname, 'sandboxProcess.ts'), [String(orders)], {
		execArgv: ['--import', 'tsx'],
		cwd: root,
	});
	const address = await new Promise<Address>((ready, failed) => {
		child.once('message', (message) => ready(message as Address));
		child.once('exit', (code) => failed(new Error(`The sandbox ended with code ${code}`)));
	});
	return { ...address, stop: () => child.disconnect() };
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

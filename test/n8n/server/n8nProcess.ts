import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

import type { InstalledN8n } from './installN8n';
import { outputOf } from './outputOf';

/** Longer than n8n lets running executions go on after it was asked to stop. */
const GRACE = 35_000;

/** A command of n8n that goes on until it is stopped: `start`, `worker`. */
export interface N8nProcess {
	pid: number;
	/** All it printed so far. */
	log(): string;
	/** Undefined while it runs, then how it ended: `code 1`, `SIGKILL`. */
	ending(): string | undefined;
	/** Asks it to end and waits until it has. */
	stop(): Promise<void>;
	/** Ends it as a crash does (`kill -9`). */
	kill(): Promise<void>;
}

/** What n8n is given of our environment: nothing that could change what it does. */
export function environmentOf(n8n: InstalledN8n, settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
	const { PATH = '', HOME, LANG = 'C.UTF-8', TMPDIR } = process.env;
	return {
		// n8n starts "node" for its task runner.
		PATH: `${n8n.node.replace(/\/node$/, '')}:${PATH}`,
		HOME,
		LANG,
		...(TMPDIR === undefined ? {} : { TMPDIR }),
		...settings,
	};
}

/** Starts a command of n8n in a process group of its own, so that Ctrl-C in a terminal reaches it through us only. */
export function startProcess(
	n8n: InstalledN8n,
	args: readonly string[],
	settings: Readonly<Record<string, string>>,
): N8nProcess {
	const child = spawn(n8n.node, [n8n.command, ...args], {
		env: environmentOf(n8n, settings),
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	const printed: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => void printed.push(text));
	}
	// Not even if this process ends without having stopped it.
	const killAll = (): void => signalAll(child, 'SIGKILL');
	process.once('exit', killAll);
	const closed = once(child, 'close').then(() => void process.removeListener('exit', killAll));
	const ending = (): string | undefined =>
		child.signalCode ?? (child.exitCode === null ? undefined : `code ${child.exitCode}`);
	const end = async (signal: NodeJS.Signals): Promise<void> => {
		signalAll(child, signal);
		const deadline = setTimeout(killAll, GRACE);
		await closed;
		clearTimeout(deadline);
	};
	return {
		pid: child.pid ?? 0,
		log: () => printed.join(''),
		ending,
		stop: async () => await end('SIGTERM'),
		kill: async () => await end('SIGKILL'),
	};
}

/** Runs a command of n8n to its end and gives what it printed to its standard output. */
export async function runCommand(
	n8n: InstalledN8n,
	args: readonly string[],
	settings: Readonly<Record<string, string>>,
): Promise<string> {
	const child = spawn(n8n.node, [n8n.command, ...args], {
		env: environmentOf(n8n, settings),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	return await outputOf(child, `n8n ${args.join(' ')}`);
}

function signalAll(
	{ pid, exitCode, signalCode }: ChildProcessByStdio<null, Readable, Readable>,
	signal: NodeJS.Signals,
): void {
	if (pid === undefined || exitCode !== null || signalCode !== null) return;
	process.kill(-pid, signal);
}

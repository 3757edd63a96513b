import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

/** Longer than n8n lets running executions go on after it was asked to stop. */
const GRACE = 35_000;

/** Of Debian's util-linux, which is always there. */
const SETPRIV = '/usr/bin/setpriv';

/** A program that goes on until it is stopped. */
export interface Program {
	pid: number;
	/** All it printed so far. */
	log(): string;
	/** Undefined while it runs, then how it ended, or failed to start: `code 1`, `SIGKILL`. */
	ending(): string | undefined;
	/** Asks it to end, by SIGTERM unless told otherwise, and waits until it has. */
	stop(signal?: NodeJS.Signals): Promise<void>;
	/** Ends it as a crash does (`kill -9`). */
	kill(): Promise<void>;
}

/** How a program is started, beside its arguments. */
export interface ProgramOptions {
	env: NodeJS.ProcessEnv;
	/** The user and group that it runs as; ours by default. */
	uid?: number;
	gid?: number;
}

/** Starts a program in a process group of its own, so that Ctrl-C in a terminal reaches it through us only. */
export function startProgram(command: string, args: readonly string[], options: ProgramOptions): Program {
	const child = spawn(...endingWithUs(command, args), {
		...options,
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	const printed: string[] = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => void printed.push(text));
	}
	// Where this process ends without having stopped it; in Jest `process` is a copy that nobody tells.
	const killAll = (): void => signalAll(child, 'SIGKILL');
	process.once('exit', killAll);
	const closed = once(child, 'close').finally(() => process.removeListener('exit', killAll));
	closed.catch((error: unknown) => printed.push(String(error)));
	const end = async (signal: NodeJS.Signals): Promise<void> => {
		signalAll(child, signal);
		const deadline = setTimeout(killAll, GRACE);
		await closed.finally(() => clearTimeout(deadline));
	};
	return {
		pid: child.pid ?? 0,
		log: () => printed.join(''),
		ending: () => child.signalCode ?? (child.exitCode === null ? undefined : `code ${child.exitCode}`),
		stop: async (signal = 'SIGTERM') => await end(signal),
		kill: async () => await end('SIGKILL'),
	};
}

/** Where Linux offers it, it ends a program as soon as the one that started it is gone, by Ctrl-C in Jest as well. */
function endingWithUs(command: string, args: readonly string[]): [string, string[]] {
	if (!existsSync(SETPRIV)) return [command, [...args]];
	return [SETPRIV, ['--pdeathsig', 'KILL', '--', command, ...args]];
}

function signalAll({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
	if (pid === undefined || exitCode !== null || signalCode !== null) return;
	process.kill(-pid, signal);
}

import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

import type { InstalledN8n } from './installN8n';
import { outputOf } from './outputOf';
import { startProgram, type Program } from './program';

/** Environment variables of n8n. */
export type Settings = Readonly<Record<string, string>>;

/** What n8n is given of our environment: nothing that could change what it does. */
function environmentOf(n8n: InstalledN8n, settings: Settings): NodeJS.ProcessEnv {
	const { PATH = '', HOME, LANG = 'C.UTF-8', TMPDIR } = process.env;
	// n8n starts "node" for its task runner.
	const path = `${dirname(n8n.node)}:${PATH}`;
	return { PATH: path, HOME, LANG, ...(TMPDIR === undefined ? {} : { TMPDIR }), ...settings };
}

/** Starts a command of n8n that goes on until it is stopped: `start`, `worker`. */
export function startProcess(n8n: InstalledN8n, args: readonly string[], settings: Settings): Program {
	return startProgram(n8n.node, [n8n.command, ...args], { env: environmentOf(n8n, settings) });
}

/** Runs a command of n8n to its end and gives what it printed to its standard output. */
export async function runCommand(n8n: InstalledN8n, args: readonly string[], settings: Settings): Promise<string> {
	const env = environmentOf(n8n, settings);
	const child = spawn(n8n.node, [n8n.command, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
	return await outputOf(child, `n8n ${args.join(' ')}`);
}

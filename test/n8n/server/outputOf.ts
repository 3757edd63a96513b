import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

const TOLD = 3_000;

/**
 * What a program printed to its standard output, when it has ended well.
 * @throws {Error} naming the command where it did not, with the end of all it printed
 */
export async function outputOf(
	program: ChildProcessByStdio<null, Readable, Readable>,
	command: string,
): Promise<string> {
	const output: string[] = [];
	const all: string[] = [];
	program.stdout.setEncoding('utf8').on('data', (text: string) => {
		output.push(text);
		all.push(text);
	});
	program.stderr.setEncoding('utf8').on('data', (text: string) => void all.push(text));
	const [code, signal] = (await once(program, 'close')) as [number | null, NodeJS.Signals | null];
	if (code === 0) return output.join('');
	throw new Error(`"${command}" ended with ${signal ?? `code ${String(code)}`}: ${all.join('').slice(-TOLD)}`);
}

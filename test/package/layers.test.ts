import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const repository = join(__dirname, '../..');
const program = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** The rules that imports break, each with the two files. */
async function violations(): Promise<string[]> {
	const run = promisify(execFile)(process.execPath, [program, '--output-type', 'json', 'nodes', 'credentials'], {
		cwd: repository,
		maxBuffer: 64 * 1024 ** 2,
	});
	// It ends with the number of errors.
	const { stdout } = await run.catch((failure: { stdout: string }) => failure);
	const { summary } = JSON.parse(stdout) as {
		summary: { totalCruised: number; violations: Array<{ from: string; to: string; rule: { name: string } }> };
	};
	expect(summary.totalCruised).toBeGreaterThan(100);
	return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} imports ${to}`);
}

test('imports run downwards through the layers of the source, and never in a circle', async () => {
	expect(await violations()).toEqual([]);
}, 120_000);

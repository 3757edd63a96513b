/** `npm run bench:peers`: this package and what people would use instead, doing the same jobs in turn. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Command, InvalidArgumentError, Option } from 'commander';

import { installN8n } from '../../n8n/server/installN8n';
import { packPackage } from '../../package/installedPackage';
import { wholeNumber } from '../../support/wholeNumber';

import { contest } from './contest';
import { jobs, type Job } from './jobs';
import { howMeasured, printed, writeReport } from './report';

interface CliOptions {
	rounds: number;
	jobs: Job[];
	write: boolean;
}

const names = jobs.map(({ name }) => name);

function chosen(text: string): Job[] {
	return text.split(',').map((name) => {
		const job = jobs.find((candidate) => candidate.name === name);
		if (job === undefined) throw new InvalidArgumentError(`Jobs are ${names.join(', ')}.`);
		return job;
	});
}

const program = new Command('bench:peers')
	.description('Compares this package with its peers: each job by each of them in turn, medians and ratios.')
	.option('--rounds <number>', 'how often each contender runs', wholeNumber, 5)
	.addOption(
		new Option('--jobs <names>', 'only these jobs, separated by commas').argParser(chosen).default([...jobs], 'all'),
	)
	.option('--no-write', 'leaves docs/benchmarks.* as they are');

async function main(): Promise<void> {
	const { rounds, jobs: asked, write } = program.parse().opts<CliOptions>();
	const scratch = mkdtempSync(join(tmpdir(), 'chargebee-orders-peers-'));
	process.env.CHARGEBEE_ORDERS_SCRATCH = scratch;
	process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
	const progress = (line: string): void => void process.stdout.write(`${line}\n`);
	const n8n = await installN8n('current', progress);
	const tarball = packPackage(scratch);
	for (const job of asked) {
		const { name, title } = job;
		const results = await contest(job, rounds, n8n, tarball, progress);
		const report = { name, title, how: howMeasured(job, rounds, n8n.version), results: Object.fromEntries(results) };
		progress(printed(report));
		if (write) writeReport(report, names);
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
	process.exitCode = 1;
});

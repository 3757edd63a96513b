import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

import type { Report, ReportedMutant } from './report';

/** A mutant that was tested; its file by its whole path. */
interface TestedMutant extends ReportedMutant {
	fileName: string;
}

interface DryRun {
	result: { tests: Array<{ id: string; name: string; fileName?: string }> };
}

/** Results are stored whenever so many have come. */
const EVERY = 20;

/**
 * Stores what is known so far where Stryker looks for earlier results, so that a run that was ended goes on there. By
 * itself Stryker stores them at the end alone.
 */
export class ResultKeeper {
	static readonly inject = ['options'] as const;

	private readonly mutants = new Map<string, TestedMutant[]>();
	private testFiles: NonNullable<Report['testFiles']> = {};
	private since = 0;

	constructor(private readonly options: { incrementalFile: string }) {}

	onDryRunCompleted({ result }: DryRun): void {
		for (const { id, name, fileName = '' } of result.tests) {
			const file = (this.testFiles[relative(process.cwd(), fileName)] ??= { tests: [] });
			file.tests.push({ id, name });
		}
	}

	onMutantTested(mutant: TestedMutant): void {
		const file = relative(process.cwd(), mutant.fileName);
		this.mutants.set(file, [...(this.mutants.get(file) ?? []), mutant]);
		this.since += 1;
		if (this.since < EVERY) return;
		this.since = 0;
		this.store();
	}

	/** What was stored of other files stays. */
	private store(): void {
		const { incrementalFile } = this.options;
		const earlier = existsSync(incrementalFile)
			? (JSON.parse(readFileSync(incrementalFile, 'utf8')) as Report)
			: { schemaVersion: '1.0', thresholds: { high: 80, low: 60 }, files: {} };
		const files = { ...earlier.files };
		for (const [file, mutants] of this.mutants) {
			files[file] = { language: 'typescript', source: readFileSync(file, 'utf8'), mutants };
		}
		mkdirSync(dirname(incrementalFile), { recursive: true });
		writeFileSync(`${incrementalFile}.part`, JSON.stringify({ ...earlier, files, testFiles: this.testFiles }));
		renameSync(`${incrementalFile}.part`, incrementalFile);
	}
}

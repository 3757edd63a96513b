import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runTestFile, type FileRun } from '../runner/suite';

import { quickTests, slowest } from './quickTests';

/** How often each mutant was reached, by its id. */
type Coverage = Record<string, number>;

/** What the mutated code reads and writes. */
interface MutantState {
	activeMutant?: string;
	currentTestId?: string;
	mutantCoverage: { static: Coverage; perTest: Record<string, Coverage> };
	hitCount?: number;
	hitLimit?: number;
}

interface MutantRun {
	/** The ids of the tests that reach the mutant; all tests where it is not known. */
	testFilter?: string[];
	activeMutant: { id: string };
	hitLimit?: number;
	disableBail: boolean;
}

/** What came of a test. */
interface TestOutcome {
	id: string;
	fileName: string;
	milliseconds: number;
	/** What failed; absent where nothing did. */
	failure?: string;
}

/** What a test may take, in milliseconds; as in the jest configuration. */
const TEST_TIMEOUT = 20_000;

const load = createRequire(__filename);
const { forget } = load('../runner/typescript.cjs') as { forget: (folder: string) => void };
const state: MutantState = { mutantCoverage: { static: {}, perTest: {} } };
Object.assign(globalThis, { __stryker__: state });

/** Stands for what is reached while a file is loaded, and between its tests: all of them depend on it. */
const LOADING = 'loading';

/**
 * Runs tests for Stryker in one process that stays: n8n and all other packages are loaded once, the files of the project
 * anew for each test file and mutant. So nothing of a mutant is left for the next one, what is reached only while a
 * module is loaded can be killed like all else, and a mutant takes a fraction of a second. (Stryker's own runner for jest
 * loads every test file that may reach the mutated file, with all that it needs: a minute a mutant here.)
 */
export class WarmRunner {
	private readonly project = process.cwd();
	/** The milliseconds that each test file took when none of the code was changed. */
	private readonly took = new Map<string, number>();
	private readonly scratch = mkdtempSync(join(tmpdir(), 'chargebee-orders-mutants-'));

	capabilities(): { reloadEnvironment: boolean } {
		return { reloadEnvironment: true };
	}

	init(): void {
		process.env.NODE_ENV = 'test';
		process.env.CHARGEBEE_ORDERS_SCRATCH = this.scratch;
		load(join(this.project, 'test/engine/harness/environment.ts'));
	}

	dispose(): void {
		rmSync(this.scratch, { recursive: true, force: true });
	}

	/** Runs all tests, and notes which of them reach which mutants. */
	async dryRun(): Promise<unknown> {
		const { perTest } = state.mutantCoverage;
		const all: TestOutcome[] = [];
		for (const fileName of quickTests(this.project)) {
			const outcomes = (await this.run(fileName, { bail: false })).filter(
				({ milliseconds, failure }) => milliseconds <= slowest || failure !== undefined,
			);
			this.took.set(
				fileName,
				outcomes.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
			);
			const { [LOADING]: loaded = {} } = perTest;
			perTest[LOADING] = {};
			for (const { id } of outcomes) {
				const own = (perTest[id] ??= {});
				for (const [mutant, hits] of Object.entries(loaded)) own[mutant] = (own[mutant] ?? 0) + hits;
			}
			all.push(...outcomes);
		}
		const tests = all.map(({ id, fileName, milliseconds, failure }) => ({
			id,
			name: id,
			fileName,
			timeSpentMs: milliseconds,
			...(failure === undefined ? { status: 0 } : { status: 1, failureMessage: failure }),
		}));
		const ofTests = Object.fromEntries(all.map(({ id }) => [id, perTest[id] ?? {}]));
		return { status: 'complete', tests, mutantCoverage: { static: {}, perTest: ofTests } };
	}

	/** Runs the tests that reach a mutant until one of them fails, the files that are over soonest first. */
	async mutantRun({ testFilter, activeMutant, hitLimit, disableBail }: MutantRun): Promise<unknown> {
		const wanted = testFilter === undefined ? undefined : new Set(testFilter);
		Object.assign(state, { activeMutant: activeMutant.id, hitCount: hitLimit === undefined ? undefined : 0, hitLimit });
		let nrOfTests = 0;
		try {
			for (const fileName of this.soonestFirst()) {
				if (wanted !== undefined && !this.holdsOneOf(fileName, wanted)) continue;
				const outcomes = await this.run(fileName, { ...(wanted === undefined ? {} : { wanted }), bail: !disableBail });
				nrOfTests += outcomes.length;
				if (state.hitCount !== undefined && state.hitCount > (hitLimit ?? Infinity))
					return { status: 'timeout', reason: `The mutant was reached more than ${hitLimit} times` };
				const failed = outcomes.filter(({ failure }) => failure !== undefined);
				if (failed.length > 0)
					return {
						status: 'killed',
						killedBy: failed.map(({ id }) => id),
						failureMessage: failed[0]?.failure ?? '',
						nrOfTests,
					};
			}
			return { status: 'survived', nrOfTests };
		} finally {
			delete state.activeMutant;
		}
	}

	private soonestFirst(): string[] {
		const timeOf = (fileName: string): number => this.took.get(fileName) ?? 0;
		return quickTests(this.project).sort((one, other) => timeOf(one) - timeOf(other));
	}

	private holdsOneOf(fileName: string, wanted: ReadonlySet<string>): boolean {
		const prefix = `${fileName.slice(this.project.length + 1)}: `;
		return [...wanted].some((id) => id.startsWith(prefix));
	}

	private async run(fileName: string, how: Pick<FileRun, 'wanted' | 'bail'>): Promise<TestOutcome[]> {
		forget(this.project);
		state.currentTestId = LOADING;
		const onTest = (id = LOADING): void => {
			state.currentTestId = id;
		};
		try {
			const { tests, unhandled } = await runTestFile(this.project, fileName, { ...how, timeout: TEST_TIMEOUT, onTest });
			return tests
				.filter(({ status }) => status === 'passed' || status === 'failed')
				.map(({ id, milliseconds, failures }) => {
					const failure = [...failures, ...unhandled].join('\n');
					return { id, fileName, milliseconds, ...(failure === '' ? {} : { failure }) };
				});
		} catch (error) {
			// A file that cannot be loaded has tests all the same, and a mutant that brings that about is noticed.
			const [id = fileName] = how.wanted ?? [];
			return [{ id, fileName, milliseconds: 0, failure: error instanceof Error ? (error.stack ?? '') : String(error) }];
		} finally {
			delete state.currentTestId;
		}
	}
}

import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

import type * as Circus from 'jest-circus';
import { jestExpect } from '@jest/expect';
import { ModuleMocker } from 'jest-mock';

/** The state of jest's own runner, of which its package shows only a part. */
interface Entry {
	type: 'test' | 'describeBlock';
	name: string;
	mode?: string | null;
	parent?: Entry;
	children: Entry[];
	errors: unknown[];
	status?: string | null;
	numPassingAsserts: number;
}
interface CircusEvent {
	name: string;
	test?: Entry;
}
interface CircusState {
	addEventHandler(handler: (event: CircusEvent) => void): void;
	dispatch(event: Record<string, unknown>): Promise<void>;
	getState(): { rootDescribeBlock: Entry };
	resetState(): void;
}
interface CircusRun {
	testResults: Array<{
		/** The names of the groups around the test and its own, below that of the file. */
		testPath: string[];
		duration?: number | null;
		status: 'done' | 'skip' | 'todo';
		/** The texts of what failed. */
		errors: string[];
		errorsDetailed: unknown[];
		numPassingAsserts: number;
	}>;
	unhandledErrors: string[];
}

/** What came of a test. */
export interface TestOutcome {
	/** The file and the names of the test, one a test of the project. */
	id: string;
	/** The names of the groups around the test. */
	groups: string[];
	name: string;
	status: 'passed' | 'failed' | 'skipped' | 'todo';
	milliseconds: number;
	/** The texts of what failed, each with its stack. */
	failures: string[];
	/** The errors behind those texts. */
	errors: unknown[];
	/** How many expectations held. */
	held: number;
}

/** What came of a file. */
export interface FileOutcome {
	tests: TestOutcome[];
	/** What was thrown outside all tests, each with its stack. */
	unhandled: string[];
}

/** How a file is run. */
export interface FileRun {
	/** The ids of the tests to run; all by default. */
	wanted?: ReadonlySet<string>;
	/** A pattern that the names of the tests to run match; all by default. */
	namePattern?: string | undefined;
	/** Whether to end with the first failure; else all tests run. */
	bail?: boolean;
	/** The longest that a test may take, in milliseconds. */
	timeout: number;
	/** Told the test that starts, and `undefined` when it has ended. */
	onTest?(id: string | undefined): void;
}

const load = createRequire(__filename);
const circus = load('jest-circus') as typeof Circus & { run(): Promise<CircusRun> };
// What the package does not export stands beside what it does.
const state = load(join(dirname(load.resolve('jest-circus')), 'state.js')) as CircusState;

let listener: (event: CircusEvent) => void = () => undefined;
state.addEventHandler((event) => listener(event));

const mocker = new ModuleMocker(globalThis);
const jest = {
	fn: mocker.fn.bind(mocker),
	mocked: mocker.mocked.bind(mocker),
	spyOn: mocker.spyOn.bind(mocker),
	replaceProperty: mocker.replaceProperty.bind(mocker),
	restoreAllMocks: () => mocker.restoreAllMocks(),
	setTimeout: (milliseconds: number) => {
		Object.assign(globalThis, { [Symbol.for('TEST_TIMEOUT_SYMBOL')]: milliseconds });
	},
};
Object.assign(globalThis, circus.default, { expect: jestExpect, jest });

function testsIn(entry: Entry): Entry[] {
	return entry.type === 'test' ? [entry] : entry.children.flatMap(testsIn);
}

/** The names of a test and of the groups around it, the outermost first. */
function namesOf({ name, parent }: Entry): string[] {
	return parent?.parent === undefined ? [name] : [...namesOf(parent), name];
}

/** What `expect` holds back until a test is over: the count that it asked for, and failures that it did not throw. */
function settleExpectations(test: Entry): void {
	const { numPassingAsserts, suppressedErrors } = jestExpect.getState();
	test.numPassingAsserts = numPassingAsserts;
	const counts = jestExpect.extractExpectedAssertionsErrors().map(({ error }) => error);
	test.errors = [...test.errors, ...suppressedErrors, ...counts];
	jestExpect.setState({ suppressedErrors: [] });
}

/**
 * Runs the tests of a file in this process and its realm, by jest's own runner of tests. Modules that were loaded before
 * stay loaded; those of the tests are to be forgotten by the caller.
 * @param folder the project; tests are named by their files in it
 * @throws what the file throws while it is loaded
 */
export async function runTestFile(folder: string, fileName: string, run: FileRun): Promise<FileOutcome> {
	const file = relative(folder, fileName);
	const idOf = (names: readonly string[]): string => `${file}: ${names.join(' ')}`;
	state.resetState();
	jest.setTimeout(run.timeout);
	await state.dispatch({ name: 'setup', parentProcess: process, testNamePattern: run.namePattern ?? null });
	jestExpect.setState({ testPath: fileName, suppressedErrors: [] });
	try {
		load(fileName);
		const tests = testsIn(state.getState().rootDescribeBlock);
		for (const test of tests) if (run.wanted?.has(idOf(namesOf(test))) === false) test.mode = 'skip';
		listener = ({ name, test }) => {
			if (test === undefined) return;
			if (name === 'test_start') {
				jestExpect.setState({ currentTestName: namesOf(test).join(' ') });
				run.onTest?.(idOf(namesOf(test)));
			}
			if (name !== 'test_done') return;
			settleExpectations(test);
			run.onTest?.(undefined);
			if (run.bail === true && test.errors.length > 0)
				for (const other of tests) if (other.status !== 'done') other.mode = 'skip';
		};
		const { testResults, unhandledErrors } = await circus.run();
		return {
			tests: testResults.map(({ testPath, duration, status, errors, errorsDetailed, numPassingAsserts }) => {
				const names = testPath.slice(1);
				const outcome = errors.length > 0 ? 'failed' : 'passed';
				return {
					id: idOf(names),
					groups: names.slice(0, -1),
					name: names.at(-1) ?? '',
					status: status === 'skip' ? 'skipped' : status === 'todo' ? 'todo' : outcome,
					milliseconds: duration ?? 0,
					failures: errors,
					errors: errorsDetailed,
					held: numPassingAsserts,
				};
			}),
			unhandled: unhandledErrors,
		};
	} finally {
		listener = () => undefined;
		mocker.restoreAllMocks();
		await state.dispatch({ name: 'teardown' });
	}
}

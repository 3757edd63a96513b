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
	duration?: number | null;
	status?: string | null;
}
interface CircusEvent {
	name: string;
	test?: Entry;
}
interface CircusState {
	addEventHandler(handler: (event: CircusEvent) => void): void;
	dispatch(event: Record<string, unknown>): Promise<void>;
	getState(): { rootDescribeBlock: Entry; unhandledErrors: unknown[] };
	resetState(): void;
}

/** What came of a test. */
export interface TestOutcome {
	id: string;
	fileName: string;
	milliseconds: number;
	/** What failed; absent where nothing did. */
	failure?: string;
}

/** What is to be done while a file runs. */
export interface FileRun {
	/** The tests of the file to run; all by default. */
	wanted?: ReadonlySet<string>;
	/** Whether to end with the first failure. */
	bail: boolean;
	/** Told the test that starts, and `undefined` when it has ended. */
	onTest?(id: string | undefined): void;
}

const load = createRequire(__filename);
const circus = load('jest-circus') as typeof Circus;
// What the package does not export stands beside what it does.
const state = load(join(dirname(load.resolve('jest-circus')), 'state.js')) as CircusState;
/** What a test may take, in milliseconds; as in the jest configuration. */
const TEST_TIMEOUT = 20_000;

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

function textOf(error: unknown): string {
	const [first] = Array.isArray(error) ? (error as unknown[]) : [error];
	return first instanceof Error ? (first.stack ?? first.message) : String(first);
}

function testsIn(entry: Entry): Entry[] {
	return entry.type === 'test' ? [entry] : entry.children.flatMap(testsIn);
}

function titleOf({ name, parent }: Entry): string {
	return parent?.parent === undefined ? name : `${titleOf(parent)} ${name}`;
}

/**
 * Runs the tests of a file in this process, by jest's own runner, without the rest of jest.
 * @param folder the project; tests are named by their files in it
 * @throws what the file throws while it is loaded
 */
export async function runTestFile(folder: string, fileName: string, run: FileRun): Promise<TestOutcome[]> {
	const idOf = (test: Entry): string => `${relative(folder, fileName)}: ${titleOf(test)}`;
	state.resetState();
	jest.setTimeout(TEST_TIMEOUT);
	await state.dispatch({ name: 'setup', parentProcess: process, testNamePattern: null });
	try {
		load(fileName);
		const root = state.getState().rootDescribeBlock;
		const tests = testsIn(root).filter((test) => run.wanted?.has(idOf(test)) !== false);
		const skipped = new Set(testsIn(root));
		for (const test of tests) skipped.delete(test);
		for (const test of skipped) test.mode = 'skip';
		listener = ({ name, test }) => {
			if (test === undefined) return;
			if (name === 'test_start') run.onTest?.(idOf(test));
			if (name === 'test_done') run.onTest?.(undefined);
			if (name === 'test_done' && run.bail && test.errors.length > 0)
				for (const other of tests) if (other.status !== 'done') other.mode = 'skip';
		};
		await circus.run();
		const unhandled = state.getState().unhandledErrors.map(textOf).join('\n');
		return tests
			.filter(({ mode, errors }) => mode !== 'skip' || errors.length > 0)
			.map((test) => ({
				id: idOf(test),
				fileName,
				milliseconds: test.duration ?? 0,
				...(test.errors.length === 0 && unhandled === ''
					? {}
					: { failure: [...test.errors.map(textOf), unhandled].join('\n') }),
			}));
	} finally {
		listener = () => undefined;
		mocker.restoreAllMocks();
		await state.dispatch({ name: 'teardown' });
	}
}

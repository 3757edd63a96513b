import { createRequire } from 'node:module';

import type { TestResult } from '@jest/test-result';
import { createEmptyTestResult } from '@jest/test-result';
import type { Config } from '@jest/types';
import { formatExecError, formatResultsErrors } from 'jest-message-util';

import { runTestFile } from './suite';

const load = createRequire(__filename);
const { forget, mapStacks } = load('./typescript.cjs') as { forget: (folder: string) => void; mapStacks: () => void };

const statuses = { passed: 'passed', failed: 'failed', skipped: 'pending', todo: 'todo' } as const;

/**
 * Runs a test file for jest (`testRunner` of its configuration) outside of jest's own module system: n8n and all other
 * packages are loaded once a worker, the files of the project anew for each test file. Loading n8n's engine for each file
 * took as long as most of the tests in it.
 *
 * There is no `jest.mock`, no fake timers, no snapshots and no coverage, none of which the tests use.
 */
export async function runForJest(
	globalConfig: Config.GlobalConfig,
	config: Config.ProjectConfig,
	_environment: unknown,
	_runtime: unknown,
	fileName: string,
): Promise<TestResult> {
	forget(config.rootDir);
	mapStacks();
	for (const setUp of config.testEnvironmentOptions.setUp as string[]) load(setUp);
	const { tests, unhandled } = await runTestFile(config.rootDir, fileName, {
		namePattern: globalConfig.testNamePattern,
		timeout: globalConfig.testTimeout ?? 5_000,
	});
	const testResults = tests.map(({ groups, name, status, milliseconds, failures, errors, held }) => ({
		ancestorTitles: groups,
		title: name,
		fullName: [...groups, name].join(' '),
		status: statuses[status],
		duration: milliseconds,
		failureMessages: failures,
		failureDetails: errors,
		numPassingAsserts: held,
	}));
	const count = (wanted: (typeof testResults)[number]['status']): number =>
		testResults.filter(({ status }) => status === wanted).length;
	const outside = unhandled.map((error) => formatExecError(error, config, globalConfig));
	const failed = [formatResultsErrors(testResults, config, globalConfig, fileName) ?? '', ...outside].join('\n');
	return {
		...createEmptyTestResult(),
		...(failed === '' ? {} : { failureMessage: failed }),
		...(unhandled.length === 0 ? {} : { testExecError: { message: '', stack: unhandled.join('\n') } }),
		numFailingTests: count('failed'),
		numPassingTests: count('passed'),
		numPendingTests: count('pending'),
		numTodoTests: count('todo'),
		testFilePath: fileName,
		testResults,
	};
}

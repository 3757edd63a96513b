// The functions before and after all tests are TypeScript too.
require('./test/runner/typescript.cjs');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/!(n8n|chaos)/**/*.test.ts'],
	// Test files are loaded by our runner, outside of jest's module system.
	testRunner: '<rootDir>/test/runner/testRunner.cjs',
	transform: {},
	// n8n-core reads its settings from the environment when it is loaded.
	testEnvironmentOptions: { setUp: [`${__dirname}/test/engine/harness/environment.ts`] },
	globalSetup: '<rootDir>/test/engine/harness/createScratchFolder.ts',
	globalTeardown: '<rootDir>/test/engine/harness/removeScratchFolder.ts',
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tmp/', '<rootDir>/test/n8n/versions/'],
	maxWorkers: 2,
	// Far beyond what any test takes: a busy machine fails none.
	testTimeout: 120_000,
};

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/!(n8n|chaos)/**/*.test.ts'],
	// Types are checked by `npm run typecheck`; here they would only be checked a second time, more slowly.
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json', diagnostics: false }] },
	moduleNameMapper: { '^(.+/ChargebeeOrders\\w*\\.node)\\.js$': '$1' },
	// n8n-core reads its settings from the environment when it is loaded.
	setupFiles: ['<rootDir>/test/engine/harness/environment.ts'],
	globalSetup: '<rootDir>/test/engine/harness/createScratchFolder.ts',
	globalTeardown: '<rootDir>/test/engine/harness/removeScratchFolder.ts',
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.tmp/', '<rootDir>/test/n8n/versions/'],
	maxWorkers: 2,
	testTimeout: 20_000,
};

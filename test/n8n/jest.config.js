const base = require('../../jest.config.js');

/** The tests in a real n8n: `npm run test:n8n`. @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../..',
	testMatch: ['<rootDir>/test/n8n/**/*.test.ts'],
	testEnvironmentOptions: { setUp: [] },
	globalSetup: '<rootDir>/test/n8n/server/setUp.ts',
	// Each file starts servers of its own, which are busy with two cores as it is.
	maxWorkers: 1,
	// Longer than n8n may take to start, so that what it printed is reported where it does not.
	testTimeout: 200_000,
	// What such a file left open goes on for nobody: n8n ends with this process.
	forceExit: true,
};

/**
 * Mutation testing: would a test notice? `npm run test:mutation -- --mutate 'nodes/ChargebeeOrders/encode/**'`.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	mutate: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	// The least share of mutants that must be noticed, in percent, by folder of the node; below it the run fails.
	targets: { transport: 85, run: 85, encode: 85, exports: 85 },

	plugins: ['./test/mutation/plugins.cjs'],
	testRunner: 'warm',
	coverageAnalysis: 'perTest',
	concurrency: 2,
	// What the tests need is copied, node_modules is linked.
	ignorePatterns: ['.tmp', 'coverage', 'dist', 'docs', 'examples', 'test/bench', 'test/n8n'],
	// Types are not checked by the tests.
	disableTypeChecks: false,
	tempDirName: '.tmp/mutation/project',

	// A run that was ended goes on where it was; what neither changed nor has other tests is not tested again.
	incremental: true,
	incrementalFile: '.tmp/mutation/results.json',

	reporters: ['clear-text', 'progress', 'html', 'folders', 'keeper'],
	clearTextReporter: {
		allowColor: false,
		allowEmojis: false,
		logTests: false,
		reportTests: false,
		reportScoreTable: false,
	},
	htmlReporter: { fileName: '.tmp/mutation/report.html' },
	timeoutMS: 10_000,
	dryRunTimeoutMinutes: 15,
};

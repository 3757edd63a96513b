/** What Stryker loads of ours, in its own process and in those that run the tests. */
require('../runner/typescript.cjs');

exports.strykerPlugins = [
	{ kind: 'TestRunner', name: 'warm', injectableClass: require('./WarmRunner.ts').WarmRunner },
	{ kind: 'Reporter', name: 'folders', injectableClass: require('./FolderReporter.ts').FolderReporter },
	{ kind: 'Reporter', name: 'keeper', injectableClass: require('./ResultKeeper.ts').ResultKeeper },
];
/** What its configuration holds beside Stryker's own options. */
exports.strykerValidationSchema = {
	properties: { targets: { type: 'object', additionalProperties: { type: 'number' } } },
};

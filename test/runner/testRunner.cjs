/** What jest calls to run a test file: `testRunner` of its configuration. */
require('./typescript.cjs');

module.exports = require('./runForJest.ts').runForJest;

const main = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = { ...main, rootDir: '../..', testMatch: ['<rootDir>/test/chaos/**/*.test.ts'] };

// Runs the scanner that decides over verification by n8n and prints its verdict as JSON.
// A process of its own, since the scanner is an ES module.
// Usage: node scanPackage.mjs <package directory> source|tarball
import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

const [, , directory, kind] = process.argv;
const verdict = await analyzePackage(directory, kind === 'source' ? SOURCE_FILE_PATTERNS : ['**/*.js', 'package.json']);
process.stdout.write(JSON.stringify({ passed: verdict.passed, details: verdict.details ?? verdict.message ?? '' }));

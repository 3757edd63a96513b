// Loads an installed community package as an n8n server does and writes what it found as JSON.
// A process of its own, since n8n isolates the classes of nodes in a VM context only outside of tests.
// Usage: node loadPackage.mjs <package directory> <output file>
import { PackageDirectoryLoader } from 'n8n-core';
import { writeFileSync } from 'node:fs';

const [, , directory, output] = process.argv;
const loader = new PackageDirectoryLoader(directory);
await loader.loadAll();
const { known, types, nodesByCredential } = loader;
writeFileSync(output, JSON.stringify({ known, types, nodesByCredential }));

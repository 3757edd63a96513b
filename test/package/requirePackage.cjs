// Loads the built node and credential, as n8n does at its start, and prints what of the process goes on because of it.
// Usage: node requirePackage.cjs <package directory>
const { join } = require('node:path');

const [, , directory] = process.argv;
const { n8n } = require(join(directory, 'package.json'));
for (const file of [...n8n.nodes, ...n8n.credentials]) {
	for (const type of Object.values(require(join(directory, file)))) new type();
}
// Pipes are the output of this process.
const active = process.getActiveResourcesInfo().filter((resource) => resource !== 'PipeWrap');
process.stdout.write(JSON.stringify(active));

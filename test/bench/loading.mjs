/** Loads the built package as n8n does, without anything that slows loading down; prints its figures as a line of JSON. */
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';

const require = createRequire(import.meta.url);
// n8n has these loaded before any package.
for (const name of ['n8n-workflow', 'luxon']) require(name);
const began = performance.now();
const { ChargebeeOrders } = require('../../dist/nodes/ChargebeeOrders/ChargebeeOrders.node.js');
require('../../dist/credentials/ChargebeeSiteApi.credentials.js');
const { description } = new ChargebeeOrders();
const ms = performance.now() - began;
process.stdout.write(`${JSON.stringify({ ms, descriptionKb: JSON.stringify(description).length / 1000 })}\n`);

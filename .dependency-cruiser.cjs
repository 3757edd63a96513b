'use strict';

/**
 * The map of the source: its layers from top to bottom. A file imports from its own layer and from those below, never
 * from above, and no imports go round in a circle. Data runs down the same way: an operation (`resources`) reads what the
 * editor stored (`read`), encodes it (`encode`) and sends it (`transport`).
 * `npx depcruise nodes credentials` checks it; test/package/layers.test.ts does so with every test run.
 */

const folder = (name) => `^nodes/ChargebeeOrders/${name}/`;

/** Every file belongs to one of these; a folder that is new is given its place here. */
const layers = [
	// What n8n loads: descriptions without logic.
	{
		name: 'entries',
		path: String.raw`^credentials/|^nodes/[^/]+/[^/]+\.node\.ts$|^nodes/ChargebeeOrders/assemble\.ts$`,
	},
	// One folder a trigger: its endpoint and deliveries, or its polls.
	{ name: 'triggers', path: folder('triggers/(webhook|polling)') },
	// Connects operations to n8n's engine, item by item, and has what both triggers know of events.
	{ name: 'run', path: String.raw`${folder('run')}|^nodes/ChargebeeOrders/triggers/[^/]+\.ts$` },
	// One file an operation: what the editor shows of it, and what it does for one item.
	{ name: 'resources', path: folder('resources') },
	// Draws the editor: inputs made from the tables of the API.
	{ name: 'description', path: folder('description') },
	// Reads what the editor stored, or JSON in its place, into the API's own shape.
	{ name: 'read', path: folder('read') },
	// Waits for an export, downloads its ZIP file and reads the rows of its CSV files.
	{ name: 'exports', path: folder('exports') },
	// Sends: one sender, limits and outages of a site, repeats, pages.
	{ name: 'transport', path: folder('transport') },
	// What becomes of an answer on its way to the next node.
	{ name: 'output', path: folder('output') },
	// The types of a call, and what is counted of a run.
	{ name: 'call', path: String.raw`^nodes/ChargebeeOrders/(Call|RunReport)\.ts$` },
	// Checks values and writes them as Chargebee reads them.
	{ name: 'encode', path: folder('encode') },
	// Errors in the words that a person gets.
	{ name: 'errors', path: folder('errors') },
	// What waits and takes turns: clock, pool, places.
	{ name: 'async', path: folder('async') },
	// The facts of Chargebee's API as tables.
	{ name: 'api', path: folder('api') },
	// What is known of any value: whether it is empty, an object, JSON; and the bundled libraries.
	{ name: 'values', path: String.raw`^nodes/ChargebeeOrders/(values\.ts|bundled/)` },
];

const pure = ['encode', 'api', 'values'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		...layers.slice(1).map(({ name, path }, index) => ({
			name: `${name}-not-upwards`,
			comment: `${name} knows nothing of the layers above: move what it needs down, or what needs it up.`,
			severity: 'error',
			from: { path },
			to: { path: layers.slice(0, index + 1).map((layer) => layer.path) },
		})),
		{
			name: 'no-circle',
			comment: 'Files in a circle can only be understood all at once.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'triggers-apart',
			comment: 'One trigger knows nothing of the other: what both need lies beside their folders.',
			severity: 'error',
			from: { path: folder('triggers/(webhook|polling)') },
			to: { path: folder('triggers/(webhook|polling)'), pathNot: folder('triggers/$1') },
		},
		{
			name: 'in-a-layer',
			comment:
				'A file outside of the layers is checked by none of the rules: give its folder a place in the list above.',
			severity: 'error',
			from: {},
			to: { path: '^(nodes|credentials)/', pathNot: layers.map((layer) => layer.path) },
		},
		{
			name: 'pure',
			comment: 'Tables and encoding know nothing of n8n, and are tested without it.',
			severity: 'error',
			from: { path: layers.filter(({ name }) => pure.includes(name)).map(({ path }) => path) },
			to: { path: 'node_modules/n8n-' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsConfig: { fileName: 'tsconfig.json' },
		// Imports of types count: a file that knows a type knows its folder.
		tsPreCompilationDeps: true,
		enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
	},
};

'use strict';

// Everything of the build that is not TypeScript: `tsc` first, then `gulp build`.

const { mkdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');
const { dest, parallel, src } = require('gulp');

const BUNDLED = 'nodes/ChargebeeOrders/bundled';
const NOTICES = 'THIRD_PARTY_LICENSES.txt';
const TRIGGERS = ['ChargebeeOrdersTrigger', 'ChargebeeOrdersPollingTrigger'];
const ZIP_JS = path.resolve('node_modules/@zip.js/zip.js');

// The reader alone is 64 kB; with its writer, workers and WebAssembly zip.js would be 167 kB.
const zipReaderOnly = {
	name: 'zip.js without writer and workers',
	setup(build) {
		build.onResolve({ filter: /^@zip\.js\/zip\.js$/ }, ({ path: name }) => ({
			path: name,
			namespace: 'zip-reader',
		}));
		build.onLoad({ filter: /.*/, namespace: 'zip-reader' }, () => ({
			contents: ['zip-core-reader', 'core/configuration', 'core/io']
				.map((module) => `export * from './lib/${module}.js';`)
				.join('\n'),
			resolveDir: ZIP_JS,
		}));
		// A codec of one's own is never registered, and what is published imports nothing at run time.
		build.onLoad({ filter: /codec-registry\.js$/ }, async ({ path: file }) => ({
			contents: (await readFile(file, 'utf8')).replace(/await import\([^;]*codecURI\)/, 'undefined'),
		}));
	},
};

// Papa Parse's Node streams are not used, and n8n's scanner refuses a `require('stream')`.
const noStreams = {
	name: 'no streams',
	setup(build) {
		build.onResolve({ filter: /^stream$/ }, () => ({ path: 'stream', namespace: 'empty' }));
		build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: '' }));
	},
};

// Community nodes may have no run-time dependencies, so the libraries go into the package, each as
// the one file that re-exports what is used of it.
const LIBRARIES = [
	{ file: 'zip', name: '@zip.js/zip.js', plugin: zipReaderOnly },
	{ file: 'csv', name: 'papaparse', plugin: noStreams },
];

// n8n's scanner refuses timers. These libraries start them only for workers, queues of workers and
// downloads, none of which is used; should one be reached all the same, calling `undefined` says so.
const NO_TIMERS = Object.fromEntries(
	['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'].map((timer) => [timer, 'undefined']),
);

async function bundle({ file, name, plugin }) {
	const { version, license } = await manifestOf(name);
	await esbuild.build({
		entryPoints: [`${BUNDLED}/${file}.ts`],
		outfile: `dist/${BUNDLED}/${file}.js`,
		bundle: true,
		format: 'cjs',
		platform: 'neutral',
		mainFields: ['module', 'main'],
		target: 'node20',
		minify: true,
		legalComments: 'none',
		banner: { js: `/* ${name} ${version}, ${license}: see dist/${NOTICES} */` },
		define: NO_TIMERS,
		// Nor may a node write to the console: Papa Parse does where it names duplicate headers itself.
		drop: ['console'],
		plugins: [plugin],
		logLevel: 'warning',
	});
}

/** The licences of the bundled libraries, which have to go with every copy. */
async function licences() {
	const notices = await Promise.all(
		LIBRARIES.map(async ({ name }) => {
			const { version, license } = await manifestOf(name);
			const text = await readFile(path.join('node_modules', name, 'LICENSE'), 'utf8');
			return `${name} ${version} (${license})\n\n${text.trim()}\n`;
		}),
	);
	const intro = 'This package contains parts of the following libraries.';
	await mkdir('dist', { recursive: true });
	await writeFile(`dist/${NOTICES}`, [intro, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`));
}

async function manifestOf(name) {
	return JSON.parse(await readFile(path.join('node_modules', name, 'package.json'), 'utf8'));
}

async function bundles() {
	await Promise.all([...LIBRARIES.map(bundle), licences()]);
}

/** Without `encoding: false` gulp 5 reads images as text and breaks them. */
function icons() {
	return src(['nodes/**/*.{svg,png}', 'credentials/**/*.{svg,png}'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

function codex() {
	return src('nodes/**/*.node.json', { base: '.' }).pipe(dest('dist'));
}

/** The previews of outputs, where n8n looks for them; written from what `tsc` made of the tables of the API. */
async function schemas() {
	const built = path.resolve('dist/nodes/ChargebeeOrders');
	const { operations } = require(path.join(built, 'resources/operations.js'));
	const { eventSchema, outputSchema } = require(path.join(built, 'output/outputSchema.js'));
	for (const operation of operations) {
		const folder = path.join(built, '__schema__/v1.0.0', operation.resource);
		await mkdir(folder, { recursive: true });
		await writeFile(path.join(folder, `${operation.value}.json`), JSON.stringify(outputSchema(operation), null, '\t'));
	}
	// A node without operations has one preview, under its version alone.
	for (const trigger of TRIGGERS) {
		const folder = path.resolve('dist/nodes', trigger, '__schema__');
		await mkdir(folder, { recursive: true });
		await writeFile(path.join(folder, 'v1.0.0.json'), JSON.stringify(eventSchema(), null, '\t'));
	}
}

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

const build = parallel(bundles, icons, codex, schemas);

module.exports = { bundles, icons, codex, schemas, clean, build, default: build };

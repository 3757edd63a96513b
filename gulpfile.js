'use strict';

// What is published, in `dist`. Types are checked by `tsc` before it: `npm run build`.

const { mkdir, readFile, rm, writeFile } = require('node:fs/promises');
const path = require('node:path');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');
const tsx = require('tsx/cjs/api');
const { n8n } = require('./package.json');

const NODE = 'nodes/ChargebeeOrders';
const BUNDLE = 'bundle.js';
const NOTICES = 'THIRD_PARTY_LICENSES.txt';
const ZIP_JS = path.resolve('node_modules/@zip.js/zip.js');

/** Nodes and credentials as package.json names them, the files that n8n loads. */
const entries = [...n8n.nodes, ...n8n.credentials].map((file) => ({
	file,
	source: `./${path.relative('dist', file).replace(/\.js$/, '.ts')}`,
	className: path.basename(file).split('.')[0],
}));

// The reader alone is 49 kB; with its writer, workers, decryption and WebAssembly zip.js would be 167 kB.
const zipReaderOnly = {
	name: 'zip.js without writer, workers and decryption',
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
		// Encrypted entries are refused before any of them is read.
		build.onLoad({ filter: /(aes|zip)-crypto-stream\.js$/ }, async ({ path: file }) => ({
			contents: [...(await readFile(file, 'utf8')).matchAll(/\b\w+(?:En|De)cryptionStream\b(?= extends)/g)]
				.map(([name]) => `export const ${name} = undefined;`)
				.join('\n'),
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

// Community nodes may have no run-time dependencies, so these go into the bundle.
const LIBRARIES = ['@zip.js/zip.js', 'papaparse'];

// n8n's scanner refuses timers. These libraries start them only for workers, queues of workers and
// downloads, none of which is used; should one be reached all the same, calling `undefined` says so.
const NO_TIMERS = Object.fromEntries(
	['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'].map((timer) => [timer, 'undefined']),
);

/** All code in one file, which compresses to two thirds of what 150 files do. Short lines tell where an error comes from. */
async function code() {
	await esbuild.build({
		stdin: {
			contents: entries.map(({ className, source }) => `export { ${className} } from '${source}';`).join('\n'),
			resolveDir: __dirname,
		},
		outfile: `dist/${BUNDLE}`,
		bundle: true,
		external: ['n8n-workflow', 'luxon', 'crypto'],
		format: 'cjs',
		platform: 'neutral',
		mainFields: ['module', 'main'],
		target: 'node20',
		minify: true,
		lineLimit: 320,
		define: NO_TIMERS,
		// Nor may a node write to the console: Papa Parse does where it names duplicate headers itself.
		drop: ['console'],
		// The headers that libraries ask to keep.
		legalComments: 'inline',
		banner: { js: (await Promise.all(LIBRARIES.map(licenceHeader))).join('\n') },
		plugins: [zipReaderOnly, noStreams],
		logLevel: 'warning',
	});
	await Promise.all(entries.map(loader));
}

/** The file of a node or credential, where n8n expects it. n8n finds the class by its name, which the bundle has shortened. */
async function loader({ file, className }) {
	await mkdir(path.dirname(file), { recursive: true });
	const bundle = path.relative(path.dirname(file), `dist/${BUNDLE}`);
	const lines = [
		"'use strict';",
		`const { ${className} } = require('${bundle}');`,
		`Object.defineProperty(${className}, 'name', { value: '${className}' });`,
		`exports.${className} = ${className};`,
	];
	await writeFile(file, `${lines.join('\n')}\n`);
}

async function licenceHeader(name) {
	const { version, license } = await manifestOf(name);
	return `/* ${name} ${version}, ${license}: see dist/${NOTICES} */`;
}

/** The licences of the bundled libraries, which have to go with every copy. */
async function licences() {
	const notices = await Promise.all(
		LIBRARIES.map(async (name) => {
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

/** The previews of outputs, where n8n looks for them; written from the tables of the API. The editor has none of triggers. */
async function schemas() {
	const { operations } = tsx.require(`./${NODE}/resources/operations.ts`, __filename);
	const { outputSchema } = tsx.require(`./${NODE}/resources/outputSchema.ts`, __filename);
	for (const operation of operations) {
		const folder = path.join('dist', NODE, '__schema__/v1.0.0', operation.resource);
		await mkdir(folder, { recursive: true });
		await writeFile(path.join(folder, `${operation.value}.json`), JSON.stringify(outputSchema(operation)));
	}
}

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

const build = series(clean, parallel(code, licences, icons, codex, schemas));

/** What a change of the sources changes in the editor; previews of outputs need a whole build. */
const rebuild = parallel(code, icons, codex);

module.exports = { build, rebuild, default: build };

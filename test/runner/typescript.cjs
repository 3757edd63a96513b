/**
 * Loads TypeScript as CommonJS, each file compiled once a process however often it is loaded anew: a test file, and a
 * mutant, then cost what their tests cost. Types are checked by `npm run typecheck`.
 */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname } = require('node:path');
const { compileFunction } = require('node:vm');
const { install } = require('source-map-support');
const ts = require('typescript');

const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];
const compilerOptions = {
	esModuleInterop: true,
	module: ts.ModuleKind.CommonJS,
	sourceMap: true,
	target: ts.ScriptTarget.ES2022,
};
/** What a file was compiled to, and the map of its lines, by its path. */
const compiled = new Map();

function compile(fileName) {
	const { outputText, sourceMapText } = ts.transpileModule(readFileSync(fileName, 'utf8'), {
		fileName,
		compilerOptions,
	});
	return { run: compileFunction(outputText, parameters, { filename: fileName }), sourceMapText };
}

Module._extensions['.ts'] = (module, fileName) => {
	if (!compiled.has(fileName)) compiled.set(fileName, compile(fileName));
	const load = Module.createRequire(fileName);
	compiled.get(fileName).run.call(module.exports, module.exports, load, module, fileName, dirname(fileName));
};

/** Makes stacks name the lines of the source, until jest takes that back: it does after each test file. */
exports.mapStacks = () =>
	install({
		environment: 'node',
		handleUncaughtExceptions: false,
		retrieveSourceMap: (fileName) => {
			const { sourceMapText } = compiled.get(fileName) ?? {};
			return sourceMapText === undefined ? null : { url: fileName, map: sourceMapText };
		},
	});

// `ChargebeeOrders.node.js`, so named because the codex file lies beside it.
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function resolveAsTypeScript(request, ...rest) {
	return resolveFilename.call(this, request.replace(/\.node\.js$/, '.node.ts'), ...rest);
};

/** Forgets the modules of a folder: the next one that asks for them loads them anew. */
exports.forget = (folder) => {
	for (const fileName of Object.keys(require.cache)) {
		if (fileName.endsWith('.ts') && fileName.startsWith(folder)) delete require.cache[fileName];
	}
};

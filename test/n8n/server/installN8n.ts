import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import { outputOf } from './outputOf';

/** An n8n on this machine, with the Node.js that it needs. */
export interface InstalledN8n {
	/** `2.41.1` */
	version: string;
	/** The folder with its `node_modules`. */
	folder: string;
	/** Path of the Node.js binary that runs it. */
	node: string;
	/** Path of its command. */
	command: string;
}

interface Manifest {
	dependencies: { n8n: string; node?: string };
}

interface Lockfile {
	packages: Record<string, (Partial<Manifest> & { optional?: boolean }) | undefined>;
}

/** Says in a line how far a long step is. */
export type Progress = (line: string) => void;

const versions = join(__dirname, '..', 'versions');

/**
 * Installs the n8n of `test/n8n/versions/<name>` into a folder of its own, outside of the checkout and named by its
 * lockfile, or gives what is there: some 3 minutes and 3 GB the first time. A package.json that was edited gets its new
 * lockfile first.
 * @throws {Error} where npm cannot do it, with the end of what npm said
 */
export async function installN8n(name: string, progress: Progress): Promise<InstalledN8n> {
	const source = join(versions, name);
	const { dependencies } = readJson<Manifest>(join(source, 'package.json'));
	await lock(source, dependencies, progress);

	const cache = process.env.CHARGEBEE_ORDERS_N8N_CACHE ?? join(homedir(), '.cache', 'n8n-nodes-chargebee-orders');
	const digest = createHash('sha256')
		.update(readFileSync(join(source, 'package-lock.json')))
		.digest('hex');
	const folder = join(cache, `${name}-${digest.slice(0, 12)}`);
	if (!existsSync(folder)) {
		await installInto(folder, source, dependencies.n8n, progress);
		removeOutdated(cache, name, folder);
	}
	const node = dependencies.node === undefined ? process.execPath : join(folder, 'node_modules/node/bin/node');
	return { version: dependencies.n8n, folder, node, command: join(folder, 'node_modules/n8n/bin/n8n') };
}

async function lock(source: string, dependencies: Manifest['dependencies'], progress: Progress): Promise<void> {
	const file = join(source, 'package-lock.json');
	const locked = existsSync(file) ? readJson<Lockfile>(file).packages['']?.dependencies : undefined;
	if (JSON.stringify(locked) === JSON.stringify(dependencies)) return;
	progress(`Making the lockfile for n8n ${dependencies.n8n}`);
	rmSync(file, { force: true });
	await npm(['install', '--package-lock-only', '--ignore-scripts'], source);
}

async function installInto(folder: string, source: string, version: string, progress: Progress): Promise<void> {
	// What was begun and broken off is taken up again.
	const unfinished = `${folder}.unfinished`;
	const modules = join(unfinished, 'node_modules');
	mkdirSync(unfinished, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(source, file), join(unfinished, file));

	const { packages } = readJson<Lockfile>(join(unfinished, 'package-lock.json'));
	// Those of other platforms are optional, and are not installed.
	const topLevel = Object.entries(packages).filter(
		([path, details]) => path.lastIndexOf('node_modules/') === 0 && details?.optional !== true,
	).length;
	const ticker = setInterval(() => {
		progress(`Installing n8n ${version}: ${installedPackages(modules)} of about ${topLevel} packages`);
	}, 1000);
	try {
		// Some of its dependencies would fetch or compile what is not needed here; the two that are needed come next.
		// Not `npm ci`: where a registry lacks a package for another platform, that takes the lockfile for a wrong one.
		await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund'], unfinished);
	} finally {
		clearInterval(ticker);
	}
	progress(`Installing n8n ${version}: fetching Node.js, compiling SQLite`);
	await npm(['rebuild', 'node', 'sqlite3', '--ignore-scripts=false', ...nodeHeaders()], unfinished).catch(
		(error: unknown) => {
			throw new Error(
				`${String(error)}\nSQLite is compiled where it cannot be fetched: apt-get install python3 make g++, and try again`,
			);
		},
	);
	renameSync(unfinished, folder);
}

/** Packages of the top level, those of a scope one by one. */
function installedPackages(modules: string): number {
	if (!existsSync(modules)) return 0;
	const entries = readdirSync(modules).filter((entry) => !entry.startsWith('.'));
	return entries.reduce((count, entry) => count + (entry.startsWith('@') ? entriesOf(join(modules, entry)) : 1), 0);
}

function entriesOf(scope: string): number {
	// npm may just be moving it.
	return existsSync(scope) ? readdirSync(scope).length : 0;
}

/** The headers of this Node.js, where they lie beside it: node-gyp would download them. */
function nodeHeaders(): string[] {
	const prefix = dirname(dirname(process.execPath));
	return existsSync(join(prefix, 'include/node/common.gypi')) ? [`--nodedir=${prefix}`] : [];
}

/** An n8n whose lockfile has changed is not used again, and takes 3 GB. */
function removeOutdated(cache: string, name: string, current: string): void {
	for (const entry of readdirSync(cache)) {
		const folder = join(cache, entry);
		if (entry.startsWith(`${name}-`) && folder !== current) rmSync(folder, { recursive: true, force: true });
	}
}

async function npm(args: string[], cwd: string): Promise<void> {
	await outputOf(spawn('npm', args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] }), `npm ${args.join(' ')}`);
}

function readJson<T>(file: string): T {
	return JSON.parse(readFileSync(file, 'utf8')) as T;
}

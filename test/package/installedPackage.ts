import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { ICredentialType, INodeTypeDescription, KnownNodesAndCredentials } from 'n8n-workflow';

export const repository = join(__dirname, '..', '..');
const name = 'n8n-nodes-chargebee-orders';

/** The package as n8n installs it, in a folder outside the repository. */
export interface InstalledPackage {
	/** What is published. */
	tarball: string;
	/** `…/node_modules/n8n-nodes-chargebee-orders` */
	directory: string;
	/** A copy that does not lie under `node_modules`, where linters would not look. */
	unpacked: string;
	/** All files, relative to the package. */
	files: string[];
}

/** What n8n's loader knows of a package. */
export interface LoadedPackage {
	known: KnownNodesAndCredentials;
	types: { nodes: INodeTypeDescription[]; credentials: Array<ICredentialType & { iconUrl?: unknown }> };
	nodesByCredential: Record<string, string[]>;
}

/** Packs what was built, as it is published, into a folder, and gives the path of the tarball. */
export function packPackage(folder: string): string {
	if (!existsSync(join(repository, 'dist'))) throw new Error('There is no dist: run "npm run build" first');
	const packed = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], repository);
	const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
	return join(folder, filename);
}

/** Installs the tarball by n8n's own steps: no scripts, no dependencies of any kind. */
export function installTarball(tarball: string, prefix: string): void {
	npm(
		[
			'install',
			'--prefix',
			prefix,
			'--offline',
			'--ignore-scripts',
			'--legacy-peer-deps',
			'--no-audit',
			'--no-fund',
			tarball,
		],
		prefix,
	);
}

/** The package as n8n has it when it has installed it. */
export function installPackage(): InstalledPackage {
	const folder = mkdtempSync(join(process.env.CHARGEBEE_ORDERS_SCRATCH ?? tmpdir(), 'installed-'));
	const tarball = packPackage(folder);
	installTarball(tarball, folder);
	const directory = join(folder, 'node_modules', name);
	const unpacked = join(folder, 'unpacked');
	cpSync(directory, unpacked, { recursive: true });
	return { tarball, directory, unpacked, files: filesOf(directory) };
}

/** A folder with the modules that n8n gives a package: n8n-workflow and luxon, nothing else. */
function modulesGiven({ directory }: InstalledPackage): string {
	const given = join(directory, '..', '..', 'given');
	mkdirSync(given, { recursive: true });
	for (const library of ['n8n-workflow', 'luxon']) {
		const link = join(given, library);
		if (!existsSync(link)) symlinkSync(join(repository, 'node_modules', library), link);
	}
	return given;
}

/** What of a process is still active when it has loaded node and credential, and the files that it wrote. */
export function requireInstalled(installed: InstalledPackage): { stillActive: string[]; written: string[] } {
	const home = mkdtempSync(join(process.env.CHARGEBEE_ORDERS_SCRATCH ?? tmpdir(), 'home-'));
	const output = execFileSync(process.execPath, [join(__dirname, 'requirePackage.cjs'), installed.directory], {
		cwd: home,
		env: { PATH: process.env.PATH, HOME: home, TMPDIR: home, NODE_PATH: modulesGiven(installed) },
		encoding: 'utf8',
	});
	return { stillActive: JSON.parse(output) as string[], written: filesOf(home) };
}

/** Loads the installed package in a process that gives it what n8n gives it. */
export function loadInstalled(installed: InstalledPackage): LoadedPackage {
	const { directory } = installed;
	const given = modulesGiven(installed);
	const folder = join(directory, '..', '..');
	const output = join(folder, 'loaded.json');
	execFileSync(process.execPath, [join(__dirname, 'loadPackage.mjs'), directory, output], {
		env: { ...process.env, NODE_PATH: given, NODE_ENV: 'production', NODE_OPTIONS: '' },
		stdio: 'pipe',
	});
	return JSON.parse(readFileSync(output, 'utf8')) as LoadedPackage;
}

/** The verdict of n8n's scanner. */
export function scan(directory: string, kind: 'source' | 'tarball'): { passed: boolean; details: string } {
	const output = execFileSync(process.execPath, [join(__dirname, 'scanPackage.mjs'), directory, kind], {
		encoding: 'utf8',
		// In a test run some of the rules take every file for a node or a credential.
		env: { ...process.env, NODE_ENV: 'production' },
	});
	return JSON.parse(output) as { passed: boolean; details: string };
}

/** Runs npm and gives what it printed. */
export function npm(args: string[], cwd: string): string {
	return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function filesOf(directory: string): string[] {
	return readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(directory, join(entry.parentPath, entry.name)))
		.sort();
}

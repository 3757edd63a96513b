import { spawn } from 'node:child_process';
import { cpSync, watch } from 'node:fs';
import { join } from 'node:path';

import { repository } from '../../package/installedPackage';

import { outputOf } from './outputOf';

/** Editors write a file in several steps. */
const SETTLED_MS = 100;

/**
 * Builds the package when a source of a node or credential changes, and copies what was built over an installed one.
 * One build runs at a time. A build that fails is reported and leaves the installed package as it is.
 * @returns a function that ends it
 */
export function rebuildOnChange(installed: string, report: (line: string) => void): () => void {
	let timer: NodeJS.Timeout | undefined;
	let last = Promise.resolve();
	const rebuild = async (): Promise<void> => {
		const began = Date.now();
		try {
			const gulp = spawn(process.execPath, [join(repository, 'node_modules/.bin/gulp'), 'rebuild'], {
				cwd: repository,
				stdio: ['ignore', 'pipe', 'pipe'],
			});
			await outputOf(gulp, 'gulp rebuild');
			cpSync(join(repository, 'dist'), join(installed, 'dist'), { recursive: true });
			report(`Built in ${((Date.now() - began) / 1000).toFixed(1)} s, and in n8n`);
		} catch (error) {
			report(String(error));
		}
	};
	const changed = (): void => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			last = last.then(rebuild);
		}, SETTLED_MS);
	};
	const watchers = ['nodes', 'credentials'].map((folder) =>
		watch(join(repository, folder), { recursive: true }, changed),
	);
	return () => {
		clearTimeout(timer);
		for (const watcher of watchers) watcher.close();
	};
}

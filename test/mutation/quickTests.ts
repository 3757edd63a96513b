import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Unit tests that take longer than what they would find, or hang on the speed of the machine. */
const left: ReadonlySet<string> = new Set(['eventLoop', 'exportFilesHostile']);

/** The tests in n8n's engine that take a second or two, however busy the machine is. */
const inEngine: ReadonlySet<string> = new Set([
	'exports',
	'exportsDownload',
	'exportsObstacles',
	'exportsOrigins',
	'exportsRows',
	'locators',
	'ordersErrors',
	'ordersFields',
	'ordersInput',
	'ordersLists',
	'ordersOperations',
	'ordersOutput',
	'requestOptions',
]);

/** In the order in which they run: what is over soonest comes first, since the first failure ends a mutant. */
const folders: ReadonlyArray<[folder: string, holds: (name: string) => boolean]> = [
	['test/unit', (name) => !left.has(name)],
	['test/contract', () => true],
	['test/engine', (name) => inEngine.has(name)],
];

/** The tests that mutants are held against: their whole paths. */
export function quickTests(project: string): string[] {
	return folders.flatMap(([folder, holds]) =>
		readdirSync(join(project, folder))
			.filter((name) => name.endsWith('.test.ts') && holds(name.replace('.test.ts', '')))
			.map((name) => join(project, folder, name)),
	);
}

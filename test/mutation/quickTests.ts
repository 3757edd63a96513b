import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Unit tests that take longer than what they would find. */
const left: ReadonlySet<string> = new Set(['exportFilesHostile']);

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
	'siteAddress',
]);

/** In the order in which they run: what is over soonest comes first, since the first failure ends a mutant. */
const folders: ReadonlyArray<[folder: string, holds: (name: string) => boolean]> = [
	['test/unit', (name) => !left.has(name)],
	['test/contract', () => true],
	['test/engine', (name) => inEngine.has(name)],
];

/**
 * What a test may take when none of the code is changed, in milliseconds: those that take longer are left out.
 *
 * `CHARGEBEE_ORDERS_MUTATION_SLOWEST` sets it; without it, all are held against the mutants. What survives costs all the
 * tests that reach it, so the few slow ones take most of a run.
 */
export const slowest = Number(process.env.CHARGEBEE_ORDERS_MUTATION_SLOWEST ?? Infinity);

/**
 * The tests that mutants are held against: their whole paths.
 *
 * `CHARGEBEE_ORDERS_MUTATION_TESTS` names a folder, as `test/unit`, to hold them against its tests alone, which is a
 * fraction of the time: what they kill is killed. A run with all tests then has the rest to do, and goes on there.
 */
export function quickTests(project: string): string[] {
	const only = process.env.CHARGEBEE_ORDERS_MUTATION_TESTS ?? '';
	return folders
		.filter(([folder]) => folder.startsWith(only))
		.flatMap(([folder, holds]) =>
			readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
				.filter((path) => path.endsWith('.test.ts') && !path.endsWith('.long.test.ts'))
				.filter((path) => holds(basename(path, '.test.ts')))
				.map((path) => join(project, folder, path)),
		);
}

import { npm, repository, scan } from './installedPackage';

jest.setTimeout(60_000);

describe('the source tree', () => {
	it('passes the scanner of n8n', () => {
		expect(scan(repository, 'source')).toEqual({ passed: true, details: '' });
	});

	it('has one axios, so that tests see the requests that n8n-core makes', () => {
		const tree = JSON.parse(npm(['ls', 'axios', '--all', '--json'], repository)) as InstalledTree;
		expect([...versionsOf('axios', tree)]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
	});
});

interface InstalledTree {
	version?: string;
	dependencies?: Record<string, InstalledTree>;
}

function versionsOf(name: string, { dependencies = {} }: InstalledTree): Set<string | undefined> {
	return new Set(
		Object.entries(dependencies).flatMap(([key, tree]) => [
			...(key === name ? [tree.version] : []),
			...versionsOf(name, tree),
		]),
	);
}

import { readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

import { outputSchema } from '../../nodes/ChargebeeOrders/resources/outputSchema';
import { operations } from '../../nodes/ChargebeeOrders/resources/operations';

import {
	type InstalledPackage,
	type LoadedPackage,
	installPackage,
	loadInstalled,
	repository,
	requireInstalled,
	scan,
} from './installedPackage';
import { requiredModules } from './requiredModules';

jest.setTimeout(120_000);

describe('the published package', () => {
	let installed: InstalledPackage;

	beforeAll(() => {
		installed = installPackage();
	});

	const contentOf = (file: string): string => readFileSync(join(installed.directory, file), 'utf8');

	it('holds the built node and the papers, nothing else', () => {
		expect(relative(repository, installed.directory)).toMatch(/^\.\./);
		const others = installed.files.filter((file) => !/^dist\/(nodes|credentials)\//.test(file));
		expect(others).toEqual([
			'CHANGELOG.md',
			'LICENSE',
			'README.md',
			'dist/THIRD_PARTY_LICENSES.txt',
			'dist/bundle.js',
			'package.json',
		]);
		expect(installed.files.filter((file) => /\.(test|spec)\.|\.tsx?$/.test(file))).toEqual([]);
	});

	it('is small: 120 kB packed, with previews in one line each', () => {
		expect(statSync(installed.tarball).size).toBeLessThan(120_000);
		const previews = installed.files.filter((file) => file.includes('/__schema__/'));
		expect(previews.filter((file) => /\s/.test(contentOf(file).replace(/"[^"]*"/g, '')))).toEqual([]);
	});

	it('keeps the licence headers of its libraries, and none of the code for encrypted archives', () => {
		const bundle = contentOf('dist/bundle.js');
		for (const library of ['@zip.js/zip.js', 'papaparse'])
			expect(bundle).toMatch(new RegExp(`^/\\* ${library} \\d`, 'm'));
		const papaParse = readFileSync(join(repository, 'node_modules/papaparse/papaparse.js'), 'utf8');
		expect(bundle).toContain(/\/\* @license[^]*?\*\//.exec(papaParse)?.[0]);
		// The name that AES asks the Web Crypto API for, and the first key of ZipCrypto.
		expect(bundle).not.toMatch(/PBKDF2|SHA-?1\b|305419896|0x12345678/i);
	});

	it('passes the scanner of n8n', () => {
		expect(scan(installed.unpacked, 'tarball')).toEqual({ passed: true, details: '' });
	});

	it('starts no timer, server or connection when it is loaded, and writes nothing', () => {
		const { stillActive, written } = requireInstalled(installed);
		expect(stillActive).toEqual([]);
		expect(written).toEqual([]);
	});

	it('asks for no module that n8n does not have', () => {
		const scripts = installed.files.filter((file) => file.endsWith('.js'));
		expect(scripts).not.toEqual([]);
		const foreign = scripts.flatMap((file) =>
			requiredModules(file, readFileSync(join(installed.directory, file), 'utf8'))
				.filter((module) => !/^\.{1,2}\/|^(n8n-workflow|crypto|luxon)$/.test(module))
				.map((module) => `${file}: ${module}`),
		);
		expect(foreign).toEqual([]);
	});

	it('holds a preview of the output of every operation, where n8n looks for it', () => {
		const folder = 'dist/nodes/ChargebeeOrders/__schema__/v1.0.0/';
		const previews = installed.files.filter((file) => file.startsWith(folder));
		expect(previews).toEqual(operations.map(({ resource, value }) => `${folder}${resource}/${value}.json`).sort());
		for (const operation of operations) {
			const file = join(installed.directory, folder, operation.resource, `${operation.value}.json`);
			expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(outputSchema(operation));
		}
	});

	describe('loaded by n8n from a folder outside the repository', () => {
		let loaded: LoadedPackage;

		beforeAll(() => {
			loaded = loadInstalled(installed);
		});

		it('registers the nodes and their credential, linked with each other', () => {
			const nodeNames = ['chargebeeOrders', 'chargebeeOrdersPollingTrigger', 'chargebeeOrdersTrigger'];
			expect(Object.keys(loaded.known.nodes).sort()).toEqual(nodeNames);
			expect(loaded.known.nodes).toMatchObject({ chargebeeOrders: { className: 'ChargebeeOrders' } });
			expect(loaded.known.credentials).toMatchObject({
				chargebeeSiteApi: { className: 'ChargebeeSiteApi', supportedNodes: nodeNames },
			});
			expect(loaded.nodesByCredential).toEqual({ chargebeeSiteApi: nodeNames });
			const versions = loaded.types.nodes.map(({ name, credentials }) => [name, credentials?.map((own) => own.name)]);
			expect(new Set(versions.map((version) => JSON.stringify(version)))).toEqual(
				new Set(nodeNames.map((name) => JSON.stringify([name, ['chargebeeSiteApi']]))),
			);
		});

		it('shows icons that exist, for light and dark', () => {
			const urls = [...loaded.types.nodes, ...loaded.types.credentials].map(({ iconUrl }) => iconUrl);
			expect(urls).not.toEqual([]);
			for (const url of urls) {
				expect(url).toEqual({ light: expect.stringMatching(/\.svg$/), dark: expect.stringMatching(/\.svg$/) });
				for (const path of Object.values(url as Record<string, string>)) {
					expect(installed.files).toContain(path.replace(/^icons\/n8n-nodes-chargebee-orders\//, ''));
				}
			}
		});

		it('has the categories and search words of its codex file', () => {
			for (const { codex } of loaded.types.nodes) {
				expect(codex?.categories).not.toHaveLength(0);
				expect(codex?.alias).not.toHaveLength(0);
			}
		});

		it('stays light enough for the editor, which loads every description at once', () => {
			expect(JSON.stringify(loaded.types.nodes).length).toBeLessThan(420_000);
		});
	});
});

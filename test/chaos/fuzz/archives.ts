import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';

import { zipOf } from '../../support/zip';

/** A CSV file with one column, and the values in it. */
export interface CsvFile {
	/** Within the archive, with its folder. */
	readonly name: string;
	readonly content: string;
	readonly values: readonly string[];
}

const folders = ['', 'data/', 'дані/2026/'];

/** A file of a few rows, or of many alike. */
const rowsOf = fc
	.tuple(fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 5 }), fc.constantFrom(1, 1, 1, 100))
	.map(([values, times]) => Array.from({ length: times }, () => values).flat());

/** The files of an archive; their names are unique, in letters of several scripts. */
export const csvFiles: fc.Arbitrary<CsvFile[]> = fc
	.array(
		fc.record({
			folder: fc.constantFrom(...folders),
			name: fc.string({ unit: fc.constantFrom(...'aé日😀 ß_.'), maxLength: 6 }),
			values: rowsOf,
		}),
		{ minLength: 1, maxLength: 6 },
	)
	.map((files) =>
		files.map(({ folder, name, values }, number) => ({
			name: `${folder}${number}${name}.csv`,
			values,
			content: ['id', ...values].map((value) => `"${value.replaceAll('"', '""')}"\r\n`).join(''),
		})),
	);

/** The rows of all files as the node hands them out. */
export function rowsIn(files: readonly CsvFile[]): Array<{ id: string }> {
	return files.flatMap(({ values }) => values.map((id) => ({ id })));
}

/**
 * Makes an archive of files with Debian's zip.
 * @param options those of the command; `-z` takes the comment
 * @param streamed whether it is written to a pipe, with sizes and checksums behind the data
 */
export function infoZip(
	files: readonly CsvFile[],
	{
		options = [],
		streamed = false,
		comment = '',
	}: { options?: readonly string[]; streamed?: boolean; comment?: string },
): Uint8Array {
	const folder = mkdtempSync(join(process.env.CHARGEBEE_ORDERS_SCRATCH ?? tmpdir(), 'zip-'));
	try {
		for (const { name, content } of files) {
			mkdirSync(dirname(join(folder, name)), { recursive: true });
			writeFileSync(join(folder, name), content);
		}
		const names = files.map(({ name }) => name);
		const { error, status, stdout, stderr } = spawnSync(
			'zip',
			['-q', ...options, streamed ? '-' : 'made.zip', ...names],
			{
				cwd: folder,
				...(options.includes('-z') ? { input: comment } : {}),
				env: { ...process.env, LC_ALL: 'C.UTF-8' },
				maxBuffer: 2 ** 30,
			},
		);
		if (error) throw new Error(`Debian's zip cannot be run, .ci/packages installs it: ${error.message}`);
		if (status !== 0) throw new Error(`zip ended with ${status}: ${stdout.toString()}${stderr.toString()}`);
		return streamed ? stdout : readFileSync(join(folder, 'made.zip'));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Archives of the files in any of the ways that the two programs can write them. */
export function packed(files: readonly CsvFile[]): fc.Arbitrary<() => Promise<Uint8Array>> {
	const byCommand = fc
		.record({
			options: fc.subarray(['-X', '-0', '-fz', '-D', '-z']),
			streamed: fc.boolean(),
			comment: fc.string({ unit: 'grapheme-ascii', maxLength: 20 }).filter((line) => line !== '.'),
		})
		.map((how) => async () => {
			// Streamed and forced to be ZIP64, it writes an end record that no program can follow.
			const options = how.options.filter((option) => option !== '-fz' || !how.streamed);
			return infoZip(files, { ...how, options });
		});
	const how = fc.record({ deflate: fc.boolean(), dataDescriptor: fc.boolean(), zip64: fc.boolean() });
	const byLibrary = fc
		.tuple(fc.array(how, { minLength: files.length, maxLength: files.length }), fc.string({ maxLength: 20 }))
		.map(([each, comment]) => async () => {
			return await zipOf(
				files.map(({ name, content }, number) => ({ name, content, ...each[number] })),
				comment,
			);
		});
	return fc.oneof(byCommand, byLibrary);
}

/** `npm run bench [-- ROUNDS [PART]]`: what the node costs, with medians of at least five runs in turn. */
import Table from 'cli-table3';
import { cpus, totalmem } from 'node:os';

import { median } from '../support/median';

import { measureApart, node24, startSandboxProcess, versionOf } from './processes';

const ROUNDS = Math.max(5, Number(process.argv[2] ?? 5));
const EXPORTED_ORDERS = 100_000;
const LISTED_ORDERS = 10_000;
/** How far away a site is whose orders are listed, in milliseconds. */
const LATENCY = 80;

interface Line {
	name: string;
	values: number[];
	unit: string;
	/** The target, and how the median compares to it. */
	target: string;
	met?: (median: number) => boolean;
}

function figure(value: number): string {
	return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 100 ? 0 : 2);
}

function print(title: string, lines: readonly Line[]): void {
	const table = new Table({ head: [title, 'median', 'least', 'most', 'target', ''], style: { head: [], border: [] } });
	for (const { name, values, unit, target, met } of lines) {
		const middle = median(values);
		table.push([
			name,
			`${figure(middle)} ${unit}`,
			figure(Math.min(...values)),
			figure(Math.max(...values)),
			target,
			met === undefined ? '' : met(middle) ? 'met' : 'missed',
		]);
	}
	process.stdout.write(`${table.toString()}\n`);
}

/** Runs the measurements in turn, round after round, so that a slow minute of the machine hits all of them. */
function rounds(
	names: readonly string[],
	measure: (name: string) => Record<string, number>,
): (name: string, key: string) => number[] {
	const results = new Map<string, Array<Record<string, number>>>(names.map((name) => [name, []]));
	for (let round = 1; round <= ROUNDS; round++) {
		for (const name of names) {
			process.stdout.write(`round ${round} of ${ROUNDS}: ${name}\n`);
			results.get(name)?.push(measure(name));
		}
	}
	return (name, key) => (results.get(name) ?? []).map((result) => result[key] ?? Number.NaN);
}

async function cpuOf(engine: 'legacy' | 'vm', node: string, target: number): Promise<void> {
	const sandbox = await startSandboxProcess({ orders: 250 });
	const measured = ['update-static', 'update-columns', 'update-expressions', 'read-expressions'];
	const result = rounds(measured, (name) => measureApart(node, name, sandbox, engine));
	await sandbox.stop();
	const read = result('read-expressions', 'ms');
	const fixed = result('update-static', 'ms');
	const mapped = result('update-columns', 'ms');
	const ratios = result('update-expressions', 'ms').map((ms, round) => ms / (read[round] ?? Number.NaN));
	print(`CPU an item of update with 40 fields, ${engine} engine, Node.js ${versionOf(node)}`, [
		{
			name: 'static values',
			values: fixed,
			unit: 'ms',
			target: `at most ${target} ms`,
			met: (ms) => ms <= target,
		},
		{ name: 'Map Automatically', values: mapped, unit: 'ms', target: '' },
		{
			name: 'Map Automatically / static values',
			values: mapped.map((ms, round) => ms / (fixed[round] ?? Number.NaN)),
			unit: '',
			target: 'at most 1',
			met: (ratio) => ratio <= 1,
		},
		{ name: 'expressions', values: result('update-expressions', 'ms'), unit: 'ms', target: '' },
		{ name: 'one getNodeParameter of the same, nothing sent', values: read, unit: 'ms', target: '' },
		{
			name: 'expressions / getNodeParameter',
			values: ratios,
			unit: '',
			target: 'at most 1.15',
			met: (ratio) => ratio <= 1.15,
		},
	]);
}

async function engine(): Promise<void> {
	const small = await startSandboxProcess({ orders: 250 });
	const result = rounds(['loading', 'stretch'], (name) => measureApart(process.execPath, name, small, 'legacy'));
	await small.stop();
	print('The node in the engine', [
		{
			name: 'loading the package',
			values: result('loading', 'ms'),
			unit: 'ms',
			target: 'under 60 ms',
			met: (ms) => ms < 60,
		},
		{
			name: 'description as JSON',
			values: result('loading', 'descriptionKb'),
			unit: 'kB',
			target: 'under 400 kB',
			met: (kb) => kb < 400,
		},
		{
			name: 'longest stretch, 10,000 items',
			values: result('stretch', 'longestStretchMs'),
			unit: 'ms',
			target: 'under 200 ms',
			met: (ms) => ms < 200,
		},
		{ name: 'updating 10,000 items', values: result('stretch', 'seconds'), unit: 's', target: '' },
	]);
}

async function exported(): Promise<void> {
	const large = await startSandboxProcess({ orders: EXPORTED_ORDERS });
	const result = rounds(['export-file', 'export-rows'], (name) =>
		measureApart(process.execPath, name, large, 'legacy'),
	);
	await large.stop();
	print(`An export of ${EXPORTED_ORDERS.toLocaleString('en')} orders`, [
		{ name: 'CSV', values: result('export-rows', 'csvMb'), unit: 'MB', target: '' },
		{
			name: 'file: growth of peak memory',
			values: result('export-file', 'growthMb'),
			unit: 'MB',
			target: 'at most 64 MB',
			met: (mb) => mb <= 64,
		},
		{
			name: 'rows: unzipping and parsing',
			values: result('export-rows', 'rowsPerSecond'),
			unit: 'rows/s',
			target: 'at least 200,000',
			met: (speed) => speed >= 200_000,
		},
		{
			name: 'rows: longest stretch',
			values: result('export-rows', 'longestStretchMs'),
			unit: 'ms',
			target: 'under 200 ms',
			met: (ms) => ms < 200,
		},
	]);
}

/** Return All with one page after the other, and with several at once. */
async function lists(): Promise<void> {
	const sandbox = await startSandboxProcess({ orders: LISTED_ORDERS, latency: LATENCY });
	const result = rounds(['list-1', 'list-2', 'list-4', 'list-8'], (name) =>
		measureApart(process.execPath, name, sandbox, 'legacy'),
	);
	await sandbox.stop();
	const sequential = result('list-1', 'seconds');
	print(`Return All of ${LISTED_ORDERS.toLocaleString('en')} orders, ${LATENCY} ms away`, [
		{ name: 'page by page', values: sequential, unit: 's', target: '' },
		...[2, 4, 8].flatMap((pages): Line[] => [
			{ name: `${pages} Parallel Pages`, values: result(`list-${pages}`, 'seconds'), unit: 's', target: '' },
			{
				name: `${pages} Parallel Pages: times as fast`,
				values: result(`list-${pages}`, 'seconds').map((seconds, round) => (sequential[round] ?? Number.NaN) / seconds),
				unit: '',
				target: pages === 8 ? 'at least 5' : '',
				...(pages === 8 ? { met: (times) => times >= 5 } : {}),
			},
			{ name: `${pages} Parallel Pages: requests`, values: result(`list-${pages}`, 'requests'), unit: '', target: '' },
		]),
	]);
}

async function cpu(): Promise<void> {
	await cpuOf('legacy', process.execPath, 1);
	const newer = node24();
	if (newer === undefined)
		process.stdout.write('The vm engine was not measured: it needs Node.js 24, which could not be had.\n');
	else await cpuOf('vm', newer, 2);
}

const parts: Readonly<Record<string, () => Promise<void>>> = { engine, exported, lists, cpu };

async function main(): Promise<void> {
	process.stdout.write(
		`${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.version}\n`,
	);
	const chosen = process.argv[3];
	const part = parts[chosen ?? ''];
	if (chosen !== undefined && part === undefined) throw new Error(`Choose one of ${Object.keys(parts).join(', ')}`);
	for (const run of part === undefined ? Object.values(parts) : [part]) await run();
}

void main();

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

import Table from 'cli-table3';

import { median } from '../../support/median';
import { barChart } from './barChart';
import type { Result } from './contest';
import type { Job } from './jobs';

/** The results of a job. */
export interface Report {
	name: string;
	title: string;
	/** The command and the machine. */
	how: string;
	/** By contender; the first is ours. */
	results: Readonly<Record<string, readonly Result[]>>;
}

interface Row {
	name: string;
	failures: string[];
	runs: number;
	seconds: number;
	spread: string;
	ratio: number;
	cpuSeconds: number;
	peakMb: number;
	silentMs: number | undefined;
	requests: number;
	refused: number;
}

const docs = join(__dirname, '../../../docs');

function rowsOf(results: Report['results']): Row[] {
	const rows = Object.entries(results).map(([name, all]): Row => {
		const good = all.filter(({ failed }) => failed === undefined);
		const of = (key: 'seconds' | 'cpuSeconds' | 'peakMb'): number[] => good.map((result) => result[key] ?? Number.NaN);
		const silences = good.flatMap(({ silentMs }) => (silentMs === undefined ? [] : [silentMs]));
		return {
			name,
			failures: all.flatMap(({ failed }) => (failed === undefined ? [] : [failed])),
			runs: all.length,
			seconds: median(of('seconds')),
			spread: `${figure(Math.min(...of('seconds')))} to ${figure(Math.max(...of('seconds')))}`,
			ratio: Number.NaN,
			cpuSeconds: median(of('cpuSeconds')),
			peakMb: median(of('peakMb')),
			silentMs: silences.length === 0 ? undefined : Math.max(...silences),
			requests: median(all.map(({ requests }) => requests)),
			refused: median(all.map(({ refused }) => refused)),
		};
	});
	return rows.map((row) => ({ ...row, ratio: row.seconds / (rows[0]?.seconds ?? Number.NaN) }));
}

function figure(value: number): string {
	if (!Number.isFinite(value)) return '–';
	return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}

const heads = ['', 'seconds', 'least to most', 'to ours', 'CPU s', 'peak MB', 'longest silence ms', 'requests', '429'];

function cells(row: Row): string[] {
	const counts = [figure(row.requests), figure(row.refused)].map((text) => text.replace('.00', ''));
	if (row.failures.length === row.runs) return [row.name, 'failed', '', '', '', '', '', ...counts];
	const silence = row.silentMs === undefined ? '' : figure(row.silentMs);
	const name = row.failures.length === 0 ? row.name : `${row.name} (${row.failures.length} of ${row.runs} failed)`;
	const times = [figure(row.seconds), row.spread, figure(row.ratio)];
	return [name, ...times, figure(row.cpuSeconds), figure(row.peakMb), silence, ...counts];
}

/** The results of a job as a table for the terminal. */
export function printed(report: Report): string {
	const table = new Table({ head: heads, style: { head: [], border: [] } });
	const rows = rowsOf(report.results);
	table.push(...rows.map(cells));
	return [report.title, table.toString(), ...whyFailed(rows)].join('\n');
}

function whyFailed(rows: readonly Row[]): string[] {
	return rows
		.filter(({ failures }) => failures.length > 0)
		.map(({ name, failures }) => `${name}: ${failures[0] ?? ''}`);
}

/** Puts the results of a job in the place of older ones, and writes `docs/benchmarks.md` and its chart from all. */
export function writeReport(latest: Report, order: readonly string[]): void {
	const stored = join(docs, 'benchmarks.json');
	const older = existsSync(stored) ? (JSON.parse(readFileSync(stored, 'utf8')) as Report[]) : [];
	const reports = order.flatMap((name) => [latest, ...older].find((report) => report.name === name) ?? []);
	writeFileSync(stored, `${JSON.stringify(reports, undefined, '\t')}\n`);
	const charted = reports.map(({ title, results }) => ({
		title,
		bars: rowsOf(results).map(({ name, seconds }) => ({ name, seconds })),
	}));
	writeFileSync(join(docs, 'benchmarks.svg'), barChart(charted));
	writeFileSync(join(docs, 'benchmarks.md'), [introduction, ...reports.map(section)].join('\n'));
}

const introduction = `# Benchmarks

Written by \`npm run bench:peers\`, which measures the contenders in turn, after one run of each to warm up, where not said otherwise. Figures are medians. Each workflow runs in an n8n of its own, started by a webhook, with storing of successful executions off where not said otherwise; CPU time and memory are those of the n8n process, what it takes when idle included. *Longest silence* is the worst answer to n8n's health check in all rounds; of hundreds of thousands of items most of it is n8n passing them from node to node and collecting garbage. Every workflow ends with n8n's Aggregate, which looks at one field of each item, and the number of those that have it has to be right. The sandbox runs on the same machine, over plain http where not said otherwise.

*Over TLS* the same sandbox is reached as \`https://….chargebee.com\`, through a proxy and a certificate of this machine, since n8n's own Chargebee node speaks to that address only. It has neither orders nor exports: it creates customers.

n8n opens a new connection for every request, and plain http on loopback makes that cheap: over the internet a new TLS connection costs two more round trips, for every contender inside n8n alike. The scripts keep their connections, and do without what n8n does beside the requests: items, expressions, an editor.

![Seconds by job and contender](benchmarks.svg)
`;

function section({ title, how, results }: Report): string {
	const rows = rowsOf(results);
	const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
	const table = [line(heads), line(heads.map(() => '---')), ...rows.map((row) => line(cells(row)))].join('\n');
	return [`## ${title}\n`, `${how}\n`, table, ...whyFailed(rows).map((text) => `\n${text}`), ''].join('\n');
}

/** What produced the figures of a job, as people can repeat it. */
export function howMeasured({ name, warmUp = true }: Job, rounds: number, n8nVersion: string): string {
	const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;
	const today = new Date().toISOString().slice(0, 10);
	const cold = warmUp ? '' : ', nothing to warm up';
	return `\`npm run bench:peers -- --jobs ${name} --rounds ${rounds}\`, ${today}, n8n ${n8nVersion}, ${machine}${cold}.`;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

import Table from 'cli-table3';

import { barChart } from './barChart';
import type { Result } from './contest';
import type { Job } from './jobs';

/** The results of a job, by contender; the first is ours. */
export interface Report {
	job: Job;
	results: ReadonlyMap<string, readonly Result[]>;
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

function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function rowsOf({ results }: Report): Row[] {
	const rows = [...results].map(([name, all]): Row => {
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
	const rows = rowsOf(report);
	table.push(...rows.map(cells));
	return [report.job.title, table.toString(), ...whyFailed(rows)].join('\n');
}

function whyFailed(rows: readonly Row[]): string[] {
	return rows
		.filter(({ failures }) => failures.length > 0)
		.map(({ name, failures }) => `${name}: ${failures[0] ?? ''}`);
}

/** Writes `docs/benchmarks.md` with a chart from the same figures. */
export function writeReport(reports: readonly Report[], rounds: number, n8nVersion: string): void {
	const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;
	const command = `npm run bench:peers -- --rounds ${rounds} --jobs ${reports.map(({ job }) => job.name).join(',')}`;
	const sections = reports.flatMap((report) => {
		const rows = rowsOf(report);
		const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
		return [
			`## ${report.job.title}\n`,
			[line(heads), line(heads.map(() => '---')), ...rows.map((row) => line(cells(row)))].join('\n'),
			...whyFailed(rows).map((text) => `\n${text}`),
			'',
		];
	});
	mkdirSync(docs, { recursive: true });
	writeFileSync(
		join(docs, 'benchmarks.md'),
		[
			'# Benchmarks\n',
			`Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}, n8n ${n8nVersion}. Medians of ${rounds} rounds, the contenders in turn, after one run each to warm up. Each workflow runs in an n8n of its own, started by a webhook; its CPU time and memory are those of the n8n process, idle memory included. *Longest silence* is the worst answer to n8n's health check of all rounds. The sandbox runs on the same machine, over plain http.\n`,
			'n8n opens a new connection for every request, and plain http on loopback makes that cheap: over the internet a new TLS connection costs two more round trips, for every contender inside n8n alike. The scripts keep their connections.\n',
			'![Seconds by job and contender](benchmarks.svg)\n',
			...sections,
		].join('\n'),
	);
	const charted = reports.map((report) => ({
		title: report.job.title,
		bars: rowsOf(report).map(({ name, seconds }) => ({ name, seconds })),
	}));
	writeFileSync(join(docs, 'benchmarks.svg'), barChart(charted));
}

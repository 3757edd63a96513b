import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

import axios from 'axios';

/** What a server spent on a piece of work. */
export interface Spent {
	seconds: number;
	cpuSeconds: number;
	/** Peak of the memory in use (resident set) in MB. */
	peakMb: number;
	/** The longest time that a health check took meanwhile, in milliseconds. */
	silentMs: number;
}

const BETWEEN_CHECKS = 20;
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Measures a server of this machine, by Linux's own accounts of its process, while `work` goes on. */
export async function meter(url: string, pid: number, work: () => Promise<void>): Promise<Spent> {
	// Forgets the peak so far.
	writeFileSync(`/proc/${pid}/clear_refs`, '5');
	const cpuBefore = cpuSeconds(pid);
	const done = new AbortController();
	const checks = longestCheck(`${url}/healthz`, done.signal);
	// A server that has died is told about by the work.
	checks.catch(() => undefined);
	const began = performance.now();
	try {
		await work();
	} finally {
		done.abort();
	}
	const seconds = (performance.now() - began) / 1000;
	return { seconds, silentMs: await checks, cpuSeconds: cpuSeconds(pid) - cpuBefore, peakMb: peakMb(pid) };
}

async function longestCheck(url: string, done: AbortSignal): Promise<number> {
	let longest = 0;
	// A server that was busy for more than 5 s closes connections that were kept, whatever comes on them.
	const httpAgent = new Agent({ keepAlive: false });
	while (!done.aborted) {
		const began = performance.now();
		await axios.get(url, { httpAgent });
		longest = Math.max(longest, performance.now() - began);
		await pause(BETWEEN_CHECKS);
	}
	return longest;
}

/** User and system time of a process, fields 14 and 15 of its `stat`; the name before them may have spaces. */
function cpuSeconds(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) / ticks;
}

function peakMb(pid: number): number {
	const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) / 1024;
}

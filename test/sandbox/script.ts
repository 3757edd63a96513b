import type { ScriptedExport } from './exports/exportJobs';

export interface CannedAnswer {
	status: number;
	headers?: Record<string, string>;
	/** A string is sent as it is, anything else as JSON. */
	body: unknown;
}

export interface Script {
	/** Queues what one of the next exports is to be. */
	nextExport(result: ScriptedExport): void;
	/** The next list answers that follow an offset name the same next_offset again. */
	repeatOffset(times: number): void;
	/** Answers the next API request that matches (path without query) with this, before anything else looks at it. */
	respondOnce(match: { method: string; path: RegExp }, response: CannedAnswer): void;
	/** Delays every API answer from now on, in milliseconds; the work is done before. */
	latency(ms: number): void;
}

/** The answers that wait for a request. */
export class CannedAnswers {
	private readonly waiting: Array<{ method: string; path: RegExp; answer: CannedAnswer }> = [];

	add(match: { method: string; path: RegExp }, answer: CannedAnswer): void {
		this.waiting.push({ ...match, answer });
	}

	/** Takes the first answer that fits the request. */
	take(method: string, path: string): CannedAnswer | undefined {
		const at = this.waiting.findIndex(
			(candidate) => candidate.method.toUpperCase() === method && candidate.path.test(path),
		);
		return at < 0 ? undefined : this.waiting.splice(at, 1)[0]?.answer;
	}
}

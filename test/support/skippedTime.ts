import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';

/** Turns of the event loop without anybody asking for the time, after which all there is to do is to wait. */
const QUIET_TURNS = 25;

interface Sleeper {
	/** Whether it is the sandbox that holds back an answer. */
	answering: boolean;
	until: number;
	wake: () => void;
}

/** Requests to the API of a sandbox that have no end yet, be it an answer or a broken connection. */
const unanswered = new Set<ClientRequest>();

function follow(message: unknown): void {
	const { request } = message as { request: ClientRequest };
	if (!request.path.startsWith('/api/')) return;
	unanswered.add(request);
	request.once('close', () => unanswered.delete(request));
}

const REQUESTS = 'http.client.request.start';
subscribe(REQUESTS, follow);
// What listens there outlives the test file, and would keep all that the file has loaded.
if (typeof afterAll === 'function') afterAll(() => unsubscribe(REQUESTS, follow));

/**
 * Time that node and sandbox share and that nobody waits for: it stands still while there is work to do, also on
 * sockets, and then goes on to the moment that the next sleeper waits for. An hour of pauses takes no time, and a busy
 * machine changes nothing.
 *
 * A request whose answer the sandbox does not hold back, as one that connects or that meets silence, ends by the clock
 * of the machine. Until then this time stands still.
 */
export class SkippedTime {
	/** When it begins, in unix milliseconds: 2026-11-22T08:30:00Z. */
	static readonly start = Date.UTC(2026, 10, 22, 8, 30);

	private time = SkippedTime.start;
	private sleepers: Sleeper[] = [];
	private asked = 0;
	private watching = false;

	readonly now = (): number => {
		this.asked += 1;
		return this.time;
	};

	readonly sleep = async (ms: number, signal?: AbortSignal, answering = false): Promise<void> => {
		if (!(ms > 0) || signal?.aborted === true) return;
		this.asked += 1;
		await new Promise<void>((resolve) => {
			const wake = (): void => {
				signal?.removeEventListener('abort', wake);
				this.sleepers = this.sleepers.filter((other) => other !== sleeper);
				resolve();
			};
			const sleeper = { answering, until: this.time + ms, wake };
			this.sleepers.push(sleeper);
			signal?.addEventListener('abort', wake);
			void this.watch();
		});
	};

	/** Puts this time in the place of the node's clock, until `jest.restoreAllMocks`. */
	install(): void {
		jest.spyOn(clock, 'now').mockImplementation(this.now);
		jest.spyOn(clock, 'sleep').mockImplementation(this.sleep);
	}

	private async watch(): Promise<void> {
		if (this.watching) return;
		this.watching = true;
		while (this.sleepers.length > 0) {
			await this.quiet();
			// All may have been aborted meanwhile.
			if (this.sleepers.length === 0) break;
			if (unanswered.size > this.sleepers.filter(({ answering }) => answering).length) continue;
			this.time = this.sleepers.reduce((first, { until }) => Math.min(first, until), Infinity);
			const due = this.sleepers.filter(({ until }) => until <= this.time);
			for (const { wake } of due) wake();
		}
		this.watching = false;
	}

	private async quiet(): Promise<void> {
		for (let turns = 0, asked = this.asked; turns < QUIET_TURNS; turns += 1) {
			await turnOfTheLoop();
			if (asked === this.asked) continue;
			asked = this.asked;
			turns = 0;
		}
	}
}

import { Draws } from '../seed/random';
import type { Port } from '../server/port';

/**
 * How a site is away, for every request in the same way.
 *
 * - `refused`: nothing listens at its port; what was in progress loses its connection.
 * - `reset`: each connection is reset without an answer.
 * - `html503`, `json503`: a gateway's page, or Chargebee's JSON, in place of the work.
 * - `silent`: nothing comes until the client gives up.
 */
export const outageKinds = ['refused', 'reset', 'html503', 'json503', 'silent'] as const;

export type OutageKind = (typeof outageKinds)[number];

/** A time in which the API does nothing; the download server goes on. */
export interface SandboxOutage {
	/** How long it lasts, in milliseconds of the sandbox's clock. */
	lastsMs: number;
	/** How many requests come before it: it begins with the next one. 0 by default. */
	afterRequests?: number;
	/** The way is drawn from it; 1 by default. */
	seed?: number;
	/** All by default. `silent` ends only with a client that has a time-out. */
	kinds?: readonly [OutageKind, ...OutageKind[]];
}

/** Counts requests until the site goes away, and knows when it is back. */
export class Outage {
	private requests = 0;
	private until: number | undefined;

	/** `clock` is the unix time in milliseconds. */
	constructor(
		private planned: SandboxOutage | undefined,
		private readonly clock: () => number,
		private readonly port: Pick<Port, 'closeFor'>,
	) {}

	/** Takes the place of the outage that was planned; requests are counted from now on. */
	switchTo(planned: SandboxOutage | undefined): void {
		this.planned = planned;
		this.requests = 0;
		this.until = undefined;
	}

	/** What a request meets that has just come in: `undefined` where the site is there. */
	meet(): OutageKind | undefined {
		if (this.planned === undefined) return undefined;
		const { lastsMs, afterRequests = 0, seed = 1, kinds = outageKinds } = this.planned;
		this.requests += 1;
		if (this.requests <= afterRequests) return undefined;
		const kind = new Draws(seed, 'outage', 0).pick(kinds);
		if (this.until === undefined) {
			this.until = this.clock() + lastsMs;
			if (kind === 'refused') this.port.closeFor(lastsMs);
		}
		return this.clock() < this.until ? kind : undefined;
	}
}

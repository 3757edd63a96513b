import { Draws } from '../seed/random';
import type { FaultKind, FaultMoment, SandboxFaults } from './faultKinds';
import { faultKinds } from './faultKinds';

/** What is going to happen to one request. */
export interface PlannedFault {
	kind: FaultKind;
	moment: FaultMoment;
	/** How long `slow` holds the answer back, in milliseconds. */
	delayMs: number;
	/** The bytes of one slice of `sliced`. */
	sliceBytes: number;
	/** Whether a connection that is cut without an answer is reset instead of closed. */
	reset: boolean;
	redirectTo: string | undefined;
}

/** The parts of a request that decide whether a fault hits it. */
export interface FaultTarget {
	method: string;
	/** Path without query. */
	path: string;
	/** What the faults of one request and its repeats are counted by. */
	key: string;
}

export interface RequestMatch {
	method: string;
	path: RegExp;
}

interface QueuedFault {
	match: RequestMatch;
	kind: FaultKind;
	moment: FaultMoment;
}

const momentOf: Readonly<Partial<Record<FaultKind, FaultMoment>>> = {
	cutBefore: 'before',
	redirect302: 'before',
	redirect307: 'before',
	cutAfter: 'after',
	cutMidBody: 'after',
	stallBody: 'after',
	stall: 'after',
	slow: 'after',
	sliced: 'after',
};

/** Decides which requests are hit by which fault: by seed and ordinal, or because a test asked for it. */
export class FaultPlan {
	private ordinal = 0;
	private readonly hits = new Map<string, number>();
	private readonly queued: QueuedFault[] = [];

	constructor(private options: SandboxFaults | undefined) {}

	/** Begins anew with other options, from the first ordinal. */
	switchTo(options: SandboxFaults | undefined): void {
		this.options = options;
		this.ordinal = 0;
		this.hits.clear();
	}

	/** Hits the next request that matches; such faults are not drawn and not counted. */
	queue(match: RequestMatch, kind: FaultKind, moment: FaultMoment): void {
		this.queued.push({ match, kind, moment });
	}

	/** The fault of the request that is next in the order of arrival. */
	next(target: FaultTarget): PlannedFault | undefined {
		const at = this.queued.findIndex(
			({ match }) => match.method.toUpperCase() === target.method && match.path.test(target.path),
		);
		const [asked] = at < 0 ? [] : this.queued.splice(at, 1);
		if (asked !== undefined) return this.planned(asked.kind, asked.moment, new Draws(0, 'asked', 0));
		return this.drawn(target);
	}

	private drawn(target: FaultTarget): PlannedFault | undefined {
		if (this.options === undefined) return undefined;
		const { seed, rate, only, kinds = faultKinds, maxPerKey = Infinity } = this.options;
		if (only !== undefined && (only === 'reads') !== (target.method === 'GET')) return undefined;
		const draws = new Draws(seed, 'fault', this.ordinal);
		this.ordinal += 1;
		const kind = kinds[draws.below(kinds.length)];
		const hits = this.hits.get(target.key) ?? 0;
		if (draws.next() >= rate || kind === undefined || hits >= maxPerKey) return undefined;
		this.hits.set(target.key, hits + 1);
		return this.planned(kind, draws.pick(['before', 'after']), draws);
	}

	private planned(kind: FaultKind, moment: FaultMoment, draws: Draws): PlannedFault {
		return {
			kind,
			moment: momentOf[kind] ?? moment,
			delayMs: 1 + draws.below(20),
			sliceBytes: 1 + draws.below(7),
			reset: draws.below(2) === 1,
			redirectTo: this.options?.redirectTo,
		};
	}
}

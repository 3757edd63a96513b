import { Draws } from '../seed/random';
import type { DownloadFaultDetails, DownloadFaultKind, DownloadFaults } from './downloadFaultKinds';
import { downloadFaultKinds } from './downloadFaultKinds';

/** What is going to happen to one download. */
export interface PlannedDownloadFault {
	kind: DownloadFaultKind;
	details: DownloadFaultDetails;
	/** Decides where a file is cut or corrupted. */
	draws: Draws;
}

/** Decides which downloads are hit by which fault: by seed and ordinal, or because a test asked for it. */
export class DownloadFaultPlan {
	private ordinal = 0;
	private readonly queued: PlannedDownloadFault[] = [];

	constructor(private options: DownloadFaults | undefined) {}

	/** Begins anew with other options, from the first ordinal. */
	switchTo(options: DownloadFaults | undefined): void {
		this.options = options;
		this.ordinal = 0;
	}

	queue(kind: DownloadFaultKind, details: DownloadFaultDetails): void {
		this.queued.push({ kind, details, draws: new Draws(0, 'asked download', 0) });
	}

	/** The fault of the download that is next in the order of arrival; queued ones come first and are not counted. */
	next(): PlannedDownloadFault | undefined {
		return this.queued.shift() ?? this.drawn();
	}

	private drawn(): PlannedDownloadFault | undefined {
		if (this.options === undefined) return undefined;
		const { seed, rate, kinds = downloadFaultKinds } = this.options;
		const draws = new Draws(seed, 'download fault', this.ordinal);
		this.ordinal += 1;
		const kind = kinds[draws.below(kinds.length)];
		if (draws.next() >= rate || kind === undefined) return undefined;
		return { kind, details: { announced: draws.pick(['whole', 'cut']), hops: 1 + draws.below(5) }, draws };
	}
}

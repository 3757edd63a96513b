import type { ScriptedExport } from './exports/exportJobs';
import type { DownloadFaultDetails, DownloadFaultKind, DownloadFaults } from './faults/downloadFaultKinds';
import type { FaultKind, FaultMoment, SandboxFaults } from './faults/faultKinds';
import type { RequestMatch } from './faults/faultPlan';
import type { SandboxOutage } from './faults/outage';
import type { RateLimitOptions } from './limits/rateLimit';
import type { Delivery, ReleaseOrder } from './webhooks/deliveries';
import type { ForgedDelivery } from './webhooks/deliveryRequest';
import type { DeliveryFault } from './webhooks/sendDelivery';

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
	respondOnce(match: RequestMatch, response: CannedAnswer): void;
	/** Delays every API answer from now on, in milliseconds; the work is done before. */
	latency(ms: number): void;
	/** Holds answers back until so many requests are in progress at once; from then on no longer. */
	gather(count: number): void;
	/** From now on lists, also that of events, and exports do not see writes that are younger than this, in milliseconds. */
	lag(ms: number): void;
	/** Limits requests from now on, with a new window; without limits, no longer. */
	rateLimit(limits?: RateLimitOptions): void;
	/** Draws faults from now on, from the first ordinal again; without options, no longer. */
	faults(options?: SandboxFaults): void;
	/** Hits the next API request that matches with a fault; `moment`, 'after' the work by default, is for the 5xx. */
	faultOnce(match: RequestMatch, kind: FaultKind, moment?: FaultMoment): void;
	/** Lets the site go away for a time; requests are counted from now on. Without an outage, it no longer does. */
	outage(outage?: SandboxOutage): void;
	/** Draws faults of the download server from now on, from the first ordinal again; without options, no longer. */
	downloadFaults(options?: DownloadFaults): void;
	/** Queues a fault for one of the next downloads that would succeed. */
	nextDownload(kind: DownloadFaultKind, details?: DownloadFaultDetails): void;
	/**
	 * Sends an event now, as by hand from Chargebee's console: to the endpoint that is named, or to every enabled one
	 * that takes it. `times` sends it again and again, one after the other. An event or endpoint that is not there throws.
	 */
	deliver(eventId: string, details?: ScriptedDelivery): Promise<Delivery[]>;
	/** Keeps the deliveries of events back that are made from now on. */
	holdDeliveries(): void;
	/** Sends what was kept back, one event after the other; resolves when each was sent once. 'arrival' is the default. */
	release(order?: ReleaseOrder): Promise<void>;
	/**
	 * Lets the next delivery fail though it reaches the endpoint: its answer is lost, or Chargebee gives up before the
	 * answer. Can be asked for several times.
	 */
	nextDelivery(fault: DeliveryFault): void;
	/** Removes a webhook endpoint, as by hand in Chargebee's console. */
	removeEndpoint(id: string): void;
	/** Disables a webhook endpoint, as by hand in Chargebee's console. */
	disableEndpoint(id: string): void;
}

/** How an event is sent by hand; what is left out is as Chargebee has it. */
export interface ScriptedDelivery extends ForgedDelivery {
	endpointId?: string;
	/** 1 by default. */
	times?: number;
}

/** The answers that wait for a request. */
export class CannedAnswers {
	private readonly waiting: Array<RequestMatch & { answer: CannedAnswer }> = [];

	add(match: RequestMatch, answer: CannedAnswer): void {
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

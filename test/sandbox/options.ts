import { machineClock, type SandboxClock } from './clock';
import type { EventSource } from './events/event';
import type { DownloadFaults } from './faults/downloadFaultKinds';
import type { SandboxFaults } from './faults/faultKinds';
import type { SandboxOutage } from './faults/outage';
import type { RateLimitOptions } from './limits/rateLimit';
import type { ProductCatalog, WebhookPorts } from './siteSettings';

export interface SandboxOptions {
	/** Port of the API; 0, the default, is any free port. The download server always takes a free one. */
	port?: number;
	/** Seeded orders; 250 by default. */
	orders?: number;
	/** Everything seeded is drawn from this number; 1 by default. */
	seed?: number;
	/**
	 * The present of the seeded data in unix seconds: nothing seeded is later. A fixed moment by default, so that two
	 * runs hold the same data. Writes and exports take the time of the clock.
	 */
	now?: number;
	/**
	 * The time of rate limits, delays and exports, and of what they stamp; the machine's by default. With one that runs
	 * faster, or skips what is waited for, a minute need not take a minute.
	 */
	clock?: SandboxClock;
	/** What the site sells: items and item prices, 2.0, by default, or plans and addons, 1.0. */
	productCatalog?: ProductCatalog;
	/** How long an export stays in_process, in milliseconds; 300 by default. */
	exportMs?: number;
	/** How long a download URL can be used, in milliseconds; 4 hours by default. */
	downloadValidMs?: number;
	/** Polls of one export closer together than this, in milliseconds, are noted as violations; 0, the default, is off. */
	minPollMs?: number;
	/** The page of every list, counted from 1, that is empty but has a next_offset. */
	pageOfNothingAt?: number;
	/** Lists, also that of events, and exports do not see writes that are younger than this, in milliseconds; 0, the default, is off. */
	lagMs?: number;
	/** Answers 429 to what goes over it; none by default. */
	rateLimit?: RateLimitOptions;
	/** Faults of the API, drawn from a seed; none by default. */
	faults?: SandboxFaults;
	/** A time in which the API is away; none by default. */
	outage?: SandboxOutage;
	/** Faults of the download server, drawn from a seed; none by default. */
	downloadFaults?: DownloadFaults;
	/** Whether events are delivered to webhook endpoints; by default only where a script asks for it. */
	deliver?: boolean;
	/** The ports that endpoints may have: those of Chargebee, by default, or any, for endpoints on this machine. */
	webhookPorts?: WebhookPorts;
	/** The source of the events of what `store` writes; `api` by default, as that of every request is. */
	source?: EventSource;
	/** How long the answer to a delivery may take, in milliseconds of the machine's clock; 20 seconds by default. */
	deliveryTimeoutMs?: number;
}

type Defaulted =
	| 'port'
	| 'productCatalog'
	| 'orders'
	| 'seed'
	| 'now'
	| 'exportMs'
	| 'downloadValidMs'
	| 'minPollMs'
	| 'lagMs'
	| 'clock'
	| 'deliver'
	| 'webhookPorts'
	| 'source'
	| 'deliveryTimeoutMs';

export type ResolvedOptions = SandboxOptions & Required<Pick<SandboxOptions, Defaulted>>;

/** 2025-11-22T12:00:00Z: in the past of every machine, so that what tests write is later than what was seeded. */
const defaultPresent = 1_763_812_800;

const fourHours = 4 * 60 * 60 * 1000;

/** Fills in what was left out. */
export function resolveOptions(options: SandboxOptions): ResolvedOptions {
	return {
		...options,
		port: options.port ?? 0,
		orders: options.orders ?? 250,
		seed: options.seed ?? 1,
		now: options.now ?? defaultPresent,
		productCatalog: options.productCatalog ?? '2.0',
		exportMs: options.exportMs ?? 300,
		downloadValidMs: options.downloadValidMs ?? fourHours,
		minPollMs: options.minPollMs ?? 0,
		lagMs: options.lagMs ?? 0,
		clock: options.clock ?? machineClock,
		deliver: options.deliver ?? false,
		webhookPorts: options.webhookPorts ?? 'chargebee',
		source: options.source ?? 'api',
		deliveryTimeoutMs: options.deliveryTimeoutMs ?? 20_000,
	};
}

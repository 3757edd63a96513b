import { setMaxListeners } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ExportJobs } from './exports/exportJobs';
import { InvoiceTable } from './invoices/invoiceTable';
import type { Effect } from './effects';
import { effectsOf } from './effects';
import { EventLog } from './events/eventLog';
import { DownloadFaultPlan } from './faults/downloadFaultPlan';
import { FaultPlan } from './faults/faultPlan';
import { Outage } from './faults/outage';
import type { LedgerEntry } from './ledger';
import { Ledger } from './ledger';
import { AnnouncedPauses } from './limits/announcedPauses';
import { RateLimit } from './limits/rateLimit';
import type { SandboxOptions } from './options';
import { resolveOptions } from './options';
import { ListedOrders } from './orders/listedOrders';
import { OrderTable } from './orders/orderTable';
import { apiKey, readOnlyKey, restrictedKey } from './requests/keys';
import { Offsets } from './requests/offsets';
import type { Values } from './requests/parameters';
import type { Script } from './script';
import { CannedAnswers } from './script';
import { seedSite } from './seed/seedSite';
import { apiServer } from './server/apiServer';
import { downloadServer } from './server/downloadServer';
import { InFlight } from './server/inFlight';
import { Port } from './server/port';
import { CurrentShop } from './shop/currentShop';
import type { Store } from './store';
import { storeOf } from './store';
import { Deliveries, type Delivery } from './webhooks/deliveries';
import { EndpointTable } from './webhooks/endpointTable';

export interface Sandbox {
	/** Origin of the API, e.g. http://127.0.0.1:8080; the API is under /api/v1 and /api/v2. */
	readonly url: string;
	/** Origin of the server that hands out export files: another port. */
	readonly downloadUrl: string;
	/** Full access. */
	readonly apiKey: string;
	/** Valid, but 403 on the configuration and on the lists of orders and invoices. */
	readonly restrictedKey: string;
	/** Valid, but 403 on every write that is not an export. */
	readonly readOnlyKey: string;
	/** Every request of both servers, in order of arrival. */
	readonly ledger: LedgerEntry[];
	/** Every try to deliver an event to a webhook endpoint, in the order of their end. */
	readonly deliveries: Delivery[];
	/** Resolves when no delivery is under way; repeats that are due later do not count. */
	delivered(): Promise<void>;
	/** The highest number of API requests in progress at once since the start or the last `resetLedger()`. */
	readonly maxInFlight: number;
	/**
	 * What the writes in the ledger did, replays marked. Those that are no replay are all that was done: as many as a
	 * client reports done, and none twice.
	 */
	effects(): Effect[];
	/**
	 * Empties the ledger and the deliveries, which stay the same arrays, forgets what Retry-After asked for and starts
	 * `maxInFlight` anew.
	 */
	resetLedger(): void;
	readonly store: Store;
	readonly script: Script;
	/** Ends both servers, every connection that is still open, and all deliveries with their repeats. */
	close(): Promise<void>;
}

/** Starts a Chargebee in a box: the API and the download server, each on a port of 127.0.0.1, with seeded data. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const resolved = resolveOptions(options);
	const clock = (): number => resolved.clock.now();
	const orders = new OrderTable();
	const invoices = new InvoiceTable();
	const exports = new ExportJobs(resolved, clock);
	const offsets = new Offsets(resolved.pageOfNothingAt);
	seedSite(resolved, orders, invoices);

	const ledger = new Ledger(clock);
	const canned = new CannedAnswers();
	const inFlight = new InFlight();
	const closing = new AbortController();
	// Every delayed answer listens to it, and there may be many.
	setMaxListeners(0, closing.signal);
	let latency = 0;
	const listed = new ListedOrders(orders, resolved.lagMs, clock);
	const shop = new CurrentShop(resolved, listed, invoices);
	const customers = new Map<string, Values>();
	const events = new EventLog(orders, resolved.source, resolved.lagMs, clock);
	const endpoints = new EndpointTable();
	const deliveries = new Deliveries({
		endpoints,
		clock: resolved.clock,
		deliver: resolved.deliver,
		timeoutMs: resolved.deliveryTimeoutMs,
		closing: closing.signal,
	});
	events.listen((event) => deliveries.announce(event));
	const site = {
		orders,
		listed,
		invoices,
		customers,
		exports,
		offsets,
		shop,
		events,
		endpoints,
		settings: resolved,
		clock,
	};
	const rateLimit = new RateLimit(resolved.rateLimit, clock);
	const pauses = new AnnouncedPauses();
	pauses.allowanceMs = resolved.rateLimit?.allowanceMs;
	const faults = new FaultPlan(resolved.faults);
	const port = new Port(async (ms) => await resolved.clock.sleep(ms, closing.signal));
	const outage = new Outage(resolved.outage, clock, port);
	const downloadFaults = new DownloadFaultPlan(resolved.downloadFaults);
	const download = downloadServer(exports.downloads, ledger, downloadFaults);
	const downloadUrl = await originOf(download, 0);
	exports.downloads.origin = downloadUrl;
	const api = apiServer({
		site,
		ledger,
		canned,
		inFlight,
		rateLimit,
		pauses,
		faults,
		outage,
		downloadOrigin: downloadUrl,
		clock,
		sleep: async (ms) => await resolved.clock.sleep(ms, closing.signal, true),
		latency: () => latency,
	});
	const url = await originOf(api, resolved.port).catch(async (error: unknown) => {
		await download.close();
		throw error;
	});
	port.server = api.server;

	return {
		url,
		downloadUrl,
		apiKey,
		restrictedKey,
		readOnlyKey,
		ledger: ledger.entries,
		deliveries: deliveries.entries,
		delivered: async () => await deliveries.delivered(),
		get maxInFlight() {
			return inFlight.highest;
		},
		effects: () => effectsOf(ledger.entries),
		resetLedger() {
			ledger.reset();
			deliveries.entries.length = 0;
			pauses.reset();
			inFlight.reset();
		},
		store: storeOf(site, resolved.now),
		script: {
			nextExport: (result) => exports.script(result),
			repeatOffset: (times) => offsets.repeat(times),
			respondOnce: (match, response) => canned.add(match, response),
			latency: (ms) => {
				latency = ms;
			},
			gather: (count) => inFlight.gather(count),
			rateLimit: (limits) => {
				rateLimit.switchTo(limits);
				pauses.allowanceMs = limits?.allowanceMs;
			},
			lag: (ms) => {
				listed.setLag(ms);
				events.setLag(ms);
			},
			faults: (options) => faults.switchTo(options),
			faultOnce: (match, kind, moment = 'after') => faults.queue(match, kind, moment),
			outage: (planned) => outage.switchTo(planned),
			downloadFaults: (options) => downloadFaults.switchTo(options),
			nextDownload: (kind, details = {}) => downloadFaults.queue(kind, details),
			deliver: async (eventId, details = {}) => await deliveries.sendByHand(events.named(eventId), details),
			holdDeliveries: () => deliveries.hold(),
			release: async (order = 'arrival') => await deliveries.release(order),
			nextDelivery: (fault) => deliveries.spoilNext(fault),
			removeEndpoint: (id) => endpoints.remove(endpoints.named(id)),
			disableEndpoint: (id) => {
				endpoints.named(id).attributes.disabled = true;
			},
		},
		async close() {
			closing.abort();
			inFlight.gather(0);
			exports.close();
			await port.settled();
			await Promise.all([api.close(), download.close(), deliveries.ended()]);
		},
	};
}

async function originOf(server: FastifyInstance, port: number): Promise<string> {
	await server.listen({ host: '127.0.0.1', port });
	const { port: actual } = server.server.address() as AddressInfo;
	return `http://127.0.0.1:${actual}`;
}

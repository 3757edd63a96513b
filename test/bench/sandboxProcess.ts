/** The sandbox in a process of its own, so that its work does not count as the node's. */
import { startSandbox, type RateLimitOptions, type Sandbox } from '../sandbox';

import { startTlsFront } from './tlsFront';

/** What a sandbox is to be like. */
export interface SandboxSettings {
	orders: number;
	/** Milliseconds that every answer takes longer; 0 by default. */
	latency?: number;
	rateLimit?: RateLimitOptions;
	/** A public host, by whose name it is to be reached over TLS. */
	host?: string;
}

/** What a sandbox was asked so far. */
export interface SandboxCounts {
	requests: number;
	/** Requests that were answered 429. */
	refused: number;
	orders: number;
}

/** Events of orders that are to be delivered to an address, one after the other. */
export interface DeliveriesAsked {
	url: string;
	events: number;
}

const { orders, latency = 0, rateLimit, host } = JSON.parse(process.argv[2] ?? '{}') as SandboxSettings;

/** Delivers events that no endpoint has had, to an endpoint that is made where there is none; how each was answered. */
async function deliver(sandbox: Sandbox, { url, events }: DeliveriesAsked): Promise<number[]> {
	const { store, script } = sandbox;
	const known = store.endpoints.all().find(({ attributes }) => attributes.url === url);
	const endpointId = (known ?? store.addEndpoint({ url })).attributes.id;
	const statuses: number[] = [];
	for (let number = 0; number < events; number += 1) {
		const { id } = store.addEvent({ event_type: 'order_created', orderId: 'order_1', suppressed: true });
		const [delivery] = await script.deliver(id, { endpointId });
		statuses.push(delivery?.status ?? 0);
	}
	return statuses;
}

function counts(sandbox: Sandbox): SandboxCounts {
	const requests = sandbox.ledger.length;
	const refused = sandbox.ledger.filter(({ status }) => status === 429).length;
	sandbox.resetLedger();
	return { requests, refused, orders: [...sandbox.store.orders.all()].length };
}

void startSandbox({ orders, exportMs: 50, rateLimit, webhookPorts: 'any' }).then(async (sandbox) => {
	sandbox.script.latency(latency);
	const { url, apiKey } = sandbox;
	const tls = host === undefined ? undefined : await startTlsFront(host, Number(new URL(url).port));
	process.send?.({ url: host === undefined ? url : `https://${host}`, apiKey, tls });
	process.on('message', (asked: 'counts' | DeliveriesAsked) => {
		if (asked === 'counts') process.send?.(counts(sandbox));
		else void deliver(sandbox, asked).then((statuses) => process.send?.(statuses));
	});
	// What stands in front of it listens on.
	process.once('disconnect', () => void sandbox.close().finally(() => process.exit()));
});

/** The sandbox in a process of its own, so that its work does not count as the node's. */
import { startSandbox, type RateLimitOptions } from '../sandbox';

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

const { orders, latency = 0, rateLimit, host } = JSON.parse(process.argv[2] ?? '{}') as SandboxSettings;

void startSandbox({ orders, exportMs: 50, rateLimit }).then(async (sandbox) => {
	sandbox.script.latency(latency);
	const { url, apiKey } = sandbox;
	const tls = host === undefined ? undefined : await startTlsFront(host, Number(new URL(url).port));
	process.send?.({ url: host === undefined ? url : `https://${host}`, apiKey, tls });
	process.on('message', () => {
		const counts: SandboxCounts = {
			requests: sandbox.ledger.length,
			refused: sandbox.ledger.filter(({ status }) => status === 429).length,
			orders: [...sandbox.store.orders.all()].length,
		};
		sandbox.resetLedger();
		process.send?.(counts);
	});
	// What stands in front of it listens on.
	process.once('disconnect', () => void sandbox.close().finally(() => process.exit()));
});

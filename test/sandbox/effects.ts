import type { LedgerEntry } from './ledger';

/** What a write did, or that its answer was repeated because it had been done before. */
export interface Effect {
	/** The idempotency key that it came with. */
	key?: string;
	/** E.g. 'create order_1'. */
	effect: string;
	/** The order that was made or changed; of a resent order, the original. */
	orderId?: string;
	/** Whether nothing was done now: the answer of then was repeated. */
	replayed: boolean;
}

/** The effects of the requests in the ledger, in the order of their arrival. */
export function effectsOf(entries: readonly LedgerEntry[]): Effect[] {
	return entries.flatMap(({ headers, effect, replayedEffect, orderId, replayed = false }) => {
		const done = effect ?? replayedEffect;
		return done === undefined ? [] : [{ key: headers['chargebee-idempotency-key'], effect: done, orderId, replayed }];
	});
}

import { clock } from './clock';

/** Milliseconds of work in one stretch after which other work of the n8n process gets its turn. */
const LONGEST_STRETCH = 25;

/**
 * Watches how long work has gone on without a turn for others: timers, sockets, n8n's health check. Promises alone give
 * none: a stored (not deflated) entry runs through zip.js from its first to its last byte without one, and the answers
 * to many requests may come in one turn.
 */
export class Stretch {
	/** The first piece of work waits its turn as well, since several may begin at once. */
	private began = Number.NEGATIVE_INFINITY;
	private turns = Promise.resolve();

	/** To be awaited before a piece of work. When the stretch has been long, others get their turn, one for each who waits. */
	async breathe(): Promise<void> {
		if (clock.now() - this.began < LONGEST_STRETCH) return;
		this.turns = this.turns.then(nextTurn);
		await this.turns;
		this.began = clock.now();
	}
}

/** The event loop goes round once. A message channel stands in for the timers, which community nodes may not use. */
async function nextTurn(): Promise<void> {
	const { port1, port2 } = new MessageChannel();
	await new Promise((resolve) => {
		port1.once('message', resolve);
		port2.postMessage(undefined);
	});
	port1.close();
}

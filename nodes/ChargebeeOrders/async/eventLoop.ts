import { clock } from './clock';

/** The longest work without a turn of the event loop, in milliseconds. */
const LONGEST_STRETCH = 25;

/**
 * Waits for one turn of the event loop, in which timers and sockets are served, n8n's health check among them. It uses a
 * message channel because community nodes may not use timers.
 */
async function nextTurn(): Promise<void> {
	const { port1, port2 } = new MessageChannel();
	await new Promise((resolve) => {
		port1.once('message', resolve);
		port2.postMessage(undefined);
	});
	port1.close();
}

/**
 * Interrupts long work, so that the event loop turns at least every 25 ms. Promises alone do not do that: zip.js reads a
 * stored (not deflated) entry from its first to its last byte in one turn.
 */
export class Stretch {
	private began = clock.now();

	/** @param turn lets the event loop go round */
	constructor(private readonly turn = nextTurn) {}

	/** To be awaited between two pieces of work. */
	async breathe(): Promise<void> {
		if (clock.now() - this.began < LONGEST_STRETCH) return;
		await this.turn();
		this.began = clock.now();
	}
}

/**
 * Serialises CPU-heavy steps: one in each turn of the event loop. A step may take n8n 25 ms, and the answers that several
 * steps waited for may come in one turn.
 */
export class Turns {
	private last = Promise.resolve();

	/** @param turn lets the event loop go round */
	constructor(private readonly turn = nextTurn) {}

	/** To be awaited right before a piece of work. */
	async next(): Promise<void> {
		this.last = this.last.then(this.turn);
		await this.last;
	}
}

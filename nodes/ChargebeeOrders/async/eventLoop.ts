import { clock } from './clock';

/** Milliseconds of work in one stretch after which other work of the n8n process gets its turn. */
const LONGEST_STRETCH = 25;

/**
 * The event loop goes round once, so that timers and sockets have their turn, n8n's health check among them. A message
 * channel stands in for the timers, which community nodes may not use.
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
 * Lets others have their turn once a stretch of work has been long. Promises alone don't: a stored (not deflated) entry
 * runs through zip.js from its first to its last byte without one.
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
 * One piece of work a turn, however many ask at once: a piece may take n8n 25 ms, and what several of them waited for,
 * such as the answers to their requests, may come in one turn.
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

const LONGEST_STRETCH_MS = 25;

/**
 * Returns a function to be awaited between pieces of work: once 25 ms have gone by, it lets timers
 * and sockets of the process have their turn. Promises alone don't: a stored (not deflated) entry
 * runs through zip.js from its first to its last byte without one return to the event loop. A
 * message channel stands in for the timers, which community nodes may not use.
 */
export function createBreather(): () => Promise<void> {
	let lastTurn = Date.now();
	return async () => {
		if (Date.now() - lastTurn < LONGEST_STRETCH_MS) return;
		await nextTurn();
		lastTurn = Date.now();
	};
}

async function nextTurn(): Promise<void> {
	const { port1, port2 } = new MessageChannel();
	await new Promise((resolve) => {
		port1.once('message', resolve);
		port2.postMessage(undefined);
	});
	port1.close();
}

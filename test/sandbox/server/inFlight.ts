import type { ServerResponse } from 'node:http';

/** Counts the requests that are being worked on: from their arrival until the answer goes out or the connection breaks. */
export class InFlight {
	/** The highest number at once since the last reset. */
	highest = 0;
	private readonly open = new Map<ServerResponse, Array<() => void>>();

	enter(response: ServerResponse): void {
		this.open.set(response, []);
		this.highest = Math.max(this.highest, this.open.size);
		response.once('close', () => this.leave(response));
	}

	/** Calls back when the request leaves; at once where it has left already. */
	whenLeft(response: ServerResponse, callback: () => void): void {
		const waiting = this.open.get(response);
		if (waiting === undefined) callback();
		else waiting.push(callback);
	}

	leave(response: ServerResponse): void {
		const waiting = this.open.get(response) ?? [];
		this.open.delete(response);
		for (const callback of waiting) callback();
	}

	reset(): void {
		this.highest = this.open.size;
	}
}

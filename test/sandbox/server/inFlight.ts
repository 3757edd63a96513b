import type { ServerResponse } from 'node:http';

/** Counts the requests that are being worked on: from their arrival until the answer goes out or the connection breaks. */
export class InFlight {
	/** The highest number at once since the last reset. */
	highest = 0;
	private readonly open = new Set<ServerResponse>();

	enter(response: ServerResponse): void {
		this.open.add(response);
		this.highest = Math.max(this.highest, this.open.size);
		response.once('close', () => this.leave(response));
	}

	leave(response: ServerResponse): void {
		this.open.delete(response);
	}

	reset(): void {
		this.highest = this.open.size;
	}
}

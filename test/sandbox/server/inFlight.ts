import type { ServerResponse } from 'node:http';

/** Counts the requests that are being worked on: from their arrival until the answer goes out or the connection breaks. */
export class InFlight {
	/** The highest number at once since the last reset. */
	highest = 0;
	private gathering: { count: number; reached: Promise<void>; release: () => void } | undefined;
	private readonly open = new Map<ServerResponse, Array<() => void>>();

	enter(response: ServerResponse): void {
		this.open.set(response, []);
		this.highest = Math.max(this.highest, this.open.size);
		response.once('close', () => this.leave(response));
		if (this.gathering !== undefined && this.open.size >= this.gathering.count) this.gathering.release();
	}

	/** Holds answers back until so many requests are in progress at once; from then on no longer. */
	gather(count: number): void {
		this.gathering?.release();
		let release = (): void => undefined;
		const reached = new Promise<void>((resolve) => {
			release = resolve;
		});
		this.gathering = { count, reached, release };
		if (this.open.size >= count) release();
	}

	/** Resolves when the requests that are to be in progress at once are. */
	async gathered(): Promise<void> {
		await this.gathering?.reached;
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

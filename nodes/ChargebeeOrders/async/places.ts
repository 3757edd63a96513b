/** How a request waits for a place. */
export interface PlaceWanted {
	/** The most places that may be taken, this one included. */
	readonly most: number;
	readonly signal?: AbortSignal | undefined;
}

interface Waiter {
	readonly most: number;
	readonly go: () => void;
}

/** A semaphore whose size each request names for itself. Places are taken in the order of asking. */
export class Places {
	private taken = 0;
	private waiting: Waiter[] = [];

	/**
	 * Runs `work` as soon as a place is free, and frees it however `work` ends.
	 * @returns the result, or `canceled` where the signal aborts before a place was free
	 */
	async within<Result>(wanted: PlaceWanted, work: () => Promise<Result>): Promise<Result | 'canceled'> {
		if (!(await this.enter(wanted))) return 'canceled';
		try {
			return await work();
		} finally {
			this.taken -= 1;
			this.letIn();
		}
	}

	private async enter({ most, signal }: PlaceWanted): Promise<boolean> {
		if (signal?.aborted === true) return false;
		return await new Promise<boolean>((resolve) => {
			const leave = (): void => {
				this.waiting = this.waiting.filter((other) => other !== waiter);
				resolve(false);
				// The next in the queue may allow more places to be taken.
				this.letIn();
			};
			const waiter: Waiter = {
				most,
				go: () => {
					signal?.removeEventListener('abort', leave);
					resolve(true);
				},
			};
			signal?.addEventListener('abort', leave, { once: true });
			this.waiting.push(waiter);
			this.letIn();
		});
	}

	private letIn(): void {
		for (let next = this.waiting[0]; next !== undefined && this.taken < next.most; next = this.waiting[0]) {
			this.waiting.shift();
			this.taken += 1;
			next.go();
		}
	}
}

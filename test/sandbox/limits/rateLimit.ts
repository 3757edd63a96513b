export interface RateLimitOptions {
	/** So many requests are accepted in a window. Windows are fixed, and each begins with its first request. */
	perMinute?: number;
	/** The length of a window in milliseconds; 60,000 by default. */
	windowMs?: number;
	/** So many accepted requests may be in progress at once. */
	concurrent?: number;
	/**
	 * What a 429 says about the time to wait.
	 * - `seconds`, the default: the whole seconds until the window ends, rounded up. A window shorter than a second thus
	 *   sends `1`, which outlasts it; give a literal value there.
	 * - `date`: the end of the window as an HTTP date, rounded up to the next full second.
	 * - `none`: no header.
	 * - Any other text is the header's value, e.g. `0`, `0.05` or something that nobody can read.
	 */
	retryAfter?: 'seconds' | 'date' | 'none' | string;
	/**
	 * A request that arrives so many milliseconds after a 429 was sent may have been on its way, and is no violation of
	 * its Retry-After; 100 by default.
	 */
	allowanceMs?: number;
}

/** Which limit a request went over. */
export type LimitKind = 'perMinute' | 'concurrent';

export interface Refusal {
	limit: LimitKind;
	retryAfter: string | undefined;
}

/** Lets requests in as long as the limits allow it. */
export class RateLimit {
	private windowEndsAt = -Infinity;
	private accepted = 0;
	private inProgress = 0;

	/** `clock` is the unix time in milliseconds. */
	constructor(
		private options: RateLimitOptions | undefined,
		private readonly clock: () => number,
	) {}

	/** Begins a new window with other limits; what is in progress stays counted. */
	switchTo(options: RateLimitOptions | undefined): void {
		this.options = options;
		this.windowEndsAt = -Infinity;
	}

	/** Accepts a request, which `leave` must follow, or says which limit it goes over. */
	enter(): Refusal | undefined {
		const refusal = this.options === undefined ? undefined : this.refusal(this.options, this.clock());
		if (refusal === undefined) {
			this.accepted += 1;
			this.inProgress += 1;
		}
		return refusal;
	}

	leave(): void {
		this.inProgress -= 1;
	}

	private refusal(options: RateLimitOptions, now: number): Refusal | undefined {
		const { perMinute = Infinity, concurrent = Infinity, windowMs = 60_000, retryAfter = 'seconds' } = options;
		if (now >= this.windowEndsAt) {
			this.windowEndsAt = now + windowMs;
			this.accepted = 0;
		}
		const refuse = (limit: LimitKind): Refusal => ({ limit, retryAfter: this.headerValue(retryAfter, now) });
		if (this.accepted >= perMinute) return refuse('perMinute');
		return this.inProgress >= concurrent ? refuse('concurrent') : undefined;
	}

	private headerValue(retryAfter: string, now: number): string | undefined {
		switch (retryAfter) {
			case 'none':
				return undefined;
			case 'seconds':
				return String(Math.ceil((this.windowEndsAt - now) / 1000));
			case 'date':
				return new Date(Math.ceil(this.windowEndsAt / 1000) * 1000).toUTCString();
			default:
				return retryAfter;
		}
	}
}

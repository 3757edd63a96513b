import { ApiError } from './apiError';

/** A status and the JSON text of a body. */
export interface Answer {
	status: number;
	json: string;
	/** What the work did, and to which order. */
	effect?: string;
	orderId?: string;
}

interface Remembered {
	payload: string;
	/** Unix time in milliseconds. */
	at: number;
	answer: Answer;
}

const WINDOW_MS = 30 * 60 * 1000;

/**
 * The answers that idempotency keys stand for, for 30 minutes. What counts is the work, not what the client heard: a
 * request that a fault ended before the work leaves no trace, one whose answer was lost or replaced is repeated with
 * the answer of its work. How the real service treats a repeat while the first request is still in progress is not
 * known; here it is 429 lock_timeout, without Retry-After, until the first answer went out or its connection ended.
 */
export class IdempotencyKeys {
	private readonly remembered = new Map<string, Remembered>();
	private readonly inProgress = new Set<string>();

	/** `clock` is the unix time in milliseconds. */
	constructor(private readonly clock: () => number) {}

	/** The earlier answer for this key; 422 when the key came with another payload, 429 while its first request is in progress. */
	find(key: string, payload: string): Answer | undefined {
		const known = this.remembered.get(key);
		if (known === undefined || this.clock() - known.at >= WINDOW_MS) return undefined;
		if (known.payload !== payload) {
			throw new ApiError(
				422,
				'invalid_request',
				'unable_to_process_request',
				'The idempotency key was used before with another request.',
			);
		}
		if (this.inProgress.has(key)) {
			throw new ApiError(
				429,
				'operation_failed',
				'lock_timeout',
				'A request with the same idempotency key is still in progress. Please try again later.',
			);
		}
		return known.answer;
	}

	/** Says that a key's first request is in progress, until `end`. */
	begin(key: string): void {
		this.inProgress.add(key);
	}

	end(key: string): void {
		this.inProgress.delete(key);
	}

	/** Keeps an answer. Refusals that say "later" (429) and failures of the server are not kept: a retry must have a chance. */
	keep(key: string, payload: string, answer: Answer): void {
		if (answer.status === 429 || answer.status >= 500) return;
		this.remembered.set(key, { payload, at: this.clock(), answer });
	}
}

import { ApiError } from './apiError';

/** A status and the JSON text of a body. */
export interface Answer {
	status: number;
	json: string;
}

interface Remembered {
	payload: string;
	/** Unix time in milliseconds. */
	at: number;
	answer: Answer;
}

const WINDOW_MS = 30 * 60 * 1000;

/** The answers that idempotency keys stand for, for 30 minutes. */
export class IdempotencyKeys {
	private readonly remembered = new Map<string, Remembered>();

	/** `clock` is the unix time in milliseconds. */
	constructor(private readonly clock: () => number) {}

	/** The earlier answer for this key; 422 when the key came with another payload. */
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
		return known.answer;
	}

	/** Keeps an answer. Refusals that say "later" (429) and failures of the server are not kept: a retry must have a chance. */
	keep(key: string, payload: string, answer: Answer): void {
		if (answer.status === 429 || answer.status >= 500) return;
		this.remembered.set(key, { payload, at: this.clock(), answer });
	}
}

import type { IPollFunctions } from 'n8n-workflow';

import type { Requester } from '../../Call';
import { clock } from '../../async/clock';

import { triggerRequester } from '../requester';

/** Everything here is in milliseconds. */
const PATIENCE = 10_000;
const TIMEOUT = 20_000;

/** A poll takes no longer by itself, whatever n8n allows: n8n's durable engine abandons it after 45 s. */
const LONGEST_POLL = 45_000;

/** The part of its time after which a poll reads no further page. */
const LAST_PAGE = 0.8;

/** A request has at least so long. */
const LEAST = 1_000;

/** How long one poll has taken, and how long it may take. */
export class PollTime {
	private readonly began = clock.now();

	/** @param budget how long n8n allows it */
	private constructor(private readonly budget: number) {}

	/** Begins now. n8n before 2 knows no budget. */
	static of(functions: IPollFunctions): PollTime {
		return new PollTime('getPollBudgetMs' in functions ? functions.getPollBudgetMs() : Number.POSITIVE_INFINITY);
	}

	get elapsed(): number {
		return clock.now() - this.began;
	}

	/** Whether no further page is read. */
	get isUp(): boolean {
		return this.elapsed >= Math.min(this.budget, LONGEST_POLL) * LAST_PAGE;
	}

	/** What n8n allows beyond now. */
	get left(): number {
		return Math.max(LEAST, this.budget - this.elapsed);
	}
}

/** What the requests of a poll are sent with: none goes on beyond the time that n8n allows for the poll. */
export async function pollRequester(functions: IPollFunctions, time: PollTime): Promise<Requester> {
	const attended = functions.getMode() === 'manual';
	const requester = await triggerRequester(functions, { patience: PATIENCE, timeout: TIMEOUT, attended });
	return {
		...requester,
		transport: {
			...requester.transport,
			get patience() {
				return Math.min(PATIENCE, time.left / 2);
			},
			get timeout() {
				return Math.min(TIMEOUT, time.left);
			},
		},
	};
}

import type { IDataObject } from 'n8n-workflow';

import { ApiError } from '../../../nodes/ChargebeeOrders/errors/ApiError';
import type { ListPart, Resource } from '../../../nodes/ChargebeeOrders/transport/paging';
import {
	beginAt,
	beginNow,
	MOST_SEEN,
	pollEvents,
	type Look,
	type Looked,
	type PollState,
} from '../../../nodes/ChargebeeOrders/triggers/polling/pollEvents';
import { storedState, storeState } from '../../../nodes/ChargebeeOrders/triggers/polling/pollState';
import { Draws } from '../../sandbox/seed/random';
import { asSent, drawEvents, LaggingEvents, type LaggingEvent } from '../../support/laggingEvents';

const BEGIN = 1_800_000_000;
const SITE = 'https://acme.chargebee.com';

/** A look that is not cut. */
const whole: Look = {
	lookBack: 300,
	maxEvents: 1_000,
	isChosen: () => true,
	elapsed: () => 0,
	isTimeUp: () => false,
};

const event = (id: string, occurredAt: number): Resource => asSent({ id, occurredAt });

async function* pagesOf(...pages: Resource[][]): AsyncGenerator<ListPart> {
	for (const [at, entries] of pages.entries()) {
		yield await Promise.resolve({ entries, more: at + 1 < pages.length });
	}
}

const ids = ({ events }: Looked): string[] => events.map(({ id }) => id);

describe('one look', () => {
	it('gives what it reads in its order, each event once, and remembers it', async () => {
		const pages = pagesOf([event('a', BEGIN), event('b', BEGIN + 1)], [event('b', BEGIN + 1), event('c', BEGIN + 2)]);
		const looked = await pollEvents(beginAt(BEGIN), pages, whole);
		expect(ids(looked)).toEqual(['a', 'b', 'c']);
		expect(looked.next).toEqual({
			watermark: BEGIN + 2,
			from: BEGIN,
			behind: false,
			seen: new Map([
				['a', BEGIN],
				['b', BEGIN + 1],
				['c', BEGIN + 2],
			]),
		});
	});

	it('leaves out what was handed out, what is older than it asked for, and what was not chosen', async () => {
		const state: PollState = { ...beginAt(BEGIN), seen: new Map([['seen', BEGIN + 1]]) };
		const other = { ...event('other', BEGIN + 2), event_type: 'order_created' };
		const pages = pagesOf([event('old', BEGIN - 1), event('seen', BEGIN + 1), other, event('new', BEGIN + 3)]);
		const looked = await pollEvents(state, pages, { ...whole, isChosen: ({ type }) => type === 'order_updated' });
		expect(ids(looked)).toEqual(['new']);
		expect([...looked.next.seen.keys()]).toEqual(['seen', 'new']);
	});

	it('changes nothing of what it was given', async () => {
		const state = beginAt(BEGIN);
		await pollEvents(state, pagesOf([event('a', BEGIN)]), whole);
		expect(state).toEqual(beginAt(BEGIN));
	});

	it('reads again from the look-back on, and from as much earlier as it took', async () => {
		const from = async (elapsed: number): Promise<number> => {
			const pages = pagesOf([event('a', BEGIN + 10_000)]);
			return (await pollEvents(beginAt(BEGIN), pages, { ...whole, elapsed: () => elapsed })).next.from;
		};
		expect(await from(0)).toBe(BEGIN + 10_000 - 301);
		expect(await from(1.5)).toBe(BEGIN + 10_000 - 303);
	});

	it('never reads again what lies before its own beginning, whatever the look-back is set to', async () => {
		const { next } = await pollEvents(beginAt(BEGIN), pagesOf([event('a', BEGIN + 400)]), whole);
		const later = await pollEvents(next, pagesOf([event('b', BEGIN + 500)]), { ...whole, lookBack: 3600 });
		expect(later.next.from).toBe(next.from);
	});

	it('remembers an event that the list does not show for a while', async () => {
		const { next } = await pollEvents(beginAt(BEGIN), pagesOf([event('a', BEGIN)]), whole);
		const without = await pollEvents(next, pagesOf([]), whole);
		expect(ids(await pollEvents(without.next, pagesOf([event('a', BEGIN)]), whole))).toEqual([]);
	});

	it('ends with the page on which there are enough, and goes on there', async () => {
		const page = (from: number): Resource[] => [event(`${from}`, BEGIN + from), event(`${from + 1}`, BEGIN + from + 1)];
		const looked = await pollEvents(beginAt(BEGIN), pagesOf(page(0), page(2), page(4)), { ...whole, maxEvents: 3 });
		expect(ids(looked)).toEqual(['0', '1', '2', '3']);
		expect(looked.next).toMatchObject({ behind: true, watermark: BEGIN + 3 });
		const rest = await pollEvents(looked.next, pagesOf(page(0), page(2), page(4)), whole);
		expect(ids(rest)).toEqual(['4', '5']);
		expect(rest.next.behind).toBe(false);
	});

	it('ends after a page when its time is up', async () => {
		const pages = pagesOf([event('a', BEGIN + 1)], [event('b', BEGIN + 2)]);
		const looked = await pollEvents(beginAt(BEGIN), pages, { ...whole, isTimeUp: () => true });
		expect([ids(looked), looked.next.behind]).toEqual([['a'], true]);
	});

	it('goes on beyond its end as long as it is in the second of the watermark', async () => {
		const burst = [0, 1, 2].map((page) => [event(`${page}`, BEGIN)]);
		const pages = pagesOf(...burst, [event('later', BEGIN + 1)], [event('last', BEGIN + 2)]);
		const looked = await pollEvents(beginAt(BEGIN), pages, { ...whole, maxEvents: 1, isTimeUp: () => true });
		expect(ids(looked)).toEqual(['0', '1', '2', 'later']);
	});

	it('remembers no more than 5,000 events, drops the oldest, and says how many', async () => {
		const many = Array.from({ length: MOST_SEEN + 7 }, (_, at) => event(`${at}`, BEGIN + (at >> 6)));
		const { next, forgotten } = await pollEvents(beginAt(BEGIN), pagesOf(many), { ...whole, maxEvents: 10_000 });
		expect([next.seen.size, forgotten, next.seen.has('6'), next.seen.has('7')]).toEqual([MOST_SEEN, 7, false, true]);
	});

	it.each([
		['an ID', { id: undefined }],
		['a time', { occurred_at: '1800000000' }],
		['content', { content: null }],
	])('with an event without %s is an error', async (_what, wrong) => {
		const looking = pollEvents(beginAt(BEGIN), pagesOf([{ ...event('a', BEGIN), ...wrong }]), whole);
		await expect(looking).rejects.toThrow(ApiError);
	});
});

describe('a beginning now', () => {
	const begun = { lookBack: 300, isChosen: () => true, earliest: BEGIN - 86_400 };

	it('is the newest event, with all of the look-back before it seen', async () => {
		const pages = pagesOf(
			[event('newest', BEGIN), event('within', BEGIN - 299)],
			[event('end', BEGIN - 300), event('beyond', BEGIN - 301)],
			[event('not read', BEGIN - 302)],
		);
		expect(await beginNow(pages, begun)).toEqual({
			watermark: BEGIN,
			from: BEGIN - 300,
			behind: false,
			seen: new Map([
				['end', BEGIN - 300],
				['within', BEGIN - 299],
				['newest', BEGIN],
			]),
		});
	});

	it('is the given time where there is no event', async () => {
		expect(await beginNow(pagesOf([]), begun)).toEqual(beginAt(BEGIN - 86_400));
	});

	it('reads no more than it can remember', async () => {
		let read = 0;
		async function* endless(): AsyncGenerator<ListPart> {
			for (;;) {
				read += 1;
				const entries = Array.from({ length: 100 }, (_, at) => event(`${read} ${at}`, BEGIN));
				yield await Promise.resolve({ entries, more: true });
			}
		}
		expect((await beginNow(endless(), begun)).seen.size).toBe(MOST_SEEN);
		expect(read).toBe(MOST_SEEN / 100);
	});
});

/** What one seed does: polls of one node at a site until everything that happened there was listed. */
class Life {
	readonly given: string[] = [];
	readonly faults: string[] = [];
	readonly events: readonly LaggingEvent[];
	private readonly draws: Draws;
	readonly lookBack: number;
	private readonly site: LaggingEvents;
	private isOver = false;
	/** What n8n has in memory, and what a restart finds. */
	private data: IDataObject = {};
	private stored = '{}';

	/** @param beyond how much later than the look-back an event may be listed, in seconds */
	constructor(seed: number, beyond = 0) {
		const draws = new Draws(seed, 'polls', 0);
		this.draws = draws;
		this.lookBack = draws.pick([0, 60, 300, 600]);
		this.events = drawEvents(draws, BEGIN, 900, this.lookBack + beyond);
		const perPage = draws.pick([0.1, 1, 8]);
		this.site = new LaggingEvents(BEGIN + draws.below(300), this.events, () => {
			if (!this.isOver && draws.below(15) === 0) throw new Error('No answer');
			return draws.next() * perPage;
		});
	}

	/** Looks until nothing more comes; gives the time from which on events were to come. */
	async run(): Promise<number> {
		const isChosen = (): boolean => true;
		const { lookBack } = this;
		while (!this.stateOf()) {
			const pages = this.site.backwards();
			await this.attempt(async () => {
				storeState(this.data, SITE, await beginNow(pages, { lookBack, isChosen, earliest: BEGIN - 86_400 }));
				this.stored = JSON.stringify(this.data);
			});
		}
		const begun = this.site.now;
		const last = Math.max(...this.events.map(({ listedAt }) => listedAt));
		for (let quiet = 0; quiet < 2;) {
			this.site.now += 60;
			this.isOver = this.site.now > last;
			if (!this.isOver && this.draws.below(8) === 0) this.data = JSON.parse(this.stored) as IDataObject;
			const before = this.given.length;
			await this.attempt(async () => await this.poll());
			quiet = this.isOver && this.given.length === before && this.stateOf()?.behind === false ? quiet + 1 : 0;
		}
		return begun;
	}

	private stateOf(): PollState | undefined {
		return storedState(this.data, SITE);
	}

	/** A failure leaves everything as it was. */
	private async attempt(work: () => Promise<void>): Promise<void> {
		await work().catch((reason: unknown) => {
			if (!(reason instanceof Error && reason.message === 'No answer')) throw reason;
		});
	}

	private async poll(): Promise<void> {
		const state = this.stateOf();
		if (state === undefined) throw new Error('It has not begun');
		const began = this.site.now;
		const elapsed = (): number => this.site.now - began;
		const seconds = this.draws.pick([1, 10, 36]);
		const looked = await pollEvents(state, this.site.from(state.from), {
			lookBack: this.lookBack,
			maxEvents: this.draws.pick([1, 100, 300, 1_000]),
			isChosen: () => true,
			elapsed,
			isTimeUp: () => elapsed() >= seconds,
		});
		storeState(this.data, SITE, looked.next);
		this.given.push(...ids(looked));
		if (looked.events.length > 0) this.stored = JSON.stringify(this.data);
		if (looked.next.behind && looked.next.watermark <= state.watermark) this.faults.push('does not move on');
		if (looked.next.seen.size > MOST_SEEN) this.faults.push('remembers too much');
	}
}

function twice(given: readonly string[]): string[] {
	const known = new Set<string>();
	return given.filter((id) => known.size === known.add(id).size);
}

describe('polls of a thousand seeds: bursts, lag, restarts from what was stored, failures, cuts', () => {
	it('give every event once that is listed within the look-back', async () => {
		const faults: unknown[] = [];
		let total = 0;
		for (let seed = 1; seed <= 1_000; seed += 1) {
			const life = new Life(seed);
			const begun = await life.run();
			const given = new Set(life.given);
			const lost = life.events.filter(({ id, occurredAt }) => occurredAt > begun && !given.has(id));
			total += life.given.length;
			if (lost.length + twice(life.given).length + life.faults.length > 0) {
				faults.push({ seed, lost, twice: twice(life.given), faults: life.faults });
			}
		}
		expect(faults).toEqual([]);
		expect(total).toBeGreaterThan(100_000);
	}, 300_000);

	it('lose nothing but what is listed later than that, and give nothing twice', async () => {
		const faults: unknown[] = [];
		let late = 0;
		for (let seed = 1; seed <= 200; seed += 1) {
			const life = new Life(seed, 240);
			const begun = await life.run();
			const given = new Set(life.given);
			const lost = life.events.filter(({ id, occurredAt }) => occurredAt > begun && !given.has(id));
			late += lost.length;
			const lag = ({ occurredAt, listedAt }: LaggingEvent): number => listedAt - occurredAt;
			const early = lost.filter((event) => lag(event) <= life.lookBack);
			if (early.length + twice(life.given).length + life.faults.length > 0) faults.push({ seed, early });
		}
		expect(faults).toEqual([]);
		expect(late).toBeGreaterThan(0);
	}, 120_000);
});

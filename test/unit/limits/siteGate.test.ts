import { getEventListeners, setMaxListeners } from 'node:events';

import fc from 'fast-check';

import { clock } from '../../../nodes/ChargebeeOrders/async/clock';
import {
	gateOf,
	SiteGate,
	type Place,
	type Refusal,
	type Wait,
} from '../../../nodes/ChargebeeOrders/transport/limits/siteGate';
import { settled, stepClock } from '../../support/steppedClock';

afterEach(() => jest.restoreAllMocks());

const MINUTE = 60_000;

/** How a request waits unless a test says otherwise: five minutes, nobody waiting for it. */
function waiting(more: Partial<Wait> & { longest?: number; attended?: boolean } = {}): Wait {
	const { longest = 5 * MINUTE, attended = false, ...wait } = more;
	return { patience: { since: clock.now(), longest, attended }, mayWait: () => true, ...wait };
}

interface Request {
	place?: Place;
	refusal?: Refusal;
	/** Ends its work. */
	end(): void;
}

/** A request that stays in flight until it is told to end. */
function request(gate: SiteGate, wait: Wait = waiting()): Request {
	let end: () => void = () => undefined;
	const ended = new Promise<void>((resolve) => (end = resolve));
	const one: Request = { end: () => end() };
	void gate
		.within(wait, async (place) => {
			one.place = place;
			await ended;
		})
		.then((refusal) => {
			if (typeof refusal === 'string') one.refusal = refusal;
		});
	return one;
}

function requests(gate: SiteGate, count: number, wait?: () => Wait): Request[] {
	return Array.from({ length: count }, () => request(gate, wait?.()));
}

function placeOf({ place }: Request): Place {
	if (place === undefined) throw new Error('The request has no place.');
	return place;
}

/** How many of them were let in. */
function inFlight(all: readonly Request[]): number {
	return all.filter(({ place }) => place !== undefined).length;
}

/** A gate whose site has answered often enough for all to go at once. */
async function openGate(): Promise<SiteGate> {
	const gate = new SiteGate();
	for (let answers = 0; answers < 100; answers++) {
		await gate.within(waiting(), async (place) => {
			await Promise.resolve();
			gate.answered(place);
		});
	}
	return gate;
}

const broken = { isAnswer: false, notBefore: 0 };

function fail(gate: SiteGate, one: Request, failure = broken): void {
	gate.failed(placeOf(one), 'refused', failure);
	one.end();
}

describe('the gate of a site', () => {
	test('lets eight in at a site that never answered, and fifty at most', async () => {
		stepClock();
		const first = requests(new SiteGate(), 20);
		await settled();
		expect(inFlight(first)).toBe(8);
		const all = requests(await openGate(), 60);
		await settled();
		expect(inFlight(all)).toBe(50);
		all[0]?.end();
		await settled();
		expect(inFlight(all)).toBe(51);
	});

	test('gives a place back when the work fails', async () => {
		stepClock();
		const gate = new SiteGate();
		for (let failures = 0; failures < 20; failures++) {
			await expect(gate.within(waiting(), async () => await Promise.reject(new Error('no')))).rejects.toThrow('no');
		}
		expect(gate.closedFor(clock.now())).toBe(0);
	});

	test('a cancelled request leaves the queue', async () => {
		stepClock();
		const gate = new SiteGate();
		const abort = new AbortController();
		const all = requests(gate, 8);
		const cancelled = request(gate, waiting({ signal: abort.signal }));
		const next = request(gate);
		abort.abort();
		all[0]?.end();
		await settled();
		expect([cancelled.refusal, inFlight([next])]).toEqual(['canceled', 1]);
		const late = request(gate, waiting({ signal: abort.signal }));
		await settled();
		expect(late.refusal).toBe('canceled');
	});

	test('leaves nothing behind on the signal of an execution, however many requests it has', async () => {
		stepClock();
		const { signal } = new AbortController();
		// As n8n has it.
		setMaxListeners(Infinity, signal);
		const all = requests(new SiteGate(), 20, () => waiting({ signal }));
		await settled();
		expect([inFlight(all), getEventListeners(signal, 'abort').length]).toEqual([8, 12]);
	});

	test('opens at the end of a pause, however short that is', async () => {
		const time = stepClock();
		const gate = await openGate();
		gate.pause(100);
		const one = request(gate);
		await time.advance(50);
		expect(inFlight([one])).toBe(0);
		await time.advance(50);
		expect([inFlight([one]), gate.heldBack]).toEqual([1, 100]);
	});

	test('nothing starts during a pause; then one, and one more with every answer', async () => {
		const time = stepClock();
		const gate = await openGate();
		const before = requests(gate, 8);
		await settled();
		gate.refused(placeOf(before[0] as Request), 1_000);
		gate.pause(MINUTE);
		for (const one of before) one.end();
		const after = requests(gate, 20);
		await time.advance(59_900);
		expect(inFlight(after)).toBe(0);
		await time.advance(400);
		expect(inFlight(after)).toBe(1);
		gate.answered(placeOf(after[0] as Request));
		after[0]?.end();
		await settled();
		expect(inFlight(after)).toBe(3);
		expect(gate.heldBack).toBeGreaterThanOrEqual(MINUTE);
		expect(gate.unanswered).toBe(0);
	});

	test('a request that a limit refused goes before those that were never sent', async () => {
		const time = stepClock();
		const gate = await openGate();
		gate.pause(1_000);
		const order: string[] = [];
		const enter = (name: string, first: boolean): void =>
			void gate.within(waiting({ first }), async (place) => {
				order.push(name);
				gate.answered(place);
				await Promise.resolve();
			});
		enter('new', false);
		enter('repeated', true);
		await time.advance(1_500);
		expect(order).toEqual(['repeated', 'new']);
	});

	test('a request that would not wait so long is turned away at once, whenever it came', async () => {
		const time = stepClock();
		const gate = new SiteGate();
		const until = clock.now() + 30_000;
		const busy = requests(gate, 8);
		const earlier = request(gate, waiting({ mayWait: (opens) => opens <= until }));
		const patient = request(gate);
		await settled();
		gate.pause(30_001);
		const later = request(gate, waiting({ mayWait: (opens) => opens <= until }));
		await settled();
		expect([earlier.refusal, later.refusal, patient.refusal]).toEqual(['limited', 'limited', undefined]);
		for (const one of busy) one.end();
		await time.advance(30_200);
		expect(inFlight([patient])).toBe(1);
	});

	test('tells for how long the requests of the last minute count', async () => {
		stepClock();
		expect(new SiteGate().minuteLeft(clock.now())).toBe(0);
		expect((await openGate()).minuteLeft(clock.now())).toBe(MINUTE + 1_000);
	});

	test('the answers of one burst strike once', async () => {
		const time = stepClock();
		const gate = await openGate();
		const burst = requests(gate, 8);
		await time.advance(100);
		for (const one of burst) gate.refused(placeOf(one), 1_000);
		expect(gate.refusalsInRow).toBe(1);
		await time.advance(100);
		const next = request(gate);
		await settled();
		gate.refused(placeOf(next), undefined);
		expect(gate.refusalsInRow).toBe(2);
		gate.answered(placeOf(next));
		expect(gate.refusalsInRow).toBe(0);
	});

	test('is that of the origin', () => {
		expect(gateOf('https://a.example')).toBe(gateOf('https://a.example'));
		expect(gateOf('https://a.example')).not.toBe(gateOf('https://b.example'));
	});

	test('lets in whoever came while it opened, whatever the clock says from one reading to the next', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(3), { minLength: 1, maxLength: 60 }),
				fc.integer({ min: 1, max: 20 }),
				async (steps, pause) => {
					let now = 1_000_000;
					let readings = 0;
					jest.spyOn(clock, 'now').mockImplementation(() => (now += steps[readings++ % steps.length] ?? 0));
					jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
						await Promise.resolve();
						now += ms;
					});
					const gate = new SiteGate();
					gate.pause(pause);
					const all = [0, 1, 2].map((more) => {
						now += more;
						return request(gate);
					});
					for (let turn = 0; turn < 60; turn++) {
						await settled();
						for (const one of all) {
							if (one.place !== undefined) gate.answered(one.place);
							one.end();
						}
					}
					expect(inFlight(all)).toBe(3);
				},
			),
			{ numRuns: 500 },
		);
	});
});

describe('a site that does not answer', () => {
	test('is probed by one request at a time, and they come back one by one', async () => {
		const time = stepClock();
		const gate = await openGate();
		const first = requests(gate, 8);
		await settled();
		for (const one of first) fail(gate, one);
		expect(gate.isDown).toBe(true);
		const rest = requests(gate, 20);
		await settled();
		expect(inFlight(rest)).toBe(0);
		await time.advance(1_400);
		expect(inFlight(rest)).toBe(1);
		await time.advance(10_000);
		expect(inFlight(rest)).toBe(1);
		gate.answered(placeOf(rest[0] as Request));
		rest[0]?.end();
		await settled();
		expect([gate.isDown, inFlight(rest)]).toEqual([false, 2]);
		gate.answered(placeOf(rest[1] as Request));
		rest[1]?.end();
		await settled();
		expect(inFlight(rest)).toBe(4);
		expect(gate.unanswered).toBeGreaterThan(0);
		expect(gate.heldBack).toBe(0);
	});

	test.each([
		['five minutes, where it answered before', true, false, 5 * MINUTE],
		['half a minute, where a person waits', true, true, 30_000],
		['half a minute, where it never answered this process', false, false, 30_000],
	])('is waited for %s', async (_, answered, attended, longest) => {
		const time = stepClock();
		const gate = answered ? await openGate() : new SiteGate();
		const first = requests(gate, 3, () => waiting({ attended }));
		await settled();
		for (const one of first) fail(gate, one);
		const next = request(gate, waiting({ attended }));
		let probe: Place | undefined;
		let lastProbe = 0;
		const began = clock.now();
		while (next.refusal === undefined && clock.now() - began < 10 * MINUTE) {
			await time.advance(200);
			if (next.place === undefined || next.place === probe) continue;
			// It fails, and comes again.
			probe = next.place;
			lastProbe = clock.now() - began;
			fail(gate, next);
			break;
		}
		expect(lastProbe).toBeGreaterThan(0);
		const again = { since: began, longest: 5 * MINUTE, attended };
		let refused: Refusal | undefined;
		while (refused === undefined) {
			const result = gate.within({ ...waiting(), patience: again }, async (place) => {
				await Promise.resolve();
				gate.failed(place, 'refused', broken);
				lastProbe = clock.now() - began;
				return 0;
			});
			let over = false;
			void result.then((outcome) => {
				over = true;
				if (typeof outcome === 'string') refused = outcome;
			});
			while (!over) await time.advance(200);
		}
		expect(refused).toBe('down');
		expect(lastProbe).toBeGreaterThanOrEqual(longest);
		expect(lastProbe).toBeLessThan(longest + 1_000);
		expect(gate.isUnknown).toBe(!answered);
		expect(gate.unansweredFor(clock.now())).toBeGreaterThanOrEqual(longest);
	});

	test('that failed once or twice is not one: a request without patience waits for its place all the same', async () => {
		stepClock();
		const gate = new SiteGate();
		const all = requests(gate, 8);
		await settled();
		gate.failed(placeOf(all[0] as Request), 'refused', broken);
		const impatient = request(gate, waiting({ longest: 0 }));
		await settled();
		expect([impatient.refusal, inFlight([impatient])]).toEqual([undefined, 0]);
		all[0]?.end();
		await settled();
		expect(inFlight([impatient])).toBe(1);
	});

	test('an answer that is a failure tells that there is somebody', async () => {
		stepClock();
		const gate = new SiteGate();
		const one = request(gate);
		await settled();
		fail(gate, one, { isAnswer: true, notBefore: 0 });
		expect([gate.isUnknown, gate.trouble]).toEqual([false, 'refused']);
	});

	test('a refusal by a limit is an answer: the outage is over', async () => {
		const time = stepClock();
		const gate = await openGate();
		const first = requests(gate, 3);
		await settled();
		for (const one of first) fail(gate, one);
		const probe = request(gate);
		await time.advance(1_200);
		gate.refused(placeOf(probe), undefined);
		expect(gate.isDown).toBe(false);
	});
});

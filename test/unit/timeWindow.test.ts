import { ApiError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import { endsOf, TimeWindow } from '../../nodes/ChargebeeOrders/transport/timeWindow';

const BEGIN = 1_700_000_000;

const ordersAt = (...times: number[]) => times.map((created_at) => ({ id: `o${created_at}`, created_at }));
const timesOf = (orders: ReadonlyArray<Record<string, unknown>>) => orders.map(({ created_at }) => created_at);

function refused(work: () => unknown): ApiError {
	try {
		work();
	} catch (reason) {
		if (reason instanceof ApiError) return reason;
		throw reason;
	}
	throw new Error('Not refused');
}

describe('the ends of a list', () => {
	it('are its first second, the last one that may go on, and what came after it', () => {
		const { from, to, newest, pace } = endsOf(ordersAt(10, 20, 30), ordersAt(100, 90, 80, 80));
		expect([from, to, timesOf(newest)]).toEqual([10, 80, [90, 100]]);
		// Two pages in the 20 seconds of the first and the 20 of the last.
		expect(pace).toBe(2 / 40);
	});

	it('expect no more than two pages a second, however many orders share one', () => {
		expect(endsOf(ordersAt(10, 10), ordersAt(10, 10))).toEqual({ from: 10, to: 10, newest: [], pace: 2 });
	});

	it('have no last second where there is no newest page', () => {
		expect(endsOf(ordersAt(10, 20), [])).toMatchObject({ from: 10, to: Number.POSITIVE_INFINITY, newest: [] });
		expect(endsOf([], [])).toMatchObject({ from: 0, to: Number.POSITIVE_INFINITY, newest: [] });
	});
});

describe('a window', () => {
	it('takes the orders from its first to its last second, and is over with the first one beyond', () => {
		const window = new TimeWindow(BEGIN, BEGIN + 10, 1);
		expect(timesOf(window.take(ordersAt(BEGIN - 1, BEGIN, BEGIN + 10)))).toEqual([BEGIN, BEGIN + 10]);
		expect(window.isOver).toBe(false);
		expect(timesOf(window.take(ordersAt(BEGIN + 10, BEGIN + 11)))).toEqual([BEGIN + 10]);
		expect(window.isOver).toBe(true);
		expect(window.take([])).toEqual([]);
	});

	it.each([undefined, null, '1700000000', 1_700_000_000.5, Number.NaN])(
		'refuses an order that was created at %p',
		(created_at) => {
			const failure = refused(() => new TimeWindow(0, 1, 1).take([{ created_at }]));
			expect(failure.message).toContain('orders without created_at');
			expect(failure.details).toEqual({ status: 200, retryable: false, hint: 'Set Parallel Pages to 1.' });
		},
	);

	it('refuses orders that are not sorted, within a page and from one to the next', () => {
		const window = new TimeWindow(BEGIN, BEGIN + 10, 1);
		window.take(ordersAt(BEGIN + 1, BEGIN + 1, BEGIN + 2));
		expect(refused(() => window.take(ordersAt(BEGIN + 1))).message).toContain('not sorted by created_at');
		expect(refused(() => window.take(ordersAt(BEGIN + 5, BEGIN + 4))).message).toContain('not sorted by created_at');
	});

	it('expects as many pages as came in as long a time, and before that as its pace says', () => {
		const window = new TimeWindow(BEGIN, BEGIN + 100, 0.5);
		expect(window.pagesLeft).toBe(50);
		window.take(ordersAt(BEGIN, BEGIN + 20));
		// One page of 20 seconds is known; the other 60 of the 80 left go by that page and by the pace before it.
		expect(window.pagesLeft).toBeCloseTo(1 + (60 * 2) / (20 + 2));
		window.take(ordersAt(BEGIN + 20, BEGIN + 40));
		expect(window.pagesLeft).toBeCloseTo(2 + (20 * 3) / (40 + 2));
		window.take(ordersAt(BEGIN + 40, BEGIN + 70));
		expect(window.pagesLeft).toBe(1);
		window.take([]);
		expect(window.pagesLeft).toBe(1);
		window.take(ordersAt(BEGIN + 100));
		expect(window.pagesLeft).toBe(0);
	});

	it('gives its later half away, and ends before it', () => {
		const window = new TimeWindow(BEGIN, BEGIN + 101, 0.5);
		const later = window.split();
		expect([later?.from, later?.pagesLeft]).toEqual([BEGIN + 51, 25]);
		expect(window.pagesLeft).toBe(25);
		expect(timesOf(window.take(ordersAt(BEGIN + 50, BEGIN + 51)))).toEqual([BEGIN + 50]);
		expect(window.isOver).toBe(true);
		expect(timesOf(later?.take(ordersAt(BEGIN + 50, BEGIN + 51, BEGIN + 101, BEGIN + 102)) ?? [])).toEqual([
			BEGIN + 51,
			BEGIN + 101,
		]);
	});

	it('halves what is left, not what it has read', () => {
		const window = new TimeWindow(BEGIN, BEGIN + 100, 10);
		for (let page = 0; page < 40; page += 10) window.take(ordersAt(BEGIN + page, BEGIN + page + 10));
		const left = window.pagesLeft;
		const later = window.split();
		expect(later?.from).toBe(BEGIN + 70);
		expect(later?.pagesLeft).toBeCloseTo(left / 2);
	});

	it('is cut down to single seconds, and no further', () => {
		const window = new TimeWindow(BEGIN, BEGIN + 1, 10);
		expect(window.split()?.from).toBe(BEGIN + 1);
		expect(window.split()).toBeUndefined();
		expect(new TimeWindow(BEGIN, BEGIN, 1_000).split()).toBeUndefined();
	});

	it('is cut where three pages or more are left', () => {
		expect(new TimeWindow(BEGIN, BEGIN + 100, 0.03).split()?.from).toBe(BEGIN + 50);
		expect(new TimeWindow(BEGIN, BEGIN + 100, 0.0299).split()).toBeUndefined();
	});

	it('is cut at times of ten digits only, the second before included, and never without an end', () => {
		expect(new TimeWindow(0, 1_000_000_010, 1).split()?.from).toBe(1_000_000_001);
		expect(new TimeWindow(0, 1_000_000_001, 1).split()?.from).toBe(1_000_000_001);
		expect(new TimeWindow(0, 1_000_000_000, 1).split()).toBeUndefined();
		expect(new TimeWindow(BEGIN, Number.POSITIVE_INFINITY, 1).split()).toBeUndefined();
	});
});

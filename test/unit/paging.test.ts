import type { Requester } from '../../nodes/ChargebeeOrders/Call';
import type { Pair } from '../../nodes/ChargebeeOrders/encode/form';
import { ApiError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import type { ApiRequest } from '../../nodes/ChargebeeOrders/transport/outcome';
import { readPage, readPages } from '../../nodes/ChargebeeOrders/transport/paging';
import * as sending from '../../nodes/ChargebeeOrders/transport/send';

let send: jest.SpiedFunction<typeof sending.send>;

beforeEach(() => {
	send = jest.spyOn(sending, 'send');
});
afterEach(() => jest.restoreAllMocks());

const requester = {} as Requester;
const request: ApiRequest = {
	method: 'GET',
	version: 'v2',
	path: '/orders',
	pairs: [['status[is]', 'queued']],
	headers: { 'chargebee-business-entity-id': 'be' },
};

/** A page of orders with these IDs, and what it names as the next. */
const pageOf = (ids: readonly unknown[], next_offset?: unknown): Record<string, unknown> => ({
	list: ids.map((id) => ({ order: id === undefined ? { total: 1 } : { id } })),
	...(next_offset === undefined ? {} : { next_offset }),
});

const numbered = (from: number, to: number): string[] =>
	Array.from({ length: to - from }, (_, index) => `o${from + index}`);

/** Answers with these pages, one after the other; gives the pairs of each request. */
function serve(pages: Iterable<Record<string, unknown>>): Array<readonly Pair[]> {
	const asked: Array<readonly Pair[]> = [];
	const left = pages[Symbol.iterator]();
	send.mockImplementation(async (_requester, { pairs }) => {
		asked.push(pairs);
		const next = left.next();
		if (next.done === true) throw new Error('more was asked for than there is');
		return await Promise.resolve(next.value);
	});
	return asked;
}

interface Read {
	ids: unknown[];
	/** Whether there is more, by the last page that was handed out. */
	more: boolean | undefined;
}

async function readAll(limit = Number.POSITIVE_INFINITY): Promise<Read> {
	const read: Read = { ids: [], more: undefined };
	for await (const { entries, more } of readPages(requester, request, 'order', limit)) {
		read.ids.push(...entries.map(({ id }) => id));
		read.more = more;
	}
	return read;
}

async function failureOf(reading: Promise<unknown>): Promise<ApiError> {
	const failure = await reading.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(failure instanceof ApiError)) throw new Error(`Not refused, or otherwise: ${String(failure)}`);
	expect(failure.details.retryable).toBe(true);
	expect(failure.details.hint).toMatch(/^Try again; .+\.$/);
	return failure;
}

describe('one page', () => {
	const read = async (): Promise<unknown> => await readPage(requester, request, 'order', [['limit', '7']]);

	it('is asked for beside everything that the list is asked for', async () => {
		serve([pageOf(['a'], 'next')]);
		expect(await read()).toEqual({ entries: [{ id: 'a' }], nextOffset: 'next' });
		expect(send).toHaveBeenLastCalledWith(requester, {
			...request,
			pairs: [
				['limit', '7'],
				['status[is]', 'queued'],
			],
		});
	});

	it.each([undefined, null, ''])('is the last where its next_offset is %j', async (next) => {
		serve([pageOf(['a'], next)]);
		expect(await read()).toEqual({ entries: [{ id: 'a' }] });
	});

	it.each([0, 7, false, true, [], ['a'], {}])(
		'with a next_offset of %j is an error, not the last one',
		async (next) => {
			serve([pageOf(['a'], next)]);
			const failure = await failureOf(read());
			expect(failure.message).toContain(`next_offset is no text: ${JSON.stringify(next)}`);
			expect(failure.details.status).toBe(200);
		},
	);

	it('shows no more than the beginning of what it names in place of a text', async () => {
		serve([
			pageOf(
				['a'],
				Array.from({ length: 500 }, () => 1),
			),
		]);
		expect((await failureOf(read())).message.length).toBeLessThan(150);
	});

	it.each([[{}], [{ list: null }], [{ list: {} }], [{ list: 'o1' }], [{ orders: [] }]])(
		'that is %j holds no list, and is an error',
		async (body) => {
			serve([body]);
			expect((await failureOf(read())).message).toBe('Chargebee answered without a list');
		},
	);

	it.each([[{ invoice: { id: 'a' } }], [{ order: null }], [{ order: 'a' }], ['a'], [null], [['order']]])(
		'with an entry %j is an error',
		async (entry) => {
			serve([{ list: [{ order: { id: 'a' } }, entry] }]);
			expect((await failureOf(read())).message).toBe('Chargebee answered with a list that holds no order');
		},
	);
});

describe('a list, page by page', () => {
	it('is asked for with every parameter on every page, 100 entries a page', async () => {
		const asked = serve([pageOf(numbered(0, 100), 'second'), pageOf(numbered(100, 150))]);
		expect(await readAll()).toEqual({ ids: numbered(0, 150), more: false });
		expect(asked).toEqual([
			[
				['limit', '100'],
				['status[is]', 'queued'],
			],
			[
				['limit', '100'],
				['offset', 'second'],
				['status[is]', 'queued'],
			],
		]);
	});

	it('is read as far as its limit, and says whether there is more', async () => {
		const asked = serve([pageOf(numbered(0, 100), 'second'), pageOf(numbered(100, 120), 'third')]);
		expect(await readAll(120)).toEqual({ ids: numbered(0, 120), more: true });
		expect(asked.map(([size]) => size?.[1])).toEqual(['100', '20']);
		serve([pageOf(numbered(0, 20))]);
		expect(await readAll(20)).toEqual({ ids: numbered(0, 20), more: false });
		// A server that hands out more than it was asked for.
		serve([pageOf(numbered(0, 21))]);
		expect(await readAll(20)).toEqual({ ids: numbered(0, 20), more: true });
		expect(await readAll(0)).toEqual({ ids: [], more: undefined });
	});

	it('has an order once that comes on two pages or twice on one, in its first place', async () => {
		serve([pageOf(['a', 'b', 'a', 'c'], 'second'), pageOf(['c', 'd', 'b', 'e'])]);
		expect(await readAll()).toEqual({ ids: ['a', 'b', 'c', 'd', 'e'], more: false });
	});

	it('keeps entries without an ID of text, which cannot be told apart', async () => {
		serve([pageOf([undefined, 7, undefined], 'second'), pageOf([undefined, 7])]);
		expect(await readAll()).toEqual({ ids: [undefined, 7, undefined, undefined, 7], more: false });
	});

	it('that is cut by a limit has as many entries as it says, whatever comes again', async () => {
		const asked = serve([
			pageOf(numbered(0, 100), 'second'),
			pageOf(numbered(95, 105), 'third'),
			pageOf(numbered(103, 110), 'fourth'),
		]);
		expect(await readAll(110)).toEqual({ ids: numbered(0, 110), more: true });
		expect(asked.map(([size]) => size?.[1])).toEqual(['100', '10', '5']);
	});

	it('says that there is no more where nothing but what came before is left', async () => {
		serve([pageOf(['a', 'b', 'b', 'a'])]);
		expect(await readAll(2)).toEqual({ ids: ['a', 'b'], more: false });
	});

	it('goes on over empty pages, 999 of them in a row', async () => {
		function* pages(): Generator<Record<string, unknown>> {
			for (let page = 0; page < 999; page += 1) yield pageOf([], `empty ${page}`);
			yield pageOf(['a'], 'after a');
			for (let page = 0; page < 999; page += 1) yield pageOf([], `again ${page}`);
			yield pageOf(['b']);
		}
		serve(pages());
		expect(await readAll()).toEqual({ ids: ['a', 'b'], more: false });
	});

	it.each([
		['empty ones', []],
		['ones that came before', ['a']],
	])('ends with an error of its own after 1,000 pages in a row that are %s', async (_what, ids) => {
		function* pages(): Generator<Record<string, unknown>> {
			yield pageOf(['a'], 'first');
			for (let page = 0; ; page += 1) yield pageOf(ids, `page ${page}`);
		}
		const asked = serve(pages());
		const { message } = await failureOf(readAll());
		expect(message).toContain('1,000 empty pages in a row');
		expect(message).toContain('the rest of the list cannot be read');
		expect(asked).toHaveLength(1_001);
	});

	it('ends with an error where the same next page is named again', async () => {
		const asked = serve([pageOf(['a'], 'x'), pageOf(['b'], 'y'), pageOf(['c'], 'x')]);
		const { message } = await failureOf(readAll());
		expect(message).toBe('Chargebee named the same next page twice, so the rest of the list cannot be read');
		expect(asked).toHaveLength(3);
	});
});

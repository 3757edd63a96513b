import { setTimeout as delay } from 'node:timers/promises';
import type { RateLimitOptions, Sandbox } from './index';
import { startSandbox } from './index';
import { AnnouncedPauses } from './limits/announcedPauses';
import { RateLimit } from './limits/rateLimit';
import { RawClient } from './rawClient';

let sandbox: Sandbox;
let client: RawClient;

async function open(rateLimit?: RateLimitOptions): Promise<void> {
	sandbox = await startSandbox({ orders: 10, rateLimit });
	client = new RawClient(sandbox);
}
afterEach(() => sandbox.close());

const path = '/api/v2/orders/order_1';
const get = async (): Promise<number> => (await client.get(path)).status;

describe('a window', () => {
	it('takes so many requests, refuses those beyond, and is followed by a new one', async () => {
		await open({ perMinute: 3, windowMs: 100, retryAfter: '0' });
		const statuses = [await get(), await get(), await get()];
		while (statuses[statuses.length - 1] !== 429) statuses.push(await get());
		while (statuses[statuses.length - 1] === 429) statuses.push(await get());
		expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
		expect(sandbox.ledger.map(({ rateLimited }) => rateLimited)).toEqual(
			statuses.map((status) => (status === 429 ? 'perMinute' : undefined)),
		);
	});

	it('counts what was accepted, begins with its first request, and can be scaled', () => {
		let now = 0;
		const limit = new RateLimit({ perMinute: 2, windowMs: 100 }, () => now);
		const enter = (at: number): string | undefined => {
			now = at;
			return limit.enter()?.limit;
		};
		expect([50, 60, 70, 149, 150, 151, 152].map(enter)).toEqual([
			undefined,
			undefined,
			'perMinute',
			'perMinute',
			undefined,
			undefined,
			'perMinute',
		]);
	});

	it('is a minute by default', () => {
		let now = 1_763_812_800_500;
		const limit = new RateLimit({ perMinute: 1 }, () => now);
		limit.enter();
		now += 100;
		expect(limit.enter()).toEqual({ limit: 'perMinute', retryAfter: '60' });
		now += 59_899;
		expect(limit.enter()?.retryAfter).toBe('1');
		now += 1;
		expect(limit.enter()).toBeUndefined();
	});
});

it('refuses what is more than so many at once', async () => {
	await open({ concurrent: 2, retryAfter: 'none' });
	const givesUp = new AbortController();
	for (let number = 0; number < 2; number += 1) sandbox.script.faultOnce({ method: 'GET', path: /./ }, 'stall');
	const held = [0, 1].map(() => client.send('GET', path, undefined, {}, givesUp.signal).catch(() => 'given up'));
	while (sandbox.ledger.filter(({ worked }) => worked).length < 2) await new Promise(setImmediate);
	const refused = await client.get(path);
	expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
	expect(refused.body).toMatchObject({
		api_error_code: 'api_request_limit_exceeded',
		type: 'operation_failed',
		http_status_code: 429,
	});
	expect(sandbox.ledger.map(({ rateLimited }) => rateLimited)).toEqual([undefined, undefined, 'concurrent']);
	givesUp.abort();
	expect(await Promise.all(held)).toEqual(['given up', 'given up']);
	let status = 429;
	while (status === 429) status = await get();
	expect(status).toBe(200);
});

it('counts a request as in progress until its client gives up', async () => {
	await open({ concurrent: 1 });
	sandbox.script.faultOnce({ method: 'GET', path: /./ }, 'stall');
	expect((await client.overSocket('GET', path)).ended).toBe('silent');
	let status = 429;
	while (status === 429) status = await get();
	expect(status).toBe(200);
});

it('can be switched while it runs, and leaves canned answers alone', async () => {
	await open();
	expect(await get()).toBe(200);
	sandbox.script.rateLimit({ perMinute: 0 });
	sandbox.script.respondOnce({ method: 'GET', path: /./ }, { status: 204, body: '' });
	expect([await get(), await get()]).toEqual([204, 429]);
	sandbox.script.rateLimit();
	expect(await get()).toBe(200);
});

describe('Retry-After', () => {
	it.each([
		['seconds', /^[34]$/],
		['date', /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/],
		['0.05', /^0\.05$/],
		['soon', /^soon$/],
	])('%s', async (retryAfter, expected) => {
		await open({ perMinute: 0, windowMs: 4000, retryAfter });
		const header = (await client.get(path)).headers.get('retry-after') ?? '';
		expect(header).toMatch(expected);
		if (retryAfter === 'date') expect(Date.parse(header)).toBeGreaterThan(Date.now() + 2000);
	});

	it('is broken by a request that comes before it is over', async () => {
		await open({ perMinute: 1, windowMs: 60_000, retryAfter: '60', allowanceMs: 0 });
		const other = new RawClient(sandbox, sandbox.readOnlyKey);
		await get();
		expect(await get()).toBe(429);
		await delay(5);
		await other.get(path);
		await get();
		expect(sandbox.ledger.map(({ violations }) => violations.length)).toEqual([0, 0, 0, 1]);
		expect(sandbox.ledger[3]?.violations[0]).toMatch(/^sent \d+ ms before the Retry-After of a 429 was over$/);
		sandbox.resetLedger();
		await get();
		expect(sandbox.ledger[0]?.violations).toEqual([]);
	});

	it('of a canned 429 counts, too', async () => {
		await open({ allowanceMs: 0 });
		sandbox.script.respondOnce(
			{ method: 'GET', path: /./ },
			{ status: 429, headers: { 'retry-after': '9' }, body: {} },
		);
		await get();
		await delay(5);
		await get();
		expect(sandbox.ledger.map(({ violations }) => violations.length)).toEqual([0, 1]);
	});

	it('allows what was on its way, and times that are over', () => {
		const pauses = new AnnouncedPauses();
		pauses.announce('a', '2', 10_000);
		pauses.announce('a', 'soon', 10_000);
		pauses.announce('b', 'Thu, 01 Jan 1970 00:01:00 GMT', 10_000);
		expect([9000, 10_100, 10_101, 11_997, 11_998, 12_000].map((now) => pauses.brokenBy('a', now))).toEqual([
			0, 0, 1897, 1, 0, 0,
		]);
		expect([pauses.brokenBy('b', 59_000), pauses.brokenBy('c', 10_500)]).toEqual([998, 0]);
	});
});

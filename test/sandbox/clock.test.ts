import type { Sandbox, SandboxClock } from './index';
import { startSandbox } from './index';
import { RawClient } from './rawClient';

const start = Date.UTC(2026, 10, 22, 8, 30);

let now: number;
let slept: number[];
let sandbox: Sandbox;
let client: RawClient;

const clock: SandboxClock = {
	now: () => now,
	async sleep(ms) {
		slept.push(ms);
		now += ms;
	},
};

beforeEach(async () => {
	now = start;
	slept = [];
	sandbox = await startSandbox({ orders: 10, exportMs: 60_000, clock });
	client = new RawClient(sandbox);
});

afterEach(() => sandbox.close());

const path = '/api/v2/orders/order_1';
const retryAfter = async (): Promise<string | null> => (await client.get(path)).headers.get('retry-after');

describe('a clock of its own', () => {
	it('is that of the rate limit: a minute is over when the clock says so', async () => {
		sandbox.script.rateLimit({ perMinute: 1 });
		expect([await retryAfter(), await retryAfter()]).toEqual([null, '60']);
		now += 59_001;
		expect(await retryAfter()).toBe('1');
		now += 999;
		expect(await retryAfter()).toBeNull();
	});

	it('is that of dates, and of what the ledger notes', async () => {
		sandbox.script.rateLimit({ perMinute: 0, retryAfter: 'date', allowanceMs: 0 });
		expect(await retryAfter()).toBe('Sun, 22 Nov 2026 08:31:00 GMT');
		now += 57_000;
		await retryAfter();
		now += 60_000;
		await retryAfter();
		expect(sandbox.ledger.map(({ at }) => at)).toEqual([0, 57_000, 117_000]);
		expect(sandbox.ledger.map(({ violations }) => violations.length)).toEqual([0, 1, 0]);
	});

	it('is that of delays', async () => {
		sandbox.script.latency(90_000);
		expect((await client.get(path)).status).toBe(200);
		expect(slept).toEqual([90_000]);
	});

	it('is that of exports and of what is written', async () => {
		sandbox.script.nextExport({ archive: Buffer.from('any') });
		const { body } = await client.post('/api/v2/exports/orders');
		const { id } = (body as { export: { id: string } }).export;
		const status = async (): Promise<unknown> => (await client.get(`/api/v2/exports/${id}`)).body;
		expect(await status()).toMatchObject({ export: { status: 'in_process', created_at: start / 1000 } });
		now += 60_000;
		expect(await status()).toMatchObject({ export: { status: 'completed' } });
	});
});

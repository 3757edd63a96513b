import type { IDataObject, INodeExecutionData, INodeParameters, NodeApiError } from 'n8n-workflow';

import { startSandbox, type Order, type Sandbox } from '../sandbox';
import { SkippedTime } from '../support/skippedTime';

import { PollNode, type RegistrationOptions } from './harness/pollNode';
import { faultsOf } from './orderSandbox';

const events = /\/events$/;

let sandbox: Sandbox;
let time: SkippedTime;
let node: PollNode;

beforeEach(async () => {
	time = new SkippedTime();
	time.install();
	sandbox = await startSandbox({ orders: 3, clock: time });
	node = new PollNode({ url: sandbox.url, apiKey: sandbox.apiKey }, { events: ['order_created', 'order_updated'] });
});

afterEach(async () => {
	jest.restoreAllMocks();
	const faults = faultsOf(sandbox.ledger.filter(({ rateLimited }) => rateLimited === undefined));
	await sandbox.close();
	expect(faults).toEqual([]);
	expect(JSON.stringify(node.logs)).not.toContain(sandbox.apiKey);
});

/** The ID of each event's order. */
const ids = (items: INodeExecutionData[]): unknown[] => items.map(({ json }) => json.id);

function add(attributes?: Parameters<Sandbox['store']['addOrder']>[0]): string {
	return sandbox.store.addOrder(attributes).attributes.id;
}

/** Makes events without a write, one a second. */
function addEvents(number: number, order: Order = sandbox.store.addOrder()): void {
	for (let at = 0; at < number; at += 1) {
		sandbox.store.addEvent({
			event_type: 'order_updated',
			orderId: order.attributes.id,
			occurred_at: Math.floor(time.now() / 1000) + at,
		});
	}
}

async function failureOf(poll: Promise<unknown>): Promise<NodeApiError> {
	return await poll.then(
		() => {
			throw new Error('the poll did not fail');
		},
		(error: unknown) => error as NodeApiError,
	);
}

const warnings = (): string[] => node.logs.filter(({ level }) => level === 'warn').map(({ message }) => message);

/** Lets the next request to Chargebee's events fail, and every repeat of it. */
function failing(status: number): void {
	const body = { message: 'Not now', api_error_code: status === 429 ? 'api_request_limit_exceeded' : 'internal_error' };
	const headers: Record<string, string> = status === 429 ? { 'retry-after': '60' } : {};
	for (let tries = 0; tries < 20; tries += 1) {
		sandbox.script.respondOnce({ method: 'GET', path: events }, { status, headers, body });
	}
}

describe('polls', () => {
	it('begin with what happens from now on, and hand out each event once', async () => {
		add();
		const trigger = node.register();
		expect(await trigger.poll()).toEqual([]);
		const id = add();
		const [item, ...more] = await trigger.poll();
		expect(more).toEqual([]);
		expect(item?.json).toMatchObject({ id, status: 'queued', event: { type: 'order_created', source: 'api' } });
		expect(await trigger.poll()).toEqual([]);
	});

	it('read the chosen events from the second before the look-back on, the oldest first', async () => {
		add();
		const trigger = node.register();
		await trigger.poll();
		sandbox.resetLedger();
		await trigger.poll();
		const from = Math.floor(SkippedTime.start / 1000) - 300;
		expect(sandbox.ledger.map(({ query }) => Object.fromEntries(query))).toEqual([
			{
				limit: '100',
				'event_type[in]': '["order_created","order_updated"]',
				'occurred_at[after]': String(from - 1),
				'sort_by[asc]': 'occurred_at',
			},
		]);
	});

	it('begin at a point in time with all that happened since', async () => {
		const [first, second] = [add(), add()];
		node.parameters = { start: 'since', since: new Date(SkippedTime.start - 60_000).toISOString() };
		expect(ids(await node.register().poll())).toEqual([first, second]);
		node.parameters = { ...node.parameters, since: new Date(SkippedTime.start + 60_000).toISOString() };
		expect(await node.register().poll()).toEqual([]);
	});

	it('take what a filter leaves out for seen', async () => {
		node.parameters = { events: ['order_created'], options: { statuses: ['shipped'] } };
		const trigger = node.register();
		await trigger.poll();
		add();
		const shipped = add({ status: 'shipped' });
		expect(ids(await trigger.poll())).toEqual([shipped]);
		expect(Object.keys(trigger.data().seen as IDataObject)).toHaveLength(2);
	});

	it('end after as many events as are wanted, with their page, and go on with the next poll', async () => {
		node.parameters = { events: ['order_updated'], options: { maxEvents: 150 } };
		const trigger = node.register();
		await trigger.poll();
		addEvents(330);
		expect(await trigger.poll()).toHaveLength(200);
		expect(trigger.data()).toMatchObject({ behind: true });
		expect(await trigger.poll()).toHaveLength(130);
		expect(trigger.data()).toMatchObject({ behind: false });
	});

	it.each([
		['36 s, after four fifths of them', { budget: 36_000 }, 300],
		['five minutes, after 36 s', {}, 400],
		['without a bound, as in n8n 1, the same', { budget: undefined }, 400],
	])('where n8n allows %s, read no further page', async (_what, options: RegistrationOptions, number) => {
		const trigger = node.register(options);
		await trigger.poll();
		addEvents(600);
		sandbox.script.latency(9_700);
		expect(await trigger.poll()).toHaveLength(number);
		sandbox.script.latency(0);
		expect(await trigger.poll()).toHaveLength(600 + 1 - number);
	});

	it('that begin while another goes on give nothing, and ask nothing', async () => {
		const trigger = node.register();
		await trigger.poll();
		const id = add();
		sandbox.resetLedger();
		const polls = await Promise.all([trigger.poll(), trigger.poll()]);
		expect(polls.map(ids)).toEqual([[id], []]);
		expect(sandbox.ledger).toHaveLength(1);
		expect(await trigger.poll()).toEqual([]);
	});

	it('go on over a restart from what was stored', async () => {
		const before = node.register();
		await before.poll();
		add();
		await before.poll();
		const id = add();
		expect(ids(await node.register({ activation: 'init', data: before.data() }).poll())).toEqual([id]);
	});

	it('know where they began although n8n did not store it', async () => {
		await node.register().poll();
		const id = add();
		// A context of its own for each poll, as in the durable engine.
		const second = node.register({ activation: 'update', data: {} });
		expect(ids(await second.poll())).toEqual([id]);
	});

	it('begin anew at another site, and say so', async () => {
		const trigger = node.register();
		await trigger.poll();
		add();
		const elsewhere = { ...trigger.data(), site: 'https://acme.chargebee.com' };
		const other = new PollNode(node.credential, node.parameters);
		expect(await other.register({ data: elsewhere }).poll()).toEqual([]);
		expect(other.logs).toMatchObject([{ level: 'warn', message: expect.stringContaining('another site') }]);
		expect(await other.register({ data: { ...trigger.data(), stateVersion: 2 } }).poll()).toEqual([]);
	});

	it.each([
		['continue', 'activate', 1],
		['now', 'activate', 0],
		['now', 'init', 1],
	] as const)('with %s, where the workflow is published again (%s)', async (onPublish, activation, number) => {
		node.parameters = { ...node.parameters, options: { onPublish } };
		const before = node.register();
		await before.poll();
		add();
		const again = node.register({ activation, data: before.data() });
		expect(await again.poll()).toHaveLength(number);
		add();
		expect(await again.poll()).toHaveLength(1);
	});
});

describe('a poll that fails', () => {
	it('in its second page leaves what is remembered as it was, and loses nothing', async () => {
		const trigger = node.register();
		await trigger.poll();
		addEvents(150);
		const before = trigger.data();
		sandbox.script.rateLimit({ perMinute: 1 });
		const error = await failureOf(trigger.poll());
		expect(trigger.data()).toEqual(before);
		expect(error.message).toMatch(/longest wait set is 10 s/);
		expect(error.failure).toEqual({ cause: 'rate-limited', retryAfterMs: expect.any(Number) });
		sandbox.script.rateLimit();
		await time.sleep(60_000);
		expect(await trigger.poll()).toHaveLength(151);
	});

	it.each([
		[401, /^The API key is not valid for this site: check the key/, 'credential-invalid'],
		[403, /^The API key may not read events: use one that may$/, 'configuration-invalid'],
		[404, /^There is no Chargebee site of this name/, 'configuration-invalid'],
		[429, /^Not now/, 'rate-limited'],
		[503, /^Not now/, 'temporarily-unavailable'],
	])('for %i says what to do, and tells n8n why', async (status, message, cause) => {
		const trigger = node.register();
		failing(status);
		const error = await failureOf(trigger.poll());
		expect(error.message).toMatch(message);
		expect(error.message).not.toMatch(/authorization/i);
		expect(error.failure).toMatchObject({ cause });
		expect(trigger.data()).toEqual({});
	});

	it('for a moment repeats its request within ten seconds', async () => {
		sandbox.script.respondOnce({ method: 'GET', path: events }, { status: 503, body: '' });
		expect(await node.register().poll()).toEqual([]);
		expect(sandbox.ledger).toHaveLength(2);
		expect(time.now() - SkippedTime.start).toBeLessThan(10_000);
	});

	it.each(['init', 'leadershipChange'] as const)(
		'as the first one after a start (%s) is no end: the next one follows',
		async (activation) => {
			const before = node.register();
			sandbox.script.rateLimit({ perMinute: 1 });
			await before.poll();
			const id = add();
			const trigger = node.register({ activation, data: before.data() });
			expect(await trigger.poll()).toEqual([]);
			expect(warnings()).toEqual([
				expect.stringMatching(/^The first poll after the start failed, and the next one follows/),
			]);
			expect(trigger.data()).toEqual(before.data());
			expect(await failureOf(trigger.poll())).toMatchObject({ failure: { cause: 'rate-limited' } });
			sandbox.script.rateLimit();
			await time.sleep(60_000);
			expect(ids(await trigger.poll())).toEqual([id]);
		},
	);

	it('as the first one after a start is one where waiting does not help', async () => {
		failing(401);
		expect((await failureOf(node.register({ activation: 'init' }).poll())).message).toMatch(
			/^The API key is not valid/,
		);
	});

	it('as the first one after a person published it is one', async () => {
		failing(503);
		expect((await failureOf(node.register({ activation: 'activate' }).poll())).message).toMatch(/^Not now/);
	});

	const wrong: ReadonlyArray<[INodeParameters, RegExp]> = [
		[{ events: [] }, /^No event is chosen/],
		[{ events: ['order_create'] }, /^Events cannot be "order_create"/],
		[{ start: 'since', since: '' }, /^Since has no value/],
		[{ start: 'since', since: 'soon' }, /^Since is not a date/],
		[{ options: { lookBack: 61 } }, /^Look Back \(Minutes\) is 61/],
		[{ options: { maxEvents: 0 } }, /^Max Events per Run is 0/],
		[{ options: { onPublish: 'never' } }, /^When Published Again cannot be "never"/],
	];

	it.each(wrong)('for the parameters %j has asked nothing', async (parameters, message) => {
		node.parameters = parameters;
		const error = await failureOf(node.register().poll());
		expect(error.message).toMatch(message);
		expect(error.failure).toEqual({ cause: 'configuration-invalid' });
		expect(sandbox.ledger).toEqual([]);
	});
});

describe('by hand', () => {
	it('gives the newest event that would start the workflow, and leaves what is remembered alone', async () => {
		node.parameters = { ...node.parameters, options: { statuses: ['queued'] } };
		add();
		const newest = add();
		add({ status: 'shipped' });
		const data = { stateVersion: 1, site: sandbox.url, watermark: 1, from: 1, seen: {}, behind: false };
		expect(ids(await node.byHand(data))).toEqual([newest]);
		const trigger = node.register();
		await node.byHand();
		expect(trigger.data()).toEqual({});
	});

	it('says where there is none', async () => {
		expect((await failureOf(node.byHand())).message).toMatch(
			/^Chargebee has no such event yet: change an order there, or choose other events/,
		);
	});
});

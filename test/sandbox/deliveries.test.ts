import type { AddressInfo } from 'node:net';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { once } from 'node:events';
import type { Sandbox, SandboxClock, SandboxOptions } from './index';
import { startSandbox } from './index';
import { RawClient } from './rawClient';
import { repeatPauses } from './webhooks/deliveries';

/** What a receiver of deliveries was sent. */
interface Received {
	headers: IncomingHttpHeaders;
	body: string;
}

/** A clock whose sleepers wake when a test lets time pass. */
class HandClock implements SandboxClock {
	private time = Date.UTC(2026, 10, 22, 8, 30);
	private sleepers: Array<{ until: number; wake: () => void }> = [];

	readonly now = (): number => this.time;
	readonly sleep = async (ms: number, signal: AbortSignal): Promise<void> =>
		await new Promise((wake) => {
			this.sleepers.push({ until: this.time + ms, wake });
			signal.addEventListener('abort', () => wake());
		});

	/** How long until the next sleeper wakes, in milliseconds; none: undefined. */
	get next(): number | undefined {
		const [first] = this.sleepers.map(({ until }) => until - this.time).sort((one, other) => one - other);
		return first;
	}

	pass(ms: number): void {
		this.time += ms;
		const due = this.sleepers.filter(({ until }) => until <= this.time);
		this.sleepers = this.sleepers.filter(({ until }) => until > this.time);
		for (const { wake } of due) wake();
	}
}

let received: Received[];
let answers: Array<number | 'silence'>;
let receiver: Server;
let url: string;
let clock: HandClock;
let sandbox: Sandbox;

beforeEach(async () => {
	received = [];
	answers = [];
	clock = new HandClock();
	receiver = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
		request.on('end', () => {
			received.push({ headers: request.headers, body });
			const answer = answers.shift() ?? 200;
			if (answer !== 'silence') response.writeHead(answer).end();
		});
	}).listen(0, '127.0.0.1');
	await once(receiver, 'listening');
	url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
	await sandbox.close();
	receiver.closeAllConnections();
	await new Promise((resolve) => receiver.close(resolve));
});

async function start(options: SandboxOptions = {}): Promise<void> {
	sandbox = await startSandbox({ orders: 3, deliver: true, clock, ...options });
}

/** What a delivery says of its event. */
const contentOf = ({ body }: Received): unknown => {
	const { event_type, content } = JSON.parse(body) as { event_type: string; content: { order: { id: string } } };
	return `${event_type} ${content.order.id}`;
};
const tries = (): unknown =>
	sandbox.deliveries.map(({ try: number, status, failure }) => failure ?? `${number}:${status}`);

/** Lets a repeat begin that is due, and waits for its end. */
async function passTo(pause: number): Promise<void> {
	const before = sandbox.deliveries.length;
	while (clock.next === undefined) await new Promise(setImmediate);
	expect(clock.next).toBe(pause);
	clock.pass(pause);
	while (sandbox.deliveries.length === before) await new Promise(setImmediate);
	await sandbox.delivered();
}

it('brings each event to the endpoints that take it, with their credentials, one after the other', async () => {
	await start();
	const one = sandbox.store.addEndpoint({ url, auth: { username: 'n8n', password: 'a:b ü' } });
	const other = sandbox.store.addEndpoint({ url, enabled_events: ['order_cancelled'] });
	sandbox.store.addEndpoint({ url, disabled: true });
	await new RawClient(sandbox).post('/api/v2/orders/order_1', { note: 'x' });
	await sandbox.delivered();
	await new RawClient(sandbox).post('/api/v2/orders/order_2/cancel', { cancellation_reason: 'others' });
	await sandbox.delivered();
	expect(received.map(contentOf).sort()).toEqual([
		'order_cancelled order_2',
		'order_cancelled order_2',
		'order_updated order_1',
		'order_updated order_2',
	]);
	const [first] = received;
	expect(first?.headers).toMatchObject({
		'content-type': 'application/json;charset=utf-8',
		authorization: `Basic ${Buffer.from('n8n:a:b ü').toString('base64')}`,
	});
	expect(received.filter(({ headers }) => headers.authorization === undefined)).toHaveLength(1);
	const [, , cancelled] = sandbox.store.events.all();
	expect(cancelled).toMatchObject({
		event_type: 'order_cancelled',
		webhook_status: 'succeeded',
		webhooks: [
			{ id: one.attributes.id, webhook_status: 'succeeded' },
			{ id: other.attributes.id, webhook_status: 'succeeded' },
		],
	});
	const ofCancelled = sandbox.deliveries.filter(({ eventId }) => eventId === cancelled?.id);
	expect(ofCancelled.map(({ endpointId }) => endpointId)).toEqual([one.attributes.id, other.attributes.id]);
});

it('repeats seven times what is not answered with 2xx, on the clock of the sandbox', async () => {
	await start();
	sandbox.store.addEndpoint({ url });
	answers = [500, 302, 404, 401, 503, 429, 500, 500];
	const order = sandbox.store.addOrder();
	await sandbox.delivered();
	const status = (): unknown => sandbox.store.events.all()[0]?.webhook_status;
	const minutes = [2, 6, 30, 60, 300, 1440, 2880];
	expect(repeatPauses).toEqual(minutes.map((one) => one * 60_000));
	for (const pause of repeatPauses) {
		expect(status()).toBe('re_scheduled');
		await passTo(pause);
	}
	expect(tries()).toEqual(['1:500', '2:302', '3:404', '4:401', '5:503', '6:429', '7:500', '8:500']);
	expect([status(), clock.next]).toEqual(['failed', undefined]);
	expect(new Set(received.map(contentOf))).toEqual(new Set([`order_created ${order.attributes.id}`]));
	expect(sandbox.deliveries.map(({ at }) => at / 60_000)).toEqual([0, 2, 8, 38, 98, 398, 1838, 4718]);
});

it('repeats only at the endpoint that failed, until it answers', async () => {
	await start();
	const one = sandbox.store.addEndpoint({ url });
	const other = sandbox.store.addEndpoint({ url });
	answers = [200, 500, 204];
	sandbox.store.addOrder();
	await sandbox.delivered();
	await passTo(repeatPauses[0] ?? 0);
	expect(sandbox.deliveries.map(({ endpointId, status }) => [endpointId, status])).toEqual([
		[one.attributes.id, 200],
		[other.attributes.id, 500],
		[other.attributes.id, 204],
	]);
	expect([sandbox.store.events.all()[0]?.webhook_status, clock.next]).toEqual(['succeeded', undefined]);
});

it('does not try an endpoint again that was removed or disabled, and takes its credentials as they are', async () => {
	await start();
	const [removed, disabled, kept] = ['a', 'b', 'c'].map((name) => sandbox.store.addEndpoint({ name, url }));
	answers = [500, 500, 401];
	sandbox.store.addOrder();
	await sandbox.delivered();
	sandbox.script.removeEndpoint(removed?.attributes.id ?? '');
	sandbox.script.disableEndpoint(disabled?.attributes.id ?? '');
	Object.assign(kept?.auth ?? {}, { username: 'n8n', password: 'new' });
	await passTo(repeatPauses[0] ?? 0);
	expect(sandbox.deliveries.map(({ try: number, endpointId }) => [number, endpointId]).slice(3)).toEqual([
		[2, kept?.attributes.id],
	]);
	expect(received[3]?.headers.authorization).toBe(`Basic ${btoa('n8n:new')}`);
	expect(sandbox.store.events.all()[0]?.webhooks.map(({ webhook_status }) => webhook_status)).toEqual([
		'disabled',
		'disabled',
		'succeeded',
	]);
	expect(clock.next).toBeUndefined();
});

it('delivers to nobody what came before the endpoint, what was suppressed, and without the option', async () => {
	await start();
	sandbox.store.addOrder();
	sandbox.store.addEndpoint({ url });
	const suppressed = { 'chargebee-event-webhook': 'all-disabled' };
	await new RawClient(sandbox).post('/api/v2/orders/order_1', { note: 'x' }, suppressed);
	await sandbox.delivered();
	await sandbox.close();
	expect(received).toEqual([]);
	await start({ deliver: false });
	sandbox.store.addEndpoint({ url });
	sandbox.store.addOrder();
	await sandbox.delivered();
	expect([received, sandbox.store.events.all()[0]?.webhook_status]).toEqual([[], 'scheduled']);
});

it('repeats what was cut after the answer, or not awaited, though it reached the endpoint', async () => {
	await start();
	sandbox.store.addEndpoint({ url });
	sandbox.script.nextDelivery('cutAfterAnswer');
	sandbox.script.nextDelivery('timeout');
	answers = [200, 'silence', 200];
	sandbox.store.addOrder();
	await sandbox.delivered();
	for (const pause of repeatPauses.slice(0, 2)) await passTo(pause);
	expect(tries()).toEqual(['cut', 'timeout', '3:200']);
	expect(sandbox.deliveries.map(({ status }) => status)).toEqual([0, 0, 200]);
	while (received.length < 3) await new Promise(setImmediate);
	expect(received.map(({ body }) => (JSON.parse(body) as { webhook_status: string }).webhook_status)).toEqual([
		'scheduled',
		're_scheduled',
		're_scheduled',
	]);
});

it('gives up on an endpoint that is silent, breaks the connection, or is not there', async () => {
	await start({ deliveryTimeoutMs: 30 });
	const { attributes } = sandbox.store.addEndpoint({ url });
	answers = ['silence'];
	const order = sandbox.store.addOrder();
	await sandbox.delivered();
	receiver.prependOnceListener('request', (request) => request.socket.destroy());
	await passTo(repeatPauses[0] ?? 0);
	attributes.url = 'http://127.0.0.1:1/';
	await passTo(repeatPauses[1] ?? 0);
	expect(tries()).toEqual(['timeout', 'cut', 'unreachable']);
	expect(new Set(received.map(contentOf))).toEqual(new Set([`order_created ${order.attributes.id}`]));
});

it('writes the content in the version of the endpoint', async () => {
	await start();
	sandbox.store.addEndpoint({ url, api_version: 'v1' });
	sandbox.store.addOrder();
	await sandbox.delivered();
	const { api_version, content } = JSON.parse(received[0]?.body ?? '') as { api_version: string; content: object };
	expect(api_version).toBe('v1');
	expect(content).not.toHaveProperty('order.resource_version');
	expect(content).toHaveProperty('order.status');
});

describe('a script', () => {
	it('sends an event by hand, as it is or forged, as often as it is asked', async () => {
		await start({ deliver: false });
		sandbox.store.addEndpoint({ url, auth: { username: 'n8n', password: 'secret' } });
		const other = sandbox.store.addEndpoint({ url, disabled: true });
		sandbox.store.addOrder();
		const [event] = sandbox.store.events.all();
		const id = event?.id ?? '';
		expect(await sandbox.script.deliver(id)).toMatchObject([{ eventId: id, try: 0, status: 200 }]);
		await sandbox.script.deliver(id, { password: 'forged', times: 2 });
		await sandbox.script.deliver(id, { headers: { authorization: undefined, 'x-forged': 'yes' }, body: { id: 'x' } });
		await sandbox.script.deliver(id, { username: 'admin', body: 'no JSON' });
		expect(await sandbox.script.deliver(id, { endpointId: other.attributes.id })).toHaveLength(1);
		const basic = (text: string): string => `Basic ${btoa(text)}`;
		expect(received.map(({ headers }) => headers.authorization)).toEqual([
			basic('n8n:secret'),
			basic('n8n:forged'),
			basic('n8n:forged'),
			undefined,
			basic('admin:secret'),
			undefined,
		]);
		expect(received.map(({ body }) => body).slice(3, 5)).toEqual(['{"id":"x"}', 'no JSON']);
		expect(received[3]?.headers['x-forged']).toBe('yes');
		expect(received[0]?.body).toBe(received[2]?.body);
		expect(sandbox.deliveries).toHaveLength(6);
		await expect(sandbox.script.deliver('nope')).rejects.toThrow('no event nope');
		await expect(sandbox.script.deliver(id, { endpointId: 'nope' })).rejects.toThrow('takes');
	});

	it('holds deliveries back, and releases them in another order', async () => {
		await start();
		sandbox.store.addEndpoint({ url });
		const write = (ids: string[]): void => {
			sandbox.script.holdDeliveries();
			for (const id of ids) sandbox.store.addOrder({ id });
		};
		const sent = (): string[] => received.splice(0).map((one) => String(contentOf(one)).slice(-1));
		write(['a', 'b', 'c']);
		await sandbox.delivered();
		expect(sent()).toEqual([]);
		await sandbox.script.release('reverse');
		expect(sent()).toEqual(['c', 'b', 'a']);
		write(['d', 'e', 'f']);
		const [e] = sandbox.store.events.all().slice(4);
		await sandbox.script.release([e?.id ?? '']);
		expect(sent()).toEqual(['e', 'd', 'f']);
		write(['g', 'h']);
		await sandbox.script.release();
		sandbox.store.addOrder({ id: 'i' });
		await sandbox.delivered();
		expect(sent()).toEqual(['g', 'h', 'i']);
	});
});

it('ends with the sandbox: deliveries without an answer, repeats that are due in days', async () => {
	await start();
	sandbox.store.addEndpoint({ url });
	answers = [500, 'silence'];
	sandbox.store.addOrder();
	await sandbox.delivered();
	sandbox.store.addOrder();
	while (received.length < 2) await new Promise(setImmediate);
	await sandbox.close();
	expect(tries()).toEqual(['1:500']);
	clock.pass(repeatPauses[0] ?? 0);
	await new Promise(setImmediate);
	expect(received).toHaveLength(2);
});

it('forgets its deliveries with the ledger, in the same array', async () => {
	await start();
	const { deliveries } = sandbox;
	sandbox.store.addEndpoint({ url });
	sandbox.store.addOrder();
	await sandbox.delivered();
	expect(deliveries).toMatchObject([{ at: 0, try: 1, status: 200, ms: expect.any(Number) as number }]);
	sandbox.resetLedger();
	expect([deliveries.length, sandbox.deliveries]).toEqual([0, deliveries]);
});

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

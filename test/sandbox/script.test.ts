import { connect } from 'node:net';
import { once } from 'node:events';
import type { Sandbox } from './index';
import { startSandbox } from './index';
import { RawClient } from './rawClient';

let sandbox: Sandbox;
let client: RawClient;

beforeEach(async () => {
	sandbox = await startSandbox({ orders: 10 });
	client = new RawClient(sandbox);
});
afterEach(() => sandbox.close());

it('gives a canned answer once, to the request that fits', async () => {
	sandbox.script.respondOnce(
		{ method: 'POST', path: /\/orders\/order_1$/ },
		{ status: 503, headers: { 'retry-after': '2', 'content-type': 'text/html' }, body: '<h1>Busy</h1>' },
	);
	sandbox.script.respondOnce({ method: 'GET', path: /./ }, { status: 200, body: { list: [] } });
	expect((await client.get('/api/v2/orders')).body).toEqual({ list: [] });
	const answer = await client.post('/api/v2/orders/order_1', { note: 'x' });
	expect([answer.status, answer.headers.get('retry-after'), answer.body]).toEqual([503, '2', '<h1>Busy</h1>']);
	expect((await client.post('/api/v2/orders/order_1', { note: 'x' })).status).toBe(200);
	expect(sandbox.ledger.map(({ status, effect }) => [status, effect])).toEqual([
		[200, undefined],
		[503, undefined],
		[200, 'update order_1'],
	]);
});

it('counts requests in progress', async () => {
	sandbox.script.gather(6);
	await Promise.all(Array.from({ length: 6 }, () => client.get('/api/v2/orders/order_1')));
	expect(sandbox.maxInFlight).toBe(6);
	sandbox.resetLedger();
	for (let number = 0; number < 3; number += 1) await client.get('/api/v2/orders/order_1');
	expect(sandbox.maxInFlight).toBe(1);
	expect(sandbox.ledger).toHaveLength(3);
});

it('ends everything: idle connections, half-sent and delayed requests', async () => {
	const port = Number(new URL(sandbox.url).port);
	const idle = connect(port, '127.0.0.1');
	const halfSent = connect(port, '127.0.0.1');
	for (const socket of [idle, halfSent]) socket.on('error', () => undefined);
	await Promise.all([once(idle, 'connect'), once(halfSent, 'connect')]);
	halfSent.write('POST /api/v2/orders/order_1 HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nno');
	sandbox.script.latency(60_000);
	const delayed = client.get('/api/v2/orders').catch(() => 'broken');
	while (sandbox.ledger.length < 2) await new Promise(setImmediate);
	await sandbox.close();
	await delayed;
	await Promise.all([idle, halfSent].map(async (socket) => socket.destroyed || (await once(socket, 'close'))));
	await expect(fetch(sandbox.url)).rejects.toThrow();
});

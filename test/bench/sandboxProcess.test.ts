import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';

import { startSandboxProcess } from './processes';
import type { TlsFront } from './tlsFront';

const HOST = 'orders.example.com';

/** Asks the proxy for a way to a host, as HTTP clients do that speak TLS through it. */
async function tunnel({ proxy }: TlsFront, to: string): Promise<{ status: number | undefined; socket: Socket }> {
	const asked = request(proxy, { method: 'CONNECT', path: to }).end();
	const [{ statusCode }, socket] = (await once(asked, 'connect')) as [IncomingMessage, Socket];
	return { status: statusCode, socket };
}

it('is reached over TLS by a name that is not its own, counts what it is asked, and ends when it is stopped', async () => {
	const { url, apiKey, tls, counts, stop } = await startSandboxProcess({ orders: 3, host: HOST });
	if (tls === undefined) throw new Error('nothing stands in front of it');
	expect(url).toBe(`https://${HOST}`);
	const { socket } = await tunnel(tls, `${HOST}:443`);
	const asked = get(`${url}/api/v2/orders`, {
		auth: `${apiKey}:`,
		createConnection: () => connect({ socket, servername: HOST, ca: readFileSync(tls.certificate) }),
	});
	const [answer] = (await once(asked, 'response')) as [IncomingMessage];
	expect((JSON.parse(await text(answer)) as { list: unknown[] }).list).toHaveLength(3);
	expect(await counts()).toEqual({ requests: 1, refused: 0, orders: 3 });

	const elsewhere = await tunnel(tls, 'example.com:443');
	expect(elsewhere.status).toBe(403);
	elsewhere.socket.destroy();
	await stop();
	await expect(tunnel(tls, `${HOST}:443`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

it('delivers events one after the other to an address, with an ID of its own each', async () => {
	const ids: string[] = [];
	let [atOnce, mostAtOnce] = [0, 0];
	const receiver = createServer((asked, answer) => {
		atOnce += 1;
		mostAtOnce = Math.max(mostAtOnce, atOnce);
		void text(asked).then((body) => {
			ids.push((JSON.parse(body) as { id: string }).id);
			answer.writeHead(ids.length === 2 ? 500 : 200).end();
			atOnce -= 1;
		});
	}).listen(0, '127.0.0.1');
	await once(receiver, 'listening');
	const { deliver, stop } = await startSandboxProcess({ orders: 1 });
	const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
	expect(await deliver({ url, events: 3 })).toEqual([200, 500, 200]);
	expect([new Set(ids).size, mostAtOnce]).toEqual([3, 1]);
	await stop();
	receiver.close();
});

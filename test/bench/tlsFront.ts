import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';

import { generate } from 'selfsigned';

/** A way to a server of this machine by a public host's name, over TLS. */
export interface TlsFront {
	/** For `HTTPS_PROXY`: lets through that host only. */
	proxy: string;
	/** For `NODE_EXTRA_CA_CERTS`: the file of the certificate that the host shows. */
	certificate: string;
}

const ignore = (): void => undefined;

async function listening(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

/** Stands in for `https://<host>` with a certificate of its own, in front of a plain server; ends with the process. */
export async function startTlsFront(host: string, target: number): Promise<TlsFront> {
	const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
		algorithm: 'sha256',
		extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
	});
	const folder = mkdtempSync(join(process.env.CHARGEBEE_ORDERS_SCRATCH ?? tmpdir(), 'tls-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const certificate = join(folder, 'certificate.pem');
	writeFileSync(certificate, cert);

	const relay = createTlsServer({ key, cert, noDelay: true }, (socket) => {
		pipeline(socket, connect({ port: target, host: '127.0.0.1', noDelay: true }), socket, ignore);
	});
	const relayPort = await listening(relay);
	const proxy = createServer((_request, answer) => answer.writeHead(403).end());
	proxy.on('connect', ({ url }, socket, head) => {
		if (url !== `${host}:443`) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
		const onward = connect({ port: relayPort, host: '127.0.0.1', noDelay: true }, () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			onward.write(head);
			pipeline(socket, onward, socket, ignore);
		});
		onward.on('error', () => socket.destroy());
	});
	return { proxy: `http://127.0.0.1:${await listening(proxy)}`, certificate };
}

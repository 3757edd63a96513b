import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that hands requests on, and what passed through it. */
export interface ForwardingProxy {
	/** Host and port. */
	readonly address: string;
	readonly passed: Array<{ method: string; url: string; headers: IncomingHttpHeaders }>;
	close(): Promise<void>;
}

/** Starts a proxy for plain http on a free port of 127.0.0.1. */
export async function startForwardingProxy(): Promise<ForwardingProxy> {
	const passed: ForwardingProxy['passed'] = [];
	const server = createServer((incoming, outgoing) => {
		const { method = '', url = '', headers } = incoming;
		passed.push({ method, url, headers });
		if (!URL.canParse(url)) {
			outgoing.writeHead(400).end();
			return;
		}
		const onward = request(url, { method, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(outgoing);
		});
		onward.on('error', () => outgoing.destroy());
		incoming.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		address: `127.0.0.1:${port}`,
		passed,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

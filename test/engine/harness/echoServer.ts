import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that answers with what it was asked; `/401` and the like answer with that status, `/never` not at all. */
export interface EchoServer {
	url: string;
	/** The paths asked for, in order. */
	asked: string[];
	close(): Promise<void>;
}

/** Starts an echo server on a free port of 127.0.0.1. */
export async function startEchoServer(): Promise<EchoServer> {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		const path = request.url ?? '';
		asked.push(path);
		if (path === '/never') return;
		const key = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
		const status = Number(/^\/(\d{3})(\?|$)/.exec(path)?.[1] ?? 200);
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ path, key }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		asked,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

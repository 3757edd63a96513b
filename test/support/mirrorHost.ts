import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a mirror answers: with a status and a body that shows the request, with a redirect, or by hanging up. */
export type MirrorAnswer = { status: number; as: 'json' | 'html' } | { status: number; location: string } | 'cut';

/** A server that shows whoever asks all that it was sent, the credentials too, as a careless proxy does. */
export interface MirrorHost {
	readonly url: string;
	/** `method path`, and the user name that came with it. */
	readonly asked: Array<{ request: string; user: string }>;
	/** Connections, whether or not a request came over them. */
	readonly connections: number;
	answer(next: MirrorAnswer): void;
	reset(): void;
	close(): Promise<void>;
}

/** Starts a mirror on a free port of 127.0.0.1. */
export async function startMirrorHost(): Promise<MirrorHost> {
	const asked: MirrorHost['asked'] = [];
	let answer: MirrorAnswer = { status: 200, as: 'json' };
	let connections = 0;
	const server = createServer((request, response) => {
		const { authorization = '' } = request.headers;
		const user = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().replace(/:$/, '');
		asked.push({ request: `${request.method} ${request.url}`, user });
		if (answer === 'cut') {
			response.destroy();
			return;
		}
		if ('location' in answer) {
			response.writeHead(answer.status, { location: answer.location }).end();
			return;
		}
		const shown = `Refused: authorization: ${authorization} of the user ${user} (${encodeURIComponent(user)})`;
		const headers = { 'x-refused': shown, 'retry-after': '7' };
		if (answer.as === 'html') {
			response.writeHead(answer.status, { ...headers, 'content-type': 'text/html' }).end(`<h1>${shown}</h1>`);
			return;
		}
		const body = { message: shown, api_error_code: user, param: authorization, type: user, error_msg: shown };
		response.writeHead(answer.status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
	});
	server.on('connection', () => (connections += 1));
	// By default a connection ends after five idle seconds: on a busy machine just as a request goes out on it.
	server.keepAliveTimeout = 0;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		asked,
		get connections() {
			return connections;
		},
		answer: (next) => {
			answer = next;
		},
		reset() {
			asked.length = 0;
			connections = 0;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

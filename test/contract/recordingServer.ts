import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came over the socket. */
export interface RecordedRequest {
	method: string;
	path: string;
	/** Undecoded, without the question mark. */
	query: string;
	headers: Readonly<Record<string, string>>;
	/** Undecoded. */
	body: string;
}

/** A server that answers every request of orders, exports, webhook endpoints and events with success, and keeps what was sent. */
export interface RecordingServer {
	url: string;
	/** The requests since the last call, in order. */
	take(): RecordedRequest[];
	/** Offsets that the next lists name, one a page; without any a list ends with its first page. */
	nextOffsets: string[];
	close(): Promise<void>;
}

/** Where the one endpoint of the recording server sends to. */
export const recordedUrl = 'http://127.0.0.1:5678/webhook/7d1f9c3e/webhook';

/** What the real service would answer, as short as its clients accept it. */
export function answerTo({ method, path }: Pick<RecordedRequest, 'method' | 'path'>, nextOffset?: string): object {
	if (path.includes('/webhook_endpoints')) {
		const endpoint = { webhook_endpoint: { id: 'whe_1', url: recordedUrl } };
		return method === 'GET' && path.endsWith('/webhook_endpoints') ? { list: [endpoint] } : endpoint;
	}
	const more = nextOffset === undefined ? {} : { next_offset: nextOffset };
	if (path.endsWith('/events')) return { list: [], ...more };
	if (path.includes('/exports/')) return { export: { id: 'export_1', operation_type: 'orders', status: 'in_process' } };
	if (method === 'GET' && path.endsWith('/orders')) return { list: [{ order: { id: 'order_1' } }], ...more };
	return { order: { id: 'order_1', status: 'queued' } };
}

/** Starts a recording server on a free port of 127.0.0.1. */
export async function startRecordingServer(): Promise<RecordingServer> {
	const requests: RecordedRequest[] = [];
	const nextOffsets: string[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const [path = '', query = ''] = (request.url ?? '').split('?');
			const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
			const recorded = {
				method: request.method ?? '',
				path,
				query,
				headers,
				body: Buffer.concat(chunks).toString('utf8'),
			};
			requests.push(recorded);
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify(answerTo(recorded, nextOffsets.shift())));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		take: () => requests.splice(0),
		nextOffsets,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

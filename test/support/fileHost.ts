import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from '../sandbox';

type Answer = (response: ServerResponse) => void;

/** A host of files that misbehaves as told, in place of the sandbox's own download server. */
export interface FileHost {
	readonly url: string;
	/** The headers of each request, in order. */
	readonly asked: IncomingHttpHeaders[];
	/** What the next requests get; the last one stays. */
	answers(...answers: Answer[]): void;
	close(): Promise<void>;
}

/** Starts a file host on a free port of 127.0.0.1. */
export async function startFileHost(): Promise<FileHost> {
	const asked: IncomingHttpHeaders[] = [];
	let answers: Answer[] = [];
	const server = createServer((request, response) => {
		asked.push(request.headers);
		const answer = answers.length > 1 ? answers.shift() : answers[0];
		if (answer === undefined) response.writeHead(500).end();
		else answer(response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/export.zip`,
		asked,
		answers: (...next) => {
			answers = next;
			asked.length = 0;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** An answer with these bytes. */
export function bytes(content: Uint8Array | string, type = 'application/zip', status = 200): Answer {
	return (response) => {
		response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(content) }).end(content);
	};
}

/** An answer of this status, with nothing in it. */
export function status(code: number, headers: Record<string, string> = {}): Answer {
	return (response) => {
		response.writeHead(code, headers).end();
	};
}

/** The first half of the bytes, and then the connection breaks. */
export function broken(content: Uint8Array): Answer {
	return (response) => {
		response.writeHead(200, { 'content-length': content.length });
		response.write(content.subarray(0, content.length / 2), () => response.destroy());
	};
}

/** The first half of the bytes, and then nothing more. */
export function stalled(content: Uint8Array): Answer {
	return (response) => {
		response.writeHead(200, { 'content-length': content.length });
		response.write(content.subarray(0, content.length / 2));
	};
}

/** The API's answers to the next looks at an export: it is completed, and its file is at these addresses. */
export function offer(sandbox: Sandbox, ...urls: string[]): void {
	for (const download_url of urls) {
		const download = { download_url, mime_type: 'application/zip', valid_till: 1_800_000_000, object: 'download' };
		const body = { export: { id: 'exp_1', operation_type: 'Orders', status: 'completed', object: 'export', download } };
		sandbox.script.respondOnce({ method: 'GET', path: /\/exports\// }, { status: 200, body });
	}
}

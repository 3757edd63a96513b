import { connect } from 'node:net';
import type { Sandbox } from './index';

export interface RawAnswer {
	status: number;
	headers: Headers;
	/** The parsed JSON, or the text where it is none. */
	body: unknown;
}

/** What came over a socket until it ended, or fell silent. */
export interface SocketAnswer {
	/** The status line and the headers, as text; empty where nothing came. */
	head: string;
	body: Buffer;
	/** The bytes in the pieces that they came in. */
	pieces: Buffer[];
	/** 'silent' when a fault kept the connection open and nothing came for `SILENCE_MS`. */
	ended: 'closed' | 'reset' | 'silent';
}

const SILENCE_MS = 300;

type Pairs = Record<string, string> | Array<[string, string]>;

/** Talks to the sandbox with nothing between a test and the wire: form fields are sent under the names that are given. */
export class RawClient {
	constructor(
		private readonly sandbox: Sandbox,
		private readonly key = sandbox.apiKey,
	) {}

	/** `path` begins at the origin, e.g. `/api/v2/orders`. */
	async get(path: string, query: Pairs = {}, headers: Record<string, string> = {}): Promise<RawAnswer> {
		const search = new URLSearchParams(query).toString();
		return await this.send('GET', search === '' ? path : `${path}?${search}`, undefined, headers);
	}

	async post(path: string, form: Pairs = {}, headers: Record<string, string> = {}): Promise<RawAnswer> {
		const body = new URLSearchParams(form).toString();
		return await this.send('POST', path, body, { 'content-type': 'application/x-www-form-urlencoded', ...headers });
	}

	/** Sends a request on a connection of its own, and takes whatever comes. */
	async overSocket(
		method: string,
		path: string,
		form: Pairs = {},
		headers: Record<string, string> = {},
	): Promise<SocketAnswer> {
		const body = new URLSearchParams(form).toString();
		const authorization = `Basic ${Buffer.from(`${this.key}:`).toString('base64')}`;
		const all = {
			host: 'sandbox',
			authorization,
			'content-type': 'application/x-www-form-urlencoded',
			'content-length': String(body.length),
			connection: 'close',
			...headers,
		};
		const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
		return await takeAll(this.sandbox, `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
	}

	async send(
		method: string,
		path: string,
		body?: string,
		headers: Record<string, string> = {},
		signal?: AbortSignal,
	): Promise<RawAnswer> {
		const authorization = `Basic ${Buffer.from(`${this.key}:`).toString('base64')}`;
		const sent = { authorization, ...headers };
		const response = await fetch(this.sandbox.url + path, { method, body, headers: sent, signal });
		const text = await response.text();
		const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
		return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
	}
}

export interface OrderAnswer {
	[attribute: string]: unknown;
	id: string;
	status: string;
	created_at: number;
	updated_at?: number;
}

/** The order in an answer. */
export function orderIn(answer: RawAnswer): OrderAnswer {
	return (answer.body as { order: OrderAnswer }).order;
}

/** The orders in an answer of a list. */
export function ordersIn(answer: RawAnswer): OrderAnswer[] {
	return (answer.body as { list: Array<{ order: OrderAnswer }> }).list.map(({ order }) => order);
}

/** The offset of the next page. */
export function nextOffsetIn(answer: RawAnswer): string | undefined {
	return (answer.body as { next_offset?: string }).next_offset;
}

/** Follows a list to its end; stops with an error after `most` pages. */
export async function allPages(
	client: RawClient,
	path: string,
	query: Record<string, string>,
	most = 100,
): Promise<RawAnswer[]> {
	const pages: RawAnswer[] = [];
	let offset: string | undefined;
	do {
		const page = await client.get(path, offset === undefined ? query : { ...query, offset });
		pages.push(page);
		offset = nextOffsetIn(page);
		if (pages.length > most) throw new Error(`the list has more than ${most} pages`);
	} while (offset !== undefined);
	return pages;
}

/** Writes a request to a socket of the API, or of another origin, and takes whatever comes. */
export async function takeAll({ url, ledger }: Sandbox, request: string, origin = url): Promise<SocketAnswer> {
	const socket = connect(Number(new URL(origin).port), '127.0.0.1');
	const pieces: Buffer[] = [];
	const ended = await new Promise<SocketAnswer['ended']>((resolve) => {
		socket.setTimeout(SILENCE_MS, () => {
			const { server, fault, worked } = ledger[ledger.length - 1] ?? {};
			// A busy machine is silent, too, before it has come to the fault.
			if ((server === 'api' ? worked : fault) === undefined) socket.setTimeout(SILENCE_MS);
			else resolve('silent');
		});
		socket.on('data', (piece: Buffer) => pieces.push(piece));
		socket.once('end', () => resolve('closed'));
		socket.once('error', () => resolve('reset'));
		socket.write(request);
	});
	socket.destroy();
	const bytes = Buffer.concat(pieces);
	const blank = bytes.indexOf('\r\n\r\n');
	return { head: bytes.toString('latin1', 0, Math.max(0, blank)), body: bytes.subarray(blank + 4), pieces, ended };
}

import type { AddressInfo } from 'node:net';

import Fastify from 'fastify';

/** What the model is to say: a tool to call with its arguments, or the answer. */
export type Line = { tool: string; arguments: Record<string, unknown> } | { answer: string };

interface Message {
	role: string;
	content: unknown;
}

interface Tool {
	function: {
		name: string;
		description: string;
		parameters: { properties: Record<string, unknown>; required?: string[] };
	};
}

interface Completion {
	messages: Message[];
	tools?: Tool[];
	stream?: boolean;
}

/** A server with the API of OpenAI's chat models, whose model says what it was told beforehand. */
export interface ChatModel {
	/** To be given as base URL. */
	url: string;
	/** What it was asked so far. */
	asked: Completion[];
	/** What the tools answered, as the model got to read it. */
	toolTexts(): string[];
	/** The same, where all of it is JSON. */
	toolAnswers(): unknown[];
	/** Says these lines next, one for each request. */
	say(...lines: Line[]): void;
	close(): Promise<void>;
}

/** Starts the server on a free port. */
export async function startChatModel(): Promise<ChatModel> {
	const server = Fastify();
	const asked: Completion[] = [];
	const next: Line[] = [];
	server.post<{ Body: Completion }>('/v1/chat/completions', async ({ body }, reply) => {
		asked.push(body);
		const line = next.shift() ?? { answer: 'I have nothing to say.' };
		const message = { role: 'assistant', ...messageOf(line, asked.length) };
		const finish_reason = 'tool' in line ? 'tool_calls' : 'stop';
		const about = { id: `chat-${asked.length}`, created: 1, model: 'scripted' };
		if (body.stream !== true) {
			const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
			return { ...about, object: 'chat.completion', usage, choices: [{ index: 0, message, finish_reason }] };
		}
		const chunks = [
			{ index: 0, delta: message },
			{ index: 0, delta: {}, finish_reason },
		].map((choice) => JSON.stringify({ ...about, object: 'chat.completion.chunk', choices: [choice] }));
		return await reply
			.type('text/event-stream')
			.send([...chunks, '[DONE]'].map((chunk) => `data: ${chunk}\n\n`).join(''));
	});
	await server.listen({ host: '127.0.0.1', port: 0 });
	const { port } = server.server.address() as AddressInfo;
	const toolTexts = (): string[] =>
		(asked.at(-1)?.messages ?? []).filter(({ role }) => role === 'tool').map(({ content }) => String(content));
	return {
		url: `http://127.0.0.1:${port}/v1`,
		asked,
		toolTexts,
		toolAnswers: () => toolTexts().map((text): unknown => JSON.parse(text)),
		say: (...lines) => void next.push(...lines),
		close: async () => await server.close(),
	};
}

function messageOf(line: Line, number: number): object {
	if ('answer' in line) return { content: line.answer };
	const call = { name: line.tool, arguments: JSON.stringify(line.arguments) };
	return { content: null, tool_calls: [{ index: 0, id: `call-${number}`, type: 'function', function: call }] };
}

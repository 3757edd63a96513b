import type { INodeParameters } from 'n8n-workflow';

import type { CredentialInput } from '../engine/harness/packageTypes';
import { runNode } from '../engine/harness';
import type { RecordedRequest, RecordingServer } from './recordingServer';

/** Runs the node in n8n's engine on one item; fails where the node does. */
export async function runOnce(parameters: INodeParameters, credential: CredentialInput): Promise<void> {
	const { status, error } = await runNode({ parameters, credential });
	if (status !== 'success')
		throw new Error(`The node ended with ${status}: ${error?.message ?? ''} ${error?.description ?? ''}`);
}

/** Every request that the node sends to the server for the given parameters. */
export async function nodeRequests(server: RecordingServer, parameters: INodeParameters): Promise<RecordedRequest[]> {
	await runOnce(parameters, { environment: 'custom', baseUrl: server.url, apiKey: 'k' });
	return server.take();
}

/** The one request of a run or a call that is to send exactly one. */
export function only(requests: readonly RecordedRequest[]): RecordedRequest {
	const [request, ...more] = requests;
	if (request === undefined || more.length > 0) throw new Error(`${requests.length} requests instead of one`);
	return request;
}

/** The value of a resource locator into which an ID was typed. */
export function byId(value: string): INodeParameters {
	return { __rl: true, mode: 'id', value };
}

/** A form or query as decoded pairs, in order. */
export function decodedPairs(encoded: string): Array<[string, string]> {
	return [...new URLSearchParams(encoded)];
}

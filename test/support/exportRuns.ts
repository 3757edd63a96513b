import axios, { type InternalAxiosRequestConfig } from 'axios';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runNode, type NodeRun, type NodeRunOptions } from '../engine/harness';
import type { LedgerEntry, Sandbox } from '../sandbox';

/** The two ways into the node: n8n's engine, and an agent's tool over n8n's routing. */
export const paths: ReadonlyArray<[string, Pick<NodeRunOptions, 'path' | 'settings'>]> = [
	['in the engine', { path: 'custom' }],
	['as a tool over routing', { path: 'routing', settings: { type: 'n8n-nodes-chargebee-orders.chargebeeOrdersTool' } }],
];

export interface ExportRunOptions extends Partial<Omit<NodeRunOptions, 'parameters'>> {
	parameters?: INodeParameters;
	/** Values of the collection `options`, beside looking ten times a second. */
	options?: INodeParameters;
}

/** A run of one export operation, with the JSON of its first output at hand. */
export interface ExportRun extends NodeRun {
	json: IDataObject[];
}

/** Runs an export operation against the sandbox. */
export async function runExport(
	sandbox: Sandbox,
	operation: 'start' | 'get' | 'download' | 'startAndDownload',
	{ parameters, options, ...rest }: ExportRunOptions = {},
): Promise<ExportRun> {
	const run = await runNode({
		credential: { url: sandbox.url, apiKey: sandbox.apiKey },
		...rest,
		parameters: { resource: 'export', operation, ...parameters, options: { pollInterval: 0.1, ...options } },
	});
	return { ...run, json: (run.output[0] ?? []).map((item) => item.json) };
}

/** The requests in short: `POST /api/v2/exports/orders`. */
export function requests(sandbox: Sandbox): string[] {
	return sandbox.ledger.map(({ server, method, path }) => (server === 'api' ? `${method} ${path}` : 'download'));
}

/** The requests that started an export. */
export function starts(sandbox: Sandbox): LedgerEntry[] {
	return sandbox.ledger.filter(({ method }) => method === 'POST');
}

/** What no client may do and no parameter that the API does not know: empty after a good run. */
export function complaints(sandbox: Sandbox): string[] {
	return sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations]);
}

/** The ids of the exports that the sandbox has, in the order of their start. */
export function exportIds(sandbox: Sandbox): string[] {
	return [...sandbox.store.exports.all()].map(({ id }) => id);
}

/** The text of the one hint of a run. */
export function hintOf(run: NodeRun): string {
	return run.hints.map(({ message }) => message).join('\n');
}

/** The messages of the log. */
export function logged(run: NodeRun): string[] {
	return run.logs.map(({ message }) => message);
}

/** The details of the error that ended a run. */
export function detailsOf(run: NodeRun): unknown {
	return run.error !== undefined && 'context' in run.error ? run.error.context.details : undefined;
}

/**
 * Puts an export in place of every answer, whatever the host; nothing reaches the network. `jest.restoreAllMocks` ends it.
 * @param found the export as it is at this request
 */
export function answerEverywhere(found: (request: InternalAxiosRequestConfig) => IDataObject): void {
	jest.replaceProperty(axios.defaults, 'adapter', async (config: InternalAxiosRequestConfig) => {
		const data = JSON.stringify({ export: found(config) });
		return { status: 200, statusText: 'OK', headers: {}, config, request: {}, data };
	});
}

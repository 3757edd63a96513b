import { clock } from '../async/clock';
import type { Call } from '../Call';
import { encodeId } from '../encode/path';
import { ApiError } from '../errors/ApiError';
import { send } from '../transport/send';
import { isRecord } from '../values';

/** The longest ID of an export, in characters. */
const EXPORT_ID_LENGTH = 50;

/**
 * The ID of an export as a segment of a path.
 * @throws InputError where it is no ID
 */
export function exportSegment(id: unknown): string {
	return encodeId(id, 'Export ID', EXPORT_ID_LENGTH);
}

/** Chargebee asks for ten seconds between two looks at an export; a proxy or the sandbox may allow less. */
export const LEAST_INTERVAL = { chargebee: 10_000, custom: 100 } as const;

/** An export as Chargebee describes it; everything it sends is kept. */
export interface Export extends Record<string, unknown> {
	readonly id: string;
	readonly status: string;
}

/**
 * The export of an answer.
 * @throws ApiError where the answer holds none
 */
export function exportOf(body: Readonly<Record<string, unknown>>): Export {
	const found = body.export;
	if (!isRecord(found) || typeof found.id !== 'string' || typeof found.status !== 'string') {
		throw new ApiError('Chargebee answered without an export', {
			status: 200,
			hint: 'A proxy may change the answers; try again.',
			retryable: true,
		});
	}
	return { ...found, id: found.id, status: found.status };
}

/** `GET /api/v2/exports/{id}`: the export as it is now. */
export async function readExport(call: Call, id: unknown, headers: Readonly<Record<string, string>>): Promise<Export> {
	const path = `/exports/${exportSegment(id)}`;
	return exportOf(await send(call, { method: 'GET', version: 'v2', path, pairs: [], headers }));
}

/** The public address of a completed export's file. */
export function downloadUrl(found: Export): string {
	const url = isRecord(found.download) ? found.download.download_url : undefined;
	if (typeof url === 'string' && url !== '') return url;
	throw new ApiError(`Export ${found.id} is ${found.status} but has no file to download`, {
		exportId: found.id,
		retryable: true,
		hint: 'Run Download with this export ID again, or start the export anew.',
	});
}

/** Names the export in the error of anything that fails after it was started, so that an error branch can go on with Download. */
export async function aboutExport<Result>(id: string, work: Promise<Result>): Promise<Result> {
	return await work.catch((reason: unknown) => {
		if (reason instanceof ApiError && reason.details.exportId === undefined) {
			throw new ApiError(reason.message, { ...reason.details, exportId: id });
		}
		throw reason;
	});
}

/** How long and how often to look, in milliseconds. */
export interface Waiting {
	readonly longest: number;
	readonly interval: number;
}

/** An export that is completed, and how long that took, in milliseconds. */
export interface Finished {
	readonly found: Export;
	readonly waited: number;
}

/**
 * Looks at an export until it is completed: at once, and then no faster than Chargebee asks.
 *
 * @throws ApiError where it failed, or is not done after the longest wait; each names the export. CanceledError when n8n
 * stops the execution
 */
export async function waitForExport(
	call: Call,
	id: string,
	headers: Readonly<Record<string, string>>,
	waiting: Waiting,
): Promise<Finished> {
	return await aboutExport(id, looked(call, id, headers, waiting));
}

async function looked(
	call: Call,
	id: string,
	headers: Readonly<Record<string, string>>,
	waiting: Waiting,
): Promise<Finished> {
	const least = call.site.custom ? LEAST_INTERVAL.custom : LEAST_INTERVAL.chargebee;
	const interval = Math.max(waiting.interval, least);
	const began = clock.now();
	for (;;) {
		const found = await readExport(call, id, headers);
		const waited = clock.now() - began;
		const seconds = Math.round(waited / 1000);
		if (found.status === 'completed') return { found, waited };
		if (found.status === 'failed') {
			throw new ApiError(`Chargebee reports that export ${id} failed, after ${seconds} s`, {
				exportId: id,
				retryable: true,
				hint: 'Chargebee gives no reason. Start the export again; with narrower filters it has less to do.',
			});
		}
		// The last look comes when the time is up, unless that would be sooner than Chargebee wants it.
		const pause = Math.min(interval, waiting.longest - waited);
		if (pause < least) {
			throw new ApiError(`Export ${id} is still ${found.status.replace('_', ' ')} after ${seconds} s`, {
				exportId: id,
				retryable: true,
				hint: 'It goes on in Chargebee: run Download with this export ID, or raise Maximum Wait in Options.',
			});
		}
		call.progress(`Export ${id} is ${found.status.replace('_', ' ')} after ${seconds} s`);
		await clock.sleep(pause, call.signal);
	}
}

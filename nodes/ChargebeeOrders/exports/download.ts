import { UserError, type INodeExecutionData } from 'n8n-workflow';

import { clock } from '../async/clock';
import type { Call } from '../Call';
import { ApiError, CanceledError } from '../errors/ApiError';

import { hasEndOfCentralDirectory, TAIL_BYTES } from './archive';
import { fileError } from './ExportFileError';
import { throwBroken, FETCH_AGAIN, ExpiredUrlError, openDownload, type Download } from './fetchFile';
import type { StoredFile } from './storedArchive';
import { downloadUrl, readExport, type Export } from './waitForExport';

/** Tries of one download; nothing is changed by it, so it is repeated freely. */
const MOST_TRIES = 4;
const FIRST_DELAY = 500;

/** The largest ZIP that is held in memory while its rows are read, in bytes. */
const MOST_BYTES_IN_MEMORY = 512 * 1024 ** 2;

/**
 * Runs `use` on an open download until it works, with a new address where the old one has run out.
 * @param use resolves to the result, or rejects with an ApiError whose `retryable` says whether to try again
 */
async function withDownload<Result>(
	call: Call,
	found: Export,
	headers: Readonly<Record<string, string>>,
	use: (download: Download) => Promise<Result>,
): Promise<Result> {
	let current = found;
	for (let tries = 1; ; tries++) {
		const result: { value: Result } | { reason: unknown } = await openDownload(call, downloadUrl(current))
			.then(async (download) => await use(download).finally(() => download.stream.destroy()))
			.then(
				(value) => ({ value }),
				(reason: unknown) => ({ reason }),
			);
		if (call.signal?.aborted === true) throw new CanceledError();
		if ('value' in result) return result.value;
		const { reason } = result;
		if (!(reason instanceof ApiError) || reason.details.retryable !== true || tries >= MOST_TRIES) throw reason;
		call.progress(`${reason.message}; fetching the file of export ${found.id} again`);
		if (reason instanceof ExpiredUrlError) current = await readExport(call, found.id, headers);
		else await clock.sleep(FIRST_DELAY * 2 ** tries, call.signal);
	}
}

function requireWhole(received: number, announced: number | undefined): void {
	if (announced !== undefined && received < announced) {
		throw new ApiError(`The download ended after ${received} of ${announced} bytes`, FETCH_AGAIN);
	}
}

/** Reads a stream chunk by chunk; a connection that breaks is an ApiError. Reading no further closes the stream. */
async function* chunksOf(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
	const iterator = stream[Symbol.asyncIterator]();
	try {
		for (;;) {
			const next = await iterator.next().catch(throwBroken);
			if (next.done === true) return;
			if (next.value instanceof Uint8Array) yield next.value;
		}
	} finally {
		await iterator.return?.();
	}
}

/**
 * Downloads the whole ZIP into memory and reads it; where what came turns out not to be sound, it is fetched again.
 * @param read reads the ZIP; rejects with an ApiError whose `retryable` says whether to fetch it again
 */
export async function downloadAndRead<Result>(
	call: Call,
	found: Export,
	headers: Readonly<Record<string, string>>,
	read: (zip: Uint8Array) => Promise<Result>,
): Promise<Result> {
	return await withDownload(call, found, headers, async ({ stream, length }) => {
		const chunks: Uint8Array[] = [];
		let received = 0;
		for await (const chunk of chunksOf(stream)) {
			received += chunk.length;
			if (received > MOST_BYTES_IN_MEMORY) {
				stream.destroy();
				throw new ApiError('The ZIP file of the export is larger than 512 MB', {
					retryable: false,
					hint: 'Choose File as output, or narrow the filters of the export.',
				});
			}
			chunks.push(chunk);
		}
		requireWhole(received, length);
		const bytes = Buffer.concat(chunks, received);
		chunks.length = 0;
		if (!hasEndOfCentralDirectory(bytes.subarray(-TAIL_BYTES), received))
			throw new ApiError('The ZIP file of the export is cut off', FETCH_AGAIN);
		return await read(bytes);
	});
}

type BinaryData = Awaited<ReturnType<Call['functions']['helpers']['prepareBinaryData']>>;

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

/** What n8n stored, wherever it keeps binary data: its end, and a way to read it again. */
async function storedFile(call: Call, data: BinaryData): Promise<StoredFile> {
	const { id } = data;
	if (id === undefined) {
		const bytes = Buffer.from(data.data, 'base64');
		return { tail: bytes, total: bytes.length, open: async () => onePiece(bytes) };
	}
	const open = async (): Promise<AsyncIterable<Uint8Array>> =>
		chunksOf(await call.functions.helpers.getBinaryStream(id));
	let tail = Buffer.alloc(0);
	let total = 0;
	for await (const chunk of await open()) {
		total += chunk.length;
		tail = Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES);
	}
	return { tail, total, open };
}

/** What the file system says when it takes no more, or nothing at all. */
const STORAGE_CODES: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOTDIR'];

/** Tells a file that n8n cannot store, its binary data being full or its limit reached, from a connection that broke. */
function notStored(reason: unknown): never {
	const code = reason instanceof Error && 'code' in reason ? reason.code : undefined;
	const ofStorage = reason instanceof UserError || STORAGE_CODES.includes(code);
	if (!ofStorage || !(reason instanceof Error)) return throwBroken(reason);
	throw new ApiError(`n8n could not store the file of the export: ${reason.message}`, {
		retryable: false,
		hint: 'The export itself is ready: when n8n has room for binary data, run Download with its ID.',
	});
}

/** `chargebee-credit-notes-__test__KyVnHhSBWTF7H8v.zip`: what Chargebee says was exported, and the ID. */
function fileName({ id, operation_type: given }: Export): string {
	const exported = typeof given === 'string' ? given.toLowerCase().match(/[a-z0-9]+/g) : null;
	return `chargebee-${exported?.join('-').slice(0, 50) ?? 'export'}-${id.replace(/[^A-Za-z0-9_-]/g, '_')}.zip`;
}

/**
 * Streams the ZIP into n8n's binary data and verifies it there, its end first and then the checksum of every entry, so
 * that a file that was cut off or damaged never looks done.
 */
export async function downloadFile(
	call: Call,
	found: Export,
	headers: Readonly<Record<string, string>>,
	field: string,
): Promise<INodeExecutionData> {
	return await withDownload(call, found, headers, async ({ stream, length }) => {
		const name = fileName(found);
		const stored = await call.functions.helpers.prepareBinaryData(stream, name, 'application/zip').catch(notStored);
		const file = await storedFile(call, stored);
		requireWhole(file.total, length);
		if (!hasEndOfCentralDirectory(file.tail, file.total))
			throw new ApiError('The ZIP file of the export is cut off', FETCH_AGAIN);
		// The library for ZIP is loaded when the first file is verified, not with the package.
		const { verifyStored } = await import('./storedArchive');
		await verifyStored(file, call.signal).catch((reason: unknown) => {
			throw fileError(reason);
		});
		const json = {
			export_id: found.id,
			operation_type: String(found.operation_type ?? ''),
			file_name: name,
			mime_type: 'application/zip',
			bytes: file.total,
		};
		return { json, binary: { [field]: stored } };
	});
}

import { setTimeout as delay } from 'node:timers/promises';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { parse } from 'papaparse';
import type { RawAnswer, RawClient } from './rawClient';

export interface ExportAnswer {
	id: string;
	status: string;
	operation_type: string;
	download?: { download_url: string; valid_till: number; mime_type: string };
}

/** A row of a CSV file by its headers. */
export type CsvRow = Record<string, string>;

/** Starts exports and takes what they hand out, for tests. */
export class ExportClient {
	constructor(private readonly client: RawClient) {}

	/** `form` has the names as they are sent. */
	async start(
		type = 'orders',
		form: Record<string, string> = {},
		headers: Record<string, string> = {},
	): Promise<ExportAnswer> {
		const answer = await this.client.post(`/api/v2/exports/${type}`, form, headers);
		if (answer.status !== 200) throw new Error(`the export of ${type} was refused: ${JSON.stringify(answer.body)}`);
		return exportIn(answer);
	}

	async retrieve(id: string): Promise<ExportAnswer> {
		return exportIn(await this.client.get(`/api/v2/exports/${id}`));
	}

	/** Polls until an export is no longer in process. */
	async finished(started: ExportAnswer): Promise<ExportAnswer> {
		let job = started;
		while (job.status === 'in_process') {
			await delay(1);
			job = await this.retrieve(job.id);
		}
		return job;
	}

	/** The files of an export by their names, from its start to its end. */
	async files(
		type: string,
		form: Record<string, string> = {},
		headers: Record<string, string> = {},
	): Promise<Record<string, Uint8Array>> {
		const { download } = await this.finished(await this.start(type, form, headers));
		return await filesOf(download?.download_url ?? '');
	}
}

/** The export in an answer. */
export function exportIn({ body }: RawAnswer): ExportAnswer {
	return (body as { export: ExportAnswer }).export;
}

/** Downloads a ZIP file, checks its sums and unpacks it. */
export async function filesOf(url: string): Promise<Record<string, Uint8Array>> {
	const response = await fetch(url);
	const bytes = new Uint8Array(await response.arrayBuffer());
	expect(response.headers.get('content-length')).toBe(String(bytes.length));
	const files: Record<string, Uint8Array> = {};
	for (const entry of await new ZipReader(new Uint8ArrayReader(bytes)).getEntries()) {
		if (!entry.directory)
			files[entry.filename] = await entry.getData(new Uint8ArrayWriter(), {
				checkSignature: true,
				useWebWorkers: false,
			});
	}
	return files;
}

/** The rows of a CSV file. */
export function rowsIn(file: Uint8Array | undefined): CsvRow[] {
	return parse<CsvRow>(new TextDecoder().decode(file), { header: true, skipEmptyLines: true }).data;
}

import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

/** A file to be put into a ZIP; text is encoded as UTF-8. */
export interface ZipFile {
	name: string;
	content: string | Uint8Array;
	/** `false` stores the content without compression. */
	deflate?: boolean;
	/** Sizes and CRC stand behind the data, as servers write that stream. */
	dataDescriptor?: boolean;
	zip64?: boolean;
	password?: string;
	directory?: boolean;
}

/** Builds a ZIP file in memory with the writer of zip.js. */
export async function zipOf(files: readonly ZipFile[], comment?: string): Promise<Uint8Array> {
	const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, keepOrder: true });
	for (const file of files) {
		const bytes = typeof file.content === 'string' ? new TextEncoder().encode(file.content) : file.content;
		await zip.add(file.name, file.directory ? undefined : new Uint8ArrayReader(bytes), {
			level: file.deflate === false ? 0 : 6,
			dataDescriptor: file.dataDescriptor ?? false,
			...(file.zip64 ? { zip64: true } : {}),
			...(file.password ? { password: file.password } : {}),
			...(file.directory ? { directory: true } : {}),
		});
	}
	return await zip.close(comment === undefined ? undefined : new TextEncoder().encode(comment));
}

/** Builds the ZIP file of a usual export: one CSV of the given text. */
export async function zipOfCsv(csv: string | Uint8Array, name = 'Orders.csv'): Promise<Uint8Array> {
	return await zipOf([{ name, content: csv }]);
}

/** The position of the first occurrence of some bytes in a ZIP file, for tests that change them. */
export function positionOf(zip: Uint8Array, signature: readonly number[], from = 0): number {
	return Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength).indexOf(Buffer.from(signature), from);
}

export const LOCAL_HEADER = [0x50, 0x4b, 3, 4];
export const DIRECTORY_HEADER = [0x50, 0x4b, 1, 2];
export const END_RECORD = [0x50, 0x4b, 5, 6];

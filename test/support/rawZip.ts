import { crc32, deflateRawSync } from 'node:zlib';

import { DIRECTORY_HEADER, END_RECORD, LOCAL_HEADER } from './zip';

/** An entry of a ZIP file that need not be true to what it holds. */
export interface RawEntry {
	name: string | Uint8Array;
	content: Uint8Array;
	/** Stored instead of deflated. */
	stored?: boolean;
	/** Bytes after inflation as the headers have them; those of the content where not given. */
	declared?: number;
	/** The entry has no data of its own, but that of the entry before. */
	shared?: boolean;
}

/** What the end record says, where it is not the truth. */
interface RawEnd {
	entries?: number;
}

const nameOf = ({ name }: RawEntry): Buffer => Buffer.from(name);

/** Version, flags, method, time, checksum, sizes and length of the name, as both headers of an entry have them. */
function common(entry: RawEntry, packed: Buffer): Buffer {
	const header = Buffer.alloc(26);
	header.writeUInt16LE(20, 0);
	// The name is UTF-8.
	header.writeUInt16LE(0x800, 2);
	header.writeUInt16LE(entry.stored ? 0 : 8, 4);
	header.writeUInt32LE(crc32(entry.content), 10);
	header.writeUInt32LE(packed.length, 14);
	header.writeUInt32LE(entry.declared ?? entry.content.length, 18);
	header.writeUInt16LE(nameOf(entry).length, 22);
	return header;
}

/** Writes a ZIP file by hand, so that it can lie as no library would. */
export function rawZip(entries: readonly RawEntry[], { entries: count = entries.length }: RawEnd = {}): Buffer {
	const data: Buffer[] = [];
	const directory: Buffer[] = [];
	let end = 0;
	let start = 0;
	let packed: Buffer = Buffer.alloc(0);
	for (const entry of entries) {
		if (entry.shared !== true) {
			packed = entry.stored ? Buffer.from(entry.content) : deflateRawSync(entry.content, { level: 9 });
			const local = Buffer.concat([Buffer.from(LOCAL_HEADER), common(entry, packed), nameOf(entry), packed]);
			data.push(local);
			start = end;
			end += local.length;
		}
		const position = Buffer.alloc(14);
		position.writeUInt32LE(start, 10);
		directory.push(Buffer.from([...DIRECTORY_HEADER, 20, 0]), common(entry, packed), position, nameOf(entry));
	}
	const listed = Buffer.concat(directory);
	const record = Buffer.alloc(22);
	record.set(END_RECORD);
	record.writeUInt16LE(count, 8);
	record.writeUInt16LE(count, 10);
	record.writeUInt32LE(listed.length, 12);
	record.writeUInt32LE(end, 16);
	return Buffer.concat([...data, listed, record]);
}

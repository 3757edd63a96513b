import type { Draws } from '../seed/random';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_LENGTH = 22;

interface Extent {
	start: number;
	length: number;
}

/**
 * The archive with one byte of its largest entry's compressed data flipped, somewhere in the first half, so that no
 * unused bit at the end is hit. Bytes that are no archive are flipped anywhere.
 */
export function corruptedArchive(archive: Buffer, draws: Draws): Buffer {
	const { start, length } = largestData(archive) ?? { start: 0, length: archive.length };
	const corrupted = Buffer.from(archive);
	const at = start + draws.below(Math.ceil(length / 2));
	if (at < corrupted.length) corrupted.writeUInt8(corrupted.readUInt8(at) ^ 0xff, at);
	return corrupted;
}

/** Where the compressed data of the largest entry is, by the archive's directory. */
function largestData(archive: Buffer): Extent | undefined {
	const end = archive.length - END_LENGTH;
	if (end < 0 || archive.readUInt32LE(end) !== END_SIGNATURE) return undefined;
	let largest: Extent | undefined;
	let at = archive.readUInt32LE(end + 16);
	while (at < end && archive.readUInt32LE(at) === ENTRY_SIGNATURE) {
		const length = archive.readUInt32LE(at + 20);
		const local = archive.readUInt32LE(at + 42);
		const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
		if (length > (largest?.length ?? 0)) largest = { start, length };
		at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
	}
	return largest;
}

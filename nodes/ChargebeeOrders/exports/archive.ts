const LOCAL_HEADER = 0x04034b50;
const END_RECORD = 0x06054b50;
const END_RECORD_BYTES = 22;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_RECORD = 0x06064b50;
const ZIP64_RECORD_BYTES = 56;
const DIRECTORY_SIGNATURE = 0x05054b50;
const SPANNING_MARKER = 0x08074b50;
const ZIP_SIGNATURES = new Set([LOCAL_HEADER, END_RECORD, SPANNING_MARKER]);

/** How many bytes of the end of a file `hasEndOfCentralDirectory` needs to see at most. */
export const TAIL_BYTES = END_RECORD_BYTES + 0xffff + ZIP64_LOCATOR_BYTES + ZIP64_RECORD_BYTES;

/**
 * Tells from the first bytes (512 are plenty) what was downloaded: a ZIP file, a web page or XML
 * answer in its place (`html`; Amazon's file store answers XML when a signed URL has run out), or
 * anything else. A ZIP file without entries counts as a ZIP file.
 */
export function looksLikeZip(firstBytes: Uint8Array): 'zip' | 'html' | 'other' {
	if (firstBytes.length >= 4 && ZIP_SIGNATURES.has(viewOf(firstBytes).getUint32(0, true))) {
		return 'zip';
	}
	const text = new TextDecoder().decode(firstBytes.subarray(0, 512)).trimStart();
	return /^<(?:!doctype|!--|\?xml|html|head|body|error)/i.test(text) ? 'html' : 'other';
}

/**
 * Tells a complete ZIP file from one that was cut off: the end record (APPNOTE.TXT 4.3.16) is there
 * in full as the last thing in the file, and the central directory that it names, be it through the
 * ZIP64 records (4.3.14, 4.3.15), lies before it.
 *
 * @param tail the last bytes of the file: all of it, or at least `TAIL_BYTES`
 * @param totalBytes the size of the whole file in bytes
 */
export function hasEndOfCentralDirectory(tail: Uint8Array, totalBytes: number): boolean {
	const view = viewOf(tail);
	const tailStart = totalBytes - tail.length;
	for (let at = tail.length - END_RECORD_BYTES; at >= 0; at--) {
		if (view.getUint32(at, true) !== END_RECORD) continue;
		const commentBytes = view.getUint16(at + 20, true);
		if (at + END_RECORD_BYTES + commentBytes !== tail.length) continue;
		if (directoryFits(view, at, tailStart)) return true;
	}
	return false;
}

function directoryFits(view: DataView, endRecordAt: number, tailStart: number): boolean {
	const locatorAt = endRecordAt - ZIP64_LOCATOR_BYTES;
	if (locatorAt >= 0 && view.getUint32(locatorAt, true) === ZIP64_LOCATOR) {
		return zip64DirectoryFits(view, locatorAt, tailStart);
	}
	const size = view.getUint32(endRecordAt + 12, true);
	const offset = view.getUint32(endRecordAt + 16, true);
	const gap = tailStart + endRecordAt - (offset + size);
	// Only a signature of the directory (4.3.13) may stand in between. Without this rule a file cut
	// off right behind a ZIP file that is stored inside it would pass for a complete one.
	return (
		gap === 0 || (gap > 4 && gap <= endRecordAt && view.getUint32(endRecordAt - gap, true) === DIRECTORY_SIGNATURE)
	);
}

function zip64DirectoryFits(view: DataView, locatorAt: number, tailStart: number): boolean {
	const recordOffset = Number(view.getBigUint64(locatorAt + 8, true));
	const recordAt = recordOffset - tailStart;
	if (recordAt + ZIP64_RECORD_BYTES > locatorAt) return false;
	// A record before the tail is one with long extensions: there is nothing to read, nor a doubt.
	if (recordAt < 0) return true;
	if (view.getUint32(recordAt, true) !== ZIP64_RECORD) return false;
	const size = Number(view.getBigUint64(recordAt + 40, true));
	const offset = Number(view.getBigUint64(recordAt + 48, true));
	return offset + size <= recordOffset;
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

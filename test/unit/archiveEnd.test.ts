import { hasEndOfCentralDirectory, looksLikeZip, TAIL_BYTES } from '../../nodes/ChargebeeOrders/exports/archive';

/** An end record: the size of the directory, its position, and how long a comment it announces. */
function endRecord(size: number, offset: number, comment = 0): Buffer {
	const record = Buffer.alloc(22);
	record.writeUInt32LE(0x06054b50, 0);
	record.writeUInt32LE(size, 12);
	record.writeUInt32LE(offset, 16);
	record.writeUInt16LE(comment, 20);
	return record;
}

interface Zip64 {
	signature?: number;
	size?: number;
	offset?: number;
	/** Where the locator says that the record begins, when that is not the truth. */
	named?: number;
	comment?: number;
}

/** A ZIP64 file of a directory of 10 bytes behind 100 others: record, locator, end record, comment. */
function zip64({ signature = 0x06064b50, size = 10, offset = 100, named = 110, comment = 0 }: Zip64 = {}): Buffer {
	const record = Buffer.alloc(56);
	record.writeUInt32LE(signature, 0);
	record.writeBigUInt64LE(BigInt(size), 40);
	record.writeBigUInt64LE(BigInt(offset), 48);
	const locator = Buffer.alloc(20);
	locator.writeUInt32LE(0x07064b50, 0);
	locator.writeBigUInt64LE(BigInt(named), 8);
	const end = endRecord(0xffffffff, 0xffffffff, comment);
	return Buffer.concat([Buffer.alloc(110), record, locator, end, Buffer.alloc(comment)]);
}

const isWhole = (file: Buffer, tail = file.length): boolean =>
	hasEndOfCentralDirectory(file.subarray(-tail), file.length);

describe('the end of a ZIP file', () => {
	it('is its end record with all of its comment, and nothing else', () => {
		expect(isWhole(endRecord(0, 0))).toBe(true);
		expect(isWhole(Buffer.concat([endRecord(0, 0, 3), Buffer.alloc(3)]))).toBe(true);
		expect(isWhole(Buffer.concat([endRecord(0, 0), Buffer.alloc(3)]))).toBe(false);
		expect(isWhole(endRecord(0, 0, 3))).toBe(false);
		expect(isWhole(Buffer.alloc(22))).toBe(false);
		expect(isWhole(Buffer.alloc(21))).toBe(false);
	});

	it('follows the directory, or the signature of the directory alone', () => {
		const signed = (gap: number, signature = 0x05054b50): Buffer => {
			const between = Buffer.alloc(gap);
			between.writeUInt32LE(signature, 0);
			return Buffer.concat([Buffer.alloc(30), between, endRecord(10, 20)]);
		};
		expect(isWhole(Buffer.concat([Buffer.alloc(30), endRecord(10, 20)]))).toBe(true);
		expect(isWhole(signed(8))).toBe(true);
		expect(isWhole(signed(8, 0x05054b51))).toBe(false);
		expect(isWhole(signed(4))).toBe(false);
		expect(isWhole(signed(8), 30)).toBe(true);
		expect(isWhole(signed(8), 29)).toBe(false);
		expect(isWhole(Buffer.concat([Buffer.alloc(29), endRecord(10, 20)]))).toBe(false);
	});
});

describe('the end of a ZIP64 file', () => {
	it('names a record that names a directory before it', () => {
		expect(isWhole(zip64())).toBe(true);
		expect(isWhole(zip64({ signature: 1 }))).toBe(false);
		expect(isWhole(zip64({ offset: 101 }))).toBe(false);
		expect(isWhole(zip64({ size: 111, offset: 0 }))).toBe(false);
	});

	it('has its record before the locator', () => {
		expect(isWhole(zip64({ named: 111 }))).toBe(false);
		expect(isWhole(zip64({ named: 166 }))).toBe(false);
		expect(isWhole(zip64({ named: 206 }))).toBe(false);
		expect(isWhole(zip64({ named: 10_000 }))).toBe(false);
	});

	it('is read from the end of the file alone', () => {
		expect(isWhole(zip64(), 98)).toBe(true);
		expect(isWhole(zip64({ signature: 1 }), 98)).toBe(false);
		// What is left out is not doubted.
		expect(isWhole(zip64({ signature: 1 }), 97)).toBe(true);
		expect(isWhole(zip64(), 42)).toBe(true);
	});

	it('fits into the bytes that are looked at, with the longest comment', () => {
		expect(isWhole(zip64({ comment: 0xffff }), TAIL_BYTES)).toBe(true);
		expect(isWhole(zip64({ comment: 0xffff, signature: 1 }), TAIL_BYTES)).toBe(false);
	});
});

it('a web page begins with its mark', () => {
	const kindOf = (text: string) => looksLikeZip(new TextEncoder().encode(text));
	expect([kindOf('id<html>'), kindOf('  <html>'), kindOf(' '.repeat(512) + '<html>')]).toEqual([
		'other',
		'html',
		'other',
	]);
});

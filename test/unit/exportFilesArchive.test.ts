import { hasEndOfCentralDirectory, looksLikeZip, TAIL_BYTES } from '../../nodes/ChargebeeOrders/exports/archive';
import { END_RECORD, positionOf, zipOf, zipOfCsv } from '../support/zip';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the first bytes of a download', () => {
	it('tell a ZIP, also an empty one', async () => {
		expect(looksLikeZip((await zipOfCsv('a\n')).subarray(0, 4))).toBe('zip');
		expect(looksLikeZip(await zipOf([]))).toBe('zip');
	});

	it.each([
		'<!DOCTYPE html>',
		'<html>',
		'\uFEFF\r\n<HTML>',
		'<?xml version="1.0"?>',
		'<Error>',
		'<!-- x -->',
		'<head>',
	])('tell the web page or XML message %j', (text) => expect(looksLikeZip(bytes(text))).toBe('html'));

	it.each(['', 'PK', 'a,b\n1,2\n', '{"a":1}', '%PDF-1.7', 'PKlib'])('tell %j from both', (text) =>
		expect(looksLikeZip(bytes(text))).toBe('other'),
	);
});

describe('the last bytes of a download', () => {
	const files = [{ name: 'a.csv', content: 'id\n1\n' }];

	it('tell a complete ZIP: with and without a comment, entries and ZIP64', async () => {
		const zips = await Promise.all([
			zipOf([]),
			zipOf(files),
			zipOf(files, 'c'.repeat(65_535)),
			zipOf([{ name: 'a.csv', content: 'id\n', zip64: true }]),
		]);
		for (const zip of zips) expect(hasEndOfCentralDirectory(zip.subarray(-TAIL_BYTES), zip.length)).toBe(true);
	});

	it('are enough by themselves, whatever comes before them', async () => {
		const zip = await zipOf([{ name: 'a.csv', content: bytes('0123456789'.repeat(20_000)), deflate: false }]);
		expect(zip.length).toBeGreaterThan(TAIL_BYTES);
		expect(hasEndOfCentralDirectory(zip.subarray(-200), zip.length)).toBe(true);
		expect(TAIL_BYTES).toBeLessThan(66_000);
	});

	it('tell one that was cut off anywhere, also behind a whole ZIP stored inside', async () => {
		const inner = await zipOf(files);
		for (const zip of [
			await zipOf([{ name: 'inner.zip', content: inner, deflate: false }, ...files]),
			await zipOf([{ name: 'a.csv', content: 'id\n', zip64: true }], 'comment'),
		]) {
			for (let length = 0; length < zip.length; length++) {
				const cut = zip.subarray(0, length);
				expect(hasEndOfCentralDirectory(cut.subarray(-TAIL_BYTES), length)).toBe(false);
			}
		}
	});

	it('tell a directory that would lie outside the file', async () => {
		const zip = Uint8Array.from(await zipOf(files));
		new DataView(zip.buffer).setUint32(positionOf(zip, END_RECORD) + 16, zip.length, true);
		expect(hasEndOfCentralDirectory(zip, zip.length)).toBe(false);
	});
});

import { Readable } from 'node:stream';

import { UserError } from 'n8n-workflow';

import { ApiError, CanceledError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import { TAIL_BYTES } from '../../nodes/ChargebeeOrders/exports/archive';
import { downloadAndRead, downloadFile } from '../../nodes/ChargebeeOrders/exports/download';
import * as sending from '../../nodes/ChargebeeOrders/transport/send';
import { downloadCall, fileOf, type DownloadCall, type HostAnswer } from '../support/downloadCall';
import { failureOf } from '../support/failureOf';
import { rawZip } from '../support/rawZip';
import { SkippedTime } from '../support/skippedTime';

let send: jest.SpiedFunction<typeof sending.send>;

const ZIP = rawZip([{ name: 'Orders.csv', content: Buffer.from('Order Id\no1\n'), stored: true }]);
/** Longer than what is kept of its end. */
const LONG_ZIP = rawZip([{ name: 'Orders.csv', content: Buffer.from(`id\n${'1\n'.repeat(80_000)}`), stored: true }]);
const corrupted = Buffer.from(ZIP);
corrupted.write('o2', ZIP.indexOf('o1'));

const exportAt = (url: string, more = {}) => ({
	id: 'exp_1',
	status: 'completed',
	download: { download_url: `https://files.example/${url}` },
	...more,
});

let time: SkippedTime;

beforeEach(() => {
	send = jest.spyOn(sending, 'send').mockRejectedValue(new Error('Nothing is to be sent.'));
	time = new SkippedTime();
	time.install();
});

afterEach(() => jest.restoreAllMocks());

const passed = (): number => time.now() - SkippedTime.start;

/** Downloads and gives the bytes that are to be read. */
async function bytesOf({ call }: DownloadCall): Promise<Uint8Array> {
	return await downloadAndRead(call, exportAt('old'), {}, async (zip) => await Promise.resolve(zip));
}

describe('a download that fails', () => {
	const cases: ReadonlyArray<[string, HostAnswer, string]> = [
		['is answered with 500', fileOf(['x'], 500), 'files.example answered the download with status 500'],
		['gets no answer', new Error('socket hang up'), 'The file could not be fetched from files.example: socket hang up'],
		[
			'ends before its announced length',
			fileOf([ZIP], 200, { 'content-length': String(ZIP.length + 1) }),
			`The download ended after ${ZIP.length} of ${ZIP.length + 1} bytes`,
		],
		['is cut off', fileOf([ZIP.subarray(0, -1)]), 'The ZIP file of the export is cut off'],
		['is a web page', fileOf(['<html>']), 'files.example sent a web page instead of the ZIP file of the export'],
	];

	it.each(cases)(
		'because it %s is tried again, four times in all, after 1, 2 and 4 seconds',
		async (_how, answer, told) => {
			const one = downloadCall(answer);
			const failure = await failureOf(bytesOf(one));
			expect(failure.message).toBe(told);
			expect(failure.details).toMatchObject({ retryable: true, hint: expect.stringMatching(/\.$/) });
			expect([one.asked.length, passed()]).toEqual([4, 7_000]);
			expect(one.progress).toEqual(Array.from({ length: 3 }, () => `${told}; fetching the file of export exp_1 again`));
			expect(send).not.toHaveBeenCalled();
		},
	);

	it.each(cases)('because it %s at first is whole in the end', async (_how, answer) => {
		const one = downloadCall([answer, fileOf([ZIP])]);
		expect(Buffer.from(await bytesOf(one))).toEqual(ZIP);
		expect([one.asked.length, passed()]).toEqual([2, 1_000]);
	});

	it('in the middle has broken off', async () => {
		const body = () => new Readable({ read: () => undefined });
		const broken = (): unknown => {
			const stream = body();
			stream.push(ZIP.subarray(0, 40));
			void time.sleep(10).then(() => stream.destroy(new Error('aborted')));
			return { statusCode: 200, headers: {}, body: stream };
		};
		const one = downloadCall(broken);
		const failure = await failureOf(bytesOf(one));
		expect(failure.message).toBe('The download broke off: aborted');
		expect(failure.details).toMatchObject({ retryable: true });
		expect(one.asked).toHaveLength(4);
	});

	it('because its address has run out is asked for a new one, at once and as often', async () => {
		const gone = fileOf(['x'], 403);
		const one = downloadCall([gone, gone, gone, fileOf([ZIP])]);
		for (const url of ['second', 'third', 'fourth']) send.mockResolvedValueOnce({ export: exportAt(url) });
		const headers = { 'chargebee-business-entity-id': 'be' };
		const read = downloadAndRead(one.call, exportAt('old'), headers, async (zip) => await Promise.resolve(zip.length));
		expect(await read).toBe(ZIP.length);
		expect(one.asked.map(({ url }) => url.split('/').pop())).toEqual(['old', 'second', 'third', 'fourth']);
		expect(passed()).toBe(0);
		expect(send.mock.calls[0]?.[1]).toMatchObject({ path: '/exports/exp_1', headers });
	});

	it('when it is read is tried again where that may help, and else at an end', async () => {
		for (const [retryable, tries] of [
			[true, 4],
			[false, 1],
			[undefined, 1],
		] as const) {
			const one = downloadCall(fileOf([ZIP]));
			const details = retryable === undefined ? {} : { retryable };
			const reading = downloadAndRead(one.call, exportAt('old'), {}, async () => {
				return await Promise.reject(new ApiError('damaged', details));
			});
			expect((await failureOf(reading)).message).toBe('damaged');
			expect(one.asked).toHaveLength(tries);
		}
		const one = downloadCall(fileOf([ZIP]));
		const reading = downloadAndRead(one.call, exportAt('old'), {}, () => {
			throw new TypeError('a mistake of ours');
		});
		await expect(reading).rejects.toThrow(TypeError);
		expect(one.asked).toHaveLength(1);
	});

	it("is not tried again after n8n's Stop, nor handed out", async () => {
		for (const work of [
			async () => await Promise.reject(new ApiError('damaged', { retryable: true })),
			async () => await Promise.resolve('read'),
		]) {
			const one = downloadCall(fileOf([ZIP]));
			const reading = downloadAndRead<unknown>(one.call, exportAt('old'), {}, async () => {
				one.stop();
				return await work();
			});
			await expect(reading).rejects.toBeInstanceOf(CanceledError);
			expect(one.asked).toHaveLength(1);
		}
	});
});

describe('a download into memory', () => {
	it('is whole, whatever its pieces, and without an announced length', async () => {
		const one = downloadCall(fileOf([...ZIP].map((byte) => Buffer.of(byte))));
		expect(Buffer.from(await bytesOf(one))).toEqual(ZIP);
		const announced = downloadCall(fileOf([ZIP], 200, { 'content-length': String(ZIP.length) }));
		expect(Buffer.from(await bytesOf(announced))).toEqual(ZIP);
		// An unpacked transfer is longer than what was announced.
		const longer = downloadCall(fileOf([ZIP], 200, { 'content-length': String(ZIP.length - 1) }));
		expect(Buffer.from(await bytesOf(longer))).toEqual(ZIP);
	});

	it('needs no signal of an execution', async () => {
		const one = downloadCall(fileOf([ZIP]));
		Reflect.deleteProperty(one.call, 'signal');
		expect(Buffer.from(await bytesOf(one))).toEqual(ZIP);
	});

	it('of over 512 MB is refused, read no further and not tried again', async () => {
		const piece = Buffer.alloc(32 * 1024 ** 2);
		let read = 0;
		const body = Readable.from(
			(function* () {
				yield ZIP.subarray(0, 4);
				for (; read < 100; read += 1) yield piece;
			})(),
		);
		const one = downloadCall(() => ({ statusCode: 200, headers: {}, body }));
		const failure = await failureOf(bytesOf(one));
		expect(failure.message).toContain('larger than 512 MB');
		expect(failure.details).toMatchObject({ retryable: false, hint: expect.stringContaining('File as output') });
		expect(read).toBeLessThan(40);
		expect([body.destroyed, one.asked.length]).toEqual([true, 1]);
	});
});

describe('a download into the storage of n8n', () => {
	/** Storage that keeps a file under an ID, or in the item itself. */
	function storing(answers: HostAnswer | HostAnswer[], { inItem = false, fails = undefined as unknown } = {}) {
		const stored: Array<{ name: string; type: string; bytes: Buffer }> = [];
		const opened: Readable[] = [];
		const helpers = {
			prepareBinaryData: async (stream: Readable, name: string, type: string) => {
				if (fails !== undefined) await Promise.reject(fails);
				const chunks: Buffer[] = [];
				for await (const chunk of stream) chunks.push(chunk as Buffer);
				const bytes = Buffer.concat(chunks);
				stored.push({ name, type, bytes });
				const data = inItem ? bytes.toString('base64') : 'filesystem-v2';
				return { data, mimeType: type, ...(inItem ? {} : { id: String(stored.length - 1) }) };
			},
			getBinaryStream: async (id: string) => {
				const bytes = stored[Number(id)]?.bytes ?? Buffer.alloc(0);
				const pieces: Buffer[] = [];
				for (let at = 0; at < bytes.length; at += 50_000) pieces.push(bytes.subarray(at, at + 50_000));
				opened.push(Readable.from(pieces));
				return await Promise.resolve(opened.at(-1));
			},
		};
		return { ...downloadCall(answers, { helpers }), stored, opened };
	}

	const download = async ({ call }: DownloadCall, found = exportAt('old')) =>
		await downloadFile(call, found, {}, 'data');

	it.each([
		[true, ZIP],
		[false, ZIP],
		[true, LONG_ZIP],
		[false, LONG_ZIP],
	])('is handed out as it was stored (in the item itself: %s)', async (inItem, zip) => {
		expect(LONG_ZIP.length).toBeGreaterThan(2 * TAIL_BYTES);
		const one = storing(fileOf([zip], 200, { 'content-length': String(zip.length) }), { inItem });
		const item = await download(one, exportAt('old', { operation_type: 'Credit Notes' }));
		expect(item.json).toEqual({
			export_id: 'exp_1',
			operation_type: 'Credit Notes',
			file_name: 'chargebee-credit-notes-exp_1.zip',
			mime_type: 'application/zip',
			bytes: zip.length,
		});
		expect(Object.keys(item.binary ?? {})).toEqual(['data']);
		expect([one.stored[0]?.bytes.equals(zip), one.stored[0]?.type]).toEqual([true, 'application/zip']);
	});

	it.each([
		['Orders', 'exp_1', 'chargebee-orders-exp_1.zip'],
		['  Deferred Revenue / Report 2 ', '__test__a-B', 'chargebee-deferred-revenue-report-2-__test__a-B.zip'],
		[undefined, 'a/../b c', 'chargebee-export-a____b_c.zip'],
		['注文', 'exp_1', 'chargebee-export-exp_1.zip'],
		[7, 'exp_1', 'chargebee-export-exp_1.zip'],
		['x'.repeat(60), 'exp_1', `chargebee-${'x'.repeat(50)}-exp_1.zip`],
	])('of %p with the ID %s is called %s', async (operation_type, id, name) => {
		const one = storing(fileOf([ZIP]));
		const item = await download(one, exportAt('old', { operation_type, id }));
		expect([item.json.file_name, one.stored[0]?.name]).toEqual([name, name]);
		expect(item.json.operation_type).toBe(operation_type === undefined ? '' : String(operation_type));
	});

	it.each<[string, Buffer, string]>([
		['cut off', ZIP.subarray(0, -1), 'The ZIP file of the export is cut off'],
		['damaged', corrupted, "The ZIP file is damaged: Orders.csv can't be unpacked"],
	])('that is %s is fetched again', async (_how, bytes, told) => {
		for (const inItem of [true, false]) {
			const one = storing([fileOf([bytes]), fileOf([ZIP])], { inItem });
			expect((await download(one)).json.bytes).toBe(ZIP.length);
			expect(one.progress.join('\n')).toContain(told);
			const failure = await failureOf(download(storing(fileOf([bytes]), { inItem })));
			expect(failure.message).toContain(told);
		}
	});

	it('that ends before its announced length is fetched again', async () => {
		const one = storing([fileOf([ZIP], 200, { 'content-length': '999' }), fileOf([ZIP])]);
		expect((await download(one)).json.bytes).toBe(ZIP.length);
		expect(one.progress).toEqual([
			`The download ended after ${ZIP.length} of 999 bytes; fetching the file of export exp_1 again`,
		]);
	});

	const coded = (code: string) => Object.assign(new Error(`${code}: write`), { code });

	it.each([
		...['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOTDIR'].map(coded),
		new UserError('File exceeds the max size limit'),
	])('that n8n cannot store (%p) is fetched once', async (fails) => {
		const one = storing(fileOf([ZIP]), { fails });
		const failure = await failureOf(download(one));
		expect(failure.message).toBe(`n8n could not store the file of the export: ${fails.message}`);
		expect(failure.details).toMatchObject({ retryable: false, hint: expect.stringContaining('run Download') });
		expect(one.asked).toHaveLength(1);
	});

	it('closes what it read from, also where n8n takes no file or the run is stopped', async () => {
		const body = Readable.from([ZIP]);
		await failureOf(download(storing(() => ({ statusCode: 200, headers: {}, body }), { fails: coded('ENOSPC') })));
		expect(body.destroyed).toBe(true);
		const stopped = storing(() => {
			// When all of it has come, before it is verified.
			const whole = Readable.from([LONG_ZIP]);
			whole.once('end', () => stopped.stop());
			return { statusCode: 200, headers: {}, body: whole };
		});
		await expect(download(stopped)).rejects.toBeInstanceOf(CanceledError);
		expect(stopped.opened.map(({ destroyed }) => destroyed)).toEqual([true, true]);
	});

	it.each<[unknown, string]>([
		[coded('ECONNRESET'), 'The download broke off: ECONNRESET: write'],
		[new Error('socket hang up'), 'The download broke off: socket hang up'],
		[{ code: 'ENOSPC' }, 'The download broke off: no reason given'],
		['gone', 'The download broke off: no reason given'],
		[new ApiError('The download stalled', { retryable: true }), 'The download stalled'],
	])('that breaks with %p meanwhile is fetched again', async (fails, told) => {
		const one = storing(fileOf([ZIP]), { fails });
		expect((await failureOf(download(one))).message).toBe(told);
		expect(one.asked).toHaveLength(4);
	});
});

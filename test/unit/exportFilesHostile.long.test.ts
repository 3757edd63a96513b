import { ExportFileError } from '../../nodes/ChargebeeOrders/exports/ExportFileError';
import { read } from '../support/exportArchives';
import { archives, expectContentsOrRefusal, expectRowsOrRefusal } from '../support/foreignArchives';
import { rawZip } from '../support/rawZip';

// Each of them some thousand times, once for every byte.
jest.setTimeout(120_000);

describe.each(archives)('an archive of %s', (_writer, make) => {
	it('with any byte changed is refused or gives the rows that were sent, all of them', async () => {
		await expectRowsOrRefusal(await make());
	});

	it('with any byte changed is refused as a file, or holds what it held', async () => {
		await expectContentsOrRefusal(await make());
	});
});

it('a bomb of 256 MB is refused before it fills memory', async () => {
	const zip = rawZip([{ name: 'a.csv', content: Buffer.alloc(256 * 1024 * 1024, 'x\n'), declared: 4096 }]);
	const before = process.memoryUsage().rss;
	await expect(read(zip)).rejects.toThrow(ExportFileError);
	expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
});

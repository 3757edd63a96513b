import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import pixelmatch from 'pixelmatch';
import type { Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';

const docs = join(__dirname, '../../../docs');

/** The part of the pixels that may differ, by smoothing of letters, before a picture is written anew. */
const UNSEEN = 0.005;

/**
 * Takes a picture of the page for the README, and keeps the one in `docs` as long as it looks the same.
 * @param covered what is another every time, such as a port
 */
export async function takePicture(page: Page, name: string, covered: Locator[] = []): Promise<void> {
	// Messages that come and go, and the caret, would make every picture another.
	const style = '.el-notification, .el-tooltip__popper { display: none !important }';
	const taken = await page.screenshot({
		caret: 'hide',
		animations: 'disabled',
		style,
		mask: covered,
		maskColor: '#eeeeee',
	});
	const file = join(docs, `${name}.png`);
	if (existsSync(file) && looksTheSame(PNG.sync.read(readFileSync(file)), PNG.sync.read(taken))) return;
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, taken);
}

function looksTheSame(one: PNG, other: PNG): boolean {
	if (one.width !== other.width || one.height !== other.height) return false;
	const different = pixelmatch(one.data, other.data, null, one.width, one.height, { threshold: 0.2 });
	return different <= one.width * one.height * UNSEEN;
}

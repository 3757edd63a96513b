import { existsSync } from 'node:fs';

import { chromium, selectors, type Browser, type Page } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Chromium asks nothing of hosts outside, and runs as root too. */
const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** How long an expected thing may take to appear; on a busy machine the editor takes its time. */
const PATIENCE = 30_000;

/** Starts a headless Chromium with one page of the size that the editor is looked at in. */
export async function openBrowser(): Promise<{ browser: Browser; page: Page }> {
	if (!existsSync(CHROMIUM)) {
		throw new Error(`There is no ${CHROMIUM}: apt-get install chromium, or set CHROMIUM to where it is`);
	}
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({ executablePath: CHROMIUM, args: flags });
	const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, reducedMotion: 'reduce' });
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE);
	return { browser, page };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import type { WorkflowFile } from '../engine/harness/runWorkflow';
import { startSandbox, type Sandbox } from '../sandbox';
import { builtIn, chain, chargebeeOrders } from '../support/workflowChain';

import { openBrowser } from './editor/browser';
import { Editor } from './editor/editor';
import { takePicture } from './editor/picture';
import { credentialFor, madeBefore, startTestN8n, until, type N8nServer, type Stored } from './server';

const examples = join(__dirname, '../../examples');

let n8n: N8nServer;
let sandbox: Sandbox;
let browser: Browser;
let page: Page;
let editor: Editor;
let credential: Stored;

beforeAll(async () => {
	[sandbox, n8n, { browser, page }] = await Promise.all([
		startSandbox({ exportMs: 50, orders: 300 }),
		startTestN8n({ settings: { N8N_TEMPLATES_ENABLED: 'false' } }),
		openBrowser(),
	]);
	const { type, data } = credentialFor(sandbox);
	credential = await n8n.rest.createCredential(type, 'Chargebee Sandbox', data);
	editor = new Editor(page, n8n.url);
	await editor.signIn();
});

afterAll(async () => {
	await browser.close();
	await Promise.all([n8n.stop(), sandbox.close()]);
});

const manual = builtIn('Start', 'manualTrigger', 1, {});

/** Stores a workflow with the credential of the sandbox. */
async function stored(file: WorkflowFile): Promise<string> {
	return (await n8n.rest.importWorkflow(file, { chargebeeSiteApi: credential })).id;
}

it('is loaded without n8n having a word to say about it', () => {
	const { folder } = madeBefore().n8n;
	const lines = n8n.log().replaceAll(folder, '').split('\n');
	expect(lines.filter((line) => /chargebee/i.test(line))).toEqual([]);
});

it('finds the node by "chargebee order", with its actions', async () => {
	await editor.newWorkflow();
	await editor.searchNodes('chargebee order');
	await editor.offered('Chargebee Orders').waitFor();
	await takePicture(page, 'find-the-node');
	await editor.offered('Chargebee Orders').click();
	await editor.offered('Get many orders for an invoice').waitFor();
	for (const action of ['Import an order', 'Start and download an export']) await editor.offered(action).waitFor();
	await editor.offered('Get many orders').click();
	await page.getByTestId('ndv').waitFor();
	expect(await editor.labels()).toEqual(expect.arrayContaining(['Resource', 'Operation', 'Return All', 'Filters']));
});

describe('the credential', () => {
	const form = (): ReturnType<Page['getByTestId']> => page.getByTestId('editCredential-modal');
	const save = async (): Promise<void> => await form().getByTestId('credential-save-button').click();
	const enter = async (field: string, text: string): Promise<void> =>
		await form().getByTestId(`parameter-input-${field}`).locator('input').fill(text);

	/** Saves, which tests it, and waits until the form says why it was refused. */
	async function refusal(reason: RegExp): Promise<void> {
		await save();
		await until(`the form says ${String(reason)}`, async () => {
			const more = form().getByText('More details');
			if (await more.isVisible()) await more.click();
			return reason.test(await form().innerText());
		});
	}

	/** Saves another key, which is tested. */
	async function tested(key: string, status: number): Promise<void> {
		await enter('apiKey', key);
		sandbox.resetLedger();
		await save();
		await until('the key was tested', () => sandbox.ledger.some((answer) => answer.status === status));
	}

	it('says what is wrong with a name, a site, a host or a key, and takes the right ones', async () => {
		await editor.openWorkflow(await stored(chain('Credential', [manual, chargebeeOrders({ operation: 'getAll' })])));
		await editor.openNode('Chargebee Orders');
		await page.getByTestId('node-credentials-select').click();
		await page.getByTestId('node-credentials-select-item-new').click();
		await enter('site', 'acme.evil.com');
		await enter('apiKey', 'wrong_key');
		await refusal(/Site must be the part of your address before/);
		await enter('site', 'no-such-site-of-ours');
		await refusal(/ENOTFOUND|EAI_AGAIN/);

		await editor.choose('environment', 'Custom URL');
		await enter('baseUrl', sandbox.url);
		sandbox.script.respondOnce({ method: 'GET', path: /configurations/ }, { status: 404, body: { message: 'Sorry' } });
		await refusal(/There is no Chargebee site of this name/);
		await enter('apiKey', 'another_wrong_key');
		await refusal(/The API key is not valid for this site/);
		await takePicture(page, 'wrong-key', [form().getByTestId('parameter-input-baseUrl')]);

		await tested(sandbox.restrictedKey, 403);
		// n8n closes the form of a new credential when that has passed, and leaves the one of an old credential open.
		await form().waitFor({ state: 'hidden' });
		await page.getByTestId('credential-edit-button').click();
		await tested(sandbox.apiKey, 200);
		await form().getByText('Connection tested successfully').waitFor();
	});
});

describe('the fields of an operation, and only those', () => {
	/** Those that every node has. */
	const settings = /^(Request Options|Always Output Data|Execute Once|Retry On Fail|On Error|Notes|Display Note.*)$/;

	it.each([
		['Order', 'Get', ['API Version', 'Order', 'Options', 'Customer Options']],
		[
			'Order',
			'Cancel',
			['Order', 'Specify Fields', 'Cancellation Reason', 'More Fields', 'Options', 'Customer and Event Options'],
		],
		['Export', 'Get Status', ['Export ID', 'Options', 'Customer Options']],
	])('%s: %s', async (resource, operation, fields) => {
		const id = await stored(chain('Fields', [manual, chargebeeOrders({ operation: 'getAll' })]));
		await editor.openWorkflow(id);
		await editor.openNode('Chargebee Orders');
		await editor.choose('resource', resource);
		await editor.choose('operation', operation);
		await until('the fields are those of the operation', async () => (await editor.labels())[2] === fields[0]);
		const labels = (await editor.labels()).filter((label) => !settings.test(label));
		expect(labels).toEqual(['Resource', 'Operation', ...fields]);
	});
});

it('picks an order from the list, found by the beginning of its ID', async () => {
	await editor.openWorkflow(await stored(chain('Pick', [manual, chargebeeOrders({ operation: 'get' })])));
	await editor.openNode('Chargebee Orders');
	await page.getByTestId('rlc-input').click();
	await page
		.getByTestId('rlc-search')
		.locator('input')
		.or(page.locator('input[data-test-id="rlc-search"]'))
		.fill('order_29');
	const found = page.getByTestId('rlc-item').filter({ hasText: 'order_299' });
	await found.waitFor();
	await takePicture(page, 'pick-an-order');
	await found.click();
	await editor.executeStep();
	await page.getByTestId('node-run-status-success').waitFor();
	expect(sandbox.ledger.at(-1)?.path).toBe('/api/v2/orders/order_299');
});

it('adds three kinds of filter with two clicks each, and sends all of them', async () => {
	await editor.openWorkflow(await stored(chain('Filters', [manual, chargebeeOrders({ operation: 'getAll' })])));
	await editor.openNode('Chargebee Orders');
	for (const filter of ['Status', 'Created At', 'Is Resent']) {
		await page.getByText('Add Filter').or(page.getByPlaceholder('Add Filter')).click();
		await page
			.getByRole('option')
			.filter({ has: page.getByText(filter, { exact: true }) })
			.click();
		await page.getByTestId('fixed-collection-filters').getByText(filter, { exact: true }).first().waitFor();
		// No status is chosen beforehand.
		if (filter === 'Status') await editor.choose('value', 'Queued');
	}
	await page.getByPlaceholder('Select date and time').fill('2025-01-01 00:00:00');
	await page.keyboard.press('Enter');
	sandbox.resetLedger();
	await editor.executeStep();
	await page.getByTestId('node-run-status-success').or(page.getByTestId('node-run-status-danger')).waitFor();
	const [request] = sandbox.ledger.filter(({ path }) => path.endsWith('/orders'));
	expect(request?.query.map(([name]) => name)).toEqual(
		expect.arrayContaining(['status[is]', 'created_at[after]', 'is_resent[is]']),
	);
});

it('shows what comes out before anything has run, and the items when it has', async () => {
	const edit = builtIn('Edit Fields', 'set', 3.4, { options: {} });
	const orders = chargebeeOrders({
		operation: 'getAll',
		limit: 20,
		filters: { status: [{ operator: 'in', values: ['queued', 'shipped'] }] },
	});
	await editor.openWorkflow(await stored(chain('Preview', [manual, orders, edit])));
	await editor.openNode('Edit Fields');
	await page.getByTestId('ndv-input-panel').getByText('payment_status').waitFor();
	await takePicture(page, 'preview');
	await page.getByTestId('ndv-close-button').click();
	await editor.openNode('Chargebee Orders');
	await editor.executeStep();
	await page.getByTestId('node-run-status-success').waitFor();
	expect(await page.getByTestId('run-data-item-count').last().innerText()).toContain('20 items');
	await takePicture(page, 'editor');
});

it('says in the error panel what Chargebee refused and what to do', async () => {
	const orderId = { __rl: true, mode: 'id', value: 'no-such-order' };
	await editor.openWorkflow(await stored(chain('Refused', [manual, chargebeeOrders({ operation: 'get', orderId })])));
	await editor.openNode('Chargebee Orders');
	await editor.executeStep();
	const message = page.getByTestId('node-error-message');
	await message.waitFor();
	expect(await message.innerText()).toContain('no-such-order');
	expect(await page.getByTestId('node-error-description').innerText()).toContain('resource_not_found');
	await takePicture(page, 'refused');
});

it('stops the requests when the execution is stopped', async () => {
	const exporting = { resource: 'export', operation: 'startAndDownload', options: { pollInterval: 0.1 } };
	await editor.openWorkflow(await stored(chain('Stop', [manual, chargebeeOrders(exporting)])));
	sandbox.script.nextExport({ outcome: 'never' });
	sandbox.resetLedger();
	await page.getByTestId('execute-workflow-button').first().click();
	await until('the export is looked at', () => sandbox.ledger.filter(({ method }) => method === 'GET').length > 2);
	await page.getByTestId('stop-execution-button').click();
	await page.getByTestId('stop-execution-button').waitFor({ state: 'hidden' });
	const asked = sandbox.ledger.length;
	// A whole execution later, which takes longer than several looks, nothing more was asked.
	await editor.openWorkflow(await stored(chain('After', [manual, chargebeeOrders({ operation: 'getAll' })])));
	await editor.openNode('Chargebee Orders');
	await editor.executeStep();
	await page.getByTestId('node-run-status-success').waitFor();
	expect(sandbox.ledger.slice(asked).filter(({ path }) => path.includes('exports')).length).toBeLessThanOrEqual(1);
});

describe('the examples', () => {
	const files = readdirSync(examples).filter((name) => name.endsWith('.json'));

	it.each(files)('%s opens, with nothing to be installed', async (file) => {
		const workflow = JSON.parse(readFileSync(join(examples, file), 'utf8')) as WorkflowFile;
		await editor.openWorkflow(await stored(workflow));
		const steps = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
		await until('every node is drawn', async () => (await page.getByTestId('canvas-node').count()) === steps.length);
		await takePicture(page, `example-${file.replace('.json', '')}`);
	});
});

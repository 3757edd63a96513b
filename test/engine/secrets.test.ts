import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { inspect } from 'node:util';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import * as nodeErrors from '../../nodes/ChargebeeOrders/errors/nodeError';
import { operations } from '../../nodes/ChargebeeOrders/resources/operations';
import { startMirrorHost, type MirrorAnswer, type MirrorHost } from '../support/mirrorHost';

import { runNode, searchList, testCredential, type NodeRun, type NodeRunOptions } from './harness';
import { byId, items, paths } from './orderSandbox';

/** Plus and slash: its forms in an address and in Base64 differ from itself. */
const KEY = 'live_Zq7+wT/kV9?pXcR2mYbN4sLhJ6dF8gA1';

let api: MirrorHost;
let elsewhere: MirrorHost;
/** Every error that the node gave to n8n, before n8n copied it. */
let thrown: unknown[];
let skipped = 0;

beforeAll(async () => {
	api = await startMirrorHost();
	elsewhere = await startMirrorHost();
});

beforeEach(() => {
	api.reset();
	elsewhere.reset();
	thrown = [];
	const { nodeError } = nodeErrors;
	jest.spyOn(nodeErrors, 'nodeError').mockImplementation((...given) => {
		const error = nodeError(...given);
		thrown.push(error, given[0]);
		return error;
	});
	// Waiting takes no time, and between two runs the pause of a rate limit ends.
	jest.spyOn(clock, 'now').mockImplementation(() => Date.now() + skipped);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
		skipped += Math.max(0, ms);
		await new Promise(setImmediate);
	});
});

afterEach(() => jest.restoreAllMocks());

afterAll(async () => {
	await api.close();
	await elsewhere.close();
});

/** No form of the keys stands in anything of these, hidden properties, causes and stacks included. */
function expectNoKey(things: unknown, ...keys: string[]): void {
	const shown = inspect(things, { depth: Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null });
	const everything = [shown, shown.replace(/' \+\n\s*'/g, '')];
	for (const key of keys.length > 0 ? keys : [KEY]) {
		const inBase64 = [`${key}:`, key].map((text) => Buffer.from(text).toString('base64').replace(/=+$/, ''));
		for (const form of [key, encodeURIComponent(key), ...inBase64])
			for (const text of everything) expect(text.includes(form)).toBe(false);
	}
}

function expectNoKeyIn(run: NodeRun, ...keys: string[]): void {
	expectNoKey([run, JSON.stringify(run.run), thrown], ...keys);
}

const orderId = byId('order_1');
const day = 1_763_000_000;

/** Something to send for every operation that there is. */
const parametersOf: Readonly<Record<string, INodeParameters>> = {
	'order assignOrderNumber': { orderId },
	'order cancel': { orderId, cancellation_reason: 'others' },
	'order create': { invoice_id: byId('inv_1') },
	'order createRefundableCreditNote': {
		orderId,
		credit_note__reason_code: 'waiver',
		credit_note__total: 10,
	},
	'order delete': { orderId },
	'order get': { orderId },
	'order getAll': { returnAll: true },
	'order getAllForInvoice': { invoiceId: byId('inv_1'), returnAll: true },
	'order import': {
		invoice_id: byId('inv_1'),
		status: 'queued',
		created_at: day,
		order_date: day,
		shipping_date: day,
	},
	'order reopen': { orderId },
	'order resend': { orderId },
	'order update': { orderId, fields: { note: 'x' } },
	'export download': { exportId: 'exp_1' },
	'export get': { exportId: 'exp_1' },
	'export start': {},
	'export startAndDownload': {},
};

async function run(operation: string, options: Partial<NodeRunOptions> = {}): Promise<NodeRun> {
	const [resource = '', value = ''] = operation.split(' ');
	await clock.sleep(3_600_000);
	return await runNode({
		credential: { url: api.url, apiKey: KEY },
		...options,
		parameters: {
			resource,
			operation: value,
			...parametersOf[operation],
			options: { maxRateLimitWait: 0, maxWait: 0 },
		},
	});
}

const statuses = [400, 401, 403, 404, 405, 409, 422, 429, 500, 502, 503, 504];

it('every operation is tried', () => {
	expect(Object.keys(parametersOf)).toEqual(operations.map(({ resource, value }) => `${resource} ${value}`));
});

describe.each(Object.keys(parametersOf))('the key stands nowhere when %s fails', (operation) => {
	it.each(statuses)('with status %d and an answer that shows the request', async (status) => {
		for (const on of paths) {
			for (const as of ['json', 'html'] as const) {
				api.reset();
				api.answer({ status, as });
				const failed = await run(operation, on);
				expect(failed.status).toBe('error');
				expect(api.asked.map(({ user }) => user)).toEqual([KEY]);
				expect(api.asked[0]?.request).not.toContain(encodeURIComponent(KEY));
				expectNoKeyIn(failed);
				// What was shown did come through, with a mask in place of the key.
				if (as === 'json') expect(failed.error?.message).toMatch(/Refused: authorization: Basic \[API key\]/);
			}
		}
	});

	it('with a redirect, which no request follows', async () => {
		for (const on of paths) {
			for (const status of [301, 302, 303, 307, 308]) {
				const hosts = [`${elsewhere.url}/api`, `${elsewhere.url}/?key=${encodeURIComponent(KEY)}`];
				for (const location of hosts) {
					api.reset();
					api.answer({ status, location });
					const failed = await run(operation, on);
					expect(failed.error?.message).toContain('The site redirects to 127.0.0.1');
					expect(api.asked).toHaveLength(1);
					expectNoKeyIn(failed);
				}
			}
		}
		expect([elsewhere.connections, elsewhere.asked]).toEqual([0, []]);
	});

	it.each<[string, () => string, MirrorAnswer]>([
		['that breaks', () => api.url, 'cut'],
		['that is refused', () => 'http://127.0.0.1:9', 'cut'],
		['to a host that does not exist', () => 'http://host.invalid', 'cut'],
	])('with a connection %s', async (_what, url, answer) => {
		api.answer(answer);
		for (const on of paths) {
			const failed = await run(operation, { ...on, credential: { url: url(), apiKey: KEY } });
			expect(failed.error?.message).toMatch(/No usable answer from Chargebee/);
			expectNoKeyIn(failed);
		}
	});

	it('and the workflow goes on', async () => {
		for (const on of paths) {
			for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
				api.answer({ status: 403, as: 'json' });
				// An agent's tool has no output for errors.
				const settings = onError === 'continueErrorOutput' ? { onError } : { ...on.settings, onError };
				const kept = await run(operation, { path: on.path, settings });
				expect(JSON.stringify(kept.output)).toContain('Basic [API key]');
				expectNoKeyIn(kept);
			}
		}
	});
});

describe('the key stands nowhere', () => {
	it('in the errors of the lists to choose from, and no list follows a redirect', async () => {
		for (const method of ['searchOrders', 'searchInvoices']) {
			const answers: MirrorAnswer[] = [
				...statuses.map((status) => ({ status, as: 'json' as const })),
				{ status: 302, location: elsewhere.url },
				{ status: 307, location: elsewhere.url },
			];
			for (const answer of answers) {
				await clock.sleep(3_600_000);
				api.answer(answer);
				const search = searchList({ method, credential: { url: api.url, apiKey: KEY } });
				const failure: unknown = await search.catch((reason: unknown) => reason);
				expect(failure).toBeInstanceOf(Error);
				expectNoKey([failure, thrown]);
			}
		}
		expect(elsewhere.connections).toBe(0);
	});

	it('in what the test button says, and its request follows no redirect', async () => {
		const credential = { url: api.url, apiKey: KEY };
		for (const status of statuses) {
			api.answer({ status, as: 'json' });
			expectNoKey(await testCredential(credential));
		}
		for (const status of [301, 302, 303, 307, 308]) {
			api.answer({ status, location: `${elsewhere.url}/api/v2/configurations` });
			expect(await testCredential(credential)).toMatchObject({ status: 'Error' });
		}
		expect(elsewhere.connections).toBe(0);
	});

	it('of two tenants in one run, and each goes to its own host alone', async () => {
		const keys = { a: 'live_KeyOfTenantA_aaaaaaaaaaaa', b: 'live_KeyOfTenantB_bbbbbbbbbbbb' };
		// The keys come from expressions, as from a secret store; in the items they would be part of what n8n stores.
		const credential: ICredentialDataDecryptedObject = {
			environment: 'custom',
			baseUrl: `={{ $json.tenant === "a" ? "${api.url}" : "${elsewhere.url}" }}`,
			apiKey: `={{ $json.tenant === "a" ? "${keys.a}" : "${keys.b}" }}`,
		};
		const input = items(...Array.from({ length: 12 }, (_, n) => ({ tenant: n % 2 === 0 ? 'a' : 'b' })));
		for (const host of [api, elsewhere]) host.answer({ status: 403, as: 'json' });
		for (const on of paths) {
			for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
				const result = await run('order get', { path: on.path, credential, items: input, settings: { onError } });
				expectNoKeyIn(result, keys.a, keys.b);
			}
		}
		expect(new Set(api.asked.map(({ user }) => user))).toEqual(new Set([keys.a]));
		expect(new Set(elsewhere.asked.map(({ user }) => user))).toEqual(new Set([keys.b]));
		expect(elsewhere.asked.length).toBeGreaterThanOrEqual(12);
	});

	it('where the person typed it into the wrong field', async () => {
		for (const on of paths) {
			const site = { environment: 'live', site: KEY, apiKey: KEY };
			const failed = await run('order get', { ...on, credential: site });
			expect(failed.error?.message).toContain('Site must be the part of your address before .chargebee.com');
			expectNoKeyIn(failed);
			const baseUrl = { environment: 'custom', baseUrl: `https://${KEY}@proxy.example.com`, apiKey: KEY };
			expectNoKeyIn(await run('order get', { ...on, credential: baseUrl }));
		}
		expect(api.connections + elsewhere.connections).toBe(0);
	});
});

it('a key that is too short to be one is not masked: it would garble every message', async () => {
	api.answer({ status: 400, as: 'json' });
	const { error } = await run('order get', { credential: { url: api.url, apiKey: 'e' } });
	expect(error?.message).toContain('Refused: authorization');
});

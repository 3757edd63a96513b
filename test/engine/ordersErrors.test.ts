import type { INodeParameters } from 'n8n-workflow';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';

import type { Sandbox } from '../sandbox';

import type { NodeRun } from './harness';
import { byId, items, json, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 20 });

/** Everything that a run left behind, the hidden parts of its errors too, holds no trace of the key. */
function expectNoKey(run: NodeRun, apiKey: string): void {
	const all = inspect(run, { depth: Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null });
	expect(all).toContain('Node');
	for (const secret of [apiKey, Buffer.from(`${apiKey}:`).toString('base64'), Buffer.from(apiKey).toString('base64')]) {
		// Without the padding it would be found in any longer encoding, too.
		expect(all).not.toContain(secret.replace(/=+$/, ''));
	}
}

interface Failure {
	status: number;
	operation: string;
	parameters: INodeParameters;
	message: string;
	code: string;
	hint: RegExp;
	key?: (sandbox: Sandbox) => string;
}

const failures: readonly Failure[] = [
	{
		status: 400,
		operation: 'create',
		parameters: { invoice_id: byId('INV-without-orders'), fields: { id: 'order_1' } },
		message: 'id : The value order_1 is already present.',
		code: 'duplicate_entry',
		hint: /use Update, or another ID/,
	},
	{
		status: 401,
		operation: 'get',
		parameters: { orderId: byId('order_1') },
		message: 'Sorry, authentication failed. Invalid api key',
		code: 'api_authentication_failed',
		hint: /check the key/,
		key: () => 'a_key_of_another_site',
	},
	{
		status: 403,
		operation: 'update',
		parameters: { orderId: byId('order_1'), fields: { note: 'x' } },
		message: 'Sorry, the API key does not have the permission for this operation.',
		code: 'api_authorization_failed',
		hint: /full-access key/,
		key: ({ readOnlyKey }) => readOnlyKey,
	},
	{
		status: 404,
		operation: 'cancel',
		parameters: { orderId: byId('order_0'), cancellation_reason: 'others' },
		message: 'order_0 not found',
		code: 'resource_not_found',
		hint: /check the ID, the environment/,
	},
	{
		status: 409,
		operation: 'reopen',
		parameters: { orderId: byId('open') },
		message: 'The order open cannot be reopened: it is queued, not cancelled.',
		code: 'invalid_state_for_request',
		hint: /Reopen needs a cancelled order/,
	},
];

beforeAll(() => {
	use.addOrder({ id: 'open' });
});

describe.each(paths)('an error of Chargebee ($path path)', (on) => {
	it.each(failures)('$status $code reads well and is sent once', async (failure) => {
		const { url, apiKey } = use.sandbox;
		const key = failure.key?.(use.sandbox) ?? apiKey;
		const run = await use.run(failure.operation, failure.parameters, { ...on, credential: { url, apiKey: key } });
		const { error } = run;
		expect(run.status).toBe('error');
		if (on.path === 'custom') expect(error?.message).toBe(failure.message);
		else expect(error?.message).toContain(failure.message.replace(/\.$/, ''));
		expect(error?.description).toMatch(failure.hint);
		expect(error?.description).toContain(failure.code);
		expect(error).toMatchObject({ httpCode: String(failure.status) });
		expect(use.request.status).toBe(failure.status);
		expectNoKey(run, key);
	});

	it('names the parameter where the message does not', async () => {
		const body = { message: 'cannot be blank', api_error_code: 'param_wrong_value', param: 'shipping_address[city]' };
		use.sandbox.script.respondOnce({ method: 'POST', path: /open$/ }, { status: 400, body });
		const { error } = await use.run('update', { orderId: byId('open'), fields: { note: 'x' } }, on);
		expect(error?.message).toContain('shipping_address[city]: cannot be blank');
	});

	it.each([400, 403, 404, 409, 422])('%i without a body says so, and what to do', async (status) => {
		use.sandbox.script.respondOnce({ method: 'GET', path: /open$/ }, { status, body: '' });
		const { error } = await use.run('get', { orderId: byId('open') }, on);
		expect(error?.message).toContain(`status ${status}`);
		expect(error?.description).toMatch(/\w/);
		expect(use.ledger).toHaveLength(1);
	});

	it("422 for a key of one's own tells to give every item its own", async () => {
		const update = (note: string): INodeParameters => ({
			orderId: byId('open'),
			fields: { note },
			requestContext: { idempotency_key: `mine, ${on.path}` },
		});
		expect((await use.run('update', update('one'), on)).error).toBeUndefined();
		const { error } = await use.run('update', update('two'), on);
		expect(error?.message).toContain('The idempotency key was used before');
		expect(error?.description).toContain('give every item a key of its own');
		expect(use.ledger.map(({ status }) => status)).toEqual([200, 422]);
	});

	it('a redirect is an error, and the key does not follow it', async () => {
		const asked: string[] = [];
		const elsewhere = createServer((request, response) => {
			asked.push(request.url ?? '');
			response.end('{}');
		});
		await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
		const host = `127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
		const results: NodeRun[] = [];
		for (const status of [301, 302, 303, 307, 308]) {
			const answer = { status, headers: { location: `http://${host}/api/v2/orders/open` }, body: '' };
			use.sandbox.script.respondOnce({ method: 'POST', path: /open$/ }, answer);
			results.push(await use.run('update', { orderId: byId('open'), fields: { note: 'x' } }, on));
		}
		await new Promise((resolve) => elsewhere.close(resolve));
		expect(asked).toEqual([]);
		for (const { status, error } of results) {
			expect(status).toBe('error');
			expect(error?.message).toContain(`The site redirects to ${host}`);
			expect(error?.description).toMatch(/Check Site and Environment/);
		}
		expect(use.ledger).toHaveLength(5);
	});
});

it('422 for the key of the node says that the item was sent before with other values', async () => {
	const once = { executionId: 'the same' };
	await use.run('update', { orderId: byId('open'), fields: { note: 'one' } }, once);
	const { error } = await use.run('update', { orderId: byId('open'), fields: { note: 'two' } }, once);
	expect(error?.description).toMatch(/sent before in this execution with other values.*Check in Chargebee/);
});

describe('the key stands nowhere', () => {
	it('in a run that succeeds', async () => {
		const run = await use.run('getAll', { returnAll: true });
		expect(run.status).toBe('success');
		expectNoKey(run, use.sandbox.apiKey);
	});

	it.each(paths)('in a run that finds no server ($path path)', async (on) => {
		const credential = { url: 'http://127.0.0.1:9', apiKey: use.sandbox.apiKey };
		const options = { maxRateLimitWait: 0 };
		const run = await use.run('get', { orderId: byId('open'), options }, { ...on, credential });
		expect(run.error?.message).toMatch(/No usable answer from Chargebee/);
		expectNoKey(run, credential.apiKey);
	});
});

describe.each(paths)('where the workflow goes on after an error ($path path)', (on) => {
	const input = items(
		{ order: 'open', n: 1 },
		{ order: 'nowhere', n: 2 },
		{ order: '..', n: 3 },
		{ order: 'order_1', n: 4 },
	);
	const parameters = { orderId: byId('={{ $json.order }}'), options: { output: 'selected', outputFields: ['id'] } };
	const notFound = {
		order: 'nowhere',
		n: 2,
		error: 'nowhere not found',
		details: {
			status: 404,
			code: 'resource_not_found',
			hint: expect.stringContaining('check the ID'),
			retryable: false,
		},
	};
	const refused = {
		order: '..',
		n: 3,
		error: expect.stringContaining('Order is not an ID'),
		details: { parameter: 'Order', hint: expect.stringContaining('ID'), retryable: false },
	};

	it('errors stand among the results, with the fields of their input', async () => {
		const run = await use.run('get', parameters, {
			...on,
			items: input,
			settings: { ...on.settings, onError: 'continueRegularOutput' },
		});
		expect(run.status).toBe('success');
		expect(json(run)).toEqual([{ id: 'open' }, notFound, refused, { id: 'order_1' }]);
		expect(run.output[0]?.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3].map((item) => ({ item })));
		expectNoKey(run, use.sandbox.apiKey);
	});

	it('errors go to the error output, with the fields of their input', async () => {
		const run = await use.run('get', parameters, {
			...on,
			items: input,
			settings: { onError: 'continueErrorOutput' },
		});
		expect(run.status).toBe('success');
		expect(json(run)).toEqual([{ id: 'open' }, { id: 'order_1' }]);
		expect(json(run, 1)).toEqual([notFound, refused]);
		expect(run.output.map((output) => output.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 0 }, { item: 3 }],
			[{ item: 1 }, { item: 2 }],
		]);
		expectNoKey(run, use.sandbox.apiKey);
	});

	it('an error names the parameter of Chargebee', async () => {
		const body = { message: 'note : too rude', api_error_code: 'param_wrong_value', param: 'note' };
		use.sandbox.script.respondOnce({ method: 'POST', path: /open$/ }, { status: 400, body });
		const settings = { ...on.settings, onError: 'continueRegularOutput' as const };
		const run = await use.run('update', { orderId: byId('open'), fields: { note: 'x' } }, { ...on, settings });
		expect(json(run)).toMatchObject([
			{ error: 'note : too rude', details: { status: 400, parameter: 'note', code: 'param_wrong_value' } },
		]);
	});
});

describe('where the workflow stops at an error', () => {
	it('no further item starts, and the error says which one failed and how many were done', async () => {
		const ids = ['open', 'order_1', 'nowhere', 'order_2', 'order_3'].map((id) => ({ id }));
		const parameters = {
			orderId: byId('={{ $json.id }}'),
			fields: { note: 'x' },
			options: { simultaneousRequests: 1 },
		};
		const run = await use.run('update', parameters, { items: items(...ids) });
		expect(run.error?.message).toBe('nowhere not found');
		expect(run.error?.description).toContain('2 of 5 items were done');
		expect(run.error).toMatchObject({ context: { itemIndex: 2 } });
		expect(use.ledger.map(({ status }) => status)).toEqual([200, 200, 404]);
		expect(run.output).toEqual([]);
	});

	it('Retry On Fail does nothing twice', async () => {
		const parameters = { orderId: byId('={{ $json.id }}'), options: { simultaneousRequests: 1 } };
		const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const fresh = use.addOrder({ refundable_credits: 100, document_number: undefined });
		use.sandbox.script.respondOnce({ method: 'POST', path: /open/ }, { status: 409, body: { message: 'Not yet' } });
		const note = { credit_note__reason_code: 'waiver', credit_note__total: 10 };
		const run = await use.run(
			'createRefundableCreditNote',
			{ ...parameters, ...note },
			{
				items: items({ id: fresh.attributes.id }, { id: 'open' }),
				settings,
			},
		);
		expect(run.status).toBe('success');
		expect(fresh.details.linked_credit_notes).toHaveLength(1);
		expect(use.ledger.map(({ replayed = false, status }) => [status, replayed])).toEqual([
			[200, false],
			[409, false],
			[200, true],
			[200, false],
		]);
		expect(run.hints).toMatchObject([{ message: expect.stringContaining('not done twice') }]);
	});
});

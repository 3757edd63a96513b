import type {
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { routingTransport } from '../../nodes/ChargebeeOrders/run/routingTransport';
import { fakeFunctions } from '../support/fakeFunctions';
import { stepClock } from '../support/steppedClock';

interface Routed {
	parameters: Record<string, unknown>;
	onError?: 'continueRegularOutput';
	signal?: AbortSignal;
	timezone?: string;
	/** What the site makes of a request, by its number. */
	answer?: (number: number) => unknown;
}

let sites = 0;

/** An item that n8n's routing runs, with what is sent for it and what is logged. */
function routed({ parameters, onError, signal, timezone = 'Etc/UTC', answer }: Routed) {
	const sent: IHttpRequestOptions[] = [];
	const logged: string[] = [];
	const baseUrl = `http://routed${(sites += 1)}.example`;
	const node = { parameters: parameters as INodeParameters, ...(onError === undefined ? {} : { onError }) };
	const functions = Object.assign(fakeFunctions({ node }), {
		getNodeParameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
		getItemIndex: () => 4,
		getInputData: () => ({ json: { own: 1 } }),
		getCredentials: async () => await Promise.resolve({ environment: 'custom', baseUrl, apiKey: 'live_key_of_acme' }),
		getExecutionCancelSignal: () => signal,
		getTimezone: () => timezone,
		logger: { info: (message: string) => logged.push(message) },
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: IHttpRequestOptions) => {
				sent.push(options);
				const body = answer?.(sent.length - 1) ?? { order: { id: 'o1' } };
				if (body instanceof Error) throw body;
				return await Promise.resolve({ statusCode: 200, headers: {}, body });
			},
		},
	}) as unknown as IExecutePaginationFunctions;
	const run = async (): Promise<INodeExecutionData[]> => await routingTransport.call(functions);
	const urls = (): string[] => sent.map(({ url }) => decodeURIComponent(url.replace(baseUrl, '')));
	return { run, sent, urls, logged };
}

afterEach(() => jest.restoreAllMocks());

const get = { resource: 'order', operation: 'get', orderId: 'o1' };

describe('an operation that there is none of', () => {
	const message = 'There is no operation "x" of "order"';
	const hint = 'Choose resource and operation from their lists: an expression selects nothing there.';

	it('is refused with the item, and an agent reads in the message what to do', async () => {
		await expect(routed({ parameters: { resource: 'order', operation: 'x' } }).run()).rejects.toMatchObject({
			message: expect.stringMatching(`${message}. ${hint}`),
			description: hint,
			context: { itemIndex: 4 },
		});
	});

	it.each([
		[{ resource: 'x', operation: 'get' }, 'There is no operation "get" of "x"'],
		[{ resource: 'order' }, 'There is no operation "" of "order"'],
	])('is named: of %j', async (parameters, named) => {
		await expect(routed({ parameters }).run()).rejects.toThrow(named);
	});

	it('is an item where the node goes on', async () => {
		const parameters = { resource: 'order', operation: 'x' };
		expect(await routed({ parameters, onError: 'continueRegularOutput' }).run()).toEqual([
			{
				json: { own: 1, error: message, details: { parameter: 'operation', hint, retryable: false } },
				pairedItem: { item: 4 },
			},
		]);
	});
});

it('the operation is sent, and what comes of it is paired', async () => {
	const { run, urls } = routed({ parameters: { ...get, options: { output: 'raw' } } });
	expect((await run()).map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([['o1', { item: 4 }]]);
	expect(urls()).toEqual(['/api/v2/orders/o1']);
});

it('it goes by the options of the node', async () => {
	const { run, sent } = routed({ parameters: { ...get, requestOptions: { timeout: 7_000 } } });
	await run();
	expect(sent[0]).toMatchObject({ timeout: 7_000 });
	const refused = routed({ parameters: { ...get, options: { maxRateLimitWait: -1 } } });
	await expect(refused.run()).rejects.toThrow('Rate Limit Wait is not a number of at least 0');
	expect(refused.sent).toEqual([]);
});

it('options that are no collections are none', async () => {
	const { run, sent } = routed({ parameters: { ...get, requestOptions: 'x' } });
	await run();
	expect(sent[0]).toMatchObject({ timeout: 90_000 });
});

it.each([
	[{ fields: { status: '' } }, 'Status (status)'],
	[{ requestContext: { suppress_events: [] } }, 'Suppress Events (suppress_events)'],
	[{ requestContext: { response_schema_type: '' } }, '(response_schema_type)'],
])('a choice that was added to the node and not made is refused: %j', async (added, named) => {
	const { run, sent } = routed({ parameters: { ...get, operation: 'update', fields: { note: 'x' }, ...added } });
	await expect(run()).rejects.toThrow(`${named} was added, and nothing is chosen there`);
	expect(sent).toEqual([]);
});

it("a list is as long as is fit for an agent, by the time zone and the time of the item's run", async () => {
	jest.spyOn(clock, 'now').mockReturnValue(Date.UTC(2026, 10, 22, 23, 30) + 999);
	const relative = (moment: string) => ({ operator: 'after', date: 'relative', moment });
	const parameters = {
		resource: 'order',
		operation: 'getAll',
		filters: { created_at: relative('oneHourAgo'), updated_at: relative('startOfToday') },
	};
	const { run, urls } = routed({ parameters, timezone: 'Europe/Berlin', answer: () => ({ list: [] }) });
	await run();
	expect(urls()).toHaveLength(1);
	expect(Object.fromEntries(new URLSearchParams(urls()[0]?.split('?')[1]))).toMatchObject({
		'created_at[after]': String(Date.UTC(2026, 10, 22, 22, 30) / 1000),
		'updated_at[after]': String(Date.UTC(2026, 10, 22, 23) / 1000),
		limit: '20',
	});
});

it('what it tells of its progress goes to the log, without the key', async () => {
	const { run, logged } = routed({
		parameters: { resource: 'export', operation: 'start' },
		answer: () => ({ export: { id: 'live_key_of_acme', status: 'in_process' } }),
	});
	await run();
	expect(logged).toEqual(['Export [API key] of orders was started']);
});

it("n8n's Stop ends it, also where the node goes on after errors", async () => {
	const stopped = { parameters: get, onError: 'continueRegularOutput' as const, signal: AbortSignal.abort() };
	const { run, sent } = routed(stopped);
	await expect(run()).rejects.toThrow('canceled');
	expect(sent).toEqual([]);
});

it('an agent is told after half a minute that the site does not answer any more', async () => {
	const time = stepClock();
	const down = (): Error => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
	const { run, sent } = routed({ parameters: get, answer: (number) => (number === 0 ? undefined : down()) });
	await run();
	const told = jest.fn();
	run().catch(told);
	await time.advance(20_000);
	expect(told).not.toHaveBeenCalled();
	await time.advance(20_000);
	expect(told).toHaveBeenCalled();
	expect(sent.length).toBeGreaterThan(2);
});

import type { IExecuteFunctions, IExecutePaginationFunctions } from 'n8n-workflow';

import { executeCall, isTool, type Run } from '../../nodes/ChargebeeOrders/run/executeCall';
import { ownPlaces } from '../../nodes/ChargebeeOrders/run/ownPlaces';
import { once, ParameterReader } from '../../nodes/ChargebeeOrders/run/parameterReader';
import { routingTransport } from '../../nodes/ChargebeeOrders/run/routingTransport';
import { runKeys } from '../../nodes/ChargebeeOrders/run/runKeys';
import type { Call } from '../../nodes/ChargebeeOrders/Call';
import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import { Places } from '../../nodes/ChargebeeOrders/async/places';
import { RunReport } from '../../nodes/ChargebeeOrders/RunReport';
import { fakeFunctions, type FakeRun } from '../support/fakeFunctions';

afterEach(() => jest.restoreAllMocks());

async function callOf(
	run: FakeRun & { mode?: string; asTool?: boolean } = {},
): Promise<{ call: Call; told: string[] }> {
	const told: string[] = [];
	const functions: IExecuteFunctions = Object.assign(fakeFunctions(run), {
		getMode: () => run.mode ?? 'trigger',
		logger: { info: (message: string) => told.push(`log: ${message}`) },
		sendMessageToUI: (message: string) => told.push(`browser: ${message}`),
	});
	const shared: Run = {
		functions,
		reader: new ParameterReader(functions.getNode()),
		report: new RunReport(),
		asTool: run.asTool ?? false,
		keys: runKeys(functions, 0),
		places: new Places(),
	};
	return { call: await executeCall(shared, 3, new Map()), told };
}

it.each([
	['trigger', false, false],
	['manual', false, true],
	['trigger', true, true],
])('in a run of mode %s (tool: %s) a person waits: %s', async (mode, asTool, attended) => {
	const { call } = await callOf({ mode, asTool });
	expect([call.transport.attended, call.asTool]).toEqual([attended, asTool]);
});

it('a call has the options, the time zone and the time of its item, and the credential of it', async () => {
	jest.spyOn(clock, 'now').mockReturnValue(1_700_000_000_999);
	const { signal } = new AbortController();
	const options = { simultaneousRequests: 2 };
	const requestOptions = { timeout: 7 };
	const { call } = await callOf({
		node: { parameters: { options, requestOptions } },
		credential: (item) => ({ environment: 'custom', baseUrl: `http://127.0.0.1:${item}00`, apiKey: 'k' }),
		signal,
	});
	expect(call.transport).toMatchObject({ concurrency: 2, timeout: 7 });
	expect(call.context).toEqual({ timezone: 'Etc/UTC', now: 1_700_000_000 });
	expect([call.itemIndex, call.site.origin, call.site.custom]).toEqual([3, 'http://127.0.0.1:300', true]);
	expect(call.signal).toBe(signal);
	expect('signal' in (await callOf()).call).toBe(false);
});

it('options that are no collections are none', async () => {
	const node = { parameters: { options: 'x', requestOptions: 'y' } };
	expect((await callOf({ node })).call.transport).toEqual((await callOf()).call.transport);
});

it('what a call tells of its progress has no key in it, in the log and in the browser', async () => {
	const { call, told } = await callOf({
		credential: () => ({ environment: 'custom', baseUrl: 'http://127.0.0.1:9', apiKey: 'live_key_of_acme' }),
	});
	call.progress('with live_key_of_acme');
	expect(told).toEqual(['log: with [API key]', 'browser: with [API key]']);
});

it.each([
	['n8n-nodes.chargebeeOrdersTool', true],
	['n8n-nodes.chargebeeOrders', false],
	['Toolbox', false],
])('the type %s is that of a tool: %s', (type, tool) => {
	expect(isTool(type)).toBe(tool);
});

describe('parameters', () => {
	it('are evaluated once an item where they hold an expression anywhere, and once a run where they do not', () => {
		const parameters = {
			text: '=x',
			list: ['a', { deep: '=x' }],
			plain: 'x=',
			none: null,
			empty: {},
			many: ['a', 'b'],
		};
		const reader = new ParameterReader({ ...fakeFunctions().getNode(), parameters } as never);
		const evaluated = (name: string): number => {
			let times = 0;
			for (let item = 0; item < 3; item += 1) reader.read(name, () => (times += 1));
			return times;
		};
		expect(Object.keys(parameters).map((name) => [name, evaluated(name)])).toEqual([
			['text', 3],
			['list', 3],
			['plain', 1],
			['none', 1],
			['empty', 1],
			['many', 1],
		]);
	});

	it('without a value are evaluated once, too', () => {
		const asked: unknown[] = [];
		const read = once((name, fallback) => void asked.push([name, fallback]));
		expect([read('a', 1), read('a', 2), read('b')]).toEqual([undefined, undefined, undefined]);
		expect(asked).toEqual([
			['a', 1],
			['b', undefined],
		]);
	});
});

describe("the places for a node's requests", () => {
	const { signal } = new AbortController();
	const executed = (id: string, name: string, own: AbortSignal | undefined = signal) => ({
		getExecutionCancelSignal: () => own,
		getNode: () => ({ id, name }),
	});

	it('are the same in one execution, and others for another node or execution', () => {
		const places = ownPlaces(executed('1', 'A'));
		expect(ownPlaces(executed('1', 'A'))).toBe(places);
		expect(ownPlaces(executed('1', 'B'))).not.toBe(places);
		expect(ownPlaces(executed('2', 'A'))).not.toBe(places);
		expect(ownPlaces(executed('1', 'A', new AbortController().signal))).not.toBe(places);
	});
});

describe("n8n's routing", () => {
	function routed(parameters: Record<string, unknown>, onError?: 'continueRegularOutput') {
		const functions = fakeFunctions({ node: onError === undefined ? {} : { onError } });
		return Object.assign(functions, {
			getNodeParameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
			getItemIndex: () => 4,
			getInputData: () => ({ json: { own: 1 } }),
		}) as unknown as IExecutePaginationFunctions;
	}
	const message = 'There is no operation "x" of "order"';

	it('refuses an operation that there is none of, with the item', async () => {
		await expect(routingTransport.call(routed({ resource: 'order', operation: 'x' }))).rejects.toMatchObject({
			message: expect.stringContaining(message),
			description: 'Choose resource and operation from their lists: an expression selects nothing there.',
			context: { itemIndex: 4 },
		});
		await expect(routingTransport.call(routed({ resource: 'x', operation: 'get' }))).rejects.toThrow(
			'There is no operation "get" of "x"',
		);
		await expect(routingTransport.call(routed({ resource: 'order' }))).rejects.toThrow(
			'There is no operation "" of "order"',
		);
	});

	it('hands out the error as an item where the node goes on', async () => {
		const functions = routed({ resource: 'order', operation: 'x' }, 'continueRegularOutput');
		const [item, ...others] = await routingTransport.call(functions);
		expect(others).toEqual([]);
		expect(item).toMatchObject({ json: { error: expect.stringContaining(message) }, pairedItem: { item: 4 } });
	});

	it('sends the operation, and pairs what comes of it', async () => {
		const functions = routed({ resource: 'order', operation: 'get', orderId: 'o1', options: { output: 'raw' } });
		const sent: unknown[] = [];
		Object.assign(functions, {
			helpers: {
				httpRequestWithAuthentication: async (_: string, { url }: { url: string }) => {
					sent.push(url);
					return await Promise.resolve({ statusCode: 200, headers: {}, body: { order: { id: 'o1' } } });
				},
			},
		});
		const items = await routingTransport.call(functions);
		expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([['o1', { item: 4 }]]);
		expect(sent).toEqual(['http://127.0.0.1:9/api/v2/orders/o1']);
	});
});

import type { IExecuteFunctions } from 'n8n-workflow';

import { executeCall, isTool, type Run } from '../../nodes/ChargebeeOrders/run/executeCall';
import { ownPlaces } from '../../nodes/ChargebeeOrders/run/ownPlaces';
import { once, ParameterReader } from '../../nodes/ChargebeeOrders/run/parameterReader';
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
		keys: runKeys(functions),
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
	expect((await callOf()).call.signal).toBeUndefined();
});

it('a call knows a parameter as the workflow stores it, and its value', async () => {
	const node = { parameters: { note: '={{ $json.note }}' } };
	const { call } = await callOf({ node, parameter: (name) => (name === 'note' ? 'value' : undefined) });
	expect([call.parameter('note'), call.stored('note'), call.stored('none')]).toEqual([
		'value',
		'={{ $json.note }}',
		undefined,
	]);
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

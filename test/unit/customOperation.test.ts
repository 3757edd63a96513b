import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

import type { INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';

import { clock } from '../../nodes/ChargebeeOrders/async/clock';
import type { Call } from '../../nodes/ChargebeeOrders/Call';
import { InputError } from '../../nodes/ChargebeeOrders/errors/InputError';
import type { Operation } from '../../nodes/ChargebeeOrders/resources/Operation';
import { customOperation } from '../../nodes/ChargebeeOrders/run/customOperation';
import { fakeFunctions, type FakeRun } from '../support/fakeFunctions';

const request = {
	method: 'POST',
	version: 'v2',
	path: '/orders',
	pairs: [['note', 'x']],
	headers: { device: 'tab' },
} as const;

afterEach(() => jest.restoreAllMocks());

interface OperationOf {
	writes?: boolean;
	/** The items that are refused when they are prepared. */
	refused?: number[];
	/** What a write sends. */
	note?: string;
	run?: (call: Call) => unknown;
}

/** An operation that notes what it does, one item at a time: "prepare 0", "run 0". */
function operationOf(log: string[], { writes = true, refused = [], note = 'x', run }: OperationOf = {}): Operation {
	return {
		...{ resource: 'order', value: 'x', name: 'X', action: 'X', description: 'X', properties: [], writes },
		prepare(call) {
			log.push(`prepare ${call.itemIndex}`);
			if (refused.includes(call.itemIndex)) throw new InputError('note', `Item ${call.itemIndex} is bad`, 'Mend it');
			return {
				...(writes ? { request: { ...request, pairs: [['note', note]] } } : {}),
				async run(): Promise<INodeExecutionData[]> {
					log.push(`run ${call.itemIndex}`);
					await run?.(call);
					return [{ json: { index: call.itemIndex } }];
				},
			};
		},
	};
}

const oneByOne = { parameters: { options: { simultaneousRequests: 1 } } };
const items = [{}, {}, {}];

const one = { items: [{}] };

async function outputOf(operation: Operation, run: FakeRun = {}): Promise<INodeExecutionData[]> {
	const [output = []] = await customOperation(operation).call(fakeFunctions({ items, node: oneByOne, ...run }));
	return output;
}

describe('a write that stops at errors', () => {
	it('prepares all items before the first is sent', async () => {
		const log: string[] = [];
		expect(await outputOf(operationOf(log))).toEqual(
			[0, 1, 2].map((index) => ({ json: { index }, pairedItem: { item: index } })),
		);
		expect(log).toEqual(['prepare 0', 'prepare 1', 'prepare 2', 'run 0', 'run 1', 'run 2']);
	});

	it('sends nothing where a row is bad, and names the first and how many are', async () => {
		const log: string[] = [];
		const running = outputOf(operationOf(log, { refused: [1, 2] }), { node: {} });
		await expect(running).rejects.toMatchObject({
			message: 'Item 1 is bad',
			description:
				'Mend it.<br>\nNothing was sent: all 3 items are checked before the first one is sent. 1 more is refused as well.',
			context: { itemIndex: 1 },
		});
		expect(log).toEqual(['prepare 0', 'prepare 1', 'prepare 2']);
	});

	it('sends nothing where a text cannot be written as a form', async () => {
		const log: string[] = [];
		await expect(outputOf(operationOf(log, { note: '\ud83d' }))).rejects.toThrow('note contains half of a character');
		expect(log).toEqual(['prepare 0', 'prepare 1', 'prepare 2']);
	});

	it('keeps no value of a parameter while an item waits to be sent', async () => {
		const asked: string[] = [];
		const run = { parameter: (name: string) => (name === 'note' ? asked.push(name) : undefined) };
		const node = { parameters: { ...oneByOne.parameters, note: '={{ $json.note }}' } };
		const operation = operationOf([], { run: (call) => call.parameter('note') });
		const preparing: Operation = {
			...operation,
			prepare(call) {
				call.parameter('note');
				call.parameter('note');
				return operation.prepare(call);
			},
		};
		await outputOf(preparing, { ...run, node, items: [{}] });
		expect(asked).toHaveLength(2);
	});

	it("ends with n8n's Stop while it prepares", async () => {
		const log: string[] = [];
		const begun: number[] = [];
		const stop = new AbortController();
		const credential = (itemIndex: number): undefined => {
			begun.push(itemIndex);
			if (itemIndex === 1) stop.abort();
		};
		await expect(outputOf(operationOf(log), { signal: stop.signal, credential })).rejects.toThrow('canceled');
		expect([log, begun]).toEqual([['prepare 0'], [0, 1]]);
	});
});

it.each([
	['a read', { writes: false }, {}],
	['a write that goes on after errors', { writes: true }, { onError: 'continueRegularOutput' as const }],
])('%s goes item by item', async (_, operation, settings) => {
	const log: string[] = [];
	await outputOf(operationOf(log, operation), { node: { ...oneByOne, ...settings } });
	expect(log).toEqual(['prepare 0', 'run 0', 'prepare 1', 'run 1', 'prepare 2', 'run 2']);
});

describe('an item that fails', () => {
	const second = (reason: () => Error): OperationOf => ({
		run: ({ itemIndex }) => {
			if (itemIndex === 1) throw reason();
		},
	});
	const fail = (): Error => new InputError('note', 'Refused', 'Mend it');
	const goingOn = { ...oneByOne, onError: 'continueRegularOutput' as const };

	it.each([true, false])('ends the run, and the error says what became of the others (writes: %s)', async (writes) => {
		const log: string[] = [];
		await expect(outputOf(operationOf(log, { ...second(fail), writes }))).rejects.toMatchObject({
			message: 'Refused',
			description: expect.stringMatching(/^Mend it\.<br>\n1 of 3 items was done before the node stopped/),
			context: { itemIndex: 1 },
		});
		expect(log.filter((line) => line.startsWith('run'))).toEqual(['run 0', 'run 1']);
	});

	it('says nothing of others where there are none', async () => {
		await expect(outputOf(operationOf([], { run: () => Promise.reject(fail()) }), one)).rejects.toMatchObject({
			description: 'Mend it.',
		});
	});

	it('says it all in the message where an agent calls', async () => {
		const agents = { ...oneByOne, type: 'n8n-nodes.chargebeeOrdersTool' };
		await expect(outputOf(operationOf([], second(fail)), { node: agents })).rejects.toThrow(
			/^Refused\. Mend it\.\n1 of 3 items was done/,
		);
	});

	it('has an item in its place where the node goes on, with the fields of its input', async () => {
		const hints: NodeExecutionHint[] = [];
		const functions = Object.assign(
			fakeFunctions({ node: goingOn, items: [{ row: 'a' }, { row: 'b' }, { row: 'c' }] }),
			{ addExecutionHints: (hint: NodeExecutionHint) => hints.push(hint) },
		);
		const [output] = await customOperation(operationOf([], second(fail))).call(functions);
		expect(output).toEqual([
			{ json: { index: 0 }, pairedItem: { item: 0 } },
			{
				json: { row: 'b', error: 'Refused', details: { parameter: 'note', hint: 'Mend it.', retryable: false } },
				pairedItem: { item: 1 },
			},
			{ json: { index: 2 }, pairedItem: { item: 2 } },
		]);
		expect(hints).toEqual([{ type: 'warning', message: '1 of 3 items failed.', location: 'outputPane' }]);
	});

	it.each([goingOn, oneByOne])("ends the run where n8n's Stop came meanwhile (%j)", async (node) => {
		const stop = new AbortController();
		const log: string[] = [];
		const stopped = second(() => {
			stop.abort();
			return fail();
		});
		await expect(outputOf(operationOf(log, stopped), { node, signal: stop.signal })).rejects.toThrow('canceled');
		expect(log).not.toContain('run 2');
	});
});

describe('with Validate Only', () => {
	const validating = (validateOnly: unknown) => ({
		node: { parameters: { options: { simultaneousRequests: 1, validateOnly } } } as FakeRun['node'],
	});

	it('a write hands out what it would send, sends nothing and says so', async () => {
		const log: string[] = [];
		const hints: string[] = [];
		const run = { ...validating(true), items: [{}, {}], onHint: (message: string) => hints.push(message) };
		const shown = { method: 'POST', path: '/api/v2/orders', fields: { note: 'x' }, headers: { device: 'tab' } };
		expect(await outputOf(operationOf(log), run)).toEqual(
			[0, 1].map((item) => ({ json: shown, pairedItem: { item } })),
		);
		expect(log).toEqual(['prepare 0', 'prepare 1']);
		expect(hints).toEqual(['Validate Only: nothing was sent for 2 items.']);
	});

	it.each([
		['a write whose option is off', {}, validating(false)],
		['a read, which has no such option', { writes: false }, validating(true)],
	])('%s is sent', async (_, operation, run) => {
		const log: string[] = [];
		await outputOf(operationOf(log, operation), { ...run, ...one });
		expect(log).toEqual(['prepare 0', 'run 0']);
	});
});

// Results that n8n does not store may be larger.
describe('whether n8n stores the results', () => {
	const never = { saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' };

	it.each([
		['trigger', {}, true],
		['trigger', { ...never, saveDataSuccessExecution: 'all' }, true],
		['trigger', { ...never, saveDataErrorExecution: 'all' }, true],
		['trigger', { ...never, saveExecutionProgress: true }, true],
		['trigger', { ...never, saveExecutionProgress: false }, false],
		['trigger', never, false],
		['manual', never, true],
		// Older versions of n8n do not tell.
		['trigger', undefined, true],
	])('in a run of mode %s with the settings %j: %s', async (mode, settings, stored) => {
		const told: boolean[] = [];
		const functions = Object.assign(fakeFunctions(one), {
			getMode: () => mode,
			...(settings === undefined ? {} : { getWorkflowSettings: () => settings }),
		});
		await customOperation(operationOf([], { run: ({ report }) => told.push(report.isStored) })).call(functions);
		expect(told).toEqual([stored]);
	});
});

it("n8n's batching holds back the items after the first batch", async () => {
	const waits: number[] = [];
	jest.spyOn(clock, 'now').mockReturnValue(0);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
		waits.push(ms);
		await Promise.resolve();
	});
	const requestOptions = { batching: { batch: { batchSize: 2, batchInterval: 100 } } };
	await outputOf(operationOf([]), { node: { parameters: { ...oneByOne.parameters, requestOptions } } });
	expect(waits).toEqual([0, 0, 100]);
});

it.each([true, false])('the parameters of each item are read in a turn of their own (writes: %s)', async (writes) => {
	const log: string[] = [];
	let over = false;
	const watch = async (): Promise<void> => {
		while (!over) {
			await turnOfTheLoop();
			log.push('turn');
		}
	};
	const watching = watch();
	await outputOf(operationOf(log, { writes }), { node: {}, items: Array.from({ length: 8 }, () => ({})) });
	over = true;
	await watching;
	const pieces = log.join(' ').split('turn');
	expect(Math.max(...pieces.map((piece) => piece.split('prepare').length - 1))).toBe(1);
});

it('others have their turn once more before n8n gets the output', async () => {
	let wentRound = false;
	const run = ({ report }: Call): unknown => report.notes.push('All went well.');
	await outputOf(operationOf([], { run }), { onHint: () => setImmediate(() => (wentRound = true)) });
	expect(wentRound).toBe(true);
});

it('has no hint where all went well, and a warning where items failed', async () => {
	const hints: string[] = [];
	const onHint = (message: string): unknown => hints.push(message);
	await outputOf(operationOf([]), { onHint });
	expect(hints).toEqual([]);
	const node = { ...oneByOne, onError: 'continueRegularOutput' as const };
	await outputOf(operationOf([], { refused: [1, 2] }), { onHint, node });
	expect(hints).toEqual(['2 of 3 items failed.']);
});

it('hands out more items than a function can have arguments, each paired', async () => {
	const results = Array.from({ length: 200_000 }, (): INodeExecutionData => ({ json: {} }));
	const operation: Operation = {
		...operationOf([], { writes: false }),
		prepare: () => ({ run: async () => await Promise.resolve(results) }),
	};
	const output = await outputOf(operation, { items: [{}] });
	expect(output).toHaveLength(200_000);
	expect(new Set(output.map(({ pairedItem }) => JSON.stringify(pairedItem)))).toEqual(new Set(['{"item":0}']));
});

describe('what an earlier try of Retry On Fail sent', () => {
	const body = { order: {} };
	const fail = new InputError('note', 'Refused', 'Mend it');

	/** Two tries of three items, each answered but those that fail in the first; gives what the second knew of each. */
	async function knownInSecondTry(onError: 'stopWorkflow' | 'continueRegularOutput', failing: number[]) {
		const known: Array<string | undefined> = [];
		let second = false;
		const operation = operationOf([], {
			run: ({ writeKey, itemIndex }) => {
				if (second) known[itemIndex] = writeKey.done?.request;
				else if (failing.includes(itemIndex)) throw fail;
				else writeKey.done = { request: `sent ${itemIndex}`, body };
			},
		});
		const node = { ...oneByOne, retryOnFail: true, onError };
		const run = { node, signal: new AbortController().signal };
		await outputOf(operation, run).catch(() => undefined);
		second = true;
		await outputOf(operation, run);
		return known;
	}

	it.each(['stopWorkflow', 'continueRegularOutput'] as const)('is known where an item failed (%s)', async (onError) => {
		expect((await knownInSecondTry(onError, [2])).slice(0, 2)).toEqual(['sent 0', 'sent 1']);
	});

	it('is forgotten once all is done', async () => {
		expect(await knownInSecondTry('stopWorkflow', [])).toEqual([undefined, undefined, undefined]);
	});
});

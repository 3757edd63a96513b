import { runKeys, type RunKeys } from '../../nodes/ChargebeeOrders/run/runKeys';
import { itemKey, type ItemIdentity } from '../../nodes/ChargebeeOrders/transport/idempotencyKey';
import { fakeFunctions, type FakeRun } from '../support/fakeFunctions';

const retried = { retryOnFail: true };

const keysIn = (run: FakeRun): RunKeys => runKeys(fakeFunctions(run));

/** The key of the first item of a run. */
function keyOf(run: FakeRun): string {
	return keysIn(run).ofItem(0).value;
}

describe('the key of an item', () => {
	const identity: ItemIdentity = {
		instanceId: 'instance',
		workflowId: 'workflow',
		executionId: 'execution',
		executionToken: 'token',
		nodeId: 'id',
		nodeName: 'Node',
		runIndex: 0,
		itemIndex: 0,
	};

	it('is the same for the same item', () => {
		expect(itemKey({ ...identity })).toEqual(itemKey(identity));
	});

	it.each(Object.keys(identity))('is another where the %s is another', (part) => {
		const other = { ...identity, [part]: part.endsWith('Index') ? 1 : 'another' };
		expect(itemKey(other).value).not.toBe(itemKey(identity).value);
	});

	it.each<[string, FakeRun]>([
		['instance of n8n', { instanceId: 'another' }],
		['workflow', { workflowId: 'another' }],
		['execution', { executionId: 'another' }],
		['database that counts from 1 again', { executionToken: 'another' }],
		['node', { node: { id: 'another' } }],
		['node with the same id', { node: { name: 'Another' } }],
		['round of a loop', { runIndex: 1 }],
	])('is taken from the run: another for another %s', (_, run) => {
		expect(keyOf({})).toBe(keyOf({}));
		expect(keyOf(run)).not.toBe(keyOf({}));
	});

	it.each(['', undefined])('is drawn for each call where there is no execution (%j)', (executionId) => {
		const keys = runKeys(Object.assign(fakeFunctions(), { getExecutionId: () => executionId }));
		expect(keys.ofItem(0).value).not.toBe(keys.ofItem(0).value);
	});

	it.each([
		['no token', { $execution: { resumeUrl: 'http://127.0.0.1/wait' } }],
		['no URL to resume by', { $execution: {} }],
		['nothing of the execution', {}],
	])('is that of the execution and its items where n8n gives %s', (_, data) => {
		const keysOf = (executionId: string): string[] => {
			const proxy = { getWorkflowDataProxy: () => ({ $runIndex: 0, ...data }) };
			const keys = runKeys(Object.assign(fakeFunctions({ executionId }), proxy));
			return [0, 1].map((itemIndex) => keys.ofItem(itemIndex).value);
		};
		expect(keysOf('1')).toEqual(keysOf('1'));
		expect(new Set([...keysOf('1'), ...keysOf('2')]).size).toBe(4);
	});
});

describe('what Retry On Fail remembers of a run', () => {
	const { signal } = new AbortController();
	const run = { signal, node: retried };

	it('is there in the next try, with what was sent and what came of it', () => {
		const first = keysIn({ ...run, runIndex: 0 }).ofItem(3);
		first.sentAt = 1;
		const again = keysIn({ ...run, runIndex: 0 });
		expect(again.ofItem(3)).toBe(first);
		expect([again.fateOf(3), again.fateOf(4)]).toEqual(['unknown', undefined]);
		first.done = { request: '', body: {} };
		expect(again.fateOf(3)).toBe('done');
	});

	it('is not taken for that of the next round of a loop', () => {
		keysIn({ ...run, runIndex: 1 }).ofItem(3).sentAt = 1;
		const next = keysIn({ ...run, runIndex: 2 });
		expect(next.fateOf(3)).toBeUndefined();
		expect(next.ofItem(3).sentAt).toBeUndefined();
		expect(next.ofItem(3).value).not.toBe(keyOf({ runIndex: 1 }));
	});

	it('is not taken for that of another node with the same id', () => {
		keysIn({ ...run, runIndex: 3 }).ofItem(0).sentAt = 1;
		const other = { ...run, node: { ...retried, name: 'Another' } };
		expect(keysIn({ ...other, runIndex: 3 }).fateOf(0)).toBeUndefined();
		expect(keysIn({ ...run, runIndex: 3 }).fateOf(0)).toBe('unknown');
	});

	it('is not taken for that of another execution', () => {
		keysIn({ ...run, runIndex: 4 }).ofItem(0).sentAt = 1;
		expect(keysIn({ ...run, runIndex: 4, signal: new AbortController().signal }).fateOf(0)).toBeUndefined();
	});

	it("is nothing without n8n's signal, which tells executions apart; the keys stay the same", () => {
		const first = keysIn({ node: retried, runIndex: 5 });
		const key = first.ofItem(0);
		key.sentAt = 1;
		const again = keysIn({ node: retried, runIndex: 5 });
		expect([first.fateOf(0), again.fateOf(0)]).toEqual([undefined, undefined]);
		expect(again.ofItem(0)).toEqual({ value: key.value, lasting: true });
	});

	it('is nothing without Retry On Fail: what nobody asks for again is not kept', () => {
		const keys = keysIn({ signal, runIndex: 5 });
		keys.ofItem(0).sentAt = 1;
		expect(keys.fateOf(0)).toBeUndefined();
	});
});

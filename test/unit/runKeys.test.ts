import { runKeys } from '../../nodes/ChargebeeOrders/run/runKeys';
import { itemKey, type ItemIdentity } from '../../nodes/ChargebeeOrders/transport/idempotencyKey';
import { fakeFunctions, type FakeRun } from '../support/fakeFunctions';

const retried = { retryOnFail: true };

/** The key of the first item of a run. */
function keyOf(run: FakeRun): string {
	return runKeys(fakeFunctions(run), run.runIndex ?? 0).ofItem(0).value;
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

	it('is drawn for each call where there is no execution', () => {
		const keys = runKeys(fakeFunctions({ executionId: '' }), 0);
		expect(keys.ofItem(0).value).not.toBe(keys.ofItem(0).value);
	});
});

describe('what Retry On Fail remembers of a run', () => {
	const { signal } = new AbortController();
	const run = { signal, node: retried };

	it('is there in the next try, with what was sent and what came of it', () => {
		const first = runKeys(fakeFunctions(run), 0).ofItem(3);
		first.sentAt = 1;
		const again = runKeys(fakeFunctions(run), 0);
		expect(again.ofItem(3)).toBe(first);
		expect([again.fateOf(3), again.fateOf(4)]).toEqual(['unknown', undefined]);
		first.done = { request: '', body: {} };
		expect(again.fateOf(3)).toBe('done');
	});

	it('is not taken for that of the next round of a loop', () => {
		runKeys(fakeFunctions(run), 1).ofItem(3).sentAt = 1;
		const next = runKeys(fakeFunctions(run), 2);
		expect(next.fateOf(3)).toBeUndefined();
		expect(next.ofItem(3).sentAt).toBeUndefined();
		expect(next.ofItem(3).value).not.toBe(keyOf({ runIndex: 1 }));
	});

	it('is not taken for that of another node with the same id', () => {
		runKeys(fakeFunctions(run), 3).ofItem(0).sentAt = 1;
		const other = { ...run, node: { ...retried, name: 'Another' } };
		expect(runKeys(fakeFunctions(other), 3).fateOf(0)).toBeUndefined();
		expect(runKeys(fakeFunctions(run), 3).fateOf(0)).toBe('unknown');
	});

	it('is not taken for that of another execution', () => {
		runKeys(fakeFunctions(run), 4).ofItem(0).sentAt = 1;
		expect(runKeys(fakeFunctions({ ...run, signal: new AbortController().signal }), 4).fateOf(0)).toBeUndefined();
	});

	it('is nothing without Retry On Fail: what nobody asks for again is not kept', () => {
		const keys = runKeys(fakeFunctions({ signal }), 5);
		keys.ofItem(0).sentAt = 1;
		expect(keys.fateOf(0)).toBeUndefined();
	});
});
